"""Sharpness: the width of a picture's edges, and whether its blur has a direction."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Pixels
from assistant.pipeline.quantiles import histogram, quantile

Grey = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]

LONGEST = 256  # pixels: everything is measured on a copy of that size
_BLUR = 1.0  # pixels; edges are compared after this blur and after twice as much
_FAINTEST = 1.5  # steps of 256 per pixel: slopes below it may be noise
_STRONGEST = 0.02  # share of all pixels that are taken for edges
_SHARPER = 0.3  # of the edges, the sharper ones are asked: a background may be out of focus
_DIRECTIONS = 6
# Between two of them, x / y of a slope; each holds its own beginning.
_LIMITS = tuple(1 / math.tan(math.pi * i / _DIRECTIONS) for i in range(1, _DIRECTIONS))
_FEWEST = 20  # edge pixels in one direction from which it is measured


@dataclass(frozen=True)
class Sharpness:
    """Blur as the standard deviation of a Gaussian, in thousandths of the longer side.

    Attributes:
        blur: of the sharper ones of the strongest edges; infinite when there are none.
        along: in the direction in which the edges are widest, and
        across: at a right angle to that, where both can be measured; otherwise both 0.
        detail: share of pixels on a visible slope.
        fine: the 99th percentile of the slope, in steps of 256 per pixel, after a blur of 1 pixel.
        longest: pixels of the longer side that it was measured on.
    """

    blur: float
    along: float
    across: float
    detail: float
    fine: float
    longest: int


def measure(picture: Pixels) -> Sharpness:
    """The blur at the edges, from how much weaker they become when blurred again.

    An edge of width s keeps sqrt((s² + b²) / (s² + 4b²)) of its slope when a blur of 2b follows in
    place of b, however strong it is: contrast, fog and night do not count (after Zhuo & Sim,
    "Defocus map estimation from a single image", Pattern Recognition 44, 2011).

    Args:
        picture: RGB, uint8, (H, W, 3), any size.
    """
    grey = _grey(picture)
    longest = max(grey.shape)
    x, y, slopes = _slopes(grey, _BLUR)
    *_, again = _slopes(grey, 2 * _BLUR)

    def sharper(edges: Places) -> float:
        kept = np.square(slopes[edges] / np.maximum(again[edges], 1e-3))
        widths = _BLUR * np.sqrt(np.clip(4 - kept, 0, None) / np.maximum(kept - 1, 1e-3))
        return quantile(widths, _SHARPER) * 1000 / float(longest)

    visible = slopes > _FAINTEST
    along, across = _directed(_directions(x, y) * visible.view(np.uint8), slopes, sharper)
    steepest = _strongest(slopes, round(_STRONGEST * slopes.size))
    edges = steepest[visible[steepest]]
    return Sharpness(
        blur=sharper(edges) if edges.size >= _FEWEST else np.inf,
        along=along,
        across=across,
        detail=np.count_nonzero(visible) / slopes.size,
        fine=quantile(slopes, 0.99),
        longest=longest,
    )


def coarse(picture: Pixels) -> float:
    """The 99th percentile of the slope after a blur of 4 pixels: see ``Sharpness.fine``."""
    *_, slopes = _slopes(_grey(picture), 4 * _BLUR)
    return quantile(slopes, 0.99)


def _grey(picture: Pixels) -> Grey:
    cv2 = opencv.load()
    scale = min(1.0, LONGEST / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small: Grey = grey.astype(np.float32)
    return small


def _slopes(grey: Grey, blur: float) -> tuple[Grey, Grey, Grey]:
    """Slopes to the right, down, and the steepest of each pixel (N,) after a blur in pixels."""
    cv2 = opencv.load()
    blurred = cv2.GaussianBlur(grey, (0, 0), blur)
    x, y = (
        cv2.Sobel(blurred, cv2.CV_32F, *way, ksize=3, scale=1 / 8).ravel()
        for way in ((1, 0), (0, 1))
    )
    return x, y, cv2.magnitude(x, y).ravel()


def _directions(x: Grey, y: Grey) -> npt.NDArray[np.uint8]:
    """Which of the ``_DIRECTIONS`` in half a turn (N,), from 1 on; up and down are alike."""
    with np.errstate(divide="ignore", invalid="ignore"):
        level = x / y  # tells it, too, and arctan2 takes far longer
    turned = np.zeros(x.size, np.uint8)
    for limit in _LIMITS:
        turned += (level <= limit).view(np.uint8)
    turned *= (y != 0).view(np.uint8)  # a level slope is the first direction, to whichever side
    return turned + np.uint8(1)


def _directed(
    directions: npt.NDArray[np.uint8], slopes: Grey, sharper: Callable[[Places], float]
) -> tuple[float, float]:
    """The widths along and across the direction in which they differ most.

    Args:
        directions: (N,), 0 where there is no slope that counts.
        slopes: (N,)
        sharper: the width of some of these edges.
    """
    found = np.full(_DIRECTIONS, np.nan)
    in_order = np.argsort(directions, kind="stable")  # of bytes: half of looking for each by itself
    ends = np.cumsum(histogram(directions))
    for direction in range(_DIRECTIONS):
        near = in_order[ends[direction] : ends[direction + 1]]
        edges = near[_strongest(slopes[near], near.size // 16)]
        if edges.size >= _FEWEST:
            found[direction] = sharper(edges)
    more = found - np.roll(found, _DIRECTIONS // 2)
    if np.isnan(more).all():
        return 0.0, 0.0
    widest = int(np.nanargmax(more))
    return float(found[widest]), float(found[widest - _DIRECTIONS // 2])


def _strongest(slopes: Grey, most: int) -> Places:
    most = min(max(most, _FEWEST), slopes.size)
    return np.argpartition(slopes, slopes.size - most)[slopes.size - most :]
