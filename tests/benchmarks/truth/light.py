"""How light it is, and where the lamp is: made rooms at eight lights, and lamps in nine places.

``python -m tests.benchmarks.truth light``. Right is the label of the made lightness or, within two
hundredths of a limit, the one beside it; for a lamp, exactly its place.
"""

from collections.abc import Iterator

import numpy as np

from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.where import direction
from assistant.senses import light
from tests.benchmarks.truth import degrade
from tests.benchmarks.truth.row import Row

# Mean lightness L* / 100 of an even scene → what may be said; "" is nothing.
LEVELS = {
    0.05: ("very dark",),
    0.10: ("very dark",),
    0.18: ("dark",),
    0.25: ("dim",),
    0.40: ("",),
    0.60: ("",),
    0.83: ("bright",),
    0.93: ("very bright",),
}


def _byte(lightness: float) -> float:
    """The sRGB grey of a lightness L* / 100."""
    luminance = ((100 * lightness + 16) / 116) ** 3 if lightness > 0.08 else lightness / 9.033
    return 255 * (1.055 * luminance ** (1 / 2.4) - 0.055)


def even(lightness: float, rng: np.random.Generator) -> Pixels:
    """A wall with faint shade and noise."""
    y, x = np.mgrid[0:1:180j, 0:1:320j]
    shade = 1 + 0.08 * np.sin(6 * x + rng.uniform(0, 6)) * np.cos(5 * y)
    return degrade.noisy(np.repeat((_byte(lightness) * shade)[..., None], 3, axis=2), 3, rng)


def lamp(x: float, y: float, rng: np.random.Generator) -> Pixels:
    """A dim wall with a lamp whose centre is at fractions x, y."""
    down, across = np.mgrid[0:1:180j, 0:1:320j]
    far = np.hypot((across - x) * 16 / 9, down - y)
    glow = 70 + 185 * np.clip(1.4 * np.exp(-((far / 0.13) ** 2)), 0, 1)
    return degrade.noisy(np.repeat(glow[..., None], 3, axis=2), 3, rng)


def rows() -> Iterator[Row]:
    """A row for each level, for lamps, and for pictures without one."""
    rng = np.random.default_rng(2)
    for lightness, allowed in LEVELS.items():
        said = ["".join(o.label for o in light.see(Frame(even(lightness, rng)))) for _ in range(10)]
        wrong = [s for s in said if s not in allowed]
        yield Row(f"lightness {lightness}", 10 - len(wrong), len(wrong), 0, "; ".join(wrong))
    places = [(x, y) for x in (0.15, 0.5, 0.85) for y in (0.15, 0.5, 0.85)]
    answers = [
        (direction((x, y, 0, 0)), light.brightest(Frame(lamp(x, y, rng)))) for x, y in places
    ]
    missed = [f"{true}: {said or 'nothing'}" for true, said in answers if said != true]
    silent = sum(not said for _, said in answers)
    yield Row("a lamp", 9 - len(missed), len(missed) - silent, silent, "; ".join(missed))
    plain = [light.brightest(Frame(even(level, rng))) for level in LEVELS]
    yield Row("no lamp", plain.count(""), sum(map(bool, plain)), 0)
