"""Answers about pictures that were not learnt from, by networks that each learnt without a part.

A word's thresholds need many examples, and a tenth of the pictures has few of most words. So levels
are placed by cross validation over all pictures that may be learnt from, with five sets of heads,
each without a fifth, and two grids, each without a half, as a grid takes longer to learn. What is
shipped has learnt from more, and is a little better than what its levels were placed for.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import torch

from assistant.training.judging.metrics import Floats
from assistant.training.picture import data, split
from assistant.training.picture.look import find, peaks
from assistant.training.picture.material import HEADS, Indices, Material
from assistant.training.picture.network import Places, Words

WORDS, GRIDS = 5, 2
"""Parts for the heads of the whole picture, and for the grid."""
Learn = Callable[[Indices, Indices], Words]


@dataclass(frozen=True)
class Folds:
    """Answers of heads about pictures that are new to them.

    Attributes:
        chosen: (N,) which pictures.
        pooled: head → logits (N, labels).
        peaks: (N, labels) the grid's highest scores.
    """

    chosen: Indices
    pooled: Mapping[str, Floats]
    peaks: Floats


def assigned(
    rows: Sequence[data.Row], hashes: split.Hashes, chosen: Indices, count: int
) -> Indices:
    """The part 0..count-1 of each chosen picture; look-alikes share theirs.

    Args:
        rows: all pictures.
        hashes: (len(rows),) as ``split.dhash`` gives them.
        chosen: (N,) which to assign.
        count: of the parts.
    """
    groups = split.look_alikes(hashes)
    names = (rows[first].origin or rows[first].id for first in groups[chosen])
    return np.array([zlib.crc32(f"{name}/fold".encode()) % count for name in names])


def paired_words(
    material: Material, chosen: Indices, part: Indices, learn: Learn
) -> dict[tuple[int, int], Mapping[str, Floats]]:
    """Train heads of the whole picture without each two parts, and ask them about both.

    So of each part several heads tell that did not learn from it; and of these one did not learn
    from any other part either, whichever it is.

    Args:
        material: all pictures.
        chosen: (N,) which to learn from, and to ask about.
        part: (N,) of each.
        learn: (pictures to learn from, pictures to judge by) → heads.

    Returns:
        (part, other part) → head → logits (N, labels), NaN for the other pictures.
    """
    found: dict[tuple[int, int], Mapping[str, Floats]] = {}
    for pair in combinations(np.unique(part).tolist(), 2):
        new = np.isin(part, pair)
        words = learn(chosen[~new], chosen[new])
        said = _nothing(material, len(chosen))
        for head, logits in _ask(words, material, chosen[new]).items():
            said[head][new] = logits
        found[pair] = said
    return found


def without(
    paired: Mapping[tuple[int, int], Mapping[str, Floats]], part: int | None = None
) -> dict[str, Floats]:
    """Head → logits (N, labels) of heads that did not learn from the picture.

    Args:
        paired: as ``paired_words`` gives it.
        part: from which they have not learnt either. None: the mean of all that did not learn from
            the picture.
    """
    said = [one for pair, one in paired.items() if part is None or part in pair]
    heads = {head: np.stack([one[head] for one in said]) for head in said[0]}
    return {head: np.nanmean(logits, 0) for head, logits in heads.items()}


def cross_words(
    material: Material,
    chosen: Indices,
    part: Indices,
    learn: Callable[[int, Indices, Indices], Words],
) -> Mapping[str, Floats]:
    """Train heads of the whole picture without each part, and ask them about it.

    Args:
        material: all pictures.
        chosen: (N,) which to learn from, and to ask about.
        part: (N,) of each.
        learn: (the part, pictures to learn from, pictures to judge by) → heads.

    Returns:
        Head → logits (N, labels).
    """
    found = _nothing(material, len(chosen))
    for number in np.unique(part).tolist():
        new = chosen[part == number]
        words = learn(number, chosen[part != number], new)
        for head, logits in _ask(words, material, new).items():
            found[head][part == number] = logits
    return found


def cross_places(
    material: Material, chosen: Indices, part: Indices, learn: Callable[[Indices], Places]
) -> Floats:
    """The same for grids: their highest scores (N, labels)."""
    found = np.zeros((len(chosen), len(material.names)), np.float32)
    for number in np.unique(part):
        boxes = find(learn(chosen[part != number]), material, chosen[part == number])
        found[part == number] = peaks(boxes, len(material.names))
    return found


def load(out: Path) -> Folds:
    """The folds of a training: ``folds-words.npz`` and ``folds-places.npz``.

    Raises:
        TrainingError: a file is missing.
    """
    try:
        with np.load(out / "folds-words.npz") as file:
            chosen, pooled = file["chosen"], {head: file[head] for head in HEADS}
        with np.load(out / "folds-places.npz") as file:
            return Folds(chosen, pooled, file["peaks"])
    except (OSError, KeyError) as error:
        raise data.TrainingError(f"There are no readable folds in {out}. Train first.") from error


def _nothing(material: Material, count: int) -> dict[str, Floats]:
    return {
        head: np.full((count, len(names)), np.nan, np.float32)
        for head, names in material.labels.items()
    }


@torch.inference_mode()
def _ask(words: Words, material: Material, chosen: Indices) -> Mapping[str, Floats]:
    _, said = words(torch.from_numpy(np.asarray(material.kept.pooled[chosen], np.float32)))
    return {head: logits.numpy() for head, logits in said.items()}
