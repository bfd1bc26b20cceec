"""Answers about things: is there one, how many, where."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import explore
from assistant.ask import regions
from assistant.ask.case import MOST, Answer, Case, hedged, names, placed, seeing
from assistant.ask.question_words import Concept
from assistant.ask.questions import Noun, Question
from assistant.pipeline import kinds, nouns
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.where import direction
from assistant.wording import hedges, phrases

_PERSON = frozenset(("person",))
NOBODY = hedges.missed("I see nobody", "someone")
_SEVERAL = 4  # boxes that are told one by one
_UNCOUNTED = frozenset(("text", "scene", "medium"))
_POSITIVE = ("Yes", hedges.THINK_SO)
_VAGUE = ("any", "some", "no")  # "anyone at the door": no article goes before that


def present(case: Case, question: Question) -> Answer | None:
    """Whether it is there."""
    return _each(case, question, lambda found: _not_there(found, question.region) or _yes(found))


def count(case: Case, question: Question) -> Answer | None:
    """Tell how many there are at least."""
    return _each(case, question, lambda found: Answer(_counted(found), tuple(found)))


def where(case: Case, question: Question) -> Answer | None:
    """Tell where it is: each of several, where that is known."""

    def placed(found: Sequence[Observation]) -> Answer:
        return Answer(" ".join(_where(o, case.clock) for o in found), tuple(found))

    return _each(case, question, placed)


def _each(
    case: Case, question: Question, tell: Callable[[Sequence[Observation]], Answer]
) -> Answer | None:
    """For each noun of the question one answer; those that found something first."""
    given = []
    for noun in question.nouns:
        concept = case.lexicon.concept(noun.text)
        if concept is None:
            told = unknown(noun)
        else:
            found = (case.seen(concept.labels) or _of_that_colour(case, concept))[:MOST]
            told = _corrected(concept, tell(found) if found else absent(case, noun, concept))
        if told is None:
            return None
        given.append(told)
    given.sort(key=lambda a: not a.text.startswith(_POSITIVE))
    text = " ".join(dict.fromkeys(a.text for a in given))
    return Answer(text, tuple(dict.fromkeys(o for a in given for o in a.evidence)))


def people(case: Case, _: Question) -> Answer:
    """Whether anyone is there; neither yes nor no, which would be wrong for "am I alone?"."""
    found = case.people
    if found:
        return Answer(seeing(found), tuple(found))
    return case.no_photograph() or Answer(NOBODY)


def unknown(noun: Noun) -> Answer | None:
    """No sense could know it; None for what is hardly a noun: "the dog happy"."""
    if noun.article == "the" and " " in noun.text:
        return None
    name = nouns.article(noun.text) if noun.article in ("a", "an") else f"“{noun.text}”"
    look = "look" if nouns.is_plural(noun.text) else "looks"
    return Answer(f"I can't tell: I don't know what {name} {look} like.")


def absent(case: Case, noun: Noun, concept: Concept) -> Answer | None:
    """Say that it was not seen, which does not mean that it is not there."""
    if unready := case.unready(concept.labels):
        return unready
    if like := case.seen(concept.broader)[:MOST]:
        return Answer(_perhaps(like, _your(noun, concept)), tuple(like))
    known = case.knows(concept)
    if not known and case.could_say.isdisjoint(concept.broader):
        return unknown(replace(noun, text=concept.said))
    if no_photograph := case.no_photograph():
        return no_photograph
    word = nouns.article(concept.said)
    if known and concept.labels >= _PERSON:
        return Answer(NOBODY)
    if known:
        somebody = kinds.is_a(concept.said, "person")
        missed = "one" if somebody else "them" if nouns.is_plural(concept.said) else "it"
        return Answer(hedges.missed(f"I see no {concept.said}", missed))
    return Answer(hedges.missed(f"I see nothing like {word}"))


def _yes(found: Sequence[Observation]) -> Answer:
    evidence = tuple(found)
    sureness = found[0].sureness
    if found[0].kind in ("text", "code"):
        written = phrases.summary([o for o in found if o.kind == "text"], "")
        written += phrases.codes([o for o in found if o.kind == "code"])
        yes = "Yes" if sureness == Sureness.SURE else hedges.THINK_SO
        return Answer(" ".join([f"{yes}.", *(s.text for s in written)]), evidence)
    if sureness == Sureness.SURE:
        return Answer(f"Yes, {placed(found)}.", evidence)
    if sureness == Sureness.FAIRLY_SURE:
        return Answer(f"{hedges.likely(f'so: {placed(found)}')}.", evidence)
    return Answer(f"{hedges.possible(f'It could be {placed(found)}')}.", evidence)


def _not_there(found: Sequence[Observation], region: frozenset[str]) -> Answer | None:
    """The answer where what was found is not known to be in the region asked for."""
    if not region:
        return None
    places = regions.places(region)
    inside = [o for o in found if any(explore.lies(box, places) for box in o.all_boxes)]
    if inside:
        return None
    if any(o.all_boxes for o in found):
        return Answer(" ".join(_where(o, False) for o in found), tuple(found))
    return Answer(_unplaced(found), tuple(found))


def _where(o: Observation, clock: bool) -> str:
    boxes = o.all_boxes
    if o.kind in ("scene", "medium") or (o.sureness == Sureness.UNSURE and o.where):
        return _yes([o]).text
    if o.kind == "text":
        return " ".join(s.text for s in phrases.text([o], ""))
    if not boxes and not o.where:
        return _unplaced([o])
    unplaced = len(boxes) > 0 and (o.count or 1) > len(boxes)
    if len(boxes) <= 1 and not unplaced:
        verb = "are" if nouns.is_plural(o.label) else "is"
        place = o.where or direction(boxes[0], clock)
        name = o.content if o.kind == "own" else nouns.with_count(replace(o, colour=""))
        return hedged(f"{name} {verb} {place}", [o])
    if o.sureness == Sureness.UNSURE:
        return _yes([o]).text
    each = [f"one {direction(box, clock)}" for box in boxes[:_SEVERAL]]
    others = ["others elsewhere"] if unplaced or len(boxes) > _SEVERAL else []
    return hedged(f"I see {names([o])}: {nouns.listed([*each, *others])}", [o])


def _unplaced(found: Sequence[Observation]) -> str:
    they = "they are" if is_many(found) else "it is"
    return seeing(found, f"I can't tell where {they}")


def _counted(found: Sequence[Observation]) -> str:
    if found[0].sureness == Sureness.UNSURE or found[0].kind in _UNCOUNTED:
        return _yes(found).text
    them = "them" if is_many(found) else "it"
    if any(o.count is None and not o.all_boxes for o in found):
        return seeing(found, "I can't tell how many there are")
    totals: dict[str, int] = {}
    for o in found:
        totals[o.label] = totals.get(o.label, 0) + (o.count or len(o.all_boxes))
    if any(nouns.plural(label) == nouns.article(label) for label in totals):
        return seeing(found, f"I can't count {them}")
    each = [
        f"{nouns.number(n)} {nouns.plural(label) if n > 1 else label}"
        for label, n in totals.items()
    ]
    clause = f"I count {nouns.listed(each)}"
    if found[0].sureness == Sureness.SURE:
        return f"{clause}; there may be more."
    return hedged(clause, found)


def _of_that_colour(case: Case, concept: Concept) -> list[Observation]:
    """What is known to have the colour that is asked for: "a brown dog"."""
    like = case.seen(concept.broader)
    return [o for o in like if o.colour and concept.said.startswith(f"{o.colour} ")]


def _perhaps(like: Sequence[Observation], said: str) -> str:
    return seeing(like, untold(like, said))


def untold(like: Sequence[Observation], said: str) -> str:
    """A clause: what was asked for may be among these, and may not."""
    one = "one of them is" if is_many(like) else "it is"
    return f"I can't tell whether {one} {said}"


def _your(noun: Noun, concept: Concept) -> str:
    if concept.said.startswith(_VAGUE):
        return "as you say"
    return f"your {concept.said}" if noun.article == "my" else nouns.article(concept.said)


def is_many(found: Sequence[Observation]) -> bool:
    """Whether they are "them", and not "it"."""
    return len(found) > 1 or any(nouns.is_plural(o.label, o.count) for o in found)


def _corrected(concept: Concept, answer: Answer | None) -> Answer | None:
    """With the word that was understood, where it was not the word that was typed."""
    if not concept.corrected or answer is None:
        return answer
    text = answer.text
    if not text.startswith(("I ", "I'")):
        text = text[:1].lower() + text[1:]
    word = concept.corrected
    return Answer(f"{nouns.capital(word)}: {text}", answer.evidence)
