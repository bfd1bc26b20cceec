"""The frozen backbone's features of every picture, kept on disk: heads are trained in minutes.

Run by ``python -m assistant.training.maps --data DIR --out DIR --view 0``. View 0 is the picture as
the program shows it to the network, squashed to a square; the others are mirrored and cut at
random, which stretches them too, so that a source's shape does not give it away.
"""

import argparse
import zlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant.training import backbone, data
from assistant.training.targets import View

BATCH = 8
_LEAST = 0.72  # share of the width and of the height that a cut leaves
Halves = npt.NDArray[np.float16]


@dataclass(frozen=True)
class Kept:
    """Features (N, 400, 112), (N, 100, 320) and (N, 2560) of one view, mapped from disk."""

    middle: Halves
    coarse: Halves
    pooled: Halves


def view(picture: str, number: int) -> View:
    """What of the picture is shown in a view: the same every time."""
    if number == 0:
        return View()
    chance = np.random.default_rng(zlib.crc32(f"{picture}/{number}".encode()))
    width, height = chance.uniform(_LEAST, 1, 2)
    left, top = chance.uniform(0, 1 - width), chance.uniform(0, 1 - height)
    return View(float(left), float(top), float(width), float(height), mirrored=number % 2 == 1)


_WHOLE = View()


def square(pixels: data.Bytes, shown: View = _WHOLE) -> npt.NDArray[np.float32]:
    """RGB uint8 (H, W, 3) → (3, SIDE, SIDE), normalised as for the network."""
    height, width = pixels.shape[:2]
    box = (
        shown.left * width,
        shown.top * height,
        (shown.left + shown.width) * width,
        (shown.top + shown.height) * height,
    )
    side = (backbone.SIDE, backbone.SIDE)
    small = Image.fromarray(pixels).resize(side, Image.Resampling.BILINEAR, box=box)
    values = np.asarray(small, np.float32)[:, :: -1 if shown.mirrored else 1] / 255
    values = (values - np.array(backbone.MEAN, np.float32)) / np.array(backbone.STD, np.float32)
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def load(out: Path, number: int) -> Kept:
    """The kept features of one view."""
    return Kept(*(np.load(_path(out, part, number), mmap_mode="r") for part in _SHAPES))


_SHAPES = {
    "middle": (400, backbone.MIDDLE),
    "coarse": (100, backbone.COARSE),
    "pooled": (backbone.POOLED,),
}


def _path(out: Path, part: str, number: int) -> Path:
    return out / f"{part}-{number}.npy"


def _export(path: Path) -> None:
    import torch

    network = backbone.Backbone().eval()
    x = torch.zeros(BATCH, 3, backbone.SIDE, backbone.SIDE)
    torch.onnx.export(
        network, (x,), str(path), input_names=["pixels"], output_names=list(_SHAPES), dynamo=False
    )


def keep(shard: Path, model: Path, index: dict[str, int], out: Path, number: int) -> None:
    """Write the features of one shard's pictures into the arrays of a view."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    arrays = [np.load(_path(out, part, number), mmap_mode="r+") for part in _SHAPES]
    waiting: list[tuple[int, npt.NDArray[np.float32]]] = []

    def flush() -> None:
        batch = np.stack([x for _, x in waiting] + [waiting[0][1]] * (BATCH - len(waiting)))
        said = session.run(None, {"pixels": batch})
        for place, (row, _) in enumerate(waiting):
            for array, values in zip(arrays, said, strict=True):
                one = values[place]
                array[row] = one.reshape(one.shape[0], -1).T.reshape(array.shape[1:])
        waiting.clear()

    for name, pixels in data.photographs(shard, index):
        waiting.append((index[name], square(pixels, view(name, number))))
        if len(waiting) == BATCH:
            flush()
    if waiting:
        flush()
    (out / f"done-{shard.stem}-{number}").touch()


def main() -> None:
    """Write the features of one view, shard by shard; what is done is not done again."""
    parser = argparse.ArgumentParser(prog="assistant.training.maps", description=__doc__)
    for name in ("--data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--view", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = data.rows(options.data)
    model = options.out / "backbone.onnx"
    if not model.exists():
        _export(model)
    for part, shape in _SHAPES.items():
        path = _path(options.out, part, options.view)
        if not path.exists():
            np.lib.format.open_memmap(path, "w+", np.float16, (len(rows), *shape)).flush()
    index = {row.id: place for place, row in enumerate(rows)}
    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [
            pool.submit(keep, shard, model, index, options.out, options.view)
            for shard in reversed(data.shards(options.data))
            if not (options.out / f"done-{shard.stem}-{options.view}").exists()
        ]
        for job in jobs:
            job.result()


if __name__ == "__main__":
    main()
