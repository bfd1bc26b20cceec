"""How many there are: from which score a thing is one more, and which signs tell of several."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from assistant.pipeline.cnn_numbers import Signs
from assistant.training.judging import temper
from assistant.training.judging.folds import Folds
from assistant.training.judging.levels import threshold
from assistant.training.judging.metrics import Floats
from assistant.training.picture import whole
from assistant.training.picture.look import Seen
from assistant.training.picture.material import Indices, Material

ENOUGH = 25  # right ones of a label by which it can be judged by itself


def more(labels: Sequence[str], further: npt.NDArray[np.float64], share: float) -> dict[str, float]:
    """The score of a further box from which so many are right: of each label that reaches it.

    Labels with few further boxes are judged together.

    Args:
        labels: of the grid.
        further: (score, right, label, shared) of boxes beside each label's best: ``judge.places``.
        share: of right ones.
    """
    many = [i for i in range(len(labels)) if further[further[:, 2] == i, 1].sum() >= ENOUGH]
    common = lowest(further[~np.isin(further[:, 2], many)], share)
    found = dict.fromkeys(labels, common)
    found |= {labels[i]: lowest(further[further[:, 2] == i], share) for i in many}
    return {name: score for name, score in found.items() if score < 1}


def lowest(pairs: npt.NDArray[np.float64], precision: float) -> float:
    """The threshold of (score, right, …) pairs."""
    score, right = (pairs[:, i].astype(np.float32) for i in (0, 1))
    return threshold(score, right, precision)


def several(
    material: Material, chosen: Indices, seen: Seen, new: Folds
) -> dict[str, dict[str, dict[str, float]]]:
    """The weights of the signs that there are several: ``Numbers.weights``.

    Args:
        material: all pictures.
        chosen: those of part A.
        seen: what is said of them.
        new: the folds, tempered.
    """
    place = {picture: i for i, picture in enumerate(new.chosen.tolist())}
    # By people alone: what the teacher tells of numbers comes from such boxes, too.
    right = np.stack([whole.numbers(material.rows[picture]) for picture in chosen.tolist()])
    right = np.where(right < 0, np.nan, right)
    found = {}
    for column, label in enumerate(material.labels["numbers"]):
        index = material.names.index(label)
        signs = [
            Signs.of(float(new.pooled["numbers"][place[picture], column]), boxes, index)
            for picture, boxes in zip(chosen.tolist(), seen.boxes, strict=True)
        ]
        found[label] = {
            "whole": weights(signs, right[:, column], Signs._fields[:1]),
            "together": weights(signs, right[:, column]),
        }
    return found


def weights(
    signs: Sequence[Signs], right: Floats, names: Sequence[str] = Signs._fields
) -> dict[str, float]:
    """The weights with which signs tell that there are several of something, and "offset".

    Args:
        signs: of N pictures.
        right: (N,) the chance that there are several; NaN where nobody knows.
        names: of the signs that have a say.
    """
    parts = [torch.tensor([[getattr(one, name)] for one in signs]) for name in names]
    found = temper.scaled(parts, right[:, None], np.ones_like(right))
    return {name: round(weight, 4) for name, weight in zip((*names, "offset"), found, strict=True)}
