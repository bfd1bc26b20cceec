"""Make ``resources/models/own.npz``: where taught things are compared, and with what.

Run by ``python -m assistant.training.own_things --data DIR --out DIR``, after
:mod:`assistant.training.maps`. Of some thousand training photographs, scenes and single things, the
backbone's numbers are taken: square roots, then their principal components, whitened by half (each
divided by the square root of its spread): directions in which all photographs differ count less.
Some hundred photographs stay as the background.

No groceries and no cats and dogs are among them: ``tests/benchmarks/measure_teach.py`` measures
with those. Nor pictures of private people, nor held-out ones.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from assistant import models, paths
from assistant.pipeline.arrays import Floats
from assistant.teach import cuts
from assistant.teach.backbone import OnnxBackbone
from assistant.teach.recogniser import two_cuts
from assistant.teach.space import Space
from assistant.training import maps
from assistant.training.picture import backbone, data, split

DIRECTIONS = 384
BACKGROUND = 800
_LAMBDA = 0.1  # of the mean spread: what rare directions have at the least
_SCENES, _THINGS = 2200, 1800  # pictures
LEFT_OUT = frozenset("grocery catsdogs mvsa peds nips receipts".split())
SINGLE = frozenset(
    "caltech imagenette clothing trash doors fruitveg foodish imagenet1000 imagen vocsub pacs "
    "houses carbike clothfull".split()
)


def chosen(rows: Sequence[data.Row], usable: Sequence[int], seed: int = 0) -> list[int]:
    """Pictures to learn from, by their place: scenes, and photographs of single things."""
    order = np.random.default_rng(seed).permutation(np.asarray(usable)).tolist()
    learn = [i for i in order if rows[i].src not in LEFT_OUT]
    single = [i for i in learn if rows[i].src in SINGLE][:_THINGS]
    return [i for i in learn if rows[i].src not in SINGLE][:_SCENES] + single


def numbers(folder: Path, rows: Sequence[data.Row], network: OnnxBackbone) -> dict[str, Floats]:
    """File name → the numbers of the picture's cuts, (cuts, 1280), as a view has them."""
    squashed = {row.id: row.squashed for row in rows}
    found: dict[str, Floats] = {}
    for shard in data.shards(folder):
        for name, pixels in data.photographs(shard, squashed):
            picture = Image.fromarray(pixels)
            if squashed[name]:  # nearly all of these were 4:3
                picture = picture.resize((picture.width * 4 // 3, picture.height))
            found[name] = two_cuts(network(cuts.middle(picture).of(picture)))
    return found


def space(found: Floats) -> tuple[Floats, Floats]:
    """Mean of (N, 1280) numbers, and the directions (1280, D)."""
    roots = np.sqrt(np.maximum(found, 0.0))
    mean = roots.mean(0)
    spreads, vectors = np.linalg.eigh(np.cov((roots - mean).T))
    spreads, vectors = spreads[::-1][:DIRECTIONS], vectors[:, ::-1][:, :DIRECTIONS]
    return mean, (vectors / np.sqrt(spreads + _LAMBDA * spreads.mean())).astype(np.float32)


def write(path: Path, mean: Floats, directions: Floats, background: Floats, version: str) -> None:
    """The file; directions and background as int8, each column as long as its largest number."""
    scale = np.abs(directions).max(0) / 127
    np.savez(
        path,
        allow_pickle=False,
        mean=mean.astype(np.float16),
        directions=np.round(directions / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        background=np.round(background / np.abs(background).max() * 127).astype(np.int8),
        about=np.array(json.dumps({"backbone": version, "pictures": len(background)})),
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.own_things", description=__doc__)
    for name in ("--data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = data.rows(options.data)
    parts = split.kept(options.data, options.out, rows)
    pooled = maps.load(options.out / "maps").pooled
    usable = np.flatnonzero((parts == split.LEARN) & np.any(pooled[:, :16], axis=1))
    taken = np.sort(chosen(rows, usable.tolist()))
    found = pooled[taken][:, : backbone.MEAN_OF].astype(np.float32)
    mean, directions = space(found)
    made = Space(mean, directions, np.zeros((0, DIRECTIONS), np.float32))
    placed = made.place(found)
    kept = np.random.default_rng(1).permutation(len(placed))[:BACKGROUND]
    version = OnnxBackbone(models.folder("compact")).version
    path = paths.resources() / "models" / "own.npz"
    write(path, mean, directions, placed[kept], version)


if __name__ == "__main__":
    main()
