"""Change of what is in view: for films and for a live camera alike.

A picture is cut into 4 × 3 parts, each with a histogram of hue, saturation and brightness; what
counts is how far the three most changed parts differ (Bhattacharyya: 0 alike, 1 nothing in
common). Parts, because one new person changes little of the whole; histograms, because a hand
that shakes moves everything a little; brightness as a share of the mean, because a cloud or the
camera's own exposure changes nothing that is worth telling.

Measured on parts of 40 photographs with noise added (``tests/benchmarks/bench_video.py``), median
and the worse end (95 % of what is the same, 5 % of what is not): hand moved by 5 % of the width
0.08, 0.15; a quarter darker 0.03, 0.08; turned by 30 % of the width 0.48, 0.18; another picture
1.00, 0.83.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Pixels

CHANGED = 0.25  # difference from which something else is in view
MOVING = 0.12  # difference between two pictures a moment apart: the camera moves, or all in view
MOMENT = 0.2  # seconds between two pictures that are compared

_WIDTH, _HEIGHT = 80, 60  # pixels that are looked at
_ROWS, _COLUMNS = 3, 4
_BINS = (8, 4, 4)  # hue, saturation, brightness
_COUNTED = 3  # parts that changed most
_MEAN = 110.0  # brightness to which the mean is brought
_DARKEST = 20.0  # mean brightness below which nothing is brought up: there would be only noise
_LIGHT = 0.05  # share by which the light may change; more is a fade


@dataclass(frozen=True, eq=False)
class Content:
    """A view, in numbers.

    Attributes:
        parts: float32, shape (12, 128): square roots of each part's histogram, which sums to 1.
        light: mean brightness, 0..255.
        sharpness: variance of the Laplacian; comparable only between pictures of the same thing.
    """

    parts: npt.NDArray[np.float32]
    light: float
    sharpness: float


def content(pixels: Pixels) -> Content:
    """The numbers of one picture; about 1 ms.

    Args:
        pixels: uint8 (H, W, 3), RGB or BGR, but always the same; best already small.
    """
    cv2 = opencv.load()
    small = cv2.resize(pixels, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA)
    light = float(small.max(axis=2).mean())
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_32F).var())
    even = cv2.convertScaleAbs(small, alpha=_MEAN / max(_DARKEST, light))
    coloured = cv2.cvtColor(even, cv2.COLOR_BGR2HSV).astype(np.float32)
    parts = [_histogram(cv2, part) for part in _parts(coloured)]
    return Content(np.stack(parts), light, sharpness)


def difference(one: Content, other: Content) -> float:
    """0 (the same is in view) to 1 (nothing in common)."""
    apart = 1 - (one.parts * other.parts).sum(axis=1)
    return float(np.sort(apart)[-_COUNTED:].mean())


class Steadiness:
    """Whether nearly the same has been in view for the last moments: no pan, no fade.

    Args:
        moments: how many; from one to the next, a slow dissolve changes very little.
    """

    def __init__(self, moments: int) -> None:
        self._before: deque[Content] = deque(maxlen=moments)

    def update(self, now: Content) -> bool:
        """Take the content a :data:`MOMENT` later; the first one is never steady."""
        steady = bool(self._before) and all(_is_alike(before, now) for before in self._before)
        self._before.append(now)
        return steady


def _is_alike(before: Content, now: Content) -> bool:
    fading = abs(now.light - before.light) > _LIGHT * max(before.light, _DARKEST)
    return not fading and difference(before, now) < MOVING


def _parts(picture: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    rows = np.array_split(picture, _ROWS)
    return [np.ascontiguousarray(p) for row in rows for p in np.array_split(row, _COLUMNS, axis=1)]


def _histogram(cv2: Any, part: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:  # noqa: ANN401
    counts = cv2.calcHist([part], [0, 1, 2], None, list(_BINS), [0, 180, 0, 256, 0, 256]).ravel()
    roots: npt.NDArray[np.float32] = np.sqrt(counts / counts.sum())
    return roots
