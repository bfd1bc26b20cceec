"""From views to a prototype with thresholds, each with the rate of false alarms that it allows."""

from dataclasses import dataclass

import numpy as np

from assistant.pipeline.arrays import Floats
from assistant.pipeline.evidence import Sureness
from assistant.teach.space import Space, unit

# A false alarm in a thousand photographs of other things: this many standard deviations above the
# mean of the background's cosines.
_RARE = 3.2
# How far the threshold is on the way from the background's mean to what the thing's own views, each
# compared with the others, reach on average. Measured by tests/benchmarks/measure_teach.py.
_FAIRLY, _SURE = 0.5, 0.95
CLOSE = 0.1  # cosine: two taught things that are so near in a picture are not told apart for sure
_ALONE = 0.7  # cosine of a single view with another one of the same thing, as a rule
ALIKE = 0.75  # cosine of two prototypes from which on they may be one thing


@dataclass(frozen=True, eq=False)
class Prototype:
    """Numbers of one thing's looks.

    Attributes:
        direction: (D,), of length 1.
        lowest: the cosine from which on it is fairly sure.
        sure: and sure.
        expected: the share of its own views that it knows without having seen them.
    """

    direction: Floats
    lowest: float
    sure: float
    expected: float

    def score(self, placed: Floats) -> float:
        """The cosine of a look's cuts (cuts, D) with the prototype."""
        return float(unit(placed.mean(0)) @ self.direction)

    def sureness(self, score: float) -> Sureness | None:
        """Sureness of that score; None where it is another thing."""
        if score >= self.sure:
            return Sureness.SURE
        return Sureness.FAIRLY_SURE if score >= self.lowest else None


def prototype(space: Space, numbers: Floats) -> Prototype:
    """Make one of the views of a thing.

    Args:
        space: where they are compared.
        numbers: (views, cuts, 1280).
    """
    views = unit(space.place(numbers).mean(1))
    direction = unit(views.sum(0))
    own = _own(views)
    lowest, sure = thresholds(space.background @ direction, float(own.mean()))
    return Prototype(direction, lowest, sure, float((own >= lowest).mean()))


def alike(one: Prototype, other: Prototype) -> float:
    """The cosine of two things' prototypes."""
    return float(one.direction @ other.direction)


def thresholds(others: Floats, own: float) -> tuple[float, float]:
    """From which score on it is fairly sure, and sure.

    Args:
        others: scores of photographs of other things, (N,).
        own: what the thing's own views reach.
    """
    middle, spread = float(others.mean()), float(others.std())
    rare = middle + _RARE * spread
    fairly, sure = (max(rare, middle + way * (own - middle)) for way in (_FAIRLY, _SURE))
    return fairly, sure


def _own(views: Floats) -> Floats:
    """The cosine of each view (N, D) with the prototype of the others: what a new view may reach.

    Of a single view nothing is known; then it is what few things reach.
    """
    if len(views) < 2:
        return np.array([_ALONE], np.float32)
    others = unit(views.sum(0) - views)
    found: Floats = np.einsum("nd,nd->n", views, others)
    return found
