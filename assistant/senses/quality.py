"""Quality: whether there is anything to see, and what is wrong with the picture.

Error rates on 500 photographs on which no threshold was chosen, degraded step by step
(``python -m tests.benchmarks.measure_quality --data DIR``): as they are, 0.2 % are refused and
0.6 % get a warning. Refused are 97 % at a blur of 12 thousandths of the longer side (from there on
the compact network is wrong as often as right), 7 % at a blur of 7 and warned of another 66 %;
77 % after a movement of 80 thousandths, 29 % after one of 40 and warned of another 60 %; 85 % at
6 stops too little light, 9 % at 5; 15 % at 5 stops too much, where something is left of most; all
of pure noise and of covered lenses.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.quantiles import quantile
from assistant.senses import sharpness
from assistant.senses.sharpness import Sharpness

Values = npt.NDArray[np.float64]

_REDUCED = 320  # pixels of the longer side of the copy that is looked at
_SMALLEST = 24  # pixels on the shorter side

# Luminance 0..255 on the picture reduced to 64 × 64, so that noise and single pixels do not count.
_BLANK_SPREAD = 2.0  # standard deviation below which a picture is one even colour
_DARK_PEAK = 38.0  # the 99th percentile below which nothing can be made out; no photograph had < 71
_BRIGHT_FLOOR = 246.0  # the 10th percentile above which nearly everything is washed out
_BRIGHT_SPREAD = 12.0  # a page of text is as light as that, but its letters spread more

# Blur in thousandths of the longer side, and the pixels below which it may be the picture's size.
_BLURRED, _HOPELESS, _BLUR_PIXELS = 5.5, 8.5, 1.2
# A movement of the camera: width of the edges along it, and how much less it is across.
_SHAKEN, _HOPELESSLY_SHAKEN, _ACROSS = 8.0, 13.0, 5.0

# Something is in front of the lens: no slope anywhere, or few and soft ones where light leaks in.
_COVERED_FINE, _COVERED_COARSE = 1.6, 1.2  # the steepest slopes, steps of 256 per pixel
_LEAK_DETAIL, _LEAK_BLUR = 0.2, 6.5
_WARM, _SHADY = 25.0, 90.0  # skin lets red through (red less blue), anything else is dark

# Pure noise: neighbours have nothing in common and nothing is left of it from afar.
_NOISE_SPREAD, _NOISE_ALIKE, _NOISE_AFAR = 12.0, 0.5, 2.0


def see(frame: Frame) -> Iterator[Observation]:
    """At most one observation of kind "quality".

    Labels that are sure, and forbid to describe: "too small", "too dark", "over-exposed", "blank",
    "noise", "covered", "blurred", "shaken". Fairly sure, a warning only: "blurred", "shaken".
    """
    if min(frame.width, frame.height) < _SMALLEST:
        yield _observation("too small")
        return
    picture = frame.reduced(_REDUCED)
    small = _area(picture, 64)
    light = small @ (0.299, 0.587, 0.114)
    label = _light_fails(small, light) or ("noise" if _is_noise(frame.pixels, picture) else "")
    if label:
        yield _observation(label)
        return
    seen = sharpness.measure(picture)
    if _is_covered(seen, picture):
        yield _observation(_even(small))
    else:
        yield from _blur(seen)


def _light_fails(small: Values, light: Values) -> str:
    if quantile(light, 0.99) < _DARK_PEAK:
        return "too dark"
    if quantile(light, 0.10) > _BRIGHT_FLOOR and light.std() < _BRIGHT_SPREAD:
        return "over-exposed"
    _, spread = opencv.load().meanStdDev(small)  # of each channel
    return "blank" if spread.max() < _BLANK_SPREAD else ""


def _is_noise(pixels: Pixels, picture: Pixels) -> bool:
    """Whether pixels are independent of their neighbours, near and far."""
    top, left = (max(0, (side - 256) // 2) for side in pixels.shape[:2])
    patch = pixels[top : top + 256, left : left + 256, 1].astype(np.float64)
    patch -= patch.mean()
    power = _alike(patch, patch)
    if power < _NOISE_SPREAD**2:
        return False
    beside = max(_alike(patch[:, 1:], patch[:, :-1]), _alike(patch[1:], patch[:-1]))
    if beside > _NOISE_ALIKE * power:
        return False
    cells = _area(picture, 16)[..., 1]
    expected = 16 * np.sqrt(power / (pixels.shape[0] * pixels.shape[1]))
    return bool(cells.std() < _NOISE_AFAR * (1 + expected))


def _alike(one: Values, other: Values) -> float:
    """The mean of the products of values and their neighbours."""
    return float(np.vdot(one, other)) / one.size


def _is_covered(seen: Sharpness, picture: Pixels) -> bool:
    if seen.fine < _COVERED_FINE and sharpness.coarse(picture) < _COVERED_COARSE:
        return True
    return seen.detail < _LEAK_DETAIL and _LEAK_BLUR < seen.blur < np.inf


def _even(small: Values) -> str:
    """Finger and cloth, or an even thing such as a wall."""
    red, _, blue = small.reshape(-1, 3).mean(axis=0)
    return "covered" if red - blue > _WARM or small.mean() < _SHADY else "blank"


def _blur(seen: Sharpness) -> Iterator[Observation]:
    least = 1000 * _BLUR_PIXELS / seen.longest
    if seen.blur > max(_HOPELESS, least):
        yield _observation("blurred")
    elif seen.along > max(_SHAKEN, least) and seen.along - seen.across > _ACROSS:
        sure = seen.along > _HOPELESSLY_SHAKEN
        yield _observation("shaken", Sureness.SURE if sure else Sureness.FAIRLY_SURE)
    elif seen.blur > max(_BLURRED, least):
        yield _observation("blurred", Sureness.FAIRLY_SURE)


def _area(picture: Pixels, side: int) -> Values:
    cv2 = opencv.load()
    small: Values = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA).astype(float)
    return small


def _observation(label: str, sureness: Sureness = Sureness.SURE) -> Observation:
    return Observation(label, 1.0, "quality", sureness, "quality")
