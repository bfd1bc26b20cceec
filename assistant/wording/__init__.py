"""Order, hedges and levels: the only place where sentences are put together.

Rules (reasons and sources in ARCHITECTURE.md):

1. What cannot be seen is said first, with what to do, and then nothing else is claimed.
2. What is no photograph (a page of text, a screenshot, a drawing, a chart) is called that and read;
   nothing in it is described as if it were there.
3. What is sure or fairly sure is in the one sentence that GPT-2 wrote. A doubt is told before what
   is fairly sure: "A dog, perhaps running.", "Perhaps a dog."
4. What is unsure is never told by it: "I may be wrong: it could be a giraffe." What the one thing
   that the sentence tells of could be or do comes after its end: ", perhaps running on grass."
5. Nothing above threshold: "I can't tell what this is.", and what is certain, such as the light.
6. What is read comes last, quoted: what a slow sense adds only ever follows what was said before.
7. An action is told where it is clear who does it, or which two could; at most one in a sentence.
8. A picture of the screen is told by ``screens.py``: text, then the pictures in it, one by one.
9. The user's own things ("your red mug") have a sentence of their own after the main one; they are
   the main one where nothing else is known, and the brief one.
10. Notes about the file come first at every level. After them, brief is one sentence of at most
    125 characters; standard is at most three with them, full is everything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant import senses
from assistant.pipeline import usages
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.wording import phrases, screens, telling, things

Sentences = Mapping[Level, tuple[Sentence, ...]]

STANDARD_LENGTH = 3  # sentences
Grounds = dict[str, tuple[Observation, ...]]

CANT_TELL = "I can't tell what this is."
_GUESSES = 2  # unsure things that are told without being asked for everything


def spoken(description: Description) -> tuple[Observation, ...]:
    """Observations for GPT-2's sentence: things, at most one action and one place.

    Nothing where the picture cannot be seen or is no photograph.
    """
    if refusal(description.observations) or medium(description):
        return ()
    return telling.chosen(description)


def refusal(seen: Iterable[Observation]) -> Observation | None:
    """The observation that forbids to describe the picture, if there is one."""
    return next((o for o in seen if phrases.is_refusal(o)), None)


def medium(description: Description) -> Observation | None:
    """The medium of a picture that is no photograph.

    A guess about the whole picture must not silence a thing that is certain.
    """
    found = description.of_kind("medium")
    best = max(found, key=lambda o: o.sureness.rank, default=None)
    if best is None or best.sureness == Sureness.SURE:
        return best
    return None if things.certain(description) else best


def sentences(
    description: Description, written: Sentence | None = None, read_all: str = ""
) -> Sentences:
    """Sentences of each level.

    Args:
        description: d.
        written: GPT-2's sentence in lower case and what it names; None when there was nothing
            to write.
        read_all: how the rest of a long text can be had, as in "press R to read"; may be empty.
    """
    d = description
    notes = [Sentence(note) for note in d.notes]
    if shown := d.of_kind("screen"):
        levels = screens.sentences(d, shown[0], read_all)
        return {level: (*notes, *told) for level, told in levels.items()}
    if refused := refusal(d.observations):
        told = Sentence(phrases.REFUSALS[refused.label], (refused,))
        return {level: (*notes, told) for level in Level}
    caveats = [*notes, *phrases.caveats(d.of_kind("quality"))]
    text = d.of_kind("text")
    main, *more = _first(d, written, _GUESSES)
    codes = phrases.codes(d.of_kind("code"))
    beside = [*caveats, main, *_owned(d, main), *codes, *more, *_beside(d, main)]
    kind = medium(d)
    unread = [*phrases.unread(d.of_kind("quality"))]
    summary = [*phrases.summary(text, read_all, kind), *unread]
    return {
        Level.BRIEF: (*notes, _brief(things.hedged(written) if written else main, d)),
        Level.STANDARD: _standard(beside, len(caveats) + 1, summary, "text" in d.pending),
        Level.FULL: (
            *caveats,
            *_everything(d, written),
            *phrases.text(text, read_all, kind),
            *unread,
        ),
    }


def why(explanation: Explanation, level: Level) -> Grounds:
    """For each sentence what it rests on: "dog: the picture network, sure, on the left; brown."."""
    return grounds([o for sentence in explanation.sentences[level] for o in sentence.evidence])


def grounds(evidence: Iterable[Observation]) -> Grounds:
    """The same for the evidence of one answer: each reason, and the observations it tells of."""
    found: Grounds = {}
    for o in evidence:
        reason = _reason(o)
        found[reason] = (*found.get(reason, ()), o)
    return found or {"Nothing was recognised with enough certainty.": ()}


def _reason(o: Observation) -> str:
    said = {sense.name: sense.said for sense in senses.SENSES} | {"cnn": "the picture network"}
    where = "" if o.kind in ("scene", "medium", "colour") else o.where
    facts = [said.get(o.sense, o.sense), o.sureness.value, where]
    colour = f"; {o.colour}" if o.colour else ""
    return f"{o.label}: {', '.join(filter(None, facts))}{colour}."


def _first(d: Description, written: Sentence | None, guesses: int) -> list[Sentence]:
    """What the picture is, then guesses; or what it is instead of a photograph; or unknown."""
    if kind := medium(d):
        return [Sentence(phrases.medium(kind), (kind,))]
    if written:
        main = things.continued(d, things.hedged(written))
        return [main, *things.perhaps_doing(d, main), *things.guesses(d, main, guesses)]
    own = list(phrases.own(d.of_kind("own")))
    return [*own, *things.guesses(d, own[0] if own else None, guesses)] or [Sentence(CANT_TELL)]


def _owned(d: Description, main: Sentence) -> Iterator[Sentence]:
    """The user's own things, where the main sentence is about something else."""
    if not any(o.kind == "own" for o in main.evidence):
        yield from phrases.own(d.of_kind("own"))


