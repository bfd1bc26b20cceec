"""Where in a picture faces may be, and how large: looked at first, so that little is searched.

A small network that has learnt where the cascades find faces (``training/face_places.py``). It is
asked for much more than it is sure of: what it passes over is not searched at all.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.bundled import PLACES
from assistant.pipeline.frame import Pixels
from assistant.sessions import OnnxNetwork

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom; in pixels


class Scale(NamedTuple):
    """One output: a logit each for faces of some sizes with their middle near each place.

    Attributes:
        name: of the output, (1, sizes, H, W).
        stride: pixels from place to place; the first is at 0, 0.
        sizes: (least, most) side of the faces, in pixels.
    """

    name: str
    stride: int
    sizes: Sequence[tuple[float, float]]


def _sizes(first: int, last: int) -> tuple[tuple[float, float], ...]:
    """Half octaves, from 14 pixels on."""
    return tuple(pairwise(14 * 2 ** (step / 2) for step in range(first, last + 1)))


SCALES = (
    Scale("small", 8, _sizes(0, 3)),
    Scale("middle", 16, _sizes(3, 5)),
    Scale("large", 32, (*_sizes(5, 7), (14 * 2**3.5, math.inf))),
)
LARGE = 170
"""From this side on windows are looked at everywhere: they are few."""

# Windows are looked at in so many of their sides around a place: half a window, a quarter for how
# far from a face's middle a place is marked, and a tenth for windows beside the face.
_REACH = 0.85
_WIDER = 1.2  # and up to so much smaller and larger than the faces: by one step of the cascade


def given(grey: Pixels) -> npt.NDArray[np.float32]:
    """Grey pictures (N, H, W), 0..255, as the network takes them: (N, 1, H, W)."""
    return grey[:, None].astype(np.float32) / np.float32(64) - np.float32(2)


class Places(Protocol):
    """Places in one picture at which faces may be."""

    def around(self, window: float) -> list[Rectangle]:
        """Rectangles for windows with sides of so many pixels; none overlaps another."""


class Marked:
    """Answer of the network: places at which a face may be, and its size.

    Args:
        logits: name of a scale → (1, sizes, H, W); above zero there may be one.
        shape: height and width of the picture, in pixels; all rectangles are in its pixels.
    """

    def __init__(self, logits: dict[str, npt.NDArray[np.float32]], shape: tuple[int, int]) -> None:
        self._height, self._width = shape
        self._marked = [(scale, logits[scale.name][0] > 0) for scale in SCALES]

    def around(self, window: float) -> list[Rectangle]:
        """See :class:`Places`."""
        if window >= LARGE:
            return [(0.0, 0.0, self._width, self._height)]
        reach = window * _REACH
        found = []
        for scale, marked in self._marked:
            chosen = [least / _WIDER <= window <= most * _WIDER for least, most in scale.sizes]
            apart = scale.stride
            for left, top, right, bottom in _blocks(marked[chosen].any(0)):
                found.append((
                    max(0.0, left * apart - reach), max(0.0, top * apart - reach),
                    min(self._width, right * apart + reach),
                    min(self._height, bottom * apart + reach),
                ))  # fmt: skip
        return _joined(found)


class FacePlaces:
    """The network.

    Raises:
        NetworkError: its file is missing or damaged.
    """

    def __init__(self) -> None:
        self._network = OnnxNetwork(PLACES)

    def __call__(self, grey: Pixels) -> Places:
        """Look at a grey picture (H, W)."""
        height, width = grey.shape
        return Marked(self._network({"grey": given(grey[None])}), (height, width))


def _blocks(marked: npt.NDArray[np.bool_]) -> Iterable[tuple[int, int, int, int]]:
    """Left, top, right, bottom of places that touch each other, the last ones included."""
    if not marked.any():
        return
    _, _, blocks, _ = opencv.load().connectedComponentsWithStats(marked.astype(np.uint8))
    for left, top, across, down, _ in blocks[1:].tolist():
        yield left, top, left + across - 1, top + down - 1


def _joined(rectangles: Iterable[Rectangle]) -> list[Rectangle]:
    """One around those that overlap, until none does."""
    apart: list[Rectangle] = []
    for one in rectangles:
        whole = one
        while met := [other for other in apart if _overlap(whole, other)]:
            apart = [other for other in apart if other not in met]
            lefts, tops, rights, bottoms = zip(whole, *met, strict=True)
            whole = (min(lefts), min(tops), max(rights), max(bottoms))
        apart.append(whole)
    return apart


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
