"""The medium of what is no photograph: a page of text, a screenshot, a chart, a drawing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from assistant import paths
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import drawn
from assistant.senses.drawn import Numbers

GRAPHIC = "graphic"  # no photograph, and which of the others cannot be told

_SMALLEST = 48  # pixels on the shorter side: in less, nothing tells strokes from things
_LEVELS = {"fairly sure": 0.9, "sure": 0.98}  # probability that it is no photograph
# Strokes in rows as those of writing are: 92 % of 48 made conversations on telephones, 10 % of 48
# charts. Their bubbles look like bars; so what has such rows is not called a chart.
_WRITTEN = 0.55
_SPREADS = 4  # so far from the mean a number counts
_NAMED = 0.9  # share of that probability which one of the others must have to be named


@dataclass(frozen=True)
class MediumModel:
    """Multinomial logistic regression over the numbers of :mod:`assistant.senses.drawn`.

    Attributes:
        labels: the classes; the first is "photograph".
        mean, scale: of each number.
        weights: (1 + numbers, classes), the constant first.
    """

    labels: tuple[str, ...]
    mean: Numbers
    scale: Numbers
    weights: Numbers

    def probabilities(self, numbers: Numbers) -> Numbers:
        """(N, numbers) → (N, classes)."""
        scores = standardised(numbers, self.mean, self.scale) @ self.weights
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Numbers = powers / powers.sum(axis=1, keepdims=True)
        return shares

    def may_be_drawn(self, numbers: Numbers) -> bool:
        """Whether :meth:`verdict` may say so, whatever those numbers (N,) are that are NaN."""
        ready = standardised(numbers[None], self.mean, self.scale)[0]
        weights = self.weights - self.weights[:, :1]
        most = np.nan_to_num(ready) @ weights
        most += _SPREADS * np.abs(weights[np.isnan(ready)]).sum(axis=0)
        least = _LEVELS["fairly sure"]
        return bool(np.exp(most[1:]).sum() >= least / (1 - least))

    def verdict(self, shares: Numbers) -> tuple[str, float, Sureness] | None:
        """Label, probability and sureness of what is probably no photograph; else None."""
        drawn_after_all = 1 - float(shares[0])
        sureness = Sureness.of(drawn_after_all, _LEVELS)
        if sureness is None:
            return None
        best = 1 + int(shares[1:].argmax())
        named = float(shares[best]) > _NAMED * drawn_after_all
        return self.labels[best] if named else GRAPHIC, drawn_after_all, sureness


def standardised(numbers: Numbers, mean: Numbers, scale: Numbers) -> Numbers:
    """(N, numbers) → (N, 1 + numbers): the constant, and every number with mean 0 and spread 1.

    Cut at four spreads, so that a picture unlike any that was measured does not become certain.
    """
    ready = np.clip((numbers - mean) / scale, -_SPREADS, _SPREADS)
    return np.hstack([np.ones((len(ready), 1)), ready])


def see(frame: Frame) -> Iterator[Observation]:
    """At most one observation of kind "medium"; none of a photograph.

    Labels: "page of text", "screenshot", "chart", "drawing", or "graphic" where it cannot be told
    which. Sure: no photograph, so that nothing may be described as if it were one.
    """
    if min(frame.width, frame.height) < _SMALLEST:
        return
    trained = model()
    begun = drawn.begin(frame)
    if not trained.may_be_drawn(begun.numbers):  # nearly all photographs, in two thirds of the time
        return
    numbers = begun.finish()
    found = trained.verdict(trained.probabilities(numbers[None])[0])
    if found:
        label, score, sureness = found
        if label == "chart" and numbers[drawn.NAMES.index("rows")] >= _WRITTEN:
            label = GRAPHIC
        yield Observation(label, round(score, 3), "medium", sureness, "medium")


@cache
def model() -> MediumModel:
    """The numbers that ``tests/benchmarks/measure_medium.py --fit`` found."""
    facts = json.loads((paths.resources() / "models" / "medium.json").read_text("utf-8"))
    if tuple(facts["numbers"]) != drawn.NAMES:
        raise ValueError("medium.json was made for other numbers than drawn.py measures")
    mean, scale, weights = (np.array(facts[name]) for name in ("mean", "scale", "weights"))
    return MediumModel(tuple(facts["labels"]), mean, scale, weights)
