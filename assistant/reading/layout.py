"""From lines in any order to paragraphs in reading order.

Steps: straighten a tilted page, join the pieces of one line, group lines to blocks, order the
blocks. The order follows T. Breuel, "High Performance Document Layout Analysis" (2003): one block
comes before another if it is above it and they share a column, or left of it with no block across
both between their heights. Blocks are sorted topologically by these two rules.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from assistant.reading.ocr import Found

# All in heights of a line. Boxes reach a little above and below their letters.
_SPACE = 1.2  # widest gap between two pieces of one line; columns lie further apart
_ROW = 25.0  # widest gap before a number at the end of a row, as on a receipt
_ROW_OF_WORDS = 12.0  # widest gap between other cells of a table
_LEVEL = 0.3  # how much higher or lower a cell may lie than the one before it
_SAME_ROW = 0.6  # how much of the lower piece's height both share
_ALIKE = 1.6  # lines of one block differ less in height
_PITCH = 1.35  # a step from line to line that is so many times larger begins a new block
_FARTHEST = 2.2  # … and so does any step that large, in heights of a line
_SHARED = 0.3  # of the narrower one's width that two lines of a block share
_EDGE = 0.1  # of the narrower one's width that blocks of two columns may share

_CELL = 24  # characters; columns of running text have longer lines
_NUMBER = re.compile(r"^\W*(?:[A-Z]{3} ?|[xX] ?)?[\d.,:'’ ]*\d[\d.,:'’ ]*(?:%|[A-Za-z]{1,3})?\W*$")


@dataclass(frozen=True, eq=False)
class Strip:
    """Pieces side by side, and the box around them in pixels of the straightened page."""

    pieces: tuple[Found, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """In pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle on the page, downwards."""
        return (self.top + self.bottom) / 2

    @property
    def is_row(self) -> bool:
        """Whether its pieces lie further apart than words do."""
        gaps = [-a.shares(b) for a, b in pairwise(_strip(piece, 0.0) for piece in self.pieces)]
        return max(gaps, default=0.0) > _SPACE * self.height

    def shares(self, other: "Strip") -> float:
        """Pixels of width that both have, negative for the gap between them."""
        return min(self.right, other.right) - max(self.left, other.left)


Column = list[Strip]


def arrange(found: Sequence[Found]) -> tuple[list[Column], float]:
    """Blocks in reading order, each a list of lines from top to bottom, and the page's tilt.

    The tilt is in degrees clockwise, between -45 and 45.
    """
    tilt = _tilt(found)
    strips = _rows([_strip(one, tilt) for one in found])
    return _ordered(_blocks(strips)), tilt


def _tilt(found: Sequence[Found]) -> float:
    """The median slope of the lines, each weighted by its length."""
    if not found:
        return 0.0
    along = np.array([(f.corners[1] - f.corners[0] + f.corners[2] - f.corners[3]) for f in found])
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    lengths = np.hypot(along[:, 0], along[:, 1]) * (np.abs(angles) < 45)
    order = np.argsort(angles, kind="stable")
    heavier = np.cumsum(lengths[order]) >= lengths.sum() / 2
    return float(angles[order][np.argmax(heavier)]) if lengths.any() else 0.0


def _strip(one: Found, tilt: float) -> Strip:
    turn = np.radians(-tilt)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = one.corners @ matrix.T
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Strip((one,), float(left), float(top), float(right), float(bottom))


def _rows(strips: list[Strip]) -> list[Strip]:
    """Join what the detector divided: pieces side by side with no more than a wide space between.

    Numbers and other short cells of a table belong to their row even from afar.
    """
    rows: list[Strip] = []
    for strip in sorted(strips, key=lambda s: (s.left, s.top)):
        near = [row for row in rows if _continues(row, strip, strips)]
        best = max(near, key=lambda row: row.right, default=None)
        if best is None:
            rows.append(strip)
        else:
            rows[rows.index(best)] = _joined(best, strip)
    return rows


def _continues(row: Strip, strip: Strip, strips: Sequence[Strip]) -> bool:
    lower, higher = sorted((row.height, strip.height))
    overlap = min(row.bottom, strip.bottom) - max(row.top, strip.top)
    gap = -row.shares(strip)
    if overlap < _SAME_ROW * lower or higher > _ALIKE * lower or gap < -lower:
        return False
    if gap <= _SPACE * lower:
        return True
    return _is_cell(row, strip, gap / lower) and not any(_between(row, strip, o) for o in strips)


def _is_cell(row: Strip, strip: Strip, gap: float) -> bool:
    """Whether a piece that lies ``gap`` line heights away is the next cell of a table's row."""
    if abs(row.middle - strip.middle) > _LEVEL * min(row.height, strip.height):
        return False
    left, right = row.pieces[-1].reading.text, strip.pieces[0].reading.text
    if _NUMBER.match(right):
        return gap <= _ROW
    return gap <= _ROW_OF_WORDS and max(len(left), len(right)) <= _CELL


