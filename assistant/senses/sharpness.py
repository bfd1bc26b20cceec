"""Sharpness: the width of a picture's edges, and whether its blur has a direction."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Pixels

Grey = npt.NDArray[np.float32]

LONGEST = 256  # pixels: everything is measured on a copy of that size
_BLUR = 1.0  # pixels; edges are compared after this blur and after twice as much
_FAINTEST = 1.5  # steps of 256 per pixel: slopes below it may be noise
_STRONGEST = 0.02  # share of all pixels that are taken for edges
_SHARPER = 0.3  # of the edges, the sharper ones are asked: a background may be out of focus
_DIRECTIONS = 6
_FEWEST = 20  # edge pixels in one direction from which it is measured


@dataclass(frozen=True)
class Sharpness:
    """Blur as the standard deviation of a Gaussian, in thousandths of the longer side.

    Attributes:
        blur: of the sharper ones of the strongest edges; infinite when there are none.
        along: in the direction in which the edges are widest, and
        across: at a right angle to that, where both can be measured; otherwise both 0.
        detail: share of pixels on a visible slope.
        fine, coarse: the 99th percentile of the slope, in steps of 256 per pixel, after a blur of
            1 and of 4 pixels.
        longest: pixels of the longer side that it was measured on.
    """

    blur: float
    along: float
    across: float
    detail: float
    fine: float
    coarse: float
    longest: int


def measure(picture: Pixels) -> Sharpness:
    """The blur at the edges, from how much weaker they become when blurred again.

    An edge of width s keeps sqrt((s² + b²) / (s² + 4b²)) of its slope when a blur of 2b follows in
    place of b, however strong it is: contrast, fog and night do not count (after Zhuo & Sim,
    "Defocus map estimation from a single image", Pattern Recognition 44, 2011).

    Args:
        picture: RGB, uint8, (H, W, 3), any size.
    """
    cv2 = opencv.load()
    grey = _grey(picture)
    longest = max(grey.shape)
    once, twice = (cv2.GaussianBlur(grey, (0, 0), _BLUR * times) for times in (1, 2))
    x, y = _slopes(once)
    slope, again = cv2.magnitude(x, y), cv2.magnitude(*_slopes(twice))
    coarse = cv2.magnitude(*_slopes(cv2.GaussianBlur(grey, (0, 0), 4 * _BLUR)))
    strong = slope > _FAINTEST
    slopes = slope[strong]
    kept = np.square(slopes / np.maximum(again[strong], 1e-3))
    widths = _BLUR * np.sqrt(np.clip(4 - kept, 0, None) / np.maximum(kept - 1, 1e-3))
    widths *= 1000 / longest
    along, across = _directed(slopes, widths, np.arctan2(y[strong], x[strong]))
    edges = _strongest(slopes, round(_STRONGEST * slope.size))
    return Sharpness(
        blur=_sharper(widths[edges]) if edges.size >= _FEWEST else np.inf,
        along=along,
        across=across,
        detail=slopes.size / slope.size,
        fine=float(np.percentile(slope, 99)),
        coarse=float(np.percentile(coarse, 99)),
        longest=longest,
    )


def _grey(picture: Pixels) -> Grey:
    cv2 = opencv.load()
    scale = min(1.0, LONGEST / max(picture.shape[:2]))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small: Grey = grey.astype(np.float32)
    return small


def _slopes(grey: Grey) -> tuple[Any, Any]:
    cv2 = opencv.load()
    return (
        cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8),
        cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8),
    )


def _directed(slopes: Grey, widths: Grey, angles: Grey) -> tuple[float, float]:
    """The widths along and across the direction in which they differ most."""
    half = np.where(angles < 0, angles + np.pi, angles)  # np.mod takes far longer
    bins = (half / np.pi * _DIRECTIONS).astype(np.int8) % _DIRECTIONS
    found = np.full(_DIRECTIONS, np.nan)
    for direction in range(_DIRECTIONS):
        near = np.flatnonzero(bins == direction)
        edges = near[_strongest(slopes[near], near.size // 16)]
        if edges.size >= _FEWEST:
            found[direction] = _sharper(widths[edges])
    more = found - np.roll(found, _DIRECTIONS // 2)
    if np.isnan(more).all():
        return 0.0, 0.0
    widest = int(np.nanargmax(more))
    return float(found[widest]), float(found[widest - _DIRECTIONS // 2])


def _strongest(slopes: Grey, most: int) -> npt.NDArray[np.intp]:
    most = min(max(most, _FEWEST), slopes.size)
    return np.argpartition(slopes, slopes.size - most)[slopes.size - most :]


def _sharper(widths: Grey) -> float:
    return float(np.quantile(widths, _SHARPER))
