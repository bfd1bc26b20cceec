"""Heads' answers about pictures that they did not learn from: five heads, each without a fifth.

A word's thresholds need many examples, and a tenth of the pictures has few of most words. So the
levels of the whole picture's heads are placed by cross validation over all pictures that may be
learnt from; what is shipped has learnt from all of them, a little more than each of the five.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from assistant.training import data, split
from assistant.training.material import HEADS, Indices, Material
from assistant.training.metrics import Floats
from assistant.training.network import Words

COUNT = 5


@dataclass(frozen=True)
class Folds:
    """What heads say of pictures that are new to them.

    Attributes:
        chosen: (N,) which pictures.
        pooled: head → logits (N, labels).
    """

    chosen: Indices
    pooled: Mapping[str, Floats]

    def of(self, chosen: Indices) -> Mapping[str, Floats]:
        """Head → logits of some of the pictures, in their order."""
        places = {int(index): place for place, index in enumerate(self.chosen)}
        lines = [places[int(index)] for index in chosen]
        return {head: logits[lines] for head, logits in self.pooled.items()}


def assigned(
    rows: Sequence[data.Row], hashes: split.Hashes, chosen: Indices
) -> npt.NDArray[np.int64]:
    """The fold 0..COUNT-1 of each chosen picture; look-alikes share theirs.

    Args:
        rows: all pictures.
        hashes: (len(rows),) as ``split.dhash`` gives them.
        chosen: (N,) which to assign.
    """
    groups = split.look_alikes(hashes)
    names = (rows[first].origin or rows[first].id for first in groups[chosen])
    return np.array([zlib.crc32(f"{name}/fold".encode()) % COUNT for name in names])


def cross(
    material: Material,
    chosen: Indices,
    fold: npt.NDArray[np.int64],
    learn: Callable[[Indices, Indices], Words],
) -> Folds:
    """Train one set of heads for each fold, without it, and ask them about it.

    Args:
        material: all pictures.
        chosen: (N,) which to learn from, and to ask about.
        fold: (N,) of each.
        learn: (pictures to learn from, pictures to judge by) → heads.
    """
    found = {
        head: np.zeros((len(chosen), len(material.labels[head])), np.float32) for head in HEADS
    }
    for number in range(COUNT):
        new = chosen[fold == number]
        words = learn(chosen[fold != number], new)
        for head, logits in _ask(words, material, new).items():
            found[head][fold == number] = logits
    return Folds(chosen, found)


def save(found: Folds, path: Path) -> None:
    """Write them as an NPZ file."""
    np.savez(path, allow_pickle=False, chosen=found.chosen, **found.pooled)


def load(path: Path) -> Folds:
    """Read what ``save`` wrote.

    Raises:
        TrainingError: there is no such file.
    """
    try:
        with np.load(path) as file:
            return Folds(file["chosen"], {head: file[head] for head in HEADS})
    except (OSError, KeyError) as error:
        raise data.TrainingError(f"There are no readable folds at {path}. Train first.") from error


@torch.inference_mode()
def _ask(words: Words, material: Material, chosen: Indices) -> Mapping[str, Floats]:
    _, said = words(torch.from_numpy(np.asarray(material.kept.pooled[chosen], np.float32)))
    return {head: logits.numpy() for head, logits in said.items()}
