"""The space of embeddings: what differs between views of one thing counts little there.

The numbers come from :mod:`assistant.training.own_things`, which says how; with them came the
embeddings of some hundred photographs of other things: the background, against which each taught
thing gets its threshold.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant import paths
from assistant.pipeline.arrays import Floats


@dataclass(frozen=True, eq=False)
class Space:
    """D directions, and N photographs of other things in them.

    Attributes:
        mean: (1280,), of square roots.
        directions: (1280, D).
        background: (N, D), of length 1.
    """

    mean: Floats
    directions: Floats
    background: Floats

    def place(self, numbers: Floats) -> Floats:
        """(…, 1280) → (…, D), of length 1."""
        return unit((np.sqrt(np.maximum(numbers, 0.0)) - self.mean) @ self.directions)


def unit(vectors: Floats) -> Floats:
    """Scale to length 1, along the last axis."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    made: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return made


@cache
def shipped() -> Space:
    """The space that came with Glimpse."""
    with np.load(paths.resources() / "models" / "own.npz", allow_pickle=False) as file:
        background = file["background"].astype(np.float32)
        return Space(
            file["mean"].astype(np.float32),
            file["directions"].astype(np.float32) * file["scale"],
            unit(background),
        )
