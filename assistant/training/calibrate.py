"""Say what scores mean, and write the model: ``python -m assistant.training.calibrate --data DIR``.

Fits the levels of each label on the folds, which are all pictures but part B, and on validation
part A how the pooled head and the grid are joined; prints, on part B, how often each level is
right: right answers of those given, by sureness. Nothing of what it writes to the model's folder,
``out/compact``, is fitted on part B, so that figures there are honest for what is shipped.

Chances are tempered first, a scale and an offset for each head, which is written into the weights.
Truth is that of ``judge.right``, and for the levels that of ``looked`` where nobody tells.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.pipeline.cnn_boxes import sigmoid
from assistant.pipeline.cnn_facts import WITHIN
from assistant.training import export, maps
from assistant.training.judging import counts, folds, judge, looked, platt, report, temper
from assistant.training.judging.folds import Folds
from assistant.training.judging.levels import (
    EDGES,
    GUESSED,
    PLACES,
    SETTINGS,
    SHOWN,
    curve_levels,
)
from assistant.training.judging.metrics import Floats
from assistant.training.picture import backbone, names
from assistant.training.picture.look import LOWEST, OVERLAP, Seen, look
from assistant.training.picture.material import HEADS, Indices, Material, load
from assistant.training.picture.network import Eyes, Heads
from assistant.training.picture.speech import BESIDE, LEAST, NEVER, SEVERAL, SPEAK
from assistant.training.picture.split import PART_A, PART_B

_TEACHER = 0.95  # share of what the teacher holds for there that is: see the data's README
_TOLD = frozenset(("person",))  # captions name people, and many of their boxes are true ones
_PULL = 30.0  # pictures that count as much as all labels of the head together
_PLACE = 0.9  # so many of the boxes that are told must be where a true one is
# The same for a second thing of one label: told, and held possible. For that less than half will
# do: "a dog" for two was the commonest mistake in the texts that were read.
_AGAIN, _PERHAPS = 0.95, 0.4
# The chances that there are several, up to which "a person" is told, and from which "people": on
# part A, by heads and a grid new to it, a person is then one in 95 %, and a dog.
_ALONE, _SEVERAL = {"whole": 0.3, "together": 0.2}, {"whole": 0.85, "together": 0.85}
_KINDS = {
    "objects": "object",
    "things": "object",
    "places": "scene",
    "actions": "action",
    "settings": "setting",
}
_EDGES = {"scene": PLACES, "setting": SETTINGS}
# Of ImageNet's names: nobody has told us of enough pictures what they show, so they are never
# plain. Right of those given at these chances: see the model card.
_NAMES = {"fairly sure": 0.9, "unsure": 0.7}


def label_levels(
    labels: Sequence[str],
    scores: Floats,
    true: Floats,
    weights: Floats,
    taught: bool = False,
    edges: Mapping[str, float] = EDGES,
) -> dict[str, dict[str, float]]:
    """The levels of each label: the scores from which its curve of chances reaches the edges.

    A curve is believed no further than pictures reach.

    Args:
        labels: of the head.
        scores: (N, labels).
        true: (N, labels) chances; NaN where nobody knows.
        weights: (N,) how much each picture counts.
        taught: what is held for true is what the teacher saw.
        edges: sureness → chance; with too few examples it is ``GUESSED``.
    """
    told = ~np.isnan(true) & (scores >= looked.LOWEST)
    each = np.broadcast_to(weights[:, None], scores.shape)
    every = platt.fitted(scores[told], true[told], each[told])
    found = {}
    for index, label in enumerate(labels):
        mine = told[:, index]
        curve = platt.fitted(
            scores[mine, index], true[mine, index], weights[mine], common=every, pull=_PULL
        )
        enough = np.nansum(np.where(true[:, index] >= 0.5, true[:, index], 0.0)) >= counts.ENOUGH
        trust = _TEACHER if taught and label not in _TOLD else 1.0
        chosen = curve_levels(curve, edges if enough else GUESSED, trust)
        reached = {name: np.sum(scores[mine, index] >= score) for name, score in chosen.items()}
        chosen = {name: chosen[name] for name, count in reached.items() if count >= SHOWN[name]}
        if chosen and label in LEAST:
            guess = min(chosen.values())
            chosen = {name: max(lowest, LEAST[label]) for name, lowest in chosen.items()}
            chosen["unsure"] = min(guess, LEAST[label])
        found[label] = {} if label in NEVER else chosen
    return found


def beside_levels(
    labels: Sequence[str],
    scores: Floats,
    true: Floats,
    weights: Floats,
    found: Mapping[str, Mapping[str, float]],
) -> dict[str, dict[str, dict[str, float]]]:
    """Label → what it is taken for → its levels in pictures that surely have that.

    Args:
        labels: of the head.
        scores: (N, labels).
        true: (N, labels).
        weights: (N,).
        found: the levels of each label in all pictures.
    """
    place = {label: column for column, label in enumerate(labels)}
    beside: dict[str, dict[str, dict[str, float]]] = {}
    for label, others in BESIDE.items():
        for other in others if label in place else ():
            lowest = found.get(other, {}).get("sure", np.inf)
            there = scores[:, place[other]] >= lowest if other in place else np.array([], bool)
            if there.any():
                one = slice(place[label], place[label] + 1)
                mine = scores[there, one], true[there, one], weights[there]
                beside.setdefault(label, {})[other] = label_levels([label], *mine)[label]
    return beside


def tempering(material: Material, told: Folds) -> dict[str, tuple[float, float]]:
    """Scale and offset of each head's logits that make its chances honest."""
    weights = judge.weigh(material, told.chosen)
    found = {}
    for head in HEADS:
        true = judge.right(material, told.chosen, head)
        scale, offset = temper.scaled([torch.from_numpy(told.pooled[head])], true, weights)
        found[head] = scale, offset
    return found


