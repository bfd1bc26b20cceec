"""Pictures among the words of a screen: what stands beside them is read without them.

The detector takes a whole photograph for a letter now and then, or joins one to the words below,
which are lost then. So it looks again at the screen without its pictures. Words inside a picture,
and those that cross its edge, are as it found them at first.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from assistant.pipeline import cutting
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.reading_order import Rectangle
from assistant.reading.crops import size
from assistant.reading.networks import Corners

_HIGHEST = (
    48  # pixels; what is higher may be a photograph, and is no text when these are looked for
)
_CROSSES = 0.25  # of a line that is inside and outside
_RING = 2  # pixels around a picture, whose colour it gets


def find(page: Frame, lines: Corners) -> tuple[Rectangle, ...]:
    """The pictures on the page, in pixels of it.

    Args:
        page: of the screen.
        lines: what may be text, corners in pixels.
    """
    text = [_box(line) for line in lines if min(size(line)) < _HIGHEST]
    wide, high = page.width, page.height
    written = [(x / wide, y / high, (r - x) / wide, (b - y) / high) for x, y, r, b in text]
    return tuple(
        (x * wide, y * high, (x + w) * wide, (y + h) * high)
        for x, y, w, h in cutting.pictures(page.pixels, written)
    )


def beside(
    page: Frame, lines: Corners, found: tuple[Rectangle, ...], detect: Callable[[Frame], Corners]
) -> Corners:
    """The lines inside the pictures, and those beside them, looked for without them.

    Args:
        page: of the screen.
        lines: those that were found before, corners in pixels.
        found: its pictures.
        detect: finds lines.
    """
    without = Frame(_without(page.pixels, found), page.source, page.time, screen=page.screen)
    kept = [line for line in lines if _is_of_picture(line, found)]
    boxes = [_box(line) for line in kept]
    others = [line for line in detect(without) if not any(_is_in(line, box) for box in boxes)]
    return np.array([*kept, *others], np.float32).reshape(-1, 4, 2)


def above(line: Corners, found: tuple[Rectangle, ...], lines: float) -> Rectangle | None:
    """The picture that a line stands under, so many of its heights below at the most."""
    left, top, right, bottom = _box(line)
    middle, height = (left + right) / 2, bottom - top
    under = [
        one
        for one in found
        if one[0] <= middle <= one[2] and -0.5 * height <= top - one[3] <= lines * height
    ]
    return max(under, key=lambda one: one[3], default=None)


def _is_of_picture(line: Corners, found: tuple[Rectangle, ...]) -> bool:
    """Whether it is inside a picture, or crosses its edge."""
    box = _box(line)
    for one in found:
        inside = _shared(box, one) / max(1.0, _shared(box, box))
        if inside >= 1 - _CROSSES:
            return True
        if inside >= _CROSSES and min(size(line)) < _HIGHEST:
            return True
    return False


def _without(pixels: Pixels, found: tuple[Rectangle, ...]) -> Pixels:
    """The screen, with each picture in the colour that is usual around it."""
    flat = pixels.copy()
    for one in found:
        left, top, right, bottom = (round(side) for side in one)
        around = flat[max(0, top - _RING) : bottom + _RING, max(0, left - _RING) : right + _RING]
        edge: npt.NDArray[np.uint8] = np.concatenate(
            [around[:_RING].reshape(-1, 3), around[-_RING:].reshape(-1, 3),
             around[:, :_RING].reshape(-1, 3), around[:, -_RING:].reshape(-1, 3)]
        )  # fmt: skip
        flat[top:bottom, left:right] = np.median(edge, axis=0)
    return flat


def _is_in(line: Corners, box: Rectangle) -> bool:
    x, y = line.mean(axis=0)
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _box(line: Corners) -> Rectangle:
    (left, top), (right, bottom) = line.min(axis=0), line.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _shared(a: Rectangle, b: Rectangle) -> float:
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
