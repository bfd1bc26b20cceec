"""Random views of a picture: cut, stretched, mirrored, and in another light."""

import math

import numpy as np

from assistant import opencv
from assistant.training.data import Bytes
from assistant.training.targets import View

_GREY = (124, 116, 104)  # ImageNet's mean: what lies beyond the picture


def random_view(dice: np.random.Generator) -> View:
    """Part of a picture: half to all of its area, now and then a smaller picture with an edge."""
    if dice.random() < 0.15:
        width = height = dice.uniform(1.0, 1.5)
    else:
        area, shape = dice.uniform(0.5, 1.0), math.exp(dice.uniform(-0.3, 0.3))
        width, height = min(1.0, math.sqrt(area * shape)), min(1.0, math.sqrt(area / shape))
    left, top = dice.random() * (1 - width), dice.random() * (1 - height)
    return View(left, top, width, height, mirrored=bool(dice.random() < 0.5))


def show(picture: Bytes, view: View, side: int) -> Bytes:
    """The view as (side, side, 3)."""
    cv2 = opencv.load()
    rows, columns = picture.shape[:2]
    across, down = side / (view.width * columns), side / (view.height * rows)
    move = np.array(
        [[across, 0, -view.left * columns * across], [0, down, -view.top * rows * down]]
    )
    if view.mirrored:
        move[0] = -move[0]
        move[0, 2] += side
    # Half a pixel: OpenCV's coordinates are the pixels' middles.
    move[:, 2] += 0.5 * (move[:, 0] + move[:, 1] - 1)
    shown: Bytes = cv2.warpAffine(
        picture, move, (side, side), flags=cv2.INTER_LINEAR, borderValue=_GREY
    )
    return shown


def relight(picture: Bytes, dice: np.random.Generator) -> Bytes:
    """Another brightness, contrast, gamma, white balance; sometimes less colour, or blurred."""
    cv2 = opencv.load()
    levels = np.linspace(0, 1, 256)[:, None] ** math.exp(dice.uniform(-0.4, 0.4))
    gain = math.exp(dice.uniform(-0.35, 0.35)) * np.exp(dice.uniform(-0.08, 0.08, 3))
    curve = (levels - 0.5) * gain + 0.5 + dice.uniform(-0.15, 0.15)
    table = (curve * 255).clip(0, 255).astype(np.uint8)
    lit: Bytes = cv2.LUT(picture, table[None])
    if dice.random() < 0.25:
        grey = cv2.cvtColor(cv2.cvtColor(lit, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        share = 1.0 if dice.random() < 0.2 else dice.uniform(-0.4, 0.7)
        lit = cv2.addWeighted(lit, 1 - share, grey, share, 0)
    if dice.random() < 0.08:
        lit = cv2.GaussianBlur(lit, (0, 0), dice.uniform(0.5, 1.5))
    return lit
