"""The frozen backbone's features of every picture, kept on disk: heads are trained in minutes.

Run by ``python -m assistant.training.maps --data DIR --out DIR``. Each picture is squashed to a
square, as the program shows it to the network. The backbone is that of the program, too: in whole
numbers (``picture/whole_numbers.py``), so the heads learn what they will be given.
"""

import argparse
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant.sessions import OnnxNetwork
from assistant.training.picture import backbone, data, split, whole_numbers

MODEL = "backbone.onnx"
_CALIBRATED_BY = 200  # pictures
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Kept:
    """Features (N, 400, 112), (N, 100, 320) and (N, 2560) mapped from disk."""

    middle: Halves
    coarse: Halves
    pooled: Halves


def square(pixels: data.Bytes) -> npt.NDArray[np.float32]:
    """RGB uint8 (H, W, 3) → (3, SIDE, SIDE), normalised as for the network."""
    side = (backbone.SIDE, backbone.SIDE)
    small = Image.fromarray(pixels).resize(side, Image.Resampling.BILINEAR)
    values = np.asarray(small, np.float32) / 255
    values = (values - np.array(backbone.MEAN, np.float32)) / np.array(backbone.STD, np.float32)
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def load(out: Path) -> Kept:
    """The kept features."""
    return Kept(*(np.load(_path(out, part), mmap_mode="r") for part in _SHAPES))


_SHAPES = {
    "middle": (400, backbone.MIDDLE),
    "coarse": (100, backbone.COARSE),
    "pooled": (backbone.POOLED,),
}


def _path(out: Path, part: str) -> Path:
    return out / f"{part}.npy"


def _export(path: Path, folder: Path, rows: Sequence[data.Row], parts: split.Split) -> None:
    """The backbone in whole numbers, calibrated by pictures that may be learnt from."""
    learn = np.flatnonzero(parts == split.LEARN)
    some = learn[:: max(1, len(learn) // _CALIBRATED_BY)]
    wanted = {rows[index].id for index in some}
    shown = (
        square(pixels)[None]
        for shard in data.shards(folder)
        for _, pixels in data.photographs(shard, wanted)
    )
    whole_numbers.export(backbone.Backbone(), path, shown)


def keep(shard: Path, model: Path, index: dict[str, int], out: Path) -> None:
    """Write the features of one shard's pictures into the arrays."""
    network = OnnxNetwork(model)
    arrays = {part: np.load(_path(out, part), mmap_mode="r+") for part in _SHAPES}
    for name, pixels in data.photographs(shard, index):
        said = network({"pixels": square(pixels)[None]})
        for part, array in arrays.items():
            one = said[part][0]
            array[index[name]] = one.reshape(one.shape[0], -1).T.reshape(array.shape[1:])
    (out / f"done-{shard.stem}").touch()


def main() -> None:
    """Write the features, shard by shard; what is done is not done again."""
    parser = argparse.ArgumentParser(prog="assistant.training.maps", description=__doc__)
    for name in ("--data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = data.rows(options.data)
    model = options.out / MODEL
    if not model.exists():
        _export(model, options.data, rows, split.kept(options.data, options.out.parent, rows))
    for part, shape in _SHAPES.items():
        path = _path(options.out, part)
        if not path.exists():
            np.lib.format.open_memmap(path, "w+", np.float16, (len(rows), *shape)).flush()
    index = {row.id: place for place, row in enumerate(rows)}
    os.environ["OMP_NUM_THREADS"] = "1"  # of each worker's network
    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [
            pool.submit(keep, shard, model, index, options.out)
            for shard in reversed(data.shards(options.data))
            if not (options.out / f"done-{shard.stem}").exists()
        ]
        for job in jobs:
            job.result()


if __name__ == "__main__":
    main()