def tempered(told: Folds, found: Mapping[str, tuple[float, float]]) -> Folds:
    """Temper what the heads say."""
    pooled = {h: x * found[h][0] + found[h][1] for h, x in told.pooled.items()}
    return replace(told, pooled=pooled)


def write(heads: Heads, found: Mapping[str, tuple[float, float]]) -> None:
    """Make the tempering part of the last layers."""
    with torch.no_grad():
        for name, (scale, offset) in found.items():
            layer: torch.nn.Linear = heads.words.heads[name]  # type: ignore[assignment]
            layer.weight.mul_(scale)
            layer.bias.mul_(scale).add_(offset)


def facts(name: str, material: Material, chosen: Indices, seen: Seen, new: Folds) -> dict[str, Any]:
    """The content of ``cnn.json``.

    Args:
        name: the version.
        material: all pictures.
        chosen: those of part A, which the grid is new to.
        seen: what is said of them.
        new: the folds, tempered.
    """
    weights = judge.weigh(material, new.chosen)
    first, further = judge.places(material, chosen, seen)
    within = further[:, 3] > WITHIN
    true = judge.right(material, new.chosen, "objects")
    parts = new.pooled["objects"], judge.logit(new.peaks)
    parameters = temper.scaled([torch.from_numpy(part) for part in parts], true, weights)
    told: dict[str, Any] = {
        "name": name,
        "input": {
            "width": backbone.SIDE,
            "height": backbone.SIDE,
            "mean": backbone.MEAN,
            "std": backbone.STD,
        },
        "grid": {
            "head": "objects",
            **{
                key: round(value, 4)
                for key, value in zip(("pooled", "peak", "offset"), parameters, strict=True)
            },
            "lowest": LOWEST,
            "placed": counts.lowest(first, _PLACE),
            "again": counts.more(material.names, further, _AGAIN),
            "perhaps": counts.more(material.names, further[~within], _PERHAPS),
            "within": counts.more(material.names, further[within], _PERHAPS),
            "overlap": OVERLAP,
        },
        "heads": {},
    }
    for head in _KINDS:
        scores = scored(new.pooled, new.peaks, told, head)
        labels = material.labels[head]
        right = judge.right(material, new.chosen, head)
        right = looked.filled(material, new.chosen, labels, scores, right)
        edges = _EDGES.get(_KINDS[head], EDGES)
        found = label_levels(labels, scores, right, weights, head == "objects", edges)
        told["heads"][head] = {
            "labels": labels,
            "activation": "sigmoid",
            "kind": _KINDS[head],
            "levels": {},
            "label_levels": found,
            "beside": beside_levels(labels, scores, right, weights, found),
            "several": [label for label in labels if label in SEVERAL],
            "speak": {label: SPEAK[label] for label in labels if label in SPEAK},
        }
    told["heads"]["numbers"] = {"labels": material.labels["numbers"], "activation": "sigmoid"}
    told["numbers"] = {
        "head": "numbers",
        "alone": _ALONE,
        "several": _SEVERAL,
        "weights": counts.several(material, chosen, seen, new),
    }
    told["heads"]["names"] = {
        "labels": names.words(),
        "activation": "softmax",
        "kind": "object",
        "levels": _NAMES,
        "label_levels": {names.OTHER: {}},
    }
    return told


def scored(
    pooled: Mapping[str, Floats], peaks: Floats, told: Mapping[str, Any], head: str
) -> Floats:
    """The scores (N, labels) of a head as the program has them.

    Args:
        pooled: head → logits (N, labels).
        peaks: (N, labels) the grid's highest scores.
        told: the content of ``cnn.json``.
        head: which.
    """
    if head != "objects":
        return sigmoid(pooled[head])
    grid = told["grid"]
    return judge.joined(pooled[head], peaks, (grid["pooled"], grid["peak"], grid["offset"]))


def main() -> None:
    """The command."""
    options = _options()
    material = load(options.data, options.out)
    heads = Heads({h: len(rows) for h, rows in material.labels.items()}, len(material.names))
    for part, file in ((heads.words, "words.pt"), (heads.places, "places.pt")):
        part.load_state_dict(torch.load(options.out / file, weights_only=True))
    a, b = material.of(PART_A), material.of(PART_B)
    new = folds.load(options.out)
    found = tempering(material, new)
    told = facts(options.name, material, a, look(heads, material, a), tempered(new, found))
    write(heads, found)
    folder = options.out / "compact"
    folder.mkdir(exist_ok=True)
    text = json.dumps(told, indent=1)
    (folder / "cnn.json").write_text(text + "\n", encoding="utf-8")
    eyes = Eyes(heads, backbone.Backbone().names)
    export.export_cnn(folder, eyes, options.out / "maps" / maps.MODEL, told)
    seen = look(heads, material, b)
    sys.stdout.writelines(f"{line}\n" for line in report.tables(told, material, b, seen))
    temper.diagram(report.judged(told, material, b, seen), folder / "reliability.svg")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assistant.training.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--name", default="compact-v9", help="the version, told in the results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
