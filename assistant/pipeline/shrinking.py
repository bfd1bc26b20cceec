"""Smaller copies of pictures: as good as Pillow's, several times as quick.

Halves are means of two by two pixels, which take hardly any time. What is left, a factor of 1.1 to
2.2, is interpolated after a blur by three pixels, which together make about the triangle by which
Pillow shrinks (``Resampling.BILINEAR``): the senses learnt from such copies.
"""

import math

import numpy as np
import numpy.typing as npt

from assistant import opencv

Pixels = npt.NDArray[np.uint8]

_BLURRED = 2.2  # to a factor below it, a blur by three pixels is wide enough


def shrunk(pixels: Pixels, size: tuple[int, int], soft: bool = True) -> Pixels:
    """A copy of another size.

    Args:
        pixels: uint8 (H, W, 3).
        size: width and height of the copy, in pixels; none more than the picture has.
        soft: blur it before what is left is interpolated. Without, the narrowest lines stay, and
            some noise.
    """
    half = halved(pixels, _BLURRED * max(size))
    factor = max(half.shape[:2]) / max(size)
    return _interpolated(_blurred(half, factor, factor) if soft else half, size)


def squashed(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """A copy of another shape; a side that has fewer pixels is stretched.

    Args:
        pixels: uint8 (H, W, 3).
        size: width and height of the copy, in pixels.
    """
    most = [_BLURRED * side for side in size]
    while any(halve := [s >= m for s, m in zip(pixels.shape[1::-1], most, strict=True)]):
        pixels = _half(pixels, *halve)
    across, down = (s / wanted for s, wanted in zip(pixels.shape[1::-1], size, strict=True))
    return _interpolated(_blurred(pixels, across, down), size)


def _blurred(pixels: Pixels, across: float, down: float) -> Pixels:
    """Blur it by three pixels, before it is interpolated at these factors, as wide as they want."""
    (wide, x), (high, y) = _blur(across), _blur(down)
    if wide == high == 1:
        return pixels
    blurred: Pixels = opencv.load().GaussianBlur(pixels, (wide, high), x, sigmaY=y)
    return blurred


def _blur(factor: float) -> tuple[int, float]:
    """Pixels, and a Gaussian's deviation."""
    variance = (factor**2 - 1) / 6  # of a triangle in pixels², less that of interpolating
    if variance <= 0:
        return 1, 1.0
    share = variance / 2  # of each neighbour in three; a Gaussian's is power / (1 + 2 power)
    return 3, math.sqrt(-0.5 / math.log(share / (1 - 2 * share)))


def _interpolated(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    cv2 = opencv.load()
    copy: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    return copy


def halved(pixels: Pixels, most: float) -> Pixels:
    """Half of the picture, a quarter …: the first whose longer side has less than ``most`` pixels.

    The picture itself where it is small enough already. ``most`` is at least 2.
    """
    while max(pixels.shape[:2]) >= most:
        pixels = _half(pixels, True, True)
    return pixels


def _half(pixels: Pixels, across: bool, down: bool) -> Pixels:
    """Half of its columns, of its rows, or of both."""
    cv2 = opencv.load()
    height, width = (
        max(1, side // 2) if halve else side
        for side, halve in zip(pixels.shape[:2], (down, across), strict=True)
    )
    # Without an odd last row or column: only exact halves are means, and quick.
    even = pixels[: height * (1 + down), : width * (1 + across)]
    half: Pixels = cv2.resize(even, (width, height), interpolation=cv2.INTER_LINEAR)
    return half
