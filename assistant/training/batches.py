"""Batches: a function of the seed and the step alone, so that a resumed run goes on as it was."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from assistant.pipeline.cnn_network import STRIDE
from assistant.training import data, labels, targets
from assistant.training.augment import random_view, relight, show
from assistant.training.targets import View

# How often a source is drawn, next to the others: the nearer to everyday life, the more; the
# narrow ones (one kind of thing, one studio) little.
SOURCES = {
    **{"coco": 6.0, "coco_vqa": 6.0, "coco_ic": 6.0, "flickr8k": 4.0, "nips": 2.0, "vocsub": 2.0},
    **{"imagen": 2.0, "imagenet1000": 2.0, "nyu": 3.0, "houses": 1.5, "azure": 2.0, "doors": 1.5},
    **{"mvsa": 1.2, "humanseg": 1.0, "pacs": 0.6, "ccp": 0.4, "peds": 0.3, "grocery": 0.4},
    **{"imagenette": 0.3, "catsdogs": 0.5, "carbike": 0.4, "intel": 0.4, "caltech": 0.4},
    **{"clothing": 0.2, "clothfull": 0.2, "weather": 0.3, "trash": 0.2, "receipts": 0.5},
}
_OTHERS = 0.6
_RARE = 0.01  # share of the pictures below which a label's pictures are drawn more often
_MOST = 4.0
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Batch:
    """B pictures and their answers.

    Attributes:
        pixels: (B, 3, H, W) normalised.
        objects: (B, labels) chance that each is there.
        grid, boxes: as ``targets.grid`` gives them, stacked.
        imagenet: (B, 1000) teacher's probabilities, the rest of the sum is unknown.
        everyday: (B, 631) teacher's probabilities.
        scene: (B,) index into ``labels.SCENES``, -1 where unknown.
    """

    pixels: Tensor
    objects: Tensor
    grid: Tensor
    boxes: Tensor
    imagenet: Tensor
    everyday: Tensor
    scene: Tensor


class Material:
    """Pictures with all that is known of them."""

    def __init__(
        self,
        rows: Sequence[data.Row],
        pictures: data.Bytes,
        names: Sequence[str],
        dense: dict[str, targets.Floats],
    ) -> None:
        """Join the labels; decoding is done already.

        Args:
            rows: one a picture.
            pictures: (N, side, side, 3).
            names: the labels of the grid.
            dense: file name → the teacher's cells, see ``targets.load_cells``.
        """
        self.rows, self.pictures, self.names = rows, pictures, tuple(names)
        index = {name: number for number, name in enumerate(names)}
        self.true = [[index[name] for name in labels.true_labels(row, self.names)] for row in rows]
        self.cells = [
            targets.cells(row, dense.get(row.id), true)
            for row, true in zip(rows, self.true, strict=True)
        ]
        scenes = [labels.scene(row) for row in rows]
        self.scenes = [-1 if scene is None else labels.SCENES.index(scene) for scene in scenes]

    def weights(self, chosen: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """How often each of the chosen pictures is drawn; sums to 1.

        By source, and more where a rare label is (repeat factors of Gupta et al., CVPR 2019).
        """
        there = [set(self.true[i]) | self._likely(i) for i in chosen]
        counts = Counter(label for labels in there for label in labels)
        factor = {
            label: min(_MOST, (_RARE * len(chosen) / count) ** 0.5)
            for label, count in counts.items()
        }
        weights = np.array(
            [
                SOURCES.get(self.rows[i].src, _OTHERS)
                * max([1.0, *(factor[label] for label in labels)])
                for i, labels in zip(chosen, there, strict=True)
            ]
        )
        return np.asarray(weights / weights.sum())

    def batch(
        self, chosen: Sequence[int], side: int, dice: np.random.Generator | None = None
    ) -> Batch:
        """The chosen pictures at one size; random views with dice, else whole."""
        answers = [self._answer(int(index), side, dice) for index in chosen]
        parts = [np.stack(part) for part in zip(*answers, strict=True)]
        pixels = torch.from_numpy(parts[0]).permute(0, 3, 1, 2).float() / 255
        mean, std = (torch.tensor(v).view(3, 1, 1) for v in (MEAN, STD))
        others = [torch.from_numpy(part) for part in parts[1:]]
        pixels = ((pixels - mean) / std).contiguous(memory_format=torch.channels_last)
        return Batch(pixels, *others)

    def _answer(
        self, index: int, side: int, dice: np.random.Generator | None
    ) -> tuple[npt.NDArray[np.generic], ...]:
        row, cells = self.rows[index], self.cells[index]
        view = View() if dice is None else random_view(dice)
        picture = show(self.pictures[index], view, side)
        if dice is not None:
            picture = relight(picture, dice)
        count = len(self.names)
        chances, boxes = targets.grid(cells, view, count, side // STRIDE)
        return (
            picture,
            targets.presence(cells, view, count, self.true[index]),
            chances,
            boxes,
            _dense(row.imagenet, 1000),
            _dense(row.everyday, 631),
            np.array(self.scenes[index]),
        )

    def _likely(self, index: int) -> set[int]:
        return {int(box[0]) for box in self.rows[index].boxes if box[1] >= 0.5}


class Batches:
    """Random batches by number, the next ones being made while one is learnt from."""

    def __init__(
        self,
        material: Material,
        chosen: npt.NDArray[np.int64],
        size: int,
        sides: Sequence[int],
        seed: int,
    ) -> None:
        """Prepare to draw.

        Args:
            material: all pictures.
            chosen: those to draw from.
            size: pictures a batch.
            sides: input sizes in px; each batch has one of them.
            seed: of all randomness.
        """
        self._material, self._chosen, self._size = material, chosen, size
        self._sides, self._seed = tuple(sides), seed
        self._sums = np.cumsum(material.weights(chosen))
        self._pool = ThreadPoolExecutor(1)
        self._ahead = {0: self._pool.submit(self.make, 0)}

    def __getitem__(self, step: int) -> Batch:
        """The batch of this step."""
        self._ahead = {n: job for n, job in self._ahead.items() if step <= n <= step + 2}
        for number in range(step, step + 3):
            if number not in self._ahead:
                self._ahead[number] = self._pool.submit(self.make, number)
        return self._ahead.pop(step).result()

    def make(self, step: int) -> Batch:
        """Draw and cut the pictures of one step."""
        dice = np.random.default_rng([self._seed, step])
        side = self._sides[dice.integers(len(self._sides))]
        drawn = np.searchsorted(self._sums, dice.random(self._size) * self._sums[-1])
        return self._material.batch(self._chosen[drawn].tolist(), int(side), dice)

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown(cancel_futures=True)


def load(folder: Path, out: Path) -> Material:
    """The material of a data folder, with what the teacher left in the output folder."""
    rows = data.rows(folder)
    names = data.names(folder, "coco80.json")
    return Material(rows, data.pictures(folder, out, rows), names, targets.load_cells(out))


def _dense(pairs: tuple[tuple[float, ...], ...], size: int) -> targets.Floats:
    answer = np.zeros(size, np.float32)
    for index, value in pairs:
        answer[int(index)] = value
    return answer
