"""Which scores mean sure, fairly sure and unsure, read from pictures with known answers."""

import math
from collections.abc import Mapping

import numpy as np

from assistant.training.judging.metrics import Floats
from assistant.training.judging.platt import Curve

EDGES = {"sure": 0.88, "fairly sure": 0.78, "unsure": 0.77}
"""The chance that a label is right, from which each is said."""
PLACES = {"sure": 0.88, "fairly sure": 0.83}
"""The same for places, which are right less often than things where they are hedged; no guesses."""
SETTINGS = {"sure": 0.93, "fairly sure": 0.85}
"""The same for in and out of doors, which are easy, and told where little else is."""
GUESSED = {"fairly sure": 0.9, "unsure": 0.78}
"""The same for labels with too few examples: never "sure"."""
SHOWN = {"sure": 25, "fairly sure": 8, "unsure": 8}
"""New pictures with such scores, or higher ones, without which a level is not given."""

_LOWEST = 0.4  # a lower score is not said, however lucky its few examples were
_TAIL = 15  # answers at a band's lower end that are looked at by themselves
_SLACK = 0.1  # how much worse than the band they may be


def curve_levels(curve: Curve, edges: Mapping[str, float], trust: float = 1.0) -> dict[str, float]:
    """The lowest score of each sureness; one that no score reaches is left out.

    Args:
        curve: how likely the label is right, by its score.
        edges: sureness → chance, from the highest down.
        trust: share of what the curve holds for right that is.
    """
    lowest = {name: max(curve.lowest(chance / trust), _LOWEST) for name, chance in edges.items()}
    # Rounded up, so that the written number lets in no more than was judged.
    return {name: math.ceil(score * 1000) / 1000 for name, score in lowest.items() if score < 1}


def threshold(scores: Floats, right: Floats, precision: float) -> float:
    """The lowest score from which so many are right; 1 (never) where none is.

    One wrong answer is added: a few right ones prove little. And so many plain cases cannot carry
    the doubtful ones, the last few above the threshold are looked at by themselves, too.

    Args:
        scores: (N,).
        right: (N,) 1 right, 0 wrong.
        precision: share of right ones.
    """
    order = np.argsort(-scores, kind="stable")
    scores, right = scores[order], right[order]
    end = _band(scores, right, precision)
    return math.ceil(float(scores[end - 1]) * 1000) / 1000 if end else 1.0


def _band(scores: Floats, right: Floats, precision: float) -> int:
    """How many of the highest scores form a band with that precision, also at its lower end."""
    hits, total = np.cumsum(right), np.arange(1, len(right) + 1)
    before = np.concatenate([np.zeros(min(_TAIL, len(hits))), hits[:-_TAIL]])
    tail = np.minimum(total, _TAIL)
    good = (hits / (total + 1) >= precision) & (hits - before >= (precision - _SLACK) * tail)
    good &= right >= 0.5  # no threshold lies below a wrong answer
    # Only between two different scores can a threshold lie.
    good[:-1] &= scores[:-1] > scores[1:]
    ends = np.flatnonzero(good)
    return int(ends[-1]) + 1 if len(ends) else 0