def _between(left: Strip, right: Strip, other: Strip) -> bool:
    inside = left.right <= (other.left + other.right) / 2 <= right.left
    return inside and other.top < right.middle < other.bottom


def _joined(row: Strip, strip: Strip) -> Strip:
    return Strip(
        (*row.pieces, *strip.pieces),
        min(row.left, strip.left),
        min(row.top, strip.top),
        max(row.right, strip.right),
        max(row.bottom, strip.bottom),
    )


def _blocks(rows: list[Strip]) -> list[Column]:
    """Group lines that follow each other closely, are of like height and share a column."""
    blocks: list[Column] = []
    for row in sorted(rows, key=lambda r: (r.middle, r.left)):
        near = [block for block in blocks if _belongs(row, block, rows)]
        if near:
            max(near, key=lambda block: block[-1].shares(row)).append(row)
        else:
            blocks.append([row])
    return blocks


def _belongs(row: Strip, block: Column, rows: Sequence[Strip]) -> bool:
    last = block[-1]
    lower, higher = sorted((row.height, last.height))
    narrower = min(row.right - row.left, last.right - last.left)
    if higher > _ALIKE * lower or last.shares(row) < _SHARED * narrower:
        return False
    step = row.middle - last.middle
    steps = [b.middle - a.middle for a, b in pairwise(block)]
    usual = float(np.median(steps)) if steps else _next_step(row, rows, step)
    return 0.3 * lower < step < min(_PITCH * usual, _FARTHEST * higher)


def _next_step(row: Strip, rows: Sequence[Strip], step: float) -> float:
    """How far it is from this row to the one below it, if that is nearer than ``step``.

    It tells whether the first line of a block is a heading, further off than lines are.
    """
    below = [
        other.middle - row.middle
        for other in rows
        if other.middle - row.middle > 0.3 * row.height and other.shares(row) > 0
    ]
    return min([*below, step])


def _ordered(blocks: list[Column]) -> list[Column]:
    boxes = [_around(block) for block in blocks]
    # By height first: where the rules leave it open, what is higher is read first.
    order = sorted(range(len(blocks)), key=lambda i: (boxes[i].top, boxes[i].left))
    before = _before(boxes)
    sorter = TopologicalSorter({j: np.flatnonzero(before[:, j]).tolist() for j in order})
    try:
        sorter.prepare()
    except CycleError:  # overlapping blocks: a collage, a crumpled page
        return [blocks[i] for i in order]
    rank = {i: place for place, i in enumerate(order)}
    done: list[int] = []
    ready: list[int] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        first = min(ready, key=rank.__getitem__)
        ready.remove(first)
        done.append(first)
        sorter.done(first)
    return [blocks[i] for i in done]


def _before(boxes: Sequence[Strip]) -> npt.NDArray[np.bool_]:
    """Whether block i (row) must be read before block j (column), by Breuel's two rules."""
    if not boxes:
        return np.zeros((0, 0), bool)
    left, right = np.array([b.left for b in boxes]), np.array([b.right for b in boxes])
    middle, width = np.array([b.middle for b in boxes]), right - left
    shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    one_column = shared > _EDGE * np.minimum.outer(width, width)
    across = np.zeros_like(one_column)
    for k in range(len(boxes)):
        between = (middle < middle[k])[:, None] != (middle < middle[k])[None, :]
        across |= between & one_column[:, k, None] & one_column[None, k, :]
    above = middle[:, None] < middle[None, :]
    beside = ~one_column & (left[:, None] < left[None, :]) & ~across
    before: npt.NDArray[np.bool_] = (one_column & above) | beside
    return before


def _around(block: Column) -> Strip:
    return Strip(
        (),
        min(row.left for row in block),
        min(row.top for row in block),
        max(row.right for row in block),
        max(row.bottom for row in block),
    )
