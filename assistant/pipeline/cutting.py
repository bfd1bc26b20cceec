"""Photographs and drawings inside a screenshot: where they are.

What a program draws has areas of one colour, or that fade in one direction; in a picture,
neighbouring pixels nearly always differ, in every direction. The screen is looked at in small
squares: those in which much changes and that hold no line of text are grown together, and what
comes out large and full enough is a picture. Its edges are then found to the pixel: outside, rows
and columns are of one colour for the most part.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.arrays import Corners
from assistant.pipeline.boxes import covers, intersections, suppress
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Pixels
from assistant.pipeline.reading_order import ranked

_SQUARE = 8  # pixels
_CHANGING = 0.5  # share of a square's neighbours that differ, from which on much changes
_FADING = 0.03  # … that differ in one of both directions, under which its colour only fades
_SMALLEST = 48  # pixels of the shorter side: of less, nothing can be told
_LEAST = 0.004  # of the screenshot's area
_FULL = 0.55  # share of the rectangle in which much changes
_TEXT = 0.5  # share of a rectangle that lines of text cover, from which on it is text
_EDGE = 0.35  # share of a row in which neighbours differ, from which on it belongs to the picture
_SAME = 0.6  # of the smaller one's area that two rectangles share which are one picture
_LEVEL = 4  # pixels that pictures in a row may be apart in height
_MOST = 12

_Mask = npt.NDArray[np.bool_]
_Rectangle = tuple[int, int, int, int]  # left, top, right, bottom in pixels


def pictures(pixels: Pixels, text: Sequence[Box] = (), told: Sequence[Box] = ()) -> list[Box]:
    """The pictures in a screenshot, as fractions of it, in reading order.

    Args:
        pixels: of the screenshot, RGB uint8 (H, W, 3).
        text: boxes of lines of text.
        told: boxes of pictures that the accessibility tree tells of; each is kept, cut to what
            is drawn in it.
    """
    height, width = pixels.shape[:2]
    across, down = _changes(pixels)
    changes = across | down
    lines = [_rectangle(box, width, height) for box in text]
    found = [_trimmed(changes, _rectangle(box, width, height)) for box in told]
    for candidate in _candidates(across, down, lines):
        trimmed = _trimmed(changes, candidate)
        if _is_picture(trimmed, lines, width * height):
            found.append(trimmed)
    large = sorted(filter(_is_large, found), key=_area, reverse=True)
    single = suppress(_corners(large), _SAME, covers)[:_MOST]
    kept = _in_order([large[i] for i in single], lines)
    return [
        (left / width, top / height, (right - left) / width, (bottom - top) / height)
        for left, top, right, bottom in kept
    ]


def _in_order(found: Sequence[_Rectangle], lines: Sequence[_Rectangle]) -> list[_Rectangle]:
    """As they are read among the text: column by column, unless they stand in rows of a table."""
    rows = _rows(found)
    return [
        one
        for i in ranked([*map(_around, rows), *lines])
        if i < len(rows)
        for one in sorted(rows[i])
    ]


def _rows(found: Sequence[_Rectangle]) -> list[list[_Rectangle]]:
    """Pictures beside each other, if all that stand beside each other are in line."""
    beside = [(a, b) for a, b in combinations(found, 2) if _is_beside(a, b)]
    if not all(_is_level(a, b) for a, b in beside):
        return [[one] for one in found]
    rows: list[list[_Rectangle]] = []
    for one in sorted(found, key=lambda r: r[1]):
        if rows and any(
            (a in rows[-1] and b == one) or (b in rows[-1] and a == one) for a, b in beside
        ):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _is_beside(a: _Rectangle, b: _Rectangle) -> bool:
    """Whether they share most of the lower one's height and no column."""
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return 2 * shared > min(a[3] - a[1], b[3] - b[1]) and min(a[2], b[2]) <= max(a[0], b[0])


def _is_level(a: _Rectangle, b: _Rectangle) -> bool:
    """Whether their tops, their bottoms or their middles are at one height."""
    top, bottom = a[1] - b[1], a[3] - b[3]
    return min(abs(top), abs(bottom), abs(top + bottom) / 2) <= _LEVEL


