"""ImageNet's thousand as words that can be said: classes that are called alike are one.

The table is the standard profile's (``resources/models/standard/imagenet.json``): what a class is
called, and which are never said. What the grid has a word for, it says in its own.
"""

import json
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models import ResNet50_Weights

from assistant import paths
from assistant.pipeline.cnn_standard import Meanings

OTHER = "none of these"


@cache
def words() -> tuple[str, ...]:
    """Every word of a thing, and ``OTHER`` for all that has none."""
    named = sorted({word for word in _classes() if word})
    return (*named, OTHER)


@cache
def _classes() -> tuple[str, ...]:
    """For each of the thousand its word, or an empty one."""
    facts = json.loads((paths.resources() / "models" / "standard" / "imagenet.json").read_text())
    known = Meanings.read(facts, ResNet50_Weights.IMAGENET1K_V2.meta["categories"])
    return tuple(w.text if w and w.kind == "object" else "" for w in known.words)


class Names(nn.Module):
    """ImageNet's logits → log chances of the words, each the sum of its classes'."""

    sums: Tensor

    def __init__(self, classes: nn.Linear) -> None:
        super().__init__()
        self.classes = classes
        sums = np.zeros((len(_classes()), len(words())), np.float32)
        for index, word in enumerate(_classes()):
            sums[index, words().index(word or OTHER)] = 1.0
        self.register_buffer("sums", torch.from_numpy(sums))

    def forward(self, mean: Tensor) -> Tensor:
        """(B, 1280) → (B, words)."""
        chances: Tensor = self.classes(mean).softmax(1) @ self.sums
        return chances.clamp(min=1e-9).log()
