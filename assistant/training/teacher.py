"""Answers of the teachers for every picture: NanoDet-Plus in all its cells, YuNet's faces.

The student learns from all cells (dense distillation), including "a little like a dog": one line of
numbers for each class in each cell that scores at least ``LOWEST``. Squashed pictures are brought
back to 4:3 or 3:4 first, whichever shows the teacher more. Pictures of everyday life are seen at
two sizes.

Run by ``python -m assistant.training.teacher --data DIR --teacher DIR --out DIR``; needs the
package ``ncnn``. Decoding as in NanoDet-Plus: distances to the four sides are the expectation over
8 bins, in strides, from the cell's corner.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.training.picture import data

LOWEST = 0.06  # the teacher's own noise is below; lower scores are learnt as nothing
MOST = 160  # lines a picture and size
SIZES = (416, 640)  # px, the longest side; the second for everyday pictures only
TWICE = frozenset("coco coco14 coco_ic coco_vqa".split())
FACES = 0.6  # YuNet's lowest score
_CLASSES, _STRIDES = 80, (8, 16, 32, 64)
_MEAN = np.array((103.53, 116.28, 123.675), np.float32)
_SCALE = np.array((0.017429, 0.017507, 0.017125), np.float32)
_SHAPES = (4 / 3, 3 / 4)  # width / height that a squashed picture may have had
Floats = npt.NDArray[np.float32]

COLUMNS = ("class", "score", "x", "y", "width", "height", "cell_x", "cell_y", "cell", "size")
"""Of one line: the box's corner and size, the cell's middle, and its width, all as fractions of the
picture; which of ``SIZES`` it was seen at."""


class Teachers:
    """NanoDet-Plus-m and YuNet out of a folder."""

    def __init__(self, folder: Path) -> None:
        import ncnn

        self._ncnn = ncnn
        self._net = ncnn.Net()
        self._net.opt.num_threads = 1
        self._net.load_param(str(folder / "nanodet_plus_m_416.param"))
        self._net.load_model(str(folder / "nanodet_plus_m_416.bin"))
        model = str(folder / "yunet_2026may.onnx")
        self._faces = opencv.load().FaceDetectorYN.create(model, "", (320, 320), FACES)

    def __call__(self, pixels: data.Bytes, row: data.Row) -> tuple[Floats, Floats, float]:
        """RGB uint8 (H, W, 3) → lines (N, len(COLUMNS)), faces (M, 5), width / height."""
        shapes = _SHAPES if row.squashed else (pixels.shape[1] / pixels.shape[0],)
        seen = [(self._look(pixels, shape, 0), shape) for shape in shapes]
        lines, shape = max(seen, key=lambda pair: _seen(pair[0]))
        if row.src in TWICE:
            lines = np.concatenate([lines, self._look(pixels, shape, 1)])
        return lines, self._people(pixels, shape), shape

    def _look(self, pixels: data.Bytes, shape: float, which: int) -> Floats:
        width, height = _size(shape, SIZES[which])
        canvas = np.zeros((-(-height // 64) * 64, -(-width // 64) * 64, 3), np.float32)
        small = opencv.load().resize(pixels, (width, height))[:, :, ::-1]
        canvas[:height, :width] = (small - _MEAN) * _SCALE
        planes = np.ascontiguousarray(canvas.transpose(2, 0, 1))
        extractor = self._net.create_extractor()
        # A Mat over an array does not own it: without the clone scores are garbage now and then.
        extractor.input("data", self._ncnn.Mat(planes).clone())
        said = np.array(extractor.extract("output")[1]).copy()
        return _lines(said, (width, height), canvas.shape[1], canvas.shape[0], which)

    def _people(self, pixels: data.Bytes, shape: float) -> Floats:
        size = _size(shape, SIZES[0])
        self._faces.setInputSize(size)
        small = opencv.load().resize(pixels, size)[:, :, ::-1]
        found = self._faces.detect(np.ascontiguousarray(small))[1]
        if found is None:
            return np.zeros((0, 5), np.float32)
        boxes = found[:, [14, 0, 1, 2, 3]] / (1, *size, *size)
        return np.asarray(boxes, np.float32)


def _size(shape: float, longest: int) -> tuple[int, int]:
    return (
        (longest, max(1, round(longest / shape)))
        if shape >= 1
        else (max(1, round(longest * shape)), longest)
    )


def _seen(lines: Floats) -> float:
    """How much the teacher sees: the sum over the classes of the highest scores."""
    best = np.zeros(_CLASSES, np.float32)
    np.maximum.at(best, lines[:, 0].astype(int), lines[:, 1])
    return float((best * (best > 0.25)).sum())


def _lines(said: Floats, size: tuple[int, int], width: int, height: int, which: int) -> Floats:
    centres = []
    for stride in _STRIDES:
        down, across = np.mgrid[: -(-height // stride), : -(-width // stride)]
        centres.append(np.stack([across.ravel(), down.ravel(), np.ones(across.size)], 1) * stride)
    place = np.concatenate(centres).astype(np.float32)
    cell, label = np.nonzero(said[:, :_CLASSES] >= LOWEST)
    scores = said[cell, label]
    order = np.argsort(-scores, kind="stable")[:MOST]
    cell, label, scores = cell[order], label[order], scores[order]
    weights = said[cell, _CLASSES:].reshape(len(cell), 4, 8)
    weights = np.exp(weights - weights.max(2, keepdims=True))
    stride = place[cell, 2]
    sides = (weights @ np.arange(8)) / weights.sum(-1) * stride[:, None]
    x, y = place[cell, 0], place[cell, 1]
    left, top = np.maximum(x - sides[:, 0], 0), np.maximum(y - sides[:, 1], 0)
    right, bottom = np.minimum(x + sides[:, 2], size[0]), np.minimum(y + sides[:, 3], size[1])
    across, down = size
    table = (
        label, scores, left / across, top / down, (right - left) / across, (bottom - top) / down,
        x / across, y / down, stride / across, np.full(len(cell), which),
    )  # fmt: skip
    return np.stack(table, 1).astype(np.float32)


def watch(shard: Path, folder: Path, rows: list[data.Row], out: Path) -> None:
    """Write one shard's ``names``, ``start`` and ``lines``, ``first`` and ``faces``, ``shapes``."""
    teachers, by_name = Teachers(folder), {row.id: row for row in rows}
    names, lines, faces, shapes = [], [], [], []
    for name, pixels in data.photographs(shard, by_name):
        seen, people, shape = teachers(pixels, by_name[name])
        names.append(name)
        lines.append(seen.astype(np.float16))
        faces.append(people.astype(np.float16))
        shapes.append(shape)
    part = out.with_suffix(".part.npz")
    np.savez(
        part,
        names=names,
        start=np.cumsum([0] + [len(some) for some in lines]),
        lines=np.concatenate(lines),
        first=np.cumsum([0] + [len(some) for some in faces]),
        faces=np.concatenate(faces),
        shapes=np.array(shapes, np.float32),
    )
    part.replace(out)


def main() -> None:
    """Write ``out/cells-NN.npz`` for each shard that has none yet, the last shards first."""
    parser = argparse.ArgumentParser(prog="assistant.training.teacher", description=__doc__)
    for name in ("--data", "--teacher", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = data.rows(options.data)
    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [
            pool.submit(watch, shard, options.teacher, rows, out)
            for shard in reversed(data.shards(options.data))
            if not (out := options.out / f"cells-{shard.stem.split('-')[1]}.npz").exists()
        ]
        for job in jobs:
            job.result()


if __name__ == "__main__":
    main()
