"""Pictures made worse step by step: how far a photograph can go before it must be refused."""

import cv2
import numpy as np
from numpy.random import Generator

from assistant.pipeline.frame import Pixels

# Standard deviation of a Gaussian blur, in thousandths of the longer side; 8 levels.
BLURS = (1, 2, 4, 7, 12, 20, 35, 60)
# Length of a straight camera movement, in thousandths of the longer side.
SHAKES = (5, 10, 20, 40, 80)
# Stops of exposure; 8 levels beside the right one.
EXPOSURES = (-7, -6, -5, -4, -2, 2, 3, 5)
# Standard deviation of added noise, in the 256 steps of a channel.
NOISES = (5, 10, 20, 40, 80)
_GAMMA = 2.2


def blurred(pixels: Pixels, thousandths: float) -> Pixels:
    """Out of focus, as a Gaussian."""
    return cv2.GaussianBlur(pixels, (0, 0), thousandths / 1000 * max(pixels.shape))


def shaken(pixels: Pixels, thousandths: float, angle: float) -> Pixels:
    """Smeared along a line at an angle in radians."""
    length = thousandths / 1000 * max(pixels.shape)
    side = 2 * int(np.ceil(length / 2)) + 3
    kernel = np.zeros((side, side), np.float32)
    for t in np.linspace(-length / 2, length / 2, 8 * side):
        x, y = side // 2 + t * np.cos(angle), side // 2 + t * np.sin(angle)
        left, top = int(x), int(y)
        for i, j, share in ((0, 0, (1 - x % 1) * (1 - y % 1)), (1, 0, (x % 1) * (1 - y % 1)),
                            (0, 1, (1 - x % 1) * (y % 1)), (1, 1, (x % 1) * (y % 1))):  # fmt: skip
            kernel[top + j, left + i] += share
    return cv2.filter2D(pixels, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)


def exposed(pixels: Pixels, stops: float, rng: Generator) -> Pixels:
    """Under- or over-exposed by that many stops of light, with the noise of a small sensor."""
    light = (pixels / 255.0) ** _GAMMA * 2.0**stops
    return noisy(_bytes(255 * np.clip(light, 0, 1) ** (1 / _GAMMA)), 2, rng)


def noisy(pixels: Pixels, sigma: float, rng: Generator) -> Pixels:
    """With Gaussian noise in each channel."""
    return _bytes(pixels + rng.normal(0, sigma, pixels.shape))


def covered(pixels: Pixels, rng: Generator, leak: float = 0.0) -> Pixels:
    """A finger, a hand or a cloth on the lens.

    Args:
        pixels: what the camera would see; only its size counts without a leak.
        rng: chooses the colour, the light and how uneven they are.
        leak: share of the width at one edge where the scene is still seen, out of focus.
    """
    height, width = pixels.shape[:2]
    skins = ((224, 172, 140), (190, 120, 85), (120, 72, 50), (230, 60, 30), (70, 70, 75))
    colour = np.array(skins[rng.integers(len(skins))]) * rng.uniform(0.25, 1.0)
    shade = np.zeros((height, width))
    y, x = np.mgrid[0:1:height * 1j, 0:1:width * 1j]  # fmt: skip
    for _ in range(3):
        far = (x - rng.uniform(-0.2, 1.2)) ** 2 + (y - rng.uniform(-0.2, 1.2)) ** 2
        shade += rng.uniform(-0.4, 0.4) * np.exp(-far / rng.uniform(0.1, 0.6))
    hidden = colour * (1 + shade)[..., None]
    if leak:
        soft = blurred(pixels, 12).astype(float)
        edge = 1 / (1 + np.exp((x - leak) / 0.03))[..., None]
        hidden = hidden * (1 - edge) + soft * edge
    return noisy(hidden, rng.uniform(0.5, 4), rng)


def _bytes(values: np.ndarray) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
