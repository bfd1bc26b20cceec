"""Phrases for each kind of observation: refusals, media, text, codes, people, light, colours."""

from collections.abc import Collection, Iterator, Sequence

from assistant import senses
from assistant.pipeline import nouns
from assistant.pipeline import where as where_words
from assistant.pipeline.evidence import Observation, Sentence, Sureness
from assistant.senses import code_words
from assistant.senses.people import nearness
from assistant.untrusted import inner
from assistant.wording import hedges
from assistant.wording.things import BRIEF_LENGTH

REFUSALS = {
    "too dark": "It is too dark to see anything. Try more light.",
    "over-exposed": "The picture is nearly all white. It may be empty; if not, try less light.",
    "blank": "The picture is one even colour. Is the camera covered, or the file empty?",
    "covered": "Something seems to cover the camera. Wipe the lens, or move your finger away.",
    "blurred": "The picture is too blurred to make anything out. Hold still and try again.",
    "shaken": "The camera moved too much to make anything out. Hold it still and try again.",
    "noise": "I see only noise, no picture.",
    "too small": "The picture is too small to describe. Try a larger one.",
}
_CAVEATS = {
    "blurred": "The picture is blurred.",
    "shaken": "The picture is blurred, as if the camera had moved.",
}
_LIGHT = {
    "very dark": "The picture is very dark.",
    "dark": "The picture is rather dark.",
    "dim": "The picture is a little dark.",
    "bright": "The picture is bright.",
    "very bright": "The picture is very bright.",
}
_NOTHING_ELSE = "I can make out nothing but writing."
_UNREAD = "riting in a script that I cannot read."
_MEDIA = {"graphic": "a drawn or written picture, not a photograph"}
_QUOTED = 120  # characters of one quotation; more is for "read"
_ALL = 400  # characters of text that the full level quotes whole
_LINES = 4  # new ones of a live picture, told one by one
_FACES = 4  # told one by one


def is_refusal(o: Observation) -> bool:
    """Whether this forbids to describe the picture."""
    return o.kind == "quality" and o.label in REFUSALS and o.sureness == Sureness.SURE


def caveats(quality: Sequence[Observation]) -> Iterator[Sentence]:
    """Observations that make everything else doubtful."""
    for o in quality:
        if o.label in _CAVEATS:
            yield Sentence(_CAVEATS[o.label], (o,))


def medium(kind: Observation) -> str:
    """Say what the picture is instead of a photograph."""
    if kind.label == senses.WRITING:
        return _NOTHING_ELSE
    name = _named(kind)
    if kind.sureness == Sureness.SURE:
        return f"This is {name}."
    if kind.sureness == Sureness.FAIRLY_SURE:
        return f"{hedges.likely(f'this is {name}')}."
    return f"{hedges.perhaps(f'this looks like {name}')}."


def _named(kind: Observation) -> str:
    if kind.label == senses.WRITING:
        return kind.label
    return _MEDIA.get(kind.label) or nouns.article(kind.label)


def summary(
    text: Sequence[Observation], read_all: str, kind: Observation | None = None, start: str = ""
) -> list[Sentence]:
    """The first line of what was read, and how much more there is; nothing without text.

    Args:
        text: what was read.
        read_all: how the rest can be had; may be empty.
        kind: what the picture is instead of a photograph, which was said before.
        start: how the sentence begins, in place of "It".
    """
    lines = [line for o in text for line in o.content.splitlines()]
    if not lines:
        return []
    first, more = quoted(lines[0]), len(lines) - 1
    left = f", and {nouns.number(more)} more {'lines' if more > 1 else 'line'}" if more else ""
    how = f"; {read_all}" if read_all and (more or len(lines[0]) > _QUOTED) else ""
    begins = f"{start or 'It'} {'begins' if more else 'says'}"
    opening = says(text[0], "There is text" if kind is None else begins)
    return [Sentence(f"{opening} {first}{left}{how}.", tuple(text))]


def text(
    blocks: Sequence[Observation], read_all: str, kind: Observation | None = None
) -> list[Sentence]:
    """Everything that was read and where, as long as a listener can bear; else its summary."""
    if kind or sum(len(o.content) for o in blocks) > _ALL or len(blocks) > _FACES:
        return summary(blocks, read_all, kind)
    return [
        Sentence(f"{says(o, f'There is text {o.where}'.rstrip())} {quoted(o.content, _ALL)}.", (o,))
        for o in blocks
    ]


def lines(new: Sequence[str], doubtful: Collection[str] = (), read_all: str = "") -> list[str]:
    """Sentences about lines that have just come into a live picture.

    Args:
        new: the lines.
        doubtful: those among them that may be misread.
        read_all: how the rest can be had; may be empty.
    """
    told = [
        f"Text{hedges.MISREAD if line in doubtful else ''}: {quoted(line)}."
        for line in new[:_LINES]
    ]
    left = len(new) - _LINES
    if left > 0:
        how = f"; {read_all}" if read_all else ""
        told.append(f"And {nouns.number(left)} more {'lines' if left > 1 else 'line'}{how}.")
    return told


