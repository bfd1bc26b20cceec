"""ImageNet's thousand as words that can be said: classes that are called alike are one.

The table is the standard profile's (``resources/models/standard/imagenet.json``): what a class is
called, and which are never said. What a detector has a word for is said in that: a lorikeet is a
bird.
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
    kinds = {index: word for word, classes in known.same.items() for index in classes}
    return tuple(
        kinds.get(index, "") if word is None else word.text * (word.kind == "object")
        for index, word in enumerate(known.words)
    )


class Names(nn.Module):
    """ImageNet's logits → log chances of the words, each the sum of its classes'.

    ImageNet's pictures show one thing: where people are, its answer is worth little. On 752
    captioned pictures of part A, 10 of 40 names with a chance of 0.5 and above were right.
    """

    sums: Tensor

    def __init__(self, classes: nn.Linear) -> None:
        super().__init__()
        self.classes = classes
        sums = np.zeros((len(_classes()), len(words())), np.float32)
        for index, word in enumerate(_classes()):
            sums[index, words().index(word or OTHER)] = 1.0
        self.register_buffer("sums", torch.from_numpy(sums))

    def forward(self, mean: Tensor, people: Tensor) -> Tensor:
        """(B, 1280), and the chance (B, 1) that there are people → (B, words)."""
        named: Tensor = self.classes(mean).softmax(1) @ self.sums * (1 - people)
        other = named[:, -1:] + people
        return torch.cat((named[:, :-1], other), 1).clamp(min=1e-9).log()
