"""Exploring a picture by region: a 3 × 3 grid, and what is in each cell of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant import wording
from assistant.pipeline import nouns
from assistant.pipeline.boxes import intersection
from assistant.pipeline.evidence import (
    Box,
    Description,
    Kind,
    Observation,
    Sentence,
    Sureness,
)
from assistant.pipeline.frame import Frame
from assistant.wording import hedges, phrases, things

SIZE = 3
Place = tuple[int, int]  # row, column
Cells = tuple[tuple[Observation, ...], ...]

PLACED: tuple[Kind, ...] = ("own", "object", "people", "text", "code")  # a colour's box is no thing
_LYING = 0.5  # share of a box that lies in a cell, from which on it is told there
_COVERING = 0.4  # share of a cell that a box covers, from which on it is told there
_QUOTED = 60  # characters
_MOST, _MUCH = 0.5, 0.2  # share of a colour that is "mostly" it, and that is worth a word
_LONGEST = 640  # pixels: the copy of the frame that colours are taken from
_NAMES = (
    "Top left", "Top", "Top right", "Left", "Middle", "Right", "Bottom left", "Bottom",
    "Bottom right",
)  # fmt: skip


def cells(description: Description) -> Cells:
    """Evidence in each cell of the grid, row by row; what has no box is in none."""
    return tuple(within(description, [divmod(i, SIZE)]) for i in range(SIZE * SIZE))


def within(description: Description, places: Sequence[Place]) -> tuple[Observation, ...]:
    """Evidence in one of these cells, each a row and a column.

    A thing is in the cells that it covers a fair share of, in those in which it mostly lies, and in
    the one that has its centre. Of several in one observation each is in its own cell: there the
    observation has their count and boxes only.
    """
    if wording.refusal(description.observations):
        return ()
    written = wording.medium(description) is not None  # then nothing in it is a thing
    kinds: Sequence[Kind] = ("text", "code") if written else PLACED
    parts = (_part(o, places) for o in description.of_kind(*kinds) if o.all_boxes)
    return tuple(part for part in parts if part)


def cell_box(row: int, column: int) -> Box:
    """The cell's own box."""
    return column / SIZE, row / SIZE, 1 / SIZE, 1 / SIZE


def tell(row: int, column: int, observations: Sequence[Observation], colour: str) -> str:
    """Tell what is in one cell: "Top left: a dog; the word “EXIT”; mostly blue."

    Args:
        row: 0 at the top.
        column: 0 on the left.
        observations: those of this cell.
        colour: as :func:`colour_words` says it; may be empty.
    """
    named = list(said(observations)) or ["nothing that I know"]
    return f"{_NAMES[row * SIZE + column]}: {'; '.join([*named, *filter(None, [colour])])}."


def said(observations: Sequence[Observation]) -> Iterator[str]:
    """Sure things, then text and codes, then doubtful things: "a dog", "the word “EXIT”"."""
    seen = [o for o in observations if o.kind not in ("text", "code")]
    yield from _things(seen, Sureness.SURE)
    yield from (_written(o) for o in observations if o.kind in ("text", "code"))
    yield from _things(seen, Sureness.FAIRLY_SURE)
    yield from _things(seen, Sureness.UNSURE)


def cell_sentence(description: Description, frame: Frame | None, row: int, column: int) -> Sentence:
    """The sentence for one cell, or the refusal where the picture cannot be seen."""
    if refused := wording.refusal(description.observations):
        return Sentence(phrases.REFUSALS[refused.label], (refused,))
    found = cells(description)[row * SIZE + column]
    colour = colour_words(colours_in(frame, cell_box(row, column))) if frame else ""
    return Sentence(tell(row, column, found, colour), found)


def colours_in(frame: Frame, box: Box) -> list[tuple[str, float]]:
    """Names of the colours inside a box and their shares of it, the largest first."""
    from assistant.senses import colours

    pixels = frame.reduced(_LONGEST)
    height, width = pixels.shape[:2]
    x, y, w, h = box
    left, top = min(int(x * width), width - 1), min(int(y * height), height - 1)
    right, bottom = max(round((x + w) * width), left + 1), max(round((y + h) * height), top + 1)
    return colours.of(pixels[max(top, 0) : bottom, max(left, 0) : right])


def colour_words(found: Sequence[tuple[str, float]]) -> str:
    """ "Mostly blue", "blue and green"; empty for a motley region."""
    if not found:
        return ""
    (first, share), *more = found
    if share >= _MOST:
        return f"mostly {first}" if share < 1 - _MUCH / 2 else first
    return nouns.listed([first, *[name for name, part in more if part >= _MUCH]][:3])


def _part(o: Observation, places: Sequence[Place]) -> Observation | None:
    inside = tuple(box for box in o.all_boxes if lies(box, places))
    if len(inside) == len(o.all_boxes):
        return o
    if not inside:
        return None
    only = inside[0] if len(inside) == 1 else None
    return replace(o, count=len(inside), box=only, boxes=inside, where="", more=False)


def lies(box: Box, places: Sequence[Place]) -> bool:
    """Whether a box is told to be in one of these cells."""
    return any(_belongs(box, cell_box(*place)) for place in places)


def _belongs(box: Box, cell: Box) -> bool:
    (x, y, w, h), (left, top, width, height) = box, cell
    across, down = min(x + w / 2, 1 - 1e-9), min(y + h / 2, 1 - 1e-9)
    if left <= across < left + width and top <= down < top + height:
        return True
    over = intersection(box, cell)
    return 0 < _LYING * w * h <= over or over >= _COVERING * width * height


def _things(seen: Sequence[Observation], sureness: Sureness) -> Iterator[str]:
    alike = [o for o in seen if o.sureness == sureness]
    if not alike:
        return
    names = nouns.listed(things.names(alike), "or" if sureness == Sureness.UNSURE else "and")
    if sureness == Sureness.SURE:
        yield names
    elif sureness == Sureness.FAIRLY_SURE:
        yield hedges.likely(names)
    else:
        yield hedges.possible(f"it could be {names}")


def _written(o: Observation) -> str:
    if o.kind == "code":
        return nouns.article(o.label)
    words = phrases.quoted(o.content, _QUOTED)
    doubt = "" if o.sureness == Sureness.SURE else hedges.MISREAD
    return f"the {'text' if ' ' in words else 'word'} {words}{doubt}"
