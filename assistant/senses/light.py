"""Light: how much there is, where it comes from; and the tone of the light meter.

The level is the mean L* (CIE 1976 lightness: equal steps look equally large) of the middle 90 % of
the pixels. A camera that exposes by itself hides most changes of the light; the level then tells
what is left of it.
"""

import numpy as np
import numpy.typing as npt

from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.pipeline.quantiles import quantile
from assistant.pipeline.where import direction
from assistant.senses.colour_names import lab

Samples = npt.NDArray[np.float32]
Lightness = npt.NDArray[np.float32]

LOWEST, HIGHEST = 200.0, 2000.0  # hertz, of level 0 and 1

_REDUCED, _STEP = 320, 4  # the copy that is looked at, and every how many pixels
# Of 2,000 photographs 1 % are "very dark", 2 % "dark", 3 % "dim", 3 % "bright", 3 % "very bright".
_DARK = {"very dark": 0.135, "dark": 0.22, "dim": 0.29}
_BRIGHT = {"very bright": 0.88, "bright": 0.78}
_TAIL = 0.05  # share of the pixels at each end that do not count
_SURE = 0.02  # so near to a limit the label is only fairly sure

_GRID = 6  # rows and columns in which the brightest place is looked for
_CLEARLY = 0.22  # how much lighter than the rest it must be
_SMALL = 0.34  # share of the picture; what is larger has no place: the sky, a white wall
_FADE = 0.01  # seconds in which a tone begins and ends: a step would click


def see(frame: Frame) -> tuple[Observation, ...]:
    """At most one observation of kind "light"; none where the light is usual.

    Labels: "very dark", "dark", "dim", "bright", "very bright"; the score is the level.
    """
    score = level(frame)
    label = next((name for name, limit in _DARK.items() if score < limit), "")
    label = label or next((name for name, limit in _BRIGHT.items() if score > limit), "")
    if not label:
        return ()
    limits = (*_DARK.values(), *_BRIGHT.values())
    near = min(abs(score - limit) for limit in limits) < _SURE
    sureness = Sureness.FAIRLY_SURE if near else Sureness.SURE
    return (Observation(label, score, "light", sureness, "light"),)


def level(frame: Frame) -> float:
    """Lightness of the picture, 0 to 1, as the eye judges it; measured once for each frame."""
    return frame.once("light.level", lambda: _level(_lightness(frame)))


def _level(lightness: Lightness) -> float:
    low, high = quantile(lightness, _TAIL), quantile(lightness, 1 - _TAIL)
    return float(lightness[(lightness >= low) & (lightness <= high)].mean())


def brightest(frame: Frame) -> str:
    """Place of a window or a lamp: "on the left, near the top"; empty if nothing stands out.

    The lightest cell of a 6 × 6 grid and all cells nearly as light as it; they must be much lighter
    than the rest of the picture and only a part of it.
    """
    lightness = _lightness(frame)
    rows = np.array_split(lightness, min(_GRID, lightness.shape[0]), axis=0)
    cells = np.array(
        [[c.mean() for c in np.array_split(r, min(_GRID, r.shape[1]), axis=1)] for r in rows]
    )
    light = cells > cells.max() - _CLEARLY / 2
    if light.mean() > _SMALL or cells.max() - quantile(cells, 0.5) < _CLEARLY:
        return ""
    y, x = np.nonzero(light)
    if np.ptp(x) * np.ptp(y) > 3 * len(x):  # several lamps all over the picture
        return ""
    height, width = cells.shape
    across, down = float((x.mean() + 0.5) / width), float((y.mean() + 0.5) / height)
    return direction((across, down, 0.0, 0.0))


def pitch(level: float) -> float:
    """The frequency in hertz of a level 0..1: equal steps of light are equal steps of pitch."""
    return float(LOWEST * (HIGHEST / LOWEST) ** min(1.0, max(0.0, level)))


def tone(frequency: float, seconds: float, rate: int = 22050) -> Samples:
    """A sine in mono samples -1..1 that fades in and out."""
    meter = ToneSynthesis(rate)
    count = round(seconds * rate)
    end = min(count, round(_FADE * rate))
    return np.concatenate([meter.next(frequency, count - end), meter.end(end)])


class ToneSynthesis:
    """One tone in pieces that join without a click: it keeps its phase, pitch and loudness."""

    def __init__(self, rate: int = 22050) -> None:
        """Begin in silence.

        Args:
            rate: samples a second.
        """
        self._rate = rate
        self._phase = 0.0  # radians
        self._frequency = 0.0
        self._volume = 0.0

    def next(self, frequency: float, count: int) -> Samples:
        """The next ``count`` samples -1..1; the pitch glides from the last one to ``frequency``."""
        start = self._frequency or frequency
        self._frequency = frequency
        return self._piece(np.linspace(start, frequency, count, endpoint=False), 1.0)

    def end(self, count: int) -> Samples:
        """The last ``count`` samples, fading out."""
        return self._piece(np.full(count, self._frequency), 0.0)

    def _piece(self, frequencies: npt.NDArray[np.float64], volume: float) -> Samples:
        phases = self._phase + 2 * np.pi * np.cumsum(frequencies) / self._rate
        steps = np.arange(1, len(phases) + 1) / max(1.0, _FADE * self._rate)
        toward = np.sign(volume - self._volume)
        loud = np.clip(self._volume + toward * steps, 0.0, 1.0)
        if len(phases):
            self._phase, self._volume = float(phases[-1] % (2 * np.pi)), float(loud[-1])
        samples: Samples = (np.sin(phases) * loud).astype(np.float32)
        return samples


def _lightness(frame: Frame) -> Lightness:
    """L* / 100 of some of the pixels, shape (rows, columns)."""
    small = frame.reduced(_REDUCED)
    small = small[::_STEP, ::_STEP] if min(small.shape[:2]) > _STEP * _GRID else small
    lightness: Lightness = lab(small)[:, 0].reshape(small.shape[:2]) / np.float32(100)
    return lightness
