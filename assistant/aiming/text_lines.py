"""Are there lines of print in a picture, how large, and do they run over its edge? No reading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Box

Grey = npt.NDArray[np.uint8]
_Line = tuple[int, int, int, int, float]  # x, y, width, height, height across the line

# In pixels of the picture that is looked at, about 640 long.
_LOWEST, _HIGHEST = 4, 60  # of a line's band; the gradient makes it one pixel larger on each side
_EDGE = 0.6  # heights of a line: nearer to the border of the picture, it goes on outside
_SHEET = 28  # no stroke of a letter is as long as that; in larger print, the rest of it is enough
# Of a line, measured on made pages against textures (tests/benchmarks/truth/aiming.py).
_LONG = 4.0  # times as long as high
_FULL = 0.45  # share of its box that the band fills: more than a diagonal does
_CONTRAST = 40  # levels: the strongest steps inside, 90th percentile
_STROKES = (0.45, 3.2)  # strokes for each height of length: fewer is a rod, more is a fine grid
_UNEVEN = 0.25  # least spread of the strokes' distances: letters differ, slats and bricks do not
_QUIET = 0.45  # steps just above and below, as a share of those in the line
_TILT = 0.14  # radians: 8 degrees
_FEWEST = 3  # lines
_ALIKE = 1.6  # times the median height that a line of the same text may be high
_CUT = 2  # lines that touch a side before the text counts as cut off there


@dataclass(frozen=True)
class TextLines:
    """Places that look like lines of print.

    Attributes:
        count: how many lines.
        height: of the middle one, as a fraction of the picture's height.
        box: around all of them.
        cut_left: some run over the left edge.
        cut_right: some run over the right edge.
    """

    count: int
    height: float
    box: Box
    cut_left: bool = False
    cut_right: bool = False


def find_lines(grey: Grey) -> TextLines | None:
    """Lines of print in a grey picture (H, W), about 640 long; upright within some 8 degrees.

    Bands of strong steps, joined along the line: a morphological gradient, Otsu's threshold and a
    horizontal closing, as is usual for finding text before it is read.
    """
    cv2 = opencv.load()
    cross = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    steps = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, cross)
    least, strong = cv2.threshold(steps, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if least < 8:  # sensor noise on an even surface
        return None
    # The edge of a sheet would join all its lines, where the margin is narrow.
    upright = cv2.getStructuringElement(cv2.MORPH_RECT, (1, _SHEET))
    strong = strong - cv2.morphologyEx(strong, cv2.MORPH_OPEN, upright)
    across = cv2.getStructuringElement(cv2.MORPH_RECT, (9, 1))
    bands = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, across)
    # RETR_LIST: the outline of the sheet itself would swallow the lines on it.
    outlines, _ = cv2.findContours(bands, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    lines = [_line(outline, grey, steps) for outline in outlines if len(outline) > 3]
    return _together([line for line in lines if line], grey.shape[1], grey.shape[0])


def _line(outline: npt.NDArray[np.int32], grey: Grey, steps: Grey) -> _Line | None:
    """The outline's box and its true height, if it is long, full, alone, and has strokes."""
    cv2 = opencv.load()
    x, y, width, height = cv2.boundingRect(outline)
    if width < _LONG * _LOWEST or height > width / 2:
        return None
    middle, sides, angle = cv2.minAreaRect(outline)
    long, high = max(sides), min(sides)
    slope = np.radians(angle if sides[0] >= sides[1] else angle - 90)
    slope = float(np.arctan(np.tan(slope)))
    if not (_LOWEST <= high <= _HIGHEST and long >= _LONG * high and abs(slope) <= _TILT):
        return None
    if cv2.contourArea(outline) < _FULL * long * high:
        return None
    # Along the line: its middle, and just above and below it.
    offsets = np.array([-high / 2 - 2, -high / 2 - 1, -1, 0, 1, high / 2 + 1, high / 2 + 2])
    along = np.arange(-long / 2 + 1, long / 2 - 1)[None]
    columns = middle[0] + along * np.cos(slope) - offsets[:, None] * np.sin(slope)
    rows = middle[1] + along * np.sin(slope) + offsets[:, None] * np.cos(slope)
    columns = np.clip(np.rint(columns), 0, grey.shape[1] - 1).astype(int)
    rows = np.clip(np.rint(rows), 0, grey.shape[0] - 1).astype(int)
    if not _stands_alone(steps[rows, columns]) or not _is_print(grey[rows, columns][2:5], high):
        return None
    return x, y, width, height, high


def _stands_alone(steps: Grey) -> bool:
    """Whether it is quiet just above and below: leaves and gravel go on, lines of print do not."""
    inside = steps[2:5]
    quiet = _QUIET * float(inside.mean())
    if steps[:2].mean() >= quiet or steps[5:].mean() >= quiet:
        return False
    tenth = inside.size * 9 // 10  # a partition: np.percentile takes ten times as long
    return int(np.partition(inside, tenth, axis=None)[tenth]) >= _CONTRAST


def _is_print(levels: Grey, height: float) -> bool:
    """Whether the levels along a line's middle cross many strokes, at uneven distances."""
    profile = levels.mean(axis=0)
    dark = profile < (profile.max() + profile.min()) / 2
    begins = np.flatnonzero(dark[1:] & ~dark[:-1])
    if not _STROKES[0] <= len(begins) * height / len(profile) <= _STROKES[1]:
        return False
    gaps = np.diff(begins)
    return len(gaps) > 1 and float(gaps.std()) > _UNEVEN * float(gaps.mean())


def _together(lines: Sequence[_Line], width: int, height: int) -> TextLines | None:
    """The lines of about one height, if there are enough."""
    found = np.array(lines, float).reshape(-1, 5)
    if len(found) < _FEWEST:
        return None
    middle = float(np.median(found[:, 4]))
    found = found[(found[:, 4] < middle * _ALIKE) & (found[:, 4] > middle / _ALIKE)]
    if len(found) < _FEWEST:
        return None
    left, top = float(found[:, 0].min()), float(found[:, 1].min())
    right = float((found[:, 0] + found[:, 2]).max())
    bottom = float((found[:, 1] + found[:, 3]).max())
    edge = max(3.0, _EDGE * middle)
    return TextLines(
        len(found),
        middle / height,
        (left / width, top / height, (right - left) / width, (bottom - top) / height),
        bool((found[:, 0] <= edge).sum() >= _CUT),
        bool((found[:, 0] + found[:, 2] >= width - edge).sum() >= _CUT),
    )