def _beside(d: Description, main: Sentence) -> Iterator[Sentence]:
    """What the standard level adds where there is room: about people alone, or about nothing."""
    named = {o.label for o in main.evidence if o.kind != "action"}
    setting = d.of_kind("setting")
    if named and named <= usages.PEOPLE | {"furniture"}:
        yield from phrases.setting([o for o in setting if o.sureness == Sureness.SURE])
        yield from _faces(d) if named == {"person"} else ()
    elif main.text == CANT_TELL:
        yield from phrases.setting(setting)
        yield from phrases.light(d.of_kind("light"))
        yield from phrases.colours(d.of_kind("colour"))


def _faces(d: Description) -> Iterator[Sentence]:
    people = [o for o in d.of_kind("object") if usages.kind(o.label) == "person"]
    people = [o for o in people if not o.narrows]  # a person, perhaps a child, is one
    alone = len(people) < 2 and all((o.count or 1) == 1 and not o.more for o in people)
    yield from phrases.faces(d.of_kind("people"), alone)


def _standard(
    beside: Sequence[Sentence], least: int, summary: Sequence[Sentence], reading: bool
) -> tuple[Sentence, ...]:
    """At most three: text has the last place, which is kept free while it is being read.

    More only where there are so many notes that the ``least`` first sentences, which end with what
    the picture is, need the room.
    """
    room = STANDARD_LENGTH - 1 if summary or reading else STANDARD_LENGTH
    return (*beside[: max(room, least)], *summary)


def _everything(d: Description, written: Sentence | None) -> Iterator[Sentence]:
    """All that is known but the text: things, places, people, codes, light, colours."""
    main, *more = _first(d, written, len(d.observations))
    yield main
    yield from _owned(d, main)
    if medium(d) is None:
        yield from things.rest(d, main.evidence if written else ())
        told = [o for sentence in (main, *more) for o in sentence.evidence]
        yield from things.deeds(d, told)
        yield from more
        yield from things.places(d)
        if not any(o.kind == "scene" for o in told):
            yield from phrases.setting(d.of_kind("setting"))
        yield from _faces(d)
    yield from phrases.codes(d.of_kind("code"))
    yield from phrases.light(d.of_kind("light"))
    yield from phrases.colours(d.of_kind("colour"))
    yield from phrases.failures(d.failed)


def _brief(main: Sentence, d: Description) -> Sentence:
    """The first sentence, shortened if need be; what is read where nothing else is known."""
    kind = medium(d)
    if owned := next(phrases.own(d.of_kind("own")), None):
        return owned
    if main.text == CANT_TELL or kind:
        unread = next(phrases.unread(d.of_kind("quality"), brief=True), main)
        return next(phrases.brief(kind, d.of_kind("text", "code")), unread)
    return things.brief(main) or Sentence(CANT_TELL)
