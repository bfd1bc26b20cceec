"""Whether there is any writing in a picture: looked at before it is read, where nobody asks for it.

The first layers of the detector, and behind them a head that has learnt from what the whole reader
reads in photographs (``training/presence.py``): so it passes over the leaves and bricks, too, that
the detector takes for lines and the recogniser then cannot read.
"""

import numpy as np
import numpy.typing as npt

from assistant import paths
from assistant.pipeline.frame import Pixels
from assistant.reading.networks import prepared
from assistant.sessions import OnnxNetwork

PRESENCE = paths.resources() / "models" / "reading" / "presence.onnx"
SIDE = 768
"""The longer side, in pixels, of the copy that is looked at."""

_PLACES = 2  # so many must agree: one alone is often nothing


def score(logits: npt.NDArray[np.float32]) -> float:
    """Likeness to pictures with something to read: above zero, there may be something."""
    best = np.partition(logits.ravel(), -min(_PLACES, logits.size))[-_PLACES:]
    return float(best.mean())


class TextPresence:
    """Tells whether there may be writing."""

    def __init__(self) -> None:
        self._network = OnnxNetwork(PRESENCE)

    def __call__(self, pixels: Pixels) -> bool:
        """Look at a picture (BGR); one that is too narrow for the detector has none."""
        given = prepared(pixels)
        if not given.size:
            return False
        return score(self._network({"x": given})["written"]) > 0
