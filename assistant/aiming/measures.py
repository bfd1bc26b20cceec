"""Measures of how the camera is held: light, sharpness, motion, subject, print."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.aiming.subject import Colour, find_subject
from assistant.aiming.text_lines import TextLines, find_lines
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame, Pixels

_LARGE, _MIDDLE, _SMALL = 640, 320, 160  # longer side in pixels: print; sharpness; all else
_SMOOTH = 1.5  # pixels of the small copy: noise and fine texture are nobody's subject
_LONGEST_GAP = 0.5  # seconds: frames further apart show nothing about how the camera moved
_SAME_LEVEL = 1.0  # mean change of level that sensor noise alone makes: the camera is at rest
_SURE_PEAK = 0.15  # of the phase correlation: chance reaches 0.13, a real shift has 0.3 and more
# A finger or cloth on the lens: nothing has an edge, and it is dark, or dim and reddish.
# 5 of 3,000 training photographs look like that; fingers that were made for the test all do.
_NO_EDGE = 0.03  # mean step of lightness between neighbours, as a share of the lightness
_BLACK = 3.0  # L*: no light comes in at all
# L* when it is of any colour; L* and a* when it is skin, which is yellowish, too.
_SHADE, _DIM, _RED = 25.0, 55.0, 12.0

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Measures:
    """One frame's measures.

    Attributes:
        time: of the frame, in seconds.
        light: mean L* of the lighter half, 0 (black) to 100.
        covered: whether it looks as if something lay on the lens; False in the black, where
            that cannot be told.
        sharpness: 0 (no edge is sharp) to 1, by Crété's measure; 1 where there are no edges.
        velocity: how fast the picture's content moves to the right and down, in longer sides a
            second; None when that cannot be told.
        subject: the one thing that stands out from plain ground, or None.
        text: lines of print, or None.
    """

    time: float
    light: float = 60.0
    covered: bool = False
    sharpness: float = 0.7
    velocity: tuple[float, float] | None = (0.0, 0.0)
    subject: Box | None = None
    text: TextLines | None = None
    _small: Floats | None = field(default=None, repr=False, compare=False)
    _ground: Colour | None = field(default=None, repr=False, compare=False)


def measure(frame: Frame, before: Measures | None = None) -> Measures:
    """Measure a frame: about 5 ms for 1280×720 on one core.

    Args:
        frame: what the camera sees now.
        before: the measures of the frame before it, which motion needs.
    """
    cv2 = opencv.load()
    large = _fewer_pixels(frame.pixels)
    middle, small = _shrunk(large, _MIDDLE), _shrunk(large, _SMALL)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    lab = cv2.GaussianBlur(lab, (0, 0), _SMOOTH)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    found = find_subject(lab, before._ground if before else None)
    return Measures(
        time=frame.time,
        light=_light(lab),
        covered=_is_covered(lab),
        sharpness=_sharpness(cv2.cvtColor(middle, cv2.COLOR_RGB2GRAY)),
        velocity=_velocity(grey, frame.time, before),
        subject=found.box if found else None,
        text=find_lines(cv2.cvtColor(large, cv2.COLOR_RGB2GRAY)),
        _small=grey,
        _ground=found.ground if found else None,
    )


def _fewer_pixels(pixels: Pixels) -> Pixels:
    """A whole number of pixels becomes one: 0.2 ms, where any other ratio takes 4."""
    height, width = pixels.shape[:2]
    ratio = min(round(max(height, width) / _LARGE), height, width)
    if ratio < 2:
        return pixels
    size = (width // ratio, height // ratio)
    part = pixels[: size[1] * ratio, : size[0] * ratio]
    cv2 = opencv.load()
    fewer: Pixels = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return fewer


def _shrunk(pixels: Pixels, longest: int) -> Pixels:
    """Always ``longest`` long, so that what is measured is the same for every camera."""
    height, width = pixels.shape[:2]
    share = longest / max(height, width)
    size = (max(16, round(width * share)), max(16, round(height * share)))
    cv2 = opencv.load()
    shrunk: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return shrunk


def _light(lab: Floats) -> float:
    """The lighter half: something lit before a dark ground is light enough."""
    levels = lab[..., 0].ravel()
    half = levels.size // 2
    return float(np.partition(levels, half)[half:].mean())


def _is_covered(lab: Floats) -> bool:
    light = lab[..., 0]
    red, yellow = float(lab[..., 1].mean()), float(lab[..., 2].mean())
    steps = np.abs(np.diff(light, axis=0)).mean() + np.abs(np.diff(light, axis=1)).mean()
    level = float(light.mean())
    smooth = float(steps) < _NO_EDGE * max(level, _SHADE / 5)
    reddish = level < _DIM and red > _RED and yellow > 0
    return level > _BLACK and smooth and (level < _SHADE or reddish)


def _sharpness(grey: npt.NDArray[np.uint8]) -> float:
    """How much of the steps between neighbours a blur takes away: Crété et al., SPIE 2007.

    "The blur effect: perception and estimation with a new no-reference perceptual blur metric".
    """
    cv2 = opencv.load()
    levels = grey.astype(np.float32)
    worst = 1.0
    for size, axis in (((9, 1), 1), ((1, 9), 0)):
        steps = np.abs(np.diff(levels, axis=axis))
        left = np.abs(np.diff(cv2.blur(levels, size), axis=axis))
        total = float(steps.sum())
        if total > _SAME_LEVEL * steps.size:
            worst = min(worst, float(np.maximum(steps - left, 0).sum()) / total)
    return worst


def _velocity(grey: Floats, time: float, before: Measures | None) -> tuple[float, float] | None:
    """Phase correlation of two frames (Kuglin and Hines, 1975); None when it has no clear peak."""
    if before is None or before._small is None or before._small.shape != grey.shape:
        return None
    past = time - before.time
    if not 0 < past <= _LONGEST_GAP:
        return None
    if float(np.abs(grey - before._small).mean()) < _SAME_LEVEL:
        return 0.0, 0.0
    cv2 = opencv.load()
    window = cv2.createHanningWindow(grey.shape[::-1], cv2.CV_32F)
    # Copies: OpenCV 4.14 multiplies the arrays that it is given by the window, in place.
    (x, y), peak = cv2.phaseCorrelate(before._small.copy(), grey.copy(), window)
    if peak < _SURE_PEAK:
        return None
    per_second = 1 / (max(grey.shape) * past)
    return x * per_second, y * per_second
