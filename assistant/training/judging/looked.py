"""What somebody saw who looked: whether a label is right of a picture of which nobody tells it.

Captions leave out most of what is there: of a person on a horse they say "riding", seldom
"sitting". Where the network has a label that no caption has, the caption's silence says little, and
the teacher says nothing of grass. So pictures at all scores were looked at, a few dozen for a
label, and for the others the chance that a label is right is read from its score: by Platt's
scaling, drawn towards that of all labels of the head, as a few dozen are few (``platt``).

``looked.csv`` has a line a verdict: ``label,group,picture,verdict``, 1 right, 0 wrong, empty where
it could not be told. Groups are pictures with captions, none of which has the label ("told"),
everyday pictures without captions ("silent"), and ``HELD_OUT``. ``sheets`` shows the pictures.
"""

import csv
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.pipeline.cnn_boxes import sigmoid
from assistant.training.judging import judge, platt
from assistant.training.judging.folds import Folds
from assistant.training.judging.metrics import Floats
from assistant.training.picture.material import WORDS, Indices, Material

FILE = Path(__file__).parent / "looked.csv"
HELD_OUT = "held out"
"""The group of what was said of pictures of part B and no caption had: for figures alone."""
SILENT = frozenset(("coco", "coco14", "coco_ic", "coco_vqa"))
LOWEST = 0.25  # scores below are not looked at, and never told

_OWN = 10.0  # verdicts that count as much as all labels of the head together
Mask = npt.NDArray[np.bool_]


@cache
def verdicts() -> Mapping[tuple[str, str], Mapping[str, float]]:
    """(label, group) → picture → 1 right, 0 wrong, NaN could not be told."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    with FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            mine = found.setdefault((row["label"], row["group"]), {})
            mine[row["picture"]] = float(row["verdict"] or "nan")
    return found


def held_out(picture: str) -> dict[str, bool | None]:
    """Label → whether it is right, or None where that could not be told; of a picture of part B."""
    return {
        label: None if math.isnan(seen[picture]) else seen[picture] == 1
        for (label, group), seen in verdicts().items()
        if group == HELD_OUT and picture in seen
    }


def open_groups(material: Material, chosen: Indices, right: Floats) -> dict[str, Mask]:
    """Group → (N, labels) where it is open whether a label is right.

    Args:
        material: all pictures.
        chosen: (N,) of them.
        right: (N, labels) what captions, tags and teacher say, see ``judge.right``.
    """
    told = np.array([bool(material.rows[i].captions) for i in chosen])[:, None]
    near = np.array([material.rows[i].src in SILENT for i in chosen])[:, None]
    unclear = np.isnan(right) | ((right > 0) & (right < 1))
    return {"told": told & (right < 1), "silent": ~told & near & unclear}


def filled(
    material: Material, chosen: Indices, labels: Sequence[str], scores: Floats, right: Floats
) -> Floats:
    """``right`` (N, labels) with chances where it is open and somebody looked at the label.

    Args:
        material: all pictures.
        chosen: (N,) of them.
        labels: of the head.
        scores: (N, labels).
        right: (N, labels) what captions, tags and teacher say.
    """
    found = right.copy()
    names = {material.rows[index].id: line for line, index in enumerate(chosen)}
    for group, open_ in open_groups(material, chosen, right).items():
        pairs = {
            column: _pairs(verdicts().get((label, group), {}), names, scores[:, column])
            for column, label in enumerate(labels)
        }
        every = np.concatenate([*pairs.values(), np.empty((0, 2), np.float32)])
        common = platt.fitted(every[:, 0], every[:, 1])
        for column, seen in pairs.items():
            if not len(seen):
                continue
            told = open_[:, column] & (scores[:, column] >= LOWEST)
            curve = platt.fitted(seen[:, 0], seen[:, 1], common=common, pull=_OWN)
            found[told, column] = curve(scores[told, column])
            for picture, verdict in verdicts()[labels[column], group].items():
                line = names.get(picture)
                if line is not None and open_[line, column] and not math.isnan(verdict):
                    found[line, column] = verdict
    return found


def answers(material: Material, told: Folds) -> Mapping[str, Floats]:
    """Head → chances (all pictures, labels) to learn from: those of the material, and ``filled``.

    So grass that no caption mentions is learnt as grass, as far as looking says that it mostly is.

    Args:
        material: all pictures.
        told: what heads say that learnt the material's own answers, tempered.
    """
    found = {head: chances.copy() for head, chances in material.answers.items()}
    for head in WORDS:
        right = judge.right(material, told.chosen, head)
        scores = sigmoid(told.pooled[head])
        seen = filled(material, told.chosen, material.labels[head], scores, right)
        mine = found[head][told.chosen]
        found[head][told.chosen] = np.where((mine <= 0) & ~np.isnan(seen), seen, mine)
    return found


def _pairs(seen: Mapping[str, float], names: Mapping[str, int], scores: Floats) -> Floats:
    """(score, verdict) of the pictures that are among ours."""
    told = ((name, verdict) for name, verdict in seen.items() if not math.isnan(verdict))
    pairs = [(scores[names[name]], verdict) for name, verdict in told if name in names]
    return np.array(pairs, np.float32).reshape(-1, 2)
