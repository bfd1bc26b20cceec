"""The chance that a label is right, by its score: Platt's scaling, with few examples to go by.

Platt, "Probabilistic outputs for support vector machines", 1999. A label with few examples is drawn
towards what is true of all labels together.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from assistant.training.judging import temper
from assistant.training.judging.metrics import Floats


@dataclass(frozen=True)
class Curve:
    """The chance that a label is right, by the logit of its score."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, scores: Floats) -> Floats:
        """Chances (N,) of scores (N,)."""
        return np.asarray(_chance(self.slope * _logit(scores) + self.offset), np.float32)

    def lowest(self, chance: float) -> float:
        """The score from which it is that likely; 1 where none is."""
        if self.slope <= 0:
            return 1.0
        height = (np.log(chance / (1 - chance)) - self.offset) / self.slope
        return float(_chance(np.array(height)))


def fitted(
    scores: Floats,
    right: Floats,
    weights: Floats | None = None,
    common: Curve | None = None,
    pull: float = 0.0,
) -> Curve:
    """The likeliest curve.

    Args:
        scores: (N,) 0..1.
        right: (N,) 1 right, 0 wrong, between: as likely.
        weights: (N,) how much each counts; all the same by default.
        common: what the curve is drawn to, and what it is without examples.
        pull: how many examples that counts as: of the same scores, with its chances.
    """
    if weights is None:
        weights = np.ones_like(right)
    total = weights.sum()
    if total <= 0:
        return common or Curve()
    heights = _logit(scores)
    if common is None:
        # Platt's targets: however many were right, the next one need not be.
        hits = (right * weights).sum()
        right = right * (hits + 1) / (hits + 2) + (1 - right) / (total - hits + 2)
    else:
        heights, right = np.tile(heights, 2), np.concatenate([right, common(scores)])
        weights = np.concatenate([weights, weights * pull / total])
    logits = torch.from_numpy(heights[:, None].astype(np.float32))
    slope, offset = temper.scaled([logits], right[:, None].astype(np.float32), weights)
    # A higher score never makes a label less likely.
    return Curve(max(slope, 0.0), offset)


def _chance(height: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-height.clip(-30, 30))))


def _logit(scores: Floats) -> npt.NDArray[np.float64]:
    chance = scores.astype(np.float64).clip(1e-4, 1 - 1e-4)
    return np.asarray(np.log(chance / (1 - chance)))
