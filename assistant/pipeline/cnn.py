"""f = CNN(x), compact profile: one small backbone with several heads.

Everything about the model stands in the model folder's ``cnn.json``: input size, normalisation,
heads, labels, how they are spoken, and which scores mean what.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torchvision
from PIL import Image
from safetensors import SafetensorError
from safetensors.torch import load_file

from assistant.errors import ModelError, PipelineError
from assistant.pipeline.evidence import Kind, Sureness
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


class _Network(torch.nn.Module):
    """MobileNetV3-small features → mean over space → BatchNorm → one Linear a head."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        super().__init__()
        self.features = torchvision.models.mobilenet_v3_small().features
        width = self.features[-1].out_channels
        self.norm = torch.nn.BatchNorm1d(width)
        for name, head in heads.items():
            self.add_module(name, torch.nn.Linear(width, len(head.labels)))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """(B, 3, H, W) normalised → embedding (B, D) and logits (B, labels) by head."""
        embedding = self.norm(self.features(x).mean((2, 3)))
        heads = {n: m for n, m in self.named_children() if isinstance(m, torch.nn.Linear)}
        return embedding, {name: layer(embedding) for name, layer in heads.items()}


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
            self._network = _Network(self._heads).eval()
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
            embedding, logits = self._network(self._prepare(frame)[None])
        except RuntimeError as error:
            raise PipelineError("The picture network failed. Try again, or restart.") from error
        found = [h for name, head in self._heads.items() for h in _read(name, head, logits[name])]
        found.sort(key=lambda h: (-h.sureness.rank, -h.score, h.label))
        return Features(embedding[0].numpy().astype(np.float32), tuple(found))

    def _prepare(self, frame: Frame) -> torch.Tensor:
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


def _read(name: str, head: Head, logits: torch.Tensor) -> Iterator[Hypothesis]:
    if head.kind is None:
        return
    scores = logits[0].sigmoid() if head.activation == "sigmoid" else logits[0].softmax(-1)
    for label, score in zip(head.labels, scores.tolist(), strict=True):
        sureness = head.sureness(label, score)
        if sureness:
            spoken = (head.speak or {}).get(label, label)
            yield Hypothesis(spoken, score, name, head.kind, sureness)
