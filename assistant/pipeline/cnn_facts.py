"""Facts of the compact model's ``cnn.json``: heads, labels, levels of scores, the grid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.pipeline.arrays import Floats
from assistant.pipeline.cnn_boxes import sigmoid
from assistant.pipeline.evidence import Kind, Sureness

Levels = Mapping[str, float]  # sureness → the lowest score that means it
DAMAGED = "The picture network in {} is missing or damaged. Install Glimpse again."
FAILED = "The picture network failed. Try again, or restart."
WITHIN = 0.5  # so much of a box is shared by one that is mostly the same


@dataclass(frozen=True)
class Head:
    """One linear layer on the embedding, and how its scores are read.

    Attributes:
        labels: as trained, one for each output.
        activation: "sigmoid" or "softmax".
        kind: what its labels are; None for a head that is not spoken.
        levels: sureness → lowest score, for every label.
        label_levels: the same for single labels; an empty table means never spoken.
        beside: spoken label → another that is often taken for it → levels of the first in pictures
            that surely have the other.
        several: labels without a place of which there are often more than one.
        speak: label → how it is said, where that differs.
    """

    labels: tuple[str, ...]
    activation: str
    kind: Kind | None = None
    levels: Levels | None = None
    label_levels: Mapping[str, Levels] | None = None
    beside: Mapping[str, Mapping[str, Levels]] | None = None
    several: Sequence[str] = ()
    speak: Mapping[str, str] | None = None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Head":
        """The head of one entry of the file."""
        return cls(**{**row, "labels": tuple(row["labels"])})

    @property
    def known(self) -> frozenset[str]:
        """All that it could say, in spoken words."""
        levels = self.label_levels or {}
        said = [label for label in self.labels if self.kind and levels.get(label, self.levels)]
        return frozenset(map(self.spoken, said))

    def spoken(self, label: str) -> str:
        """The spoken form of a label."""
        return (self.speak or {}).get(label, label)

    def activated(self, logits: Floats) -> Floats:
        """Logits (labels,) → scores 0..1."""
        return sigmoid(logits) if self.activation == "sigmoid" else _softmax(logits)

    def lowest(self, label: str) -> float:
        """The lowest score with which this label is spoken; above 1 if it never is."""
        levels = (self.label_levels or {}).get(label, self.levels or {})
        return min(levels.values(), default=2.0)

    def reached(self, scores: Floats) -> list[int]:
        """Labels, by their place, whose scores (labels,) are high enough to be spoken."""
        places: list[int] = np.flatnonzero(scores >= self._lowest).tolist()
        return places

    @cached_property
    def _lowest(self) -> npt.NDArray[np.float64]:
        """``lowest`` of each label: asking one by one takes 10 ms a picture."""
        return np.array([self.lowest(label) for label in self.labels])

    def sureness(self, label: str, score: float) -> Sureness | None:
        """Sureness of this score for this label; None when it is too low to be spoken."""
        levels = (self.label_levels or {}).get(label, self.levels or {})
        return Sureness.of(score, levels)


@dataclass(frozen=True)
class Grid:
    """Reading of the grid, joined with the head that has the same labels.

    Attributes:
        head: the name of that head.
        pooled, peak, offset: score = sigmoid(pooled x the head's logit + peak x the logit of the
            label's best cell + offset).
        lowest: cells with lower scores hold nothing, and no label has a lower peak.
        placed: from this score on a cell's box is told; below, only that the thing is there.
        again: label → the score of a cell from which it is one more. Things of other labels are
            not counted.
        perhaps: label → the score with which there may be one more, which is not counted.
        within: the same where most of the cell's box is also that of a surer one: mostly it is the
            same thing once more.
        overlap: two boxes of one label that share more (intersection over union) are one thing.
    """

    head: str
    pooled: float
    peak: float
    offset: float
    lowest: float
    placed: float
    again: Mapping[str, float]
    perhaps: Mapping[str, float]
    within: Mapping[str, float]
    overlap: float

    def further(self, label: str, same: float) -> float:
        """The lowest score with which a cell means that there may be one more.

        Args:
            label: as trained.
            same: how far its box is that of a surer cell, see ``boxes.shared``.
        """
        lowest = self.within if same > WITHIN else self.perhaps
        return lowest.get(label, self.again.get(label, np.inf))

    def joined(self, pooled: Floats, peak: Floats) -> Floats:
        """Logits of the head, and scores 0..1 of the best cells → scores 0..1."""
        chance = peak.clip(self.lowest, 1 - 1e-6)
        logit = np.log(chance / (1 - chance))
        return sigmoid(self.pooled * pooled + self.peak * logit + self.offset)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    chances: Floats = powers / powers.sum()
    return chances
