"""Whether there is any writing in a picture: looked at before it is read, where nobody asks for it.

The first layers of the detector, and behind them a head that has learnt from what the whole reader
reads in photographs (``training/presence.py``), all in whole numbers: so it passes over the leaves
and bricks, too, that the detector takes for lines and the recogniser then cannot read.
"""

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.bundled import PRESENCE
from assistant.pipeline.frame import Pixels
from assistant.reading.networks import fitted
from assistant.sessions import OnnxNetwork

SIDE = 768
"""The longer side, in pixels, of the copy that is looked at."""

SMALL = 320
"""The longer side for a second look: a sign that fills the picture is too large for the first."""

_SURER = 0.7  # so much surer must the small look be
_PLACES = 2  # so many must agree: one alone is often nothing


def score(logits: npt.NDArray[np.float32], small: npt.NDArray[np.float32] | None = None) -> float:
    """Likeness to pictures with something to read: above zero, there may be something.

    Args:
        logits: (1, H, W) of the first look.
        small: the same of the second one, if there was one.
    """
    first = _highest(logits)
    return first if small is None else max(first, _highest(small) - _SURER)


def _highest(logits: npt.NDArray[np.float32]) -> float:
    best = np.partition(logits.ravel(), -min(_PLACES, logits.size))[-_PLACES:]
    return float(best.mean())


class TextPresence:
    """Tells whether there may be writing."""

    def __init__(self) -> None:
        self._network = OnnxNetwork(PRESENCE)

    def __call__(self, pixels: Pixels) -> bool:
        """Look at a picture (BGR); one that is too narrow for the detector has none."""
        small = given(smaller(pixels))
        if not small.size:
            return False
        # As score() has it; the small look, which takes a fifth of the time, is often enough.
        return _highest(self._look(small)) > _SURER or _highest(self._look(given(pixels))) > 0

    def _look(self, picture: Pixels) -> npt.NDArray[np.float32]:
        return self._network({"x": picture})["written"]


def given(pixels: Pixels) -> Pixels:
    """BGR → as the network takes it, (1, H, W, 4): with a channel that it does not look at."""
    fit = fitted(pixels)
    if not fit.size:
        return np.empty((1, *fit.shape[:2], 4), np.uint8)
    cv2 = opencv.load()
    four: Pixels = cv2.cvtColor(fit, cv2.COLOR_BGR2BGRA)
    return four[None]


def smaller(pixels: Pixels) -> Pixels:
    """A copy for the second look."""
    share = min(1.0, SMALL / max(pixels.shape[:2]))
    size = tuple(max(1, round(side * share)) for side in pixels.shape[1::-1])
    cv2 = opencv.load()
    copy: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return copy
