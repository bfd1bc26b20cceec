"""Whether there is one of something or several: by the whole picture and by the grid's boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from assistant.pipeline.boxes import shared
from assistant.pipeline.cnn_boxes import FoundBoxes
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.features import Hypothesis

_LOWEST = 0.02  # a box that was not found is as sure as that
_SMALLEST = 1e-3  # of the picture: and as large as that


class Signs(NamedTuple):
    """Signs that there are several of one label.

    Attributes:
        pooled: the logit of the whole picture's head.
        first, second, third: the logits of the scores of the three best boxes.
        size, next_size: logarithms of the areas of the best and second box, as shares.
        same: share of the smaller of these two that lies in the other.
    """

    pooled: float
    first: float
    second: float
    third: float
    size: float
    next_size: float
    same: float

    @classmethod
    def of(cls, pooled: float, found: FoundBoxes, label: int) -> "Signs":
        """The signs in what the grid found.

        Args:
            pooled: the logit of the whole picture's head.
            found: all boxes of one picture.
            label: of the grid.
        """
        mine = np.flatnonzero(found.labels == label)[:3]
        scores = np.full(3, _LOWEST)
        scores[: len(mine)] = found.scores[mine].clip(_LOWEST, 1 - _LOWEST)
        first, second, third = np.log(scores / (1 - scores)).tolist()
        corners = found.corners[mine[:2]]
        areas = np.full(2, _SMALLEST)
        areas[: len(corners)] = (corners[:, 2:] - corners[:, :2]).clip(0).prod(1).clip(_SMALLEST)
        size, next_size = np.log(areas).tolist()
        same = float(shared(corners)[1]) if len(corners) > 1 else 0.0
        return cls(pooled, first, second, third, size, next_size, same)


class Chances(NamedTuple):
    """The chance that there are several.

    Attributes:
        whole: by the whole picture alone.
        together: by all signs. Where the grid finds one box it knows little more than that, so
            both are asked.
    """

    whole: float
    together: float


@dataclass(frozen=True)
class Numbers:
    """Reading of the head that tells of the whole picture whether there are several of something.

    Attributes:
        head: its name; it is not spoken.
        alone: "whole" and "together": the chances up to which there is one.
        several: and those from which there are several.
        weights: each label of the head → "whole" and "together" → sign → its weight, and "offset":
            logistic regressions.
    """

    head: str
    alone: Mapping[str, float]
    several: Mapping[str, float]
    weights: Mapping[str, Mapping[str, Mapping[str, float]]]

    def chances(self, label: str, signs: Signs) -> Chances:
        """The chances that there are several."""
        weights = self.weights[label]
        return Chances(*(_chance(weights[name], signs) for name in Chances._fields))

    def counted(self, found: Sequence[Hypothesis], signs: Mapping[str, Signs]) -> list[Hypothesis]:
        """The hypotheses with their numbers set right where one of a label is surely seen.

        Where neither is clear there is at least one.

        Args:
            found: of one picture.
            signs: by label.
        """
        told = list(found)
        for label in self.weights:
            seen = [h for h in told if h.label == label]
            counted = [h for h in seen if h.sureness == Sureness.SURE and not h.more]
            if len(counted) != 1:
                continue
            (best,) = counted
            chances = self.chances(label, signs[label])._asdict().items()
            if all(chance <= self.alone[name] for name, chance in chances):
                told = [h for h in told if h not in seen or h is best]
                continue
            if all(chance >= self.several[name] for name, chance in chances):
                told = [replace(h, number=2) if h is best else h for h in told]
            told.append(replace(best, box=None, more=True))
        return told


def _chance(weights: Mapping[str, float], signs: Signs) -> float:
    values = signs._asdict()
    logit = sum(weight * values[name] for name, weight in weights.items() if name != "offset")
    logit += weights["offset"]
    return float(1 / (1 + np.exp(-logit)))
