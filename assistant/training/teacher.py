"""What the teacher, NanoDet-m, says in every cell of every picture, stored sparsely.

The stored boxes are what is left after a threshold and non-maximum suppression; the student learns
from all cells (dense distillation), including "a little like a dog". One line of numbers for each
class in each cell that scores at least ``LOWEST``.

Run by ``python -m assistant.training.teacher --data DIR --teacher DIR --out DIR``; needs the
package ``ncnn``. Decoding as in NanoDet's own ncnn demo: distances to the four sides are the
expectation over 8 bins, in strides.
"""

import argparse
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.training import data

LOWEST = 0.10  # the teacher's own noise is below; lower scores are learnt as nothing
MOST = 160  # cells a picture
LONGEST = 320
# Sources with one thing in the middle, or nothing that the teacher knows: their boxes are enough.
WITHOUT_CELLS = frozenset(
    "caltech intel imagenette receipts clothing clothfull weather trash grocery foda dusty".split()
)
_OUTPUTS = ((8, "792", "795"), (16, "814", "817"), (32, "836", "839"))
_MEAN = (103.53, 116.28, 123.675)
_SCALE = (0.017429, 0.017507, 0.017125)
Floats = npt.NDArray[np.float32]

COLUMNS = ("class", "score", "x", "y", "width", "height", "cell_x", "cell_y", "cell_w", "cell_h")
"""Of one line: the box's corner and size, the cell's centre and size, all as fractions."""


class Teacher:
    """NanoDet-m out of a folder with ``nanodet_m.param`` and ``nanodet_m.bin``."""

    def __init__(self, folder: Path) -> None:
        import ncnn

        self._ncnn = ncnn
        self._net = ncnn.Net()
        self._net.opt.num_threads = 1
        self._net.load_param(str(folder / "nanodet_m.param"))
        self._net.load_model(str(folder / "nanodet_m.bin"))

    def __call__(self, pixels: data.Bytes) -> Floats:
        """RGB uint8 (H, W, 3) → (cells, len(COLUMNS)), highest score first."""
        cv2 = opencv.load()
        height, width = pixels.shape[:2]
        ratio = LONGEST / max(height, width)
        size = (round(width * ratio), round(height * ratio))
        canvas = np.zeros((-(-size[1] // 32) * 32, -(-size[0] // 32) * 32, 3), np.float32)
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)[:, :, ::-1]
        canvas[: size[1], : size[0]] = (small - np.array(_MEAN)) * np.array(_SCALE)
        planes = np.ascontiguousarray(canvas.transpose(2, 0, 1))
        extractor = self._net.create_extractor()
        # A Mat over an array does not own it: without the clone scores are garbage now and then.
        extractor.input("input.1", self._ncnn.Mat(planes).clone())
        found = []
        for stride, *outputs in _OUTPUTS:
            scores, bins = (np.array(extractor.extract(name)[1]).copy() for name in outputs)
            found.append(_level(stride, scores, bins, size, canvas.shape[1] // stride))
        cells = np.concatenate(found)
        return cells[np.argsort(-cells[:, 1], kind="stable")[:MOST]]


def _level(
    stride: int, scores: Floats, bins: Floats, size: tuple[int, int], columns: int
) -> Floats:
    cell, label = np.nonzero(scores >= LOWEST)
    weights = np.exp(bins[cell].reshape(len(cell), 4, 8))
    sides = (weights @ np.arange(8)) / weights.sum(-1) * stride
    x, y = (cell % columns + 0.5) * stride, (cell // columns + 0.5) * stride
    left, top = np.maximum(x - sides[:, 0], 0), np.maximum(y - sides[:, 1], 0)
    right = np.minimum(x + sides[:, 2], size[0])
    bottom = np.minimum(y + sides[:, 3], size[1])
    across, down = size
    same = np.ones(len(cell))
    table = (
        label, scores[cell, label], left / across, top / down,
        (right - left) / across, (bottom - top) / down,
        x / across, y / down, same * stride / across, same * stride / down,
    )  # fmt: skip
    return np.stack(table, 1).astype(np.float32)


def watch(shard: Path, folder: Path, wanted: Collection[str], out: Path) -> None:
    """Write ``names``, ``start`` (N + 1) and ``cells``, of one shard's pictures, as an npz file."""
    teacher = Teacher(folder)
    found = [(n, teacher(p).astype(np.float16)) for n, p in data.photographs(shard, wanted)]
    start = np.cumsum([0] + [len(cells) for _, cells in found])
    cells = np.concatenate([cells for _, cells in found])
    part = out.with_suffix(".part.npz")
    np.savez(part, names=[name for name, _ in found], start=start, cells=cells)
    part.replace(out)


def main() -> None:
    """Write ``out/cells-NN.npz`` for each shard that has none yet."""
    parser = argparse.ArgumentParser(prog="assistant.training.teacher", description=__doc__)
    for name in ("--data", "--teacher", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    wanted = {row.id for row in data.rows(options.data) if row.src not in WITHOUT_CELLS}
    with ProcessPoolExecutor(options.workers) as pool:
        jobs = [
            pool.submit(watch, shard, options.teacher, wanted, out)
            for shard in data.shards(options.data)
            if not (out := options.out / f"cells-{shard.stem.split('-')[1]}.npz").exists()
        ]
        for job in jobs:
            job.result()


if __name__ == "__main__":
    main()
