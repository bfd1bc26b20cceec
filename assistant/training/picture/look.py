"""Answers of trained heads about pictures whose features are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from assistant.pipeline.cnn_boxes import FoundBoxes, decode
from assistant.training.judging.metrics import Floats
from assistant.training.picture.material import Indices, Material
from assistant.training.picture.network import ROWS, Heads, Places

LOWEST, OVERLAP = 0.05, 0.5
_BATCH = 64


@dataclass(frozen=True)
class Seen:
    """Answers of a network about N pictures.

    Attributes:
        pooled: head → logits (N, labels).
        boxes: for each picture.
    """

    pooled: Mapping[str, Floats]
    boxes: list[FoundBoxes]

    def peaks(self, labels: int) -> Floats:
        """The highest score of each label's boxes: (N, labels)."""
        return peaks(self.boxes, labels)


def peaks(boxes: Sequence[FoundBoxes], labels: int) -> Floats:
    """The highest score of each label's boxes: (N, labels)."""
    highest = np.zeros((len(boxes), labels), np.float32)
    for index, found in enumerate(boxes):
        np.maximum.at(highest[index], found.labels, found.scores)
    return highest


@torch.inference_mode()
def look(heads: Heads, material: Material, chosen: Indices) -> Seen:
    """Show the chosen pictures."""
    heads.eval()
    _, pooled = heads.words(torch.from_numpy(np.asarray(material.kept.pooled[chosen], np.float32)))
    boxes = find(heads.places, material, chosen)
    return Seen({head: logits.numpy() for head, logits in pooled.items()}, boxes)


@torch.inference_mode()
def find(places: Places, material: Material, chosen: Indices) -> list[FoundBoxes]:
    """The boxes of the chosen pictures."""
    kept = material.kept
    boxes: list[FoundBoxes] = []
    for start in range(0, len(chosen), _BATCH):
        some = chosen[start : start + _BATCH]
        middle, coarse = (
            torch.from_numpy(np.asarray(array[some], np.float32))
            .view(len(some), side, side, -1)
            .permute(0, 3, 1, 2)
            for array, side in ((kept.middle, ROWS), (kept.coarse, ROWS // 2))
        )
        grid, sides = places(middle, coarse)
        boxes += [
            decode(cells, box, LOWEST, OVERLAP)
            for cells, box in zip(grid.numpy(), sides.numpy(), strict=True)
        ]
    return boxes
