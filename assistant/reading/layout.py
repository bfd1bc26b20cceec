"""From lines in any order to paragraphs in reading order.

Steps: straighten a tilted page, join the pieces of one line, group lines to blocks, order the
blocks.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from assistant.pipeline.reading_order import Rectangle, ranked
from assistant.reading import pictures
from assistant.reading.networks import FoundLine
from assistant.reading.strips import WIDE_SPACE, Column, Strip, around, straightened, tilt

# All in heights of a line. Boxes reach a little above and below their letters.
_ROW = 25.0  # widest gap before a number at the end of a row, as on a receipt
_ROW_OF_WORDS = 12.0  # widest gap between other cells of a table
_LEVEL = 0.3  # how much higher or lower a cell may lie than the one before it
_SAME_ROW = 0.6  # how much of the lower piece's height both share
_ALIKE = 1.6  # lines of one block differ less in height
_PITCH = 1.35  # a step from line to line that is so many times larger begins a new block
_FARTHEST = 1.9  # … and so does any step that large, in heights of a line
_CAPTION = 3.0  # how far below a picture words may be about it
_SHARED = 0.3  # of the narrower one's width that two lines of a block share

_CELL = 24  # characters; columns of running text have longer lines
_NUMBER = re.compile(r"^\W*(?:[A-Z]{3} ?|[xX] ?)?[\d.,:'’ ]*\d[\d.,:'’ ]*(?:%|[A-Za-z]{1,3})?\W*$")


def arrange(
    found: Sequence[FoundLine], cut: tuple[Rectangle, ...] = ()
) -> tuple[list[Column], float]:
    """Blocks in reading order, each a list of lines from top to bottom, and the page's tilt.

    The tilt is in degrees clockwise, between -45 and 45.

    Args:
        found: lines in any order.
        cut: the pictures of a screen; words under one are not in a row with those under another.
    """
    degrees = tilt(found)
    rows = _rows([straightened(one, degrees) for one in found], cut)
    blocks = _blocks(rows)
    return [blocks[i] for i in ranked([around(block).box for block in blocks])], degrees


def _rows(strips: list[Strip], cut: tuple[Rectangle, ...]) -> list[Strip]:
    """Join what the detector divided: pieces side by side with no more than a wide space between.

    Numbers and other short cells of a table belong to their row even from afar.
    """
    rows: list[Strip] = []
    for strip in sorted(strips, key=lambda s: (s.left, s.top)):
        near = [row for row in rows if _continues(row, strip, strips, cut)]
        best = max(near, key=lambda row: row.right, default=None)
        if best is None:
            rows.append(strip)
        else:
            rows[rows.index(best)] = around([best, strip])
    return rows


def _continues(
    row: Strip, strip: Strip, strips: Sequence[Strip], cut: tuple[Rectangle, ...]
) -> bool:
    lower, higher = sorted((row.height, strip.height))
    overlap = min(row.bottom, strip.bottom) - max(row.top, strip.top)
    gap = -row.shares(strip)
    if overlap < _SAME_ROW * lower or higher > _ALIKE * lower or gap < -lower:
        return False
    if gap <= WIDE_SPACE * lower:
        return True
    if abs(row.middle - strip.middle) > _LEVEL * lower or _are_captions(row, strip, cut):
        return False
    return _is_cell(row, strip, gap / lower, strips) and not any(
        _between(row, strip, other) for other in strips
    )


def _are_captions(row: Strip, strip: Strip, cut: tuple[Rectangle, ...]) -> bool:
    """Whether they stand under different pictures."""
    one, other = (
        pictures.above(piece.corners, cut, _CAPTION) for piece in (row.pieces[-1], strip.pieces[0])
    )
    return one is not None and other is not None and one != other


def _is_cell(row: Strip, strip: Strip, gap: float, strips: Sequence[Strip]) -> bool:
    """Whether a piece ``gap`` line heights away is the next cell of a table's row.

    Two short lines beside each other are cells, unless they end or begin paragraphs.
    """
    if len(strip.text) <= _CELL and _NUMBER.match(strip.text):
        return gap <= _ROW
    return (
        max(len(row.text), len(strip.text)) <= _CELL
        and gap <= _ROW_OF_WORDS
        and not any(_is_prose(strip, other) or _is_prose(row, other) for other in strips)
    )


def _is_prose(strip: Strip, other: Strip) -> bool:
    """Whether a long line lies right above or below."""
    step = abs(other.middle - strip.middle)
    near = 0 < step < _FARTHEST * strip.height and strip.shares(other) > 0
    return near and len(other.text) > _CELL


def _between(left: Strip, right: Strip, other: Strip) -> bool:
    inside = left.right <= (other.left + other.right) / 2 <= right.left
    return inside and other.top < right.middle < other.bottom


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
    usual = median(steps) if steps else _next_step(row, rows, step)
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
