"""From a picture and the corners of its lines to small upright pictures of one line each."""

import numpy as np

from assistant import opencv
from assistant.pipeline.frame import Pixels
from assistant.reading.networks import Corners

HEIGHT = 48  # pixels, of what the recogniser sees
# Pixels; longer lines are squeezed. Each pixel takes 10 kB while it is recognised, and 2,400 hold
# 100 letters.
_WIDEST = 3200


def crop(pixels: Pixels, corners: Corners) -> Pixels:
    """The line between four corners, upright.

    Args:
        pixels: uint8 (H, W, 3).
        corners: (4, 2) in pixels, beginning with the line's own top left, clockwise.

    Returns:
        uint8 (HEIGHT, width, 3).
    """
    cv2 = opencv.load()
    width, height = size(corners)
    wide, way = _small(width, height), cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    shrink = height // (4 * HEIGHT)
    if shrink > 1:  # one that is as high as a large picture took 0.2 s
        pixels, corners = _smaller(pixels, corners, shrink)
        width, height = round(width / shrink), round(height / shrink)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    narrow: Pixels = cv2.resize(flat, (wide, HEIGHT), interpolation=way)
    return narrow


def size(corners: Corners) -> tuple[int, int]:
    """Width and height of a quadrilateral in whole pixels, at least 1: of the longer sides."""
    top, right = corners[1] - corners[0], corners[2] - corners[1]
    bottom, left = corners[2] - corners[3], corners[3] - corners[0]
    width = max(np.hypot(*top), np.hypot(*bottom))
    height = max(np.hypot(*left), np.hypot(*right))
    return max(1, round(width)), max(1, round(height))


def between(corners: Corners, first: float, last: float) -> Corners:
    """The part of a line between two shares of its length."""
    top, bottom = corners[1] - corners[0], corners[2] - corners[3]
    return np.array(
        [corners[0] + first * top, corners[0] + last * top,
         corners[3] + last * bottom, corners[3] + first * bottom],
        np.float32,
    )  # fmt: skip


def width(corners: Corners) -> int:
    """Width of the line's picture, as :func:`crop` makes it."""
    return _small(*size(corners))


def _smaller(pixels: Pixels, corners: Corners, shrink: int) -> tuple[Pixels, Corners]:
    """The part of a picture that a line lies in, so many times smaller, and the line's corners."""
    cv2 = opencv.load()
    left, top = np.maximum(np.floor(corners.min(axis=0)) - shrink, 0).astype(int)
    right, bottom = (np.ceil(corners.max(axis=0)) + 2 * shrink).astype(int)
    part = pixels[top:bottom, left:right]
    rows, columns = (max(1, side // shrink) for side in part.shape[:2])
    part = part[: rows * shrink, : columns * shrink]
    small: Pixels = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    return small, (corners - np.array([left, top], np.float32)) / np.float32(shrink)


def _small(width: int, height: int) -> int:
    return min(max(1, round(width * HEIGHT / height)), _WIDEST)
