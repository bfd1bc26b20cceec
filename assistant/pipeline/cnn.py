"""f = CNN(x), compact profile: one small backbone with several heads, and a grid of places.

Everything about the model stands in the model folder's ``cnn.json``: input size, normalisation,
heads, labels, how they are spoken, which scores mean what, and how the grid is read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from assistant.errors import ModelError, PipelineError
from assistant.pipeline.cnn_boxes import decode
from assistant.pipeline.cnn_network import CompactNetwork, Outputs, both_ways
from assistant.pipeline.evidence import Box, Kind, Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.pipeline.frame import Frame

Levels = Mapping[str, float]  # sureness → the lowest score that means it


@dataclass(frozen=True)
class Head:
    """One linear layer on the embedding, and how its scores are read.

    Attributes:
        labels: as trained, one for each output.
        activation: "sigmoid" or "softmax".
        kind: what its labels are; None for a head that is not spoken.
        levels: sureness → lowest score, for every label.
        label_levels: the same for single labels; an empty table means never spoken.
        speak: label → how it is said, where that differs.
    """

    labels: tuple[str, ...]
    activation: str
    kind: Kind | None = None
    levels: Levels | None = None
    label_levels: Mapping[str, Levels] | None = None
    speak: Mapping[str, str] | None = None

    @property
    def known(self) -> frozenset[str]:
        """What it could say, in spoken words."""
        levels = self.label_levels or {}
        said = [label for label in self.labels if self.kind and levels.get(label, self.levels)]
        return frozenset((self.speak or {}).get(label, label) for label in said)

    def sureness(self, label: str, score: float) -> Sureness | None:
        """What this score means for this label; None when it is too low to be spoken."""
        levels = (self.label_levels or {}).get(label, self.levels or {})
        return Sureness.of(score, levels)


@dataclass(frozen=True)
class Grid:
    """How the grid is read, and joined with the head that has the same labels.

    Attributes:
        head: the name of that head.
        pooled, peak, offset: score = sigmoid(pooled x the head's logit + peak x the logit of the
            label's best cell + offset).
        lowest: cells with lower scores hold nothing, and no label has a lower peak.
        placed: from this score on a cell's box is told; below, only that the thing is there.
        again: a second thing of one label needs a cell with this score.
        perhaps: label → the score with which there may be one more, which is not counted. Of labels
            without, a second doubtful cell is as often the same thing once more.
        overlap: two boxes of one label that share more (intersection over union) are one thing.
    """

    head: str
    pooled: float
    peak: float
    offset: float
    lowest: float
    placed: float
    again: float
    perhaps: Mapping[str, float]
    overlap: float

    def joined(self, pooled: Tensor, peak: Tensor) -> Tensor:
        """Logits of the head, and scores 0..1 of the best cells → scores 0..1."""
        logit = peak.clamp(self.lowest, 1 - 1e-6).logit()
        return (self.pooled * pooled + self.peak * logit + self.offset).sigmoid()


class CompactCNN:
    """The compact network out of one folder with ``cnn.json`` and ``cnn.safetensors``.

    Raises:
        ModelError: a file is missing or damaged, or the two do not belong together.
    """

    def __init__(self, folder: Path) -> None:
        try:
            facts = json.loads((folder / "cnn.json").read_text(encoding="utf-8"))
            self.version: str = facts["name"]
            self._heads = {name: _head(row) for name, row in facts["heads"].items()}
            self.known = frozenset[str]().union(*(head.known for head in self._heads.values()))
            self._input = facts["input"]
            self._grid = Grid(**facts["grid"])
            sizes = {name: len(head.labels) for name, head in self._heads.items()}
            self._network = CompactNetwork(sizes, sizes[self._grid.head]).eval()
            weights = load_file(folder / "cnn.safetensors")
            self._network.load_state_dict({k: v.float() for k, v in weights.items()})
        except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
            raise ModelError(
                f"The picture network in {folder} is missing or damaged. Install Glimpse again."
            ) from error
        self._mean = torch.tensor(self._input["mean"]).view(3, 1, 1)
        self._std = torch.tensor(self._input["std"]).view(3, 1, 1)

    @torch.inference_mode()
    def __call__(self, frame: Frame) -> Features:
        """What is in the frame.

        Raises:
            PipelineError: the network failed.
        """
        try:
            said = both_ways(self._network, self._prepare(frame)[None])
        except RuntimeError as error:
            raise PipelineError("The picture network failed. Try again, or restart.") from error
        found = [
            hypothesis
            for name, head in self._heads.items()
            if head.kind and name != self._grid.head
            for hypothesis in _read(name, head, said.pooled[name][0])
        ]
        found += self._things(said)
        found.sort(key=lambda h: (-h.sureness.rank, -h.score, h.label))
        return Features(said.embedding[0].numpy().astype(np.float32), tuple(found))

    def _things(self, said: Outputs) -> Iterator[Hypothesis]:
        """What the grid and its head see together: one hypothesis a box, or one without."""
        grid, name = self._grid, self._grid.head
        head, pooled = self._heads[name], said.pooled[name][0]
        found = decode(said.grid[0], said.sides[0], grid.lowest, grid.overlap)
        scores = grid.joined(pooled[found.labels], found.scores).tolist()
        seen = set[int]()
        for index, label in enumerate(found.labels.tolist()):
            peak = float(found.scores[index])
            lowest = grid.perhaps.get(head.labels[label], grid.again)
            if label not in seen or peak >= lowest:
                box = _box(found.corners[index]) if peak >= grid.placed else None
                more = label in seen and peak < grid.again
                yield from _spoken(name, head, label, scores[index], box, more)
            seen.add(label)
        alone = grid.joined(pooled, torch.zeros_like(pooled)).tolist()
        for label in range(len(alone)):
            if label not in seen:
                yield from _spoken(name, head, label, alone[label])

    def _prepare(self, frame: Frame) -> Tensor:
        """The whole picture squashed to the network's size: (3, H, W), normalised."""
        size = (self._input["width"], self._input["height"])
        # reducing_gap lets Pillow shrink a big picture by a box filter first: ten times faster.
        small = Image.fromarray(frame.pixels).resize(
            size, Image.Resampling.BILINEAR, reducing_gap=3.0
        )
        pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1) / 255
        return (pixels - self._mean) / self._std


def _head(row: dict[str, Any]) -> Head:
    return Head(**{**row, "labels": tuple(row["labels"])})


def _read(name: str, head: Head, logits: Tensor) -> Iterator[Hypothesis]:
    scores = logits.sigmoid() if head.activation == "sigmoid" else logits.softmax(-1)
    for label, score in enumerate(scores.tolist()):
        yield from _spoken(name, head, label, score)


def _spoken(
    name: str,
    head: Head,
    label: int,
    score: float,
    box: Box | None = None,
    more: bool = False,
) -> Iterator[Hypothesis]:
    """One hypothesis, or none when the score is too low to be spoken."""
    trained = head.labels[label]
    sureness = head.sureness(trained, score)
    if sureness and head.kind:
        spoken = (head.speak or {}).get(trained, trained)
        yield Hypothesis(spoken, score, name, head.kind, sureness, box, more)


def _box(corners: Tensor) -> Box:
    left, top, right, bottom = corners.tolist()
    return left, top, right - left, bottom - top
