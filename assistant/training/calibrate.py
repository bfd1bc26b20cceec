"""Say what scores mean: ``python -m assistant.training.calibrate --data DIR --out DIR``.

Fits on validation part A how the pooled head and the grid are joined, and the levels of each
label; prints, on part B, how often each level is right: right answers of those given, by sureness.
What it writes to the model's folder, ``out/compact``, is fitted once more, on both parts, as twice
as many examples place the levels better; ``--fit a`` writes exactly what the figures are of.

Tags and scenes are tempered first, which is written into the weights.

Truth is that of ``validate.truth``: the teacher's boxes and, where there are any, the sources' own
tags and captions; what is neither there nor not there counts as half right. So the figures tell how
well the network does what its teacher does on such sources, and flatter it where the teacher errs
the same way.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file

from assistant.training import batches, judge, labels, report, temper, validate
from assistant.training.levels import STRICTER, TARGETS, levels
from assistant.training.metrics import Floats
from assistant.training.network import CompactNetwork
from assistant.training.split import PART_A, PART_B, split
from assistant.training.tags import TAGS
from assistant.training.train import HEADS, TRAINING_ONLY

SIDE = 192
_ENOUGH = 20  # pictures with a label from which it gets levels of its own
_PLACE = 0.9  # so many of the boxes that are told must be where a true one is
_AGAIN, _PERHAPS = 0.85, 0.5  # the same for a second thing of one label: told, and held possible
SPEAK = {
    "tv": "television",
    "cell phone": "phone",
    "dining table": "table",
    "mouse": "computer mouse",
    "remote": "remote control",
    "hair drier": "hair dryer",
    "sports ball": "ball",
    "document": "page of text",
}
# Rooms and landscapes are known from one collection each, without the other rooms and places that
# there are (a living room looks like a bedroom), and never spoken plainly. House fronts and
# buildings are not spoken as places: the tag "building" says the same and is known from more.
_NEVER = ("house front", "buildings", labels.NOTHING)


def label_levels(
    names: Sequence[str], scores: Floats, true: Floats, weights: Floats
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The common levels of labels with few examples, and those of each label with enough."""
    enough = (true == 1).sum(0) >= _ENOUGH
    few = np.flatnonzero(~enough)
    spread = np.repeat(weights[:, None], len(few), 1).ravel()
    common = levels(scores[:, few].ravel(), true[:, few].ravel(), spread, STRICTER)
    own = {names[int(i)]: levels(scores[:, i], true[:, i], weights) for i in np.flatnonzero(enough)}
    return common, own


def threshold(pairs: npt.NDArray[np.float64], precision: float) -> float:
    """The lowest score from which so many are right; 1 (never) where none is."""
    score, hit = (pairs[:, i].astype(np.float32) for i in (0, 1))
    return levels(score, hit, np.ones(len(score), np.float32), {"told": precision}).get("told", 1.0)


def perhaps(names: Sequence[str], further: npt.NDArray[np.float64]) -> dict[str, float]:
    """The score from which one more is as likely as not, of labels with enough further boxes.

    Args:
        names: the labels.
        further: (score, right, label) of boxes beside each label's best, see ``judge.places``.
    """
    found = {}
    for label in np.unique(further[:, 2]).astype(int):
        mine = further[further[:, 2] == label]
        if mine[:, 1].sum() >= _ENOUGH:
            found[names[label]] = threshold(mine, _PERHAPS)
    return {name: lowest for name, lowest in found.items() if lowest < 1}


def facts(
    name: str, material: batches.Material, chosen: Sequence[int], seen: validate.Seen
) -> dict[str, Any]:
    """The content of ``cnn.json``; what ``seen`` says of tags and scenes is tempered already."""
    weights = judge.weigh(material, chosen)
    answers = validate.truth(material, chosen)
    true = judge.right(answers)
    parts = (judge.logit(seen.pooled, 1e-6), judge.logit(seen.peaks(), validate.LOWEST))
    parameters = [round(p, 4) for p in temper.scaled(parts, judge.known(answers), weights)]
    common, own = label_levels(material.names, judge.joined(seen, parameters), true, weights)
    tagged = judge.right(validate.tag_truth(material, chosen))
    _, tag_levels = label_levels(list(TAGS), judge.sigmoid(seen.tags), tagged, weights)
    first, further = judge.places(material, chosen, seen)
    scenes = judge.scene_truth(material, chosen)
    known = ~np.isnan(scenes[:, 0])
    chances = judge.softmax(seen.scenes)
    scene_levels = {
        scene: levels(chances[known, i], scenes[known, i], weights[known], _targets(scene))
        for i, scene in enumerate(labels.SCENES)
    }
    spoken = {"activation": "sigmoid", "kind": "object"}
    return {
        "name": name,
        "input": {
            **{"both_ways": True, "width": SIDE, "height": SIDE},
            **{"mean": batches.MEAN, "std": batches.STD},
        },
        "grid": {
            "head": "objects",
            **dict(zip(("pooled", "peak", "offset"), parameters, strict=True)),
            "lowest": validate.LOWEST,
            "placed": threshold(first, _PLACE),
            "again": threshold(further, _AGAIN),
            "perhaps": perhaps(material.names, further),
            "overlap": validate.OVERLAP,
        },
        "heads": {
            "objects": {
                "labels": material.names,
                **spoken,
                **{"levels": common, "label_levels": own, "speak": _said(material.names)},
            },
            # A tag with too few examples is never spoken: they have nothing in common.
            "tags": {"labels": list(TAGS), **spoken, "levels": {}, "label_levels": tag_levels},
            "scene": {
                "labels": labels.SCENES,
                **{"activation": "softmax", "kind": "scene", "levels": {}},
                **{"label_levels": scene_levels, "speak": _said(labels.SCENES)},
            },
        },
    }


