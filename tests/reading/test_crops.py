"""A line is cut out upright and at its height, also where it is much higher than that."""

import numpy as np
import pytest
from PIL import Image

from assistant.pipeline.frame import Pixels
from assistant.reading.crops import HEIGHT, crop
from tests.reading.made import page


def _turned(pixels: Pixels, degrees: float) -> tuple[Pixels, np.ndarray]:
    """A line on a larger ground, turned, and its corners there."""
    height, width = pixels.shape[:2]
    ground = Image.new("RGB", (2 * width, 2 * width), "white")
    ground.paste(Image.fromarray(pixels), (width // 2, width - height // 2))
    x, y = width / 2, height / 2
    angle = np.deg2rad(degrees)
    around = np.array([[-x, -y], [x, -y], [x, y], [-x, y]])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = (around @ turn + width).astype(np.float32)
    return np.asarray(ground.rotate(degrees, Image.Resampling.BICUBIC)), corners


@pytest.mark.parametrize("degrees", [0, 12])
def test_a_line_of_a_large_sign_looks_like_the_same_line_in_a_small_one(degrees: float) -> None:
    line = page(["Platform 3"], 40)
    small = line.resize((line.width // 2, line.height // 2), Image.Resampling.BOX)
    large = small.resize((8 * small.width, 8 * small.height), Image.Resampling.BICUBIC)
    crops = [crop(*_turned(np.asarray(one), degrees)).astype(int) for one in (small, large)]
    assert crops[0].shape == crops[1].shape
    assert crops[0].shape[0] == HEIGHT
    assert np.abs(crops[0] - crops[1]).mean() < 0.25 * crops[0].std()
