"""Wording of a picture of the screen: what it is, its text, and the pictures in it, one by one.

"A window, “Letters”, with text and a picture on the right: a dog on grass." What stands there is
only quoted; what a picture shows comes in our own words, with its own doubts.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Box, Description, Level, Observation, Sentence
from assistant.pipeline.where import FILLING
from assistant.wording import phrases
from assistant.wording.things import BRIEF_LENGTH

_STARTS = {
    "window": "A window",
    "screen": "The screen",
    "part of the screen": "A part of the screen",
}
_UNKNOWN = "that I can't make out"
_TOLD = 3  # pictures that the standard level tells one by one
_TITLE = 60  # characters of a title
_AREA = 160  # characters that the full level quotes of one area


def sentences(
    d: Description, shown: Observation, read_all: str
) -> Mapping[Level, tuple[Sentence, ...]]:
    """Sentences about it at each level.

    Args:
        d: what was seen.
        shown: the window, the screen or the part of it.
        read_all: how all of the text can be had; may be empty.
    """
    pictures = [o for o in d.of_kind("object") if o.sense == "screen"]
    text, codes = d.of_kind("text"), list(phrases.codes(d.of_kind("code")))
    unread = list(phrases.unread(d.of_kind("quality")))
    main = _main(shown, text, pictures)
    several = _several(pictures) if len(pictures) > 1 else []
    begins = phrases.summary(text, read_all, shown, "The text")
    everything = [
        main,
        *(_each(pictures) if len(pictures) > 1 else ()),
        *_focus(d.of_kind("screen")[1:]),
        *codes,
        *_areas(text),
        *unread,
        *phrases.failures(d.failed),
    ]
    return {
        Level.BRIEF: (_brief(shown, text, pictures),),
        Level.STANDARD: (main, *(several or codes[:1]), *(begins or unread)),
        Level.FULL: tuple(everything),
    }


def _main(
    shown: Observation, text: Sequence[Observation], pictures: Sequence[Observation],
    title: int = _TITLE, told: bool = True,
) -> Sentence:  # fmt: skip
    """What it is, and what is in it.

    Args:
        shown: the window, the screen or the part of it.
        text: what was read.
        pictures: those in it.
        title: characters of the title that are quoted.
        told: what a single picture shows is told, too.
    """
    start = _STARTS[shown.label]
    named = phrases.quoted(shown.content, title) if shown.content and title else ""
    evidence = (shown, *pictures)
    parts = ["text"] if text else []
    if named and shown.label == "window":
        start = f"{start}, {named},"
    if len(pictures) == 1:
        parts.append(_one(pictures[0]) if told else _placed("a picture", pictures[0]))
    elif pictures:
        parts.append(nouns.counted("picture", len(pictures)))
    if not parts:
        return Sentence(f"{start} in which I can make out nothing.", evidence)
    if named and shown.label == "screen":
        parts = [f"{named} in front", *parts]
    return Sentence(f"{start} with {nouns.listed(parts)}.", evidence)


def _one(picture: Observation) -> str:
    """ "a picture on the right: a dog on grass"."""
    placed = _placed("a picture", picture)
    return f"{placed}: {_words(picture)}" if picture.content else f"{placed} {_UNKNOWN}"


def _placed(name: str, picture: Observation) -> str:
    box = picture.box
    fills = box is not None and box[2] * box[3] >= FILLING
    return name if fills else f"{name} {picture.where}".rstrip()


def _words(picture: Observation) -> str:
    """What it shows, as it goes on after a colon."""
    said = picture.content
    return said if said.startswith("I ") else said[:1].lower() + said[1:]


def _several(pictures: Sequence[Observation]) -> list[Sentence]:
    """Some of them in one sentence: "On the left, a dog on grass; on the right, a cat."."""
    best = [o for o in pictures if o.content][:_TOLD]
    if not best:
        return []
    said = "; ".join(f"{where}, {_words(o)}" for o, where in _apart(best))
    return [Sentence(f"{nouns.capital(said)}.", tuple(best))]


def _each(pictures: Sequence[Observation]) -> Iterator[Sentence]:
    """One sentence for each."""
    for o, where in _apart(pictures):
        what = f": {_words(o)}" if o.content else " is one that I can't make out"
        yield Sentence(f"The picture {where}".rstrip() + f"{what}.", (o,))


def _apart(pictures: Sequence[Observation]) -> Iterator[tuple[Observation, str]]:
    """Each with its place: what is called as the one before lies is told from there."""
    before: Observation | None = None
    for o in pictures:
        same = before is not None and before.where == o.where
        yield o, _from(before.box, o.box) if same and before and before.box and o.box else o.where
        before = o


def _from(first: Box, second: Box) -> str:
    """Where the second lies, seen from the first."""
    x, y = ((second[i] + second[i + 2] / 2) - (first[i] + first[i + 2] / 2) for i in (0, 1))
    if abs(x) / (first[2] + second[2]) > abs(y) / (first[3] + second[3]):
        return "to the right of that" if x > 0 else "to the left of that"
    return "below that" if y > 0 else "above that"


def _focus(controls: Sequence[Observation]) -> Iterator[Sentence]:
    """Where what is typed goes."""
    for o in controls[:1]:
        name = f" {phrases.quoted(o.content)}" if o.content else ""
        yield Sentence(f"The focus is on a {o.label}{name}, {o.where}.", (o,))


def _areas(text: Sequence[Observation]) -> Iterator[Sentence]:
    """What stands where, in reading order: "Text on the left: “Inbox Drafts”."."""
    for where, group in groupby(text, key=lambda o: o.where):
        blocks = list(group)
        words = phrases.quoted("\n".join(o.content for o in blocks), _AREA)
        doubt = next((o for o in blocks if o.sureness.rank < blocks[0].sureness.rank), blocks[0])
        yield Sentence(f"{phrases.says(doubt, f'Text {where}')} {words}.", tuple(blocks))


def _brief(
    shown: Observation, text: Sequence[Observation], pictures: Sequence[Observation]
) -> Sentence:
    """The main sentence, without what makes it too long."""
    for title, told in ((_TITLE, True), (_TITLE // 2, True), (0, True), (_TITLE // 2, False)):
        sentence = _main(shown, text, pictures, title, told)
        if len(sentence.text) <= BRIEF_LENGTH:
            return sentence
    return _main(shown, text, pictures, 0, False)
