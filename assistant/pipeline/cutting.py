"""Photographs and drawings inside a screenshot: where they are.

What a program draws has areas of one colour; in a picture, neighbouring pixels nearly always
differ. The screen is looked at in small squares: those in which much changes and that hold no line
of text are grown together, and what comes out large and full enough is a picture. Its edges are
then found to the pixel: outside, rows and columns are of one colour for the most part.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Pixels

_SQUARE = 8  # pixels
_CHANGING = 0.5  # share of a square's neighbours that differ, from which on much changes
_SMALLEST = 48  # pixels of the shorter side: of less, nothing can be told
_LEAST = 0.004  # of the screenshot's area
_FULL = 0.55  # share of the rectangle in which much changes
_TEXT = 0.5  # share of a rectangle that lines of text cover, from which on it is text
_EDGE = 0.35  # share of a row in which neighbours differ, from which on it belongs to the picture
_SAME = 0.6  # of the smaller one's area that two rectangles share which are one picture
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
    changes = _changes(pixels)
    lines = [_rectangle(box, width, height) for box in text]
    found = [_trimmed(changes, _rectangle(box, width, height)) for box in told]
    for candidate in _candidates(changes, lines):
        trimmed = _trimmed(changes, candidate)
        if _is_picture(trimmed, lines, width * height):
            found.append(trimmed)
    kept: list[_Rectangle] = []
    for one in sorted(filter(_is_large, found), key=_area, reverse=True):
        if not any(_shared(one, other) > _SAME * _area(one) for other in kept):
            kept.append(one)
    kept = _in_rows(kept[:_MOST])
    return [
        (left / width, top / height, (right - left) / width, (bottom - top) / height)
        for left, top, right, bottom in kept
    ]


def _in_rows(found: Sequence[_Rectangle]) -> list[_Rectangle]:
    """From top to bottom; those that stand beside each other from left to right."""
    rows: list[list[_Rectangle]] = []
    for one in sorted(found, key=lambda r: r[1]):
        top, bottom = rows[-1][0][1::2] if rows else (0, 0)
        beside = min(bottom, one[3]) - max(top, one[1])
        if rows and 2 * beside > min(bottom - top, one[3] - one[1]):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row)]


def _changes(pixels: Pixels) -> _Mask:
    """Whether a pixel differs from its right and from its lower neighbour."""
    cv2 = opencv.load()
    changes = np.zeros(pixels.shape[:2], bool)
    for here, other in (
        ((slice(None), slice(None, -1)), (slice(None), slice(1, None))),
        ((slice(None, -1),), (slice(1, None),)),
    ):
        apart = cv2.absdiff(pixels[here], pixels[other])
        changes[here] |= (apart[..., 0] | apart[..., 1] | apart[..., 2]) > 0
    return changes


def _candidates(changes: _Mask, lines: Sequence[_Rectangle]) -> list[_Rectangle]:
    """Rectangles around squares that hang together and in which much changes."""
    cv2 = opencv.load()
    height, width = changes.shape
    rows, columns = height // _SQUARE, width // _SQUARE
    if not rows or not columns:
        return []
    squares = changes[: rows * _SQUARE, : columns * _SQUARE].reshape(
        rows, _SQUARE, columns, _SQUARE
    )
    busy = (squares.mean(axis=(1, 3)) >= _CHANGING).astype(np.uint8)
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
    return sum(_shared(box, line) for line in lines) < _TEXT * area


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


def _shared(a: _Rectangle, b: _Rectangle) -> int:
    return _area((max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])))
