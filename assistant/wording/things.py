"""Sentences about things and places, with the doubts that belong to them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.pipeline import clauses, doers, nouns, usages
from assistant.pipeline.evidence import Description, Observation, Sentence, Sureness
from assistant.pipeline.grammar import Grammar
from assistant.wording import hedges
from assistant.wording.telling import has_rival

BRIEF_LENGTH = 125  # characters; what alt text should not exceed


def certain(d: Description) -> list[Observation]:
    """The things that are sure or fairly sure; not what those could be more exactly."""
    return [o for o in d.of_kind("object") if o.sureness != Sureness.UNSURE and not o.narrows]


def hedged(written: Sentence) -> Sentence:
    """The sentence, with a "perhaps" before all of it where it is doubtful and has none.

    GPT-2's sentence has one before what is doubtful, where not all of it is
    (:mod:`assistant.pipeline.grammar`).
    """
    text, evidence = written.text.rstrip("."), written.evidence
    doubtful = any(o.sureness != Sureness.SURE for o in evidence)
    if doubtful and not hedges.has_perhaps(text):
        text = f"{nouns.PERHAPS} {text}"
    return Sentence(f"{nouns.capital(text)}.", evidence)


def rest(d: Description, named: Sequence[Observation]) -> Iterator[Sentence]:
    """The things that the main sentence had no room for."""
    left = [o for o in certain(d) if o not in named]
    if not left or not named:
        return
    sure = [nouns.with_count(o) for o in left if o.sureness == Sureness.SURE]
    doubtful = [nouns.with_count(o) for o in left if o.sureness != Sureness.SURE]
    verb = "are" if nouns.is_plural(left[0].label, left[0].count) else "is"
    told = f"there {verb} also {nouns.listed(sure or doubtful)}"
    if sure and doubtful:
        told += f", {nouns.PERHAPS} {nouns.listed(doubtful)}, too"
    yield hedged(Sentence(told, tuple(left)))


def deeds(d: Description, named: Sequence[Observation]) -> Iterator[Sentence]:
    """The actions that nobody was said to do: not those that are guesses themselves."""
    left = [o for o in d.of_kind("action") if o not in named and o.label in usages.table().actions]
    sure = tuple(o for o in left if o.sureness == Sureness.SURE)
    doubtful = tuple(o for o in left if o.sureness == Sureness.FAIRLY_SURE)
    if sure:
        yield Sentence(f"I also see {nouns.listed([o.label for o in sure])}.", sure)
    if doubtful:
        what = nouns.listed([o.label for o in doubtful], "or")
        yield Sentence(f"{hedges.perhaps(f'I also see {what}')}.", doubtful)


def continued(d: Description, main: Sentence) -> Sentence:
    """The sentence, and after "perhaps" what its one subject could be, do, and be joined to.

    "A person, perhaps a child running on grass." Only where nothing else stands in the sentence
    that could be meant, and nothing in it is doubtful; else it is left as it is.
    """
    things = [o for o in main.evidence if o.kind == "object"]
    if len(things) != 1 or any(o.sureness != Sureness.SURE for o in main.evidence):
        return main
    subject = things[0]
    finer = [o for o in d.of_kind("object") if o.narrows == subject.label][:1]
    if (subject.count or 1) > 1:
        finer = []  # it is told of one of them
    found = _supposed(d, main, subject)
    links = _few(found, main) if found else []
    action = [found.action] if found and found.action else []
    action = [o for o in action if o not in main.evidence]
    words = [
        *(nouns.article(o.label) for o in finer),
        *((found.verb,) if found and action else ()),
        *(j.phrases[0] for j in links),
    ]
    if not words:
        return main
    told = (*main.evidence, *finer, *action, *(j.observation for j in links))
    return Sentence(f"{main.text.rstrip('.')}{hedges.supposed(' '.join(words))}.", told)


def _supposed(d: Description, main: Sentence, subject: Observation) -> clauses.Doing | None:
    """Who could do what, where: the surest of the doubtful actions, else only where it could be."""
    doubtful = [o for o in d.observations if o.sureness == Sureness.UNSURE and not o.narrows]
    beside = [o for o in doubtful if o.kind == "object" or nouns.is_ground(o.label)]
    if not any(o.kind == "action" for o in main.evidence):
        for action in sorted(_unsure_actions(d), key=lambda o: -o.score):
            if doers.who(action, d.observations) == subject:
                found = clauses.doing([*main.evidence, action, *beside])
                if found and found.action == action and found.subject == subject:
                    return found
    found = clauses.doing([*main.evidence, *beside])
    return found if found and found.subject == subject else None


def _few(found: clauses.Doing, main: Sentence) -> list[clauses.Joined]:
    """What the action is done to and where: of what the sentence does not say already."""
    new = [j for j in found.links if j.observation not in main.evidence]
    places = [j for j in new if j.observation.kind == "scene"][:1]
    others = [j for j in new if j not in places]
    return [*others[: 1 if found.action else 0], *places] or others[:1]


def _unsure_actions(d: Description) -> list[Observation]:
    return [o for o in d.of_kind("action") if o.sureness == Sureness.UNSURE]


def perhaps_doing(d: Description, main: Sentence) -> Iterator[Sentence]:
    """The surest of the doubtful actions: "The person could be riding the bicycle."

    Only where the main sentence tells no action, and names the one thing that is likely to do it.
    """
    if any(o.kind == "action" for o in main.evidence):
        return
    for action in sorted(_unsure_actions(d), key=lambda o: -o.score):
        subject = doers.who(action, d.observations)
        found = clauses.doing([*main.evidence, action]) if subject in main.evidence else None
        if found is None or found.action != action:
            continue
        things = [j.observation for j in found.links if j.direct]
        single = things if things and (things[0].count or 1) == 1 else []
        what = " something" if found.vague else "".join(f" the {o.label}" for o in single)
        yield Sentence(
            f"{_one(found.subject)} could be {action.label}{what}.",
            (found.subject, action, *single),
        )
        return


def _one(o: Observation) -> str:
    """ "The dog", or "one of the dogs" of several; where there may be more nobody knows which."""
    if (o.count or 1) > 1:
        return f"One of the {nouns.plural(o.label)}"
    if not o.more or o.sureness != Sureness.SURE:
        return f"The {o.label}"
    one = f"{nouns.capital(nouns.AT_LEAST)} one {o.label}"
    return "Somebody" if o.label in usages.PEOPLE else one


def guesses(d: Description, main: Sentence | None, most: int) -> Iterator[Sentence]:
    """Say guesses: what a kind could be, one sentence for other things, one for a place.

    "I may be wrong" is said where nothing else is; beside something, "could" is hedge enough.

    Args:
        d: the description.
        main: what was said before; None if nothing was.
        most: things to name.
    """
    sure = certain(d)
    told: Sequence[Observation] = main.evidence if main else ()
    things = d.of_kind("object")
    unsure = [o for o in things if o not in sure and o not in told and not has_rival(o, things)]
    # What a doubtful thing could be more exactly is a doubt too many.
    known = {o.label for o in sure}
    unsure = [o for o in unsure if not o.narrows or o.narrows in known][:most]
    for kind in dict.fromkeys(o.narrows for o in unsure if o.narrows):
        exactly = [o for o in unsure if o.narrows == kind]
        known_of = [o for o in sure if o.label == kind]
        several = any((o.count or 1) > 1 for o in known_of)
        perhaps = any(o.more and o.sureness == Sureness.SURE for o in known_of)
        which = f"One of the {nouns.plural(kind)}" if several else f"The {kind}"
        which = f"One {kind}" if perhaps and not several else which
        yield Sentence(f"{which} could be {_either(exactly)}.", tuple(exactly))
    places = [o for o in d.of_kind("scene") if o.sureness == Sureness.UNSURE and o not in told][:1]
    grounds = [o for o in places if nouns.is_ground(o.label)]  # "there could also be water"
    others = tuple([o for o in unsure if not o.narrows] + grounds)
    places = [o for o in places if o not in grounds]
    acting = _could_do(d, told, others)
    what = f"{_either(others)}{f' {acting.verb}' if acting else ''}"
    others += (acting.action,) if acting and acting.action else ()
    if others and main is None:
        yield Sentence(f"{hedges.perhaps(f'it could be {what}')}.", others)
    elif others:
        yield Sentence(f"There could also be {what}.", others)
    for place in places:
        name = nouns.article(place.label)
        if main is None and not others:
            yield Sentence(f"{hedges.perhaps(f'this could be {name}')}.", (place,))
        else:
            yield Sentence(f"The place could be {name}.", (place,))


def _could_do(
    d: Description, told: Sequence[Observation], others: Sequence[Observation]
) -> clauses.Doing | None:
    """What the only guess would be doing: the surest action that nobody else there does."""
    if len(others) != 1 or any(o.kind == "action" for o in told):
        return None
    for action in d.of_kind("action"):
        able = [o for o in told if usages.table().usage(action.label, o.label)]
        if not able and doers.whose(action, d.observations) == others[0]:
            found = clauses.doing([replace(others[0], sureness=action.sureness), action])
            if found and found.action:
                return found
    return None


def names(seen: Iterable[Observation]) -> list[str]:
    """Each thing once, counted as everywhere: two faces are two observations. One's own come first.

    An action is no noun: it is named as it is.
    """
    own, named, counts, more = [], dict[str, Observation](), Counter[str](), set[str]()
    for o in seen:
        if o.kind == "own":
            own.append(o.content)
        else:
            named.setdefault(o.label, o)
            counts[o.label] += o.count or 1
            more |= {o.label} if o.more else set()
    every = [replace(o, count=counts[name], more=name in more) for name, o in named.items()]
    return own + [o.label if o.kind == "action" else nouns.with_count(o) for o in every]


def _either(things: Sequence[Observation]) -> str:
    return nouns.listed([nouns.counted(o.label, o.count) for o in things], "or")


def places(d: Description) -> Iterator[Sentence]:
    """Say where the things are of which that is known."""
    for o in certain(d):
        if o.where:
            verb = "are" if nouns.is_plural(o.label, o.count) else "is"
            yield Sentence(f"{_the([o]).capitalize()} {verb} {o.where}.", (o,))


def brief(sentence: Sentence) -> Sentence | None:
    """The sentence itself where it is short enough, else as many of its things as fit."""
    if len(sentence.text) <= BRIEF_LENGTH or not sentence.evidence:
        return sentence
    for kept in _fewer(sentence.evidence):
        # Where there is no room for all the things, there is none for their colours.
        text = Grammar([replace(o, colour="") for o in kept]).plain()
        shorter = hedged(Sentence(text, kept))
        if len(shorter.text) <= BRIEF_LENGTH:
            return shorter
    return None


def _fewer(evidence: Sequence[Observation]) -> Iterator[tuple[Observation, ...]]:
    """All of it, then with one thing less each time; the action and the place stay longest."""
    kept = list(evidence)
    while kept:
        yield tuple(kept)
        things = [o for o in kept if o.kind == "object"]
        kept.remove(things[-1] if len(things) > 1 else kept[-1])


def _the(observations: Sequence[Observation]) -> str:
    names = [nouns.plural(o.label) if (o.count or 1) > 1 else o.label for o in observations]
    return nouns.listed([f"the {name}" for name in names])
