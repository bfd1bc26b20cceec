"""How many there are: the scores from which a thing is one more, and one person is several."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.training.judging import platt
from assistant.training.judging.levels import threshold
from assistant.training.judging.metrics import Floats

ENOUGH = 25  # right ones of a label by which it can be judged by itself
_COUNTED = 0.92  # of the answers whether there are several, so many are right at their edge


def more(labels: Sequence[str], further: npt.NDArray[np.float64], share: float) -> dict[str, float]:
    """The score of a further box from which so many are right: of each label that reaches it.

    Labels with few further boxes are judged together.

    Args:
        labels: of the grid.
        further: (score, right, label, shared) of boxes beside each label's best: ``judge.places``.
        share: of right ones.
    """
    many = [i for i in range(len(labels)) if further[further[:, 2] == i, 1].sum() >= ENOUGH]
    common = lowest(further[~np.isin(further[:, 2], many)], share)
    found = dict.fromkeys(labels, common)
    found |= {labels[i]: lowest(further[further[:, 2] == i], share) for i in many}
    return {name: score for name, score in found.items() if score < 1}


def lowest(pairs: npt.NDArray[np.float64], precision: float) -> float:
    """The threshold of (score, right, …) pairs."""
    score, right = (pairs[:, i].astype(np.float32) for i in (0, 1))
    return threshold(score, right, precision)


def several(scores: Floats, right: Floats) -> dict[str, float]:
    """The score from which there are several of something, and that up to which there is one.

    Args:
        scores: (N,) 0..1.
        right: (N,) 1 several, 0 one; NaN where nobody knows.
    """
    told = ~np.isnan(right)
    curve = platt.fitted(scores[told], right[told])
    edges = {"several": curve.lowest(_COUNTED), "alone": curve.lowest(1 - _COUNTED)}
    return {name: round(score, 3) for name, score in edges.items()}