@dataclass(frozen=True)
class Tempering:
    """What makes the chances of tags and scenes honest.

    Attributes:
        scale, offset: of the tags' logits.
        factor: of the scenes' logits.
    """

    scale: float
    offset: float
    factor: float

    def of(self, seen: validate.Seen) -> validate.Seen:
        """What the network says, tempered."""
        tags = seen.tags * self.scale + self.offset
        return replace(seen, tags=tags, scenes=seen.scenes * self.factor)

    def write(self, network: CompactNetwork) -> None:
        """Make it part of the network's last layers."""
        with torch.no_grad():
            for name, times, plus in (
                ("tags", self.scale, self.offset),
                ("scene", self.factor, 0.0),
            ):
                head: torch.nn.Linear = network.heads[name]  # type: ignore[assignment]
                head.weight.mul_(times)
                head.bias.mul_(times).add_(plus)


def tempering(material: batches.Material, chosen: Sequence[int], seen: validate.Seen) -> Tempering:
    """What the chosen pictures ask for."""
    weights = judge.weigh(material, chosen)
    answers = judge.known(validate.tag_truth(material, chosen))
    scale, offset = temper.scaled([torch.from_numpy(seen.tags)], answers, weights)
    scenes = np.array([material.scenes[index] for index in chosen])
    known = scenes >= 0
    factor = temper.temperature(seen.scenes[known], scenes[known].tolist(), weights[known])
    return Tempering(scale, offset, factor)


def main() -> None:
    """The command."""
    options = _options()
    material = batches.load(options.data, options.out)
    parts = split(material.rows, material.pictures, options.out / "split.npy")
    network = CompactNetwork({**HEADS, "objects": len(material.names)}, len(material.names))
    network.load_state_dict(load_file(options.out / "cnn.safetensors"))
    a, b = (np.flatnonzero(parts == part).tolist() for part in (PART_A, PART_B))
    seen_a, seen_b = (validate.look(network, material, part, SIDE) for part in (a, b))
    found = tempering(material, a, seen_a)
    told = facts(options.name, material, a, found.of(seen_a))
    folder = options.out / "compact"
    folder.mkdir(exist_ok=True)
    seen = found.of(seen_b)
    sys.stdout.writelines(f"{line}\n" for line in report.tables(told, material, b, seen))
    temper.diagram(report.judged(told, material, b, seen), folder / "reliability.svg")
    if options.fit == "both":
        everything = seen_a.beside(seen_b)
        found = tempering(material, a + b, everything)
        told = facts(options.name, material, a + b, found.of(everything))
    found.write(network)
    export(network, told, folder)


def export(network: CompactNetwork, told: dict[str, Any], folder: Path) -> None:
    """Write ``cnn.json`` and, as fp16, ``cnn.safetensors``."""
    weights = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in network.state_dict().items()
        if not name.startswith(TRAINING_ONLY)
    }
    save_file(weights, folder / "cnn.safetensors")
    text = json.dumps(told, indent=1)
    (folder / "cnn.json").write_text(text + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assistant.training.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--name", default="compact-v1", help="the version, told in the results")
    parser.add_argument("--fit", choices=("a", "both"), default="both", help="what is written")
    return parser.parse_args()


def _targets(scene: str) -> Mapping[str, float]:
    return {} if scene in _NEVER else TARGETS if scene == "document" else STRICTER


def _said(names: Iterable[str]) -> dict[str, str]:
    return {name: SPEAK[name] for name in names if name in SPEAK}


if __name__ == "__main__":
    main()
