"""Measures that tell a drawn picture (a page, a window, a chart) from a photographed one."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.quantiles import histogram, quantile

LONGEST = 640  # pixels: of the copy on which all but the first two are measured
NAMES = (
    "equal",  # share of neighbouring pixels that are equal, in the picture as it is
    "close",  # … that differ by at most 2 steps
    "flat",  # share of 8 × 8 squares in which nothing changes
    "first",  # share of the most frequent colour, and of the
    "second",  # second and the
    "others",  # third to eighth most frequent
    "colours",  # logarithm of the number of colours that 95 % of the picture needs
    "light",  # mean lightness of the most frequent colour
    "vivid",  # mean saturation
    "edges",  # share of pixels on a steep slope
    "straight",  # of these, share that is exactly horizontal or vertical
    "rules",  # rows and columns that hold a long line
    "ink",  # share of thin strokes against their ground
    "even",  # how little there is between stroke and ground
    "letters",  # logarithm of the number of small separate strokes
    "alike",  # how similar their heights are
    "rows",  # how far strokes stand in rows with gaps between, along the better axis
    "across",  # … and along the other
    "inverse",  # strokes are light on dark
)
Numbers = npt.NDArray[np.float64]

_LETTERS = slice(NAMES.index("letters"), NAMES.index("alike") + 1)
_STEEP = 20  # steps of 256 per pixel
_STROKE = 0.022  # of the longer side: the widest pen stroke
_STRIPS = 12  # so narrow that the lines of a page at a slant of 5° stay apart


def measure(frame: Frame) -> Numbers:
    """The numbers that ``NAMES`` lists, each within about 0 and 1."""
    return begin(frame).finish()


class Begun(NamedTuple):
    """Measures of which the slowest are still to come.

    Attributes:
        numbers: as ``NAMES`` lists them; "letters" and "alike" are not numbers yet.
        strokes: where the thin strokes are, zeros and ones (H, W).
    """

    numbers: Numbers
    strokes: Any

    def finish(self) -> Numbers:
        """All numbers."""
        whole = self.numbers.copy()
        whole[_LETTERS] = _letters(self.strokes)
        return whole


def begin(frame: Frame) -> Begun:
    """Measure what takes two thirds of the time."""
    cv2 = opencv.load()
    picture = frame.reduced(LONGEST)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    strokes, stroked = _strokes(grey)
    numbers = (
        *_neighbours(frame.pixels),
        _flat(grey),
        *_palette(picture),
        _vivid(picture),
        *_edges(grey),
        *stroked,
    )
    return Begun(np.array(numbers), strokes)


def _neighbours(pixels: Pixels) -> tuple[float, float]:
    cv2 = opencv.load()
    rows = np.ascontiguousarray(pixels[:: max(1, pixels.shape[0] // 48)])
    apart = cv2.absdiff(rows[:, 1:], rows[:, :-1])
    within = [cv2.countNonZero(cv2.inRange(apart, (0,) * 3, (most,) * 3)) for most in (0, 2)]
    return within[0] * 3 / apart.size, within[1] * 3 / apart.size


def _flat(grey: Any) -> float:  # noqa: ANN401 - cv2 has no types
    cv2 = opencv.load()
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (8, 8))
    change = cv2.subtract(cv2.dilate(grey, square), cv2.erode(grey, square))
    return float((change[4::8, 4::8] <= 3).mean())


def _vivid(picture: Pixels) -> float:
    red, green, blue = (np.ascontiguousarray(picture[::3, ::3, i]) for i in range(3))
    high, low = (f(f(red, green), blue) for f in (np.maximum, np.minimum))
    return float((high - low).mean()) / 255


def _palette(picture: Pixels) -> tuple[float, float, float, float, float]:
    red, green, blue = (picture[::2, ::2, i] >> 4 for i in range(3))
    codes = (red.astype(np.uint16) << 8) | (green << 4) | blue
    counts = np.bincount(codes.ravel(), minlength=4096)
    shares = np.sort(counts)[::-1] / codes.size
    needed = int(np.searchsorted(np.cumsum(shares), 0.95)) + 1
    first = int(counts.argmax())
    light = ((first >> 8) * 0.3 + (first >> 4 & 15) * 0.59 + (first & 15) * 0.11) / 15
    return (
        float(shares[0]),
        float(shares[1]),
        float(shares[2:8].sum()),
        float(np.log2(needed) / 12),
        float(light),
    )


def _edges(grey: Any) -> tuple[float, float, float]:  # noqa: ANN401
    cv2 = opencv.load()
    x, y = (np.abs(cv2.Sobel(grey, cv2.CV_16S, *way, ksize=3)) for way in ((1, 0), (0, 1)))
    right, down = x > 4 * _STEEP, y > 4 * _STEEP
    number = max(1, int(np.count_nonzero(right | down)))
    upright, level = right & (y * 12 <= x), down & (x * 12 <= y)
    straight = int(np.count_nonzero(upright)) + int(np.count_nonzero(level))
    rows, columns = _summed(level, 1) / grey.shape[1], _summed(upright, 0) / grey.shape[0]
    rules = float(np.sort(rows)[-4:].mean() + np.sort(columns)[-4:].mean()) / 2
    return number / grey.size, straight / number, rules


def _summed(mask: Any, axis: int) -> Numbers:  # noqa: ANN401
    """How many of each row (axis 1) or column are set, in a mask of zeros and ones (H, W)."""
    cv2 = opencv.load()
    sums = cv2.reduce(mask.view(np.uint8), axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return np.asarray(sums, np.float64).ravel()


def _strokes(grey: Any) -> tuple[Any, tuple[float, ...]]:  # noqa: ANN401
    """Thin dark strokes on a light ground, or the other way round: whichever is stronger."""
    cv2 = opencv.load()
    side = max(3, round(_STROKE * max(grey.shape))) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    dark = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel)
    light = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, kernel)
    inverse = cv2.sumElems(light)[0] > cv2.sumElems(dark)[0]
    strokes = light if inverse else dark
    counts = histogram(strokes) / strokes.size
    upper = 255 - int(np.searchsorted(np.cumsum(counts[::-1]), 0.01))
    ink_from = max(14, round(upper * 0.4))
    ink = float(counts[ink_from:].sum())
    between = float(counts[max(5, ink_from // 3) : ink_from].sum())
    mask = (strokes >= ink_from).astype(np.uint8)
    rows, columns = _profile(mask), _profile(cv2.transpose(mask))
    return mask, (
        ink,
        1 - between / max(between + ink, 1e-6) if ink > 0.002 else 0.0,
        np.nan,
        np.nan,
        max(rows, columns),
        min(rows, columns),
        float(inverse),
    )


def _letters(mask: Any) -> tuple[float, float]:  # noqa: ANN401
    cv2 = opencv.load()
    # By this algorithm their boxes come in half the time.
    number, _, boxes, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask, 8, cv2.CV_32S, cv2.CCL_BBDT
    )
    if number < 12:
        return 0.0, 0.0
    heights, widths = boxes[1:, cv2.CC_STAT_HEIGHT], boxes[1:, cv2.CC_STAT_WIDTH]
    small = (heights > 1) & (np.maximum(heights, widths) < max(mask.shape) / 8)
    if small.sum() < 10:
        return 0.0, 0.0
    sizes = np.minimum(heights[small], widths[small])
    low, middle, high = (quantile(sizes, share) for share in (0.2, 0.5, 0.8))
    return float(np.log2(small.sum()) / 12), 1 - (high - low) / (high + low + middle)


def _profile(mask: Any) -> float:  # noqa: ANN401
    """How far the rows of narrow upright strips are either full of ink or empty."""
    wide = mask.shape[1] // _STRIPS
    if wide < 4:
        return 0.0
    pieces = mask[:, : wide * _STRIPS].reshape(-1, wide)
    strips = (_summed(pieces, 1) / wide).reshape(-1, _STRIPS)
    mean = strips.mean(axis=0)
    used = mean > 0.02
    if used.sum() < 2:
        return 0.0
    spread = strips[:, used].var(axis=0) / (mean[used] * (1 - mean[used]))
    return quantile(spread, 0.5)
