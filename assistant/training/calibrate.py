"""Say what scores mean: ``python -m assistant.training.calibrate --data DIR --out DIR``.

Fits on validation part A how the pooled head and the grid are joined, and the levels of each
label; writes the model's folder, ``out/compact``; prints, on part B, how often each level is
right: right answers of those given, by sureness.

Truth is that of ``validate.truth``: the teacher's boxes and, where there are any, the sources' own
tags and captions; what is neither there nor not there counts as half right. So the figures tell how
well the network does what its teacher does on such sources, and flatter it where the teacher errs
the same way.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file

from assistant.pipeline.cnn_network import CompactNetwork
from assistant.training import batches, data, judge, labels, report, validate
from assistant.training.levels import STRICTER, TARGETS, levels
from assistant.training.metrics import Floats
from assistant.training.split import PART_A, PART_B, split
from assistant.training.train import HEADS

SIDE = 192
_ENOUGH = 20  # pictures with a label from which it gets levels of its own
_PLACE = 0.9  # so many of the boxes that are told must be where a true one is
_AGAIN = 0.85  # the same for a second thing of one label
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
# Landscapes and house fronts are known from one collection each. A house front is never spoken,
# a landscape never plainly.
_NEVER = ("house front", labels.NOTHING)
_UNSPOKEN = (
    ("everyday", "everyday631.json", "sigmoid"),
    ("imagenet", "imagenet1000.json", "softmax"),
)
_ROOMS = ("bedroom", "bathroom", "kitchen", "document")


def join(
    pooled: Floats, peaks: Floats, true: Floats, weights: Floats
) -> tuple[float, float, float]:
    """Logistic regression over all labels: weights of the two logits, and the offset."""
    x = torch.stack((judge.logit(pooled, 1e-6), judge.logit(peaks, validate.LOWEST)), -1)
    y, w = torch.from_numpy(true), torch.from_numpy(weights)[:, None]
    parameters = torch.tensor([0.5, 0.5, 0.0], requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        logits = x @ parameters[:2] + parameters[2]
        entropy = torch.nn.functional.binary_cross_entropy_with_logits(logits, y, reduction="none")
        mean = (entropy * w).mean()
        mean.backward()  # type: ignore[no-untyped-call]
        return mean

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    first, second, offset = parameters.tolist()
    return first, second, offset


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


def facts(
    name: str, material: batches.Material, chosen: Sequence[int], seen: validate.Seen
) -> dict[str, Any]:
    """The content of ``cnn.json``."""
    weights = judge.weigh(material, chosen)
    true = judge.right(validate.truth(material, chosen))
    parameters = [round(p, 4) for p in join(seen.pooled, seen.peaks(), true, weights)]
    common, own = label_levels(material.names, judge.joined(seen, parameters), true, weights)
    first, further = judge.places(material, chosen, seen)
    scenes = judge.scene_truth(material, chosen)
    known = ~np.isnan(scenes[:, 0])
    scene_levels = {
        scene: levels(seen.scenes[known, i], scenes[known, i], weights[known], _targets(scene))
        for i, scene in enumerate(labels.SCENES)
    }
    spoken = {"activation": "sigmoid", "kind": "object", "levels": common, "label_levels": own}
    return {
        "name": name,
        "input": {"width": SIDE, "height": SIDE, "mean": batches.MEAN, "std": batches.STD},
        "grid": {
            "head": "objects",
            **dict(zip(("pooled", "peak", "offset"), parameters, strict=True)),
            "lowest": validate.LOWEST,
            "placed": threshold(first, _PLACE),
            "again": threshold(further, _AGAIN),
            "overlap": validate.OVERLAP,
        },
        "heads": {
            "objects": {"labels": material.names, **spoken, "speak": _said(material.names)},
            "scene": {
                "labels": labels.SCENES,
                **{"activation": "softmax", "kind": "scene", "levels": {}},
                **{"label_levels": scene_levels, "speak": _said(labels.SCENES)},
            },
        },
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.calibrate", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--name", default="compact-v1", help="the version, told in the results")
    options = parser.parse_args()
    material = batches.load(options.data, options.out)
    parts = split(material.rows, material.pictures, options.out / "split.npy")
    network = CompactNetwork({**HEADS, "objects": len(material.names)}, len(material.names))
    network.load_state_dict(load_file(options.out / "cnn.safetensors"))
    chosen = np.flatnonzero(parts == PART_A).tolist()
    told = facts(options.name, material, chosen, validate.look(network, material, chosen, SIDE))
    for head, file, activation in _UNSPOKEN:
        row = {"labels": data.names(options.data, file), "activation": activation}
        told["heads"][head] = row
    export(network, told, options.out / "compact")
    chosen = np.flatnonzero(parts == PART_B).tolist()
    seen = validate.look(network, material, chosen, SIDE)
    sys.stdout.writelines(f"{line}\n" for line in report.tables(told, material, chosen, seen))


def export(network: CompactNetwork, told: dict[str, Any], folder: Path) -> None:
    """Write ``cnn.json`` and, as fp16, ``cnn.safetensors``."""
    folder.mkdir(exist_ok=True)
    weights = {
        name: (value.half() if value.is_floating_point() else value).contiguous()
        for name, value in network.state_dict().items()
    }
    save_file(weights, folder / "cnn.safetensors")
    text = json.dumps(told, indent=1)
    (folder / "cnn.json").write_text(text + "\n", encoding="utf-8")


def _targets(scene: str) -> Mapping[str, float]:
    return {} if scene in _NEVER else TARGETS if scene in _ROOMS else STRICTER


def _said(names: Iterable[str]) -> dict[str, str]:
    return {name: SPEAK[name] for name in names if name in SPEAK}


if __name__ == "__main__":
    main()