def _around(row: Sequence[_Rectangle]) -> _Rectangle:
    left, top, right, bottom = zip(*row, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _changes(pixels: Pixels) -> tuple[_Mask, _Mask]:
    """Whether a pixel differs from its right and from its lower neighbour."""
    cv2 = opencv.load()
    found = []
    for here, other in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1),), (slice(1, None),)),
    ):
        changes = np.zeros(pixels.shape[:2], bool)
        apart = cv2.absdiff(pixels[here], pixels[other])
        changes[here] = (apart[..., 0] | apart[..., 1] | apart[..., 2]) > 0
        found.append(changes)
    return found[0], found[1]


def _candidates(across: _Mask, down: _Mask, lines: Sequence[_Rectangle]) -> list[_Rectangle]:
    """Rectangles around squares that hang together and in which much changes."""
    cv2 = opencv.load()
    height, width = across.shape
    rows, columns = height // _SQUARE, width // _SQUARE
    if not rows or not columns:
        return []
    any_way, *ways = (
        mask[: rows * _SQUARE, : columns * _SQUARE]
        .reshape(rows, _SQUARE, columns, _SQUARE)
        .mean(axis=(1, 3))
        for mask in (across | down, across, down)
    )
    fades = np.minimum(*ways) < _FADING  # as the ground of a title or a toolbar does
    busy = ((any_way >= _CHANGING) & ~fades).astype(np.uint8)
    whole = busy.copy()
    for left, top, right, bottom in lines:
        busy[top // _SQUARE : -(-bottom // _SQUARE), left // _SQUARE : -(-right // _SQUARE)] = 0
    busy = cv2.morphologyEx(busy, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    # Writing in a photograph leaves holes in it.
    busy = cv2.morphologyEx(busy, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)) & (whole | busy)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(busy, connectivity=4)
    return [_of_squares(box) for box in boxes[1:] if _is_full(box)]


def _is_full(box: Any) -> bool:  # noqa: ANN401 - a row of statistics as cv2 has them
    _, _, width, height, squares = box
    return bool(squares >= _FULL * width * height)


def _of_squares(box: Any) -> _Rectangle:  # noqa: ANN401
    left, top, width, height = (int(side) * _SQUARE for side in box[:4])
    return left, top, left + width, top + height


def _trimmed(changes: _Mask, box: _Rectangle) -> _Rectangle:
    """Its edges moved to where the drawing ends: inwards as far as needed, or outwards a little."""
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return box
    columns = changes[top:bottom].mean(axis=0) >= _EDGE
    rows = changes[:, left:right].mean(axis=1) >= _EDGE
    left, right = _ends(columns, left, right)
    top, bottom = _ends(rows, top, bottom)
    return left, top, right, bottom


def _ends(drawn: _Mask, first: int, end: int) -> tuple[int, int]:
    """Where a row of marks that lies about ``first`` to ``end`` begins and ends."""
    inside = np.flatnonzero(drawn[first:end])
    if not len(inside):
        return first, end
    first, end = first + int(inside[0]), first + int(inside[-1]) + 1
    for _ in range(_SQUARE):
        first -= first > 0 and bool(drawn[first - 1])
        end += end < len(drawn) and bool(drawn[end])
    return first, end


def _is_picture(box: _Rectangle, lines: Sequence[_Rectangle], whole: int) -> bool:
    area = _area(box)
    if area < _LEAST * whole:
        return False
    return float(intersections(_corners([box]), _corners(lines)).sum()) < _TEXT * area


def _is_large(box: _Rectangle) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _SMALLEST


def _rectangle(box: Box, width: int, height: int) -> _Rectangle:
    x, y, w, h = box
    return (
        max(0, round(x * width)), max(0, round(y * height)),
        min(width, round((x + w) * width)), min(height, round((y + h) * height)),
    )  # fmt: skip


def _area(box: _Rectangle) -> int:
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def _corners(rectangles: Sequence[_Rectangle]) -> Corners:
    return np.array(rectangles, np.float32).reshape(-1, 4)