def brief(kind: Observation | None, seen: Sequence[Observation]) -> Iterator[Sentence]:
    """At most 125 characters about a picture of which little is known but what stands in it.

    Args:
        kind: what the picture is instead of a photograph, if it is.
        seen: texts and codes.
    """
    for o in sorted(seen, key=lambda o: o.kind != "text"):
        if o.kind == "text":
            start = f"{says(o, _called(kind))} "
            words = quoted(o.content, BRIEF_LENGTH - len(start) - len("“”."))
            yield Sentence(f"{start}{words}.", (kind, o) if kind else (o,))
        else:
            yield Sentence(f"{_shortened(code_words.words(o))}.", (o,))


def _called(kind: Observation | None) -> str:
    """ "A page of text", with its doubt; "Text" for what is said of a photograph."""
    if kind is None:
        return "Text"
    name = _named(kind)
    if kind.sureness == Sureness.SURE:
        return nouns.capital(name)
    return (
        f"{'I think this is' if kind.sureness == Sureness.FAIRLY_SURE else 'This could be'} {name}"
    )


def unread(quality: Sequence[Observation], brief: bool = False) -> Iterator[Sentence]:
    """Say that there is writing in a script that cannot be read."""
    for o in quality:
        if o.label == senses.UNREAD:
            yield Sentence(f"W{_UNREAD}" if brief else f"There is w{_UNREAD}", (o,))


def quoted(content: str, most: int = _QUOTED) -> str:
    """The words in quotation marks, on one line, cut at a word where they are too many."""
    line = inner(" ".join(content.split()))
    if len(line) > most:
        line = f"{line[: most - 1].rsplit(' ', 1)[0]}…"
    return f"“{line.rstrip('.,;')}”"


def own(things: Sequence[Observation]) -> Iterator[Sentence]:
    """The user's own things, one sentence each: "Your red mug is on the left."

    What can be wrong is another one of its kind, hardly anything else: so that is the doubt.
    """
    for o in things:
        where = o.where if o.where != where_words.ALL else ""
        seen = f"{o.content} is {where}" if where else f"this is {o.content}"
        if o.sureness == Sureness.SURE:
            yield Sentence(f"{nouns.capital(seen)}.", (o,))
        elif o.sureness == Sureness.FAIRLY_SURE:
            yield Sentence(f"{hedges.like_it(seen)}.", (o,))
        else:
            could = seen.replace(" is ", " could be ", 1)
            yield Sentence(f"{hedges.perhaps(could)}.", (o,))


def codes(found: Sequence[Observation]) -> Iterator[Sentence]:
    """QR codes and barcodes."""
    for o in found:
        said = code_words.words(o).removeprefix(o.label)
        yield Sentence(f"There is {nouns.article(o.label)}{said}.", (o,))


def faces(people: Sequence[Observation], alone: bool) -> Iterator[Sentence]:
    """Say where the faces are, from left to right.

    Args:
        people: the faces.
        alone: whether there is one person.
    """
    if len(people) == 1:
        which = "The face" if alone else "One face"
        yield Sentence(f"{which} is {_place(people[0])}.", tuple(people))
    elif 1 < len(people) <= _FACES:
        each = nouns.listed([f"one {_place(o)}" for o in people])
        yield Sentence(f"Faces: {each}.", tuple(people))
    elif people:
        yield Sentence(f"There are {nouns.counted('face', len(people))}.", tuple(people))


def _place(face: Observation) -> str:
    near = nearness(face.box) if face.box else ""
    return ", ".join(filter(None, (face.where, near)))


def setting(seen: Sequence[Observation]) -> Iterator[Sentence]:
    """Say whether it is indoors or outdoors."""
    for o in seen[:1]:
        told = f"it is {o.label}"
        if o.sureness == Sureness.SURE:
            yield Sentence(f"{nouns.capital(told)}.", (o,))
        elif o.sureness == Sureness.FAIRLY_SURE:
            yield Sentence(f"{hedges.likely(told)}.", (o,))


def light(seen: Sequence[Observation]) -> Iterator[Sentence]:
    """Say how light it is, where that is worth a word."""
    for o in seen:
        if o.label in _LIGHT:
            yield Sentence(_LIGHT[o.label], (o,))


def colours(seen: Sequence[Observation]) -> Iterator[Sentence]:
    """The main colours of the whole picture."""
    whole = [o for o in seen if o.box is None]
    if not whole:
        return
    names = nouns.listed([o.label for o in whole])
    one = f"The picture is {'mostly ' if names != 'black and white' else ''}{names}."
    several = f"The main colours are {names}."
    yield Sentence(one if len(whole) == 1 else several, tuple(whole))


def failures(failed: Sequence[str]) -> Iterator[Sentence]:
    """Senses that could not do their work."""
    said = {sense.name: sense.said for sense in senses.SENSES}
    for name in failed:
        what = said.get(name, name)
        yield Sentence(f"{nouns.capital(what)} failed on this picture.")


def says(o: Observation, start: str) -> str:
    """The start of a sentence that quotes what was read, with the doubt that belongs to it."""
    return f"{start}{'' if o.sureness == Sureness.SURE else hedges.MISREAD}:"


def _shortened(words: str, most: int = BRIEF_LENGTH - 1) -> str:
    """The words, cut where they are too many; a quotation ends all the same."""
    if len(words) <= most:
        return words
    cut = words[: most - 2].rstrip() + "…"
    return cut + "”" if cut.count("“") > cut.count("”") else cut
