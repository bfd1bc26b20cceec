"""Plain, striped or checked: how the energy of a patch lies in its spectrum.

Stripes are one wave with its harmonics, so their power lies on one line through the middle of the
Fourier plane; checks are two such waves at a right angle (Bajcsy, "Computer description of textured
surfaces", IJCAI 1973). What is neither, or not so in every part of the patch, is not named: a wrong
pattern is worse than none.

Of 144 made cloths of each kind, named rightly: stripes 97, gingham 83, chessboards 65 in 100, and
nothing wrongly. Of 2,000 photographs (``python -m tests.benchmarks.measure_colours``) ten were
called striped or checked: one is a checked skirt, three are regular (two house fronts, pipes), six
are neither. So striped and checked are never more than a guess.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant.pipeline.frame import Pixels
from assistant.senses.colour_names import lab

Wave = npt.NDArray[np.float64]

_SIDE = 96  # pixels of the square copy
_PART = 56  # pixels of its four corners, which overlap
_PLAIN = 4.0  # L*a*b* units: a patch that varies less has one colour
_CONTRAST = 9.0  # less than that is shade, grain or folds, not a pattern
_FEWEST, _MOST = 3.0, 24.0  # waves across the patch: fewer can be anything, more is texture
_COARSE = 0.2  # share of the energy below that: one edge, a face, a horizon
_PEAK = 0.30  # share of the energy in the strongest wave itself
_WEDGE = 0.21  # radians to each side of a direction that still belong to it: 12 degrees
_PART_WEDGE = 0.35  # in a corner, which sees fewer waves and less sharply


@dataclass(frozen=True)
class _Limits:
    """Shares of the energy: along the main direction and across it together, and the weaker."""

    together: float
    weaker: float


_STRIPED, _CHECKED = 0.72, _Limits(0.6, 0.2)
_STRIPED_PART, _CHECKED_PART = 0.6, _Limits(0.5, 0.1)
_EVEN = 0.7  # a corner's contrast is at least that share of the whole patch's


def pattern(pixels: Pixels) -> str:
    """The pattern of a region: "plain", "striped", "checked", or "" where none is certain.

    Args:
        pixels: RGB, uint8, (H, W, 3).
    """
    side = min(pixels.shape[:2])
    if side < _SIDE // 2:
        return ""
    top, left = ((length - side) // 2 for length in pixels.shape[:2])
    square = Image.fromarray(pixels[top : top + side, left : left + side].copy())
    square = square.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    wave = _strongest(lab(np.asarray(square)))
    spread = float(wave.std())
    if spread < _PLAIN:
        return "plain"
    return "" if spread < _CONTRAST else _regular(wave)


def _strongest(colours: npt.NDArray[np.float32]) -> Wave:
    """The patch along the colour direction in which it varies most: red and blue may be as light.

    Shade is taken out first: a plane fitted to the patch.
    """
    y, x = np.mgrid[0:_SIDE, 0:_SIDE].reshape(2, -1) / _SIDE - 0.5
    plane = np.stack([x, y, np.ones_like(x)], axis=1)
    values = colours.astype(np.float64)
    values = values - plane @ np.linalg.lstsq(plane, values, rcond=None)[0]
    _, vectors = np.linalg.eigh(values.T @ values)
    return np.asarray(values @ vectors[:, -1]).reshape(_SIDE, _SIDE)


def _regular(wave: Wave) -> str:
    power, radius, angle = _spectrum(wave)
    total = power.sum()
    if power[radius < _FEWEST - 0.5].sum() > _COARSE * total:
        return ""
    inner = np.where((radius >= _FEWEST) & (radius <= _MOST), power, 0)
    y, x = np.unravel_index(inner.argmax(), inner.shape)
    peak = 2 * power[y - 1 : y + 2, x - 1 : x + 2].sum() / total  # with its mirror image
    direction = float(angle[y, x])
    one, other = _shares(wave, direction, _WEDGE)
    corners = [
        wave[v : v + _PART, h : h + _PART] for v in (0, _SIDE - _PART) for h in (0, _SIDE - _PART)
    ]
    if min(c.std() for c in corners) < _EVEN * wave.std():
        return ""
    parts = [_shares(c - c.mean(), direction, _PART_WEDGE) for c in corners]
    if one >= _STRIPED and peak >= _PEAK and all(a >= _STRIPED_PART for a, _ in parts):
        return "striped"
    if peak >= _PEAK / 2 and _checked(one, other, _CHECKED):
        return "checked" if all(_checked(a, b, _CHECKED_PART) for a, b in parts) else ""
    return ""


def _checked(one: float, other: float, limits: _Limits) -> bool:
    return one + other >= limits.together and min(one, other) >= limits.weaker


def _shares(wave: Wave, direction: float, wedge: float) -> tuple[float, float]:
    """Shares of the energy along a direction (radians) and across it."""
    power, _, angle = _spectrum(wave)

    def along(theta: float) -> float:
        off = np.abs((angle - theta + np.pi / 2) % np.pi - np.pi / 2)
        return float(power[off < wedge].sum() / power.sum())

    return along(direction), along(direction + np.pi / 2)


def _spectrum(wave: Wave) -> tuple[Wave, Wave, Wave]:
    """Power, waves across the patch and direction of each cell of the Fourier plane."""
    side = len(wave)
    window = np.hanning(side)
    power = np.abs(np.fft.fftshift(np.fft.fft2(wave * np.outer(window, window)))) ** 2
    fy, fx = np.mgrid[0:side, 0:side] - side // 2
    radius = np.hypot(fx, fy)
    power[radius < 1.5] = 0  # shade, and what the window adds
    return power, radius, np.arctan2(fy, fx)
