"""Which scores mean sure, fairly sure and unsure, read from pictures with known answers."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

TARGETS = {"sure": 0.96, "fairly sure": 0.88, "unsure": 0.85}
"""Share of right answers that each band of scores must have."""

_TAIL = 15.0  # answers at a band's lower end that are looked at by themselves
_SLACK = 0.1  # how much worse than the band they may be
STRICTER = {"fairly sure": 0.93, "unsure": 0.85}
"""For labels with too few examples, whose scores are judged together: never "sure"."""


def levels(
    scores: Floats, right: Floats, weights: Floats, targets: Mapping[str, float] = TARGETS
) -> dict[str, float]:
    """The lowest score of each sureness; a level that is never reached is left out.

    Each band runs from its own threshold to the next higher one, so that many plain cases cannot
    carry the doubtful ones. One wrong answer is added to each band: a few right ones prove little.

    Args:
        scores: (N,).
        right: (N,) 1 right, 0 wrong, between: as likely.
        weights: (N,) how much each counts.
        targets: sureness → precision, from the highest down.
    """
    order = np.argsort(-scores, kind="stable")
    scores, right, weights = scores[order], right[order], weights[order]
    found: dict[str, float] = {}
    start = 0
    for name, precision in targets.items():
        end = _band(scores[start:], right[start:], weights[start:], precision)
        if end:
            start += end
            # Rounded up, so that the written number lets in no more than was judged.
            found[name] = math.ceil(float(scores[start - 1]) * 1000) / 1000
    return found


def _band(scores: Floats, right: Floats, weights: Floats, precision: float) -> int:
    """How many of the highest scores form a band with that precision, also at its lower end."""
    hits, total = np.cumsum(right * weights), np.cumsum(weights)
    # The first answer of the last _TAIL, for each possible end.
    first = np.searchsorted(total, total - _TAIL)
    before = np.where(first > 0, 1, 0)
    tail_total = total - before * total[first - before]
    tail_hits = hits - before * hits[first - before]
    good = (hits / (total + 1) >= precision) & (
        tail_hits >= (precision - _SLACK) * np.maximum(tail_total, 1e-9)
    )
    good &= right >= 0.5  # no threshold lies below a wrong answer
    # Only between two different scores can a threshold lie.
    good[:-1] &= scores[:-1] > scores[1:]
    ends = np.flatnonzero(good)
    return int(ends[-1]) + 1 if len(ends) else 0
