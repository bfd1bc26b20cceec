"""Batches: a function of the seed and the step alone, so that a resumed run goes on as it was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from assistant.training import data, labels, tags, targets
from assistant.training.augment import random_view, relight, show
from assistant.training.network import STRIDE
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
_MOSAIC = 0.2  # share of the pictures that are four
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
        tags: (B, tags) chance that each of ``tags.TAGS`` is true, ``tags.UNKNOWN`` where unknown.
    """

    pixels: Tensor
    objects: Tensor
    grid: Tensor
    boxes: Tensor
    imagenet: Tensor
    everyday: Tensor
    scene: Tensor
    tags: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


class Material:
    """Pictures with all that is known of them."""

    def __init__(
        self,
        rows: Sequence[data.Row],
        pictures: data.Bytes,
        names: Sequence[str],
        dense: dict[str, targets.Floats],
        everyday: Sequence[str],
    ) -> None:
        """Join the labels; decoding is done already.

        Args:
            rows: one a picture.
            pictures: (N, side, side, 3).
            names: the labels of the grid.
            dense: file name → the teacher's cells, see ``targets.load_cells``.
            everyday: the labels of the object labeler.
        """
        self.rows, self.pictures, self.names = rows, pictures, tuple(names)
        index = {name: number for number, name in enumerate(names)}
        self.true = [[index[name] for name in labels.true_labels(row, self.names)] for row in rows]
        self.cells = [
            targets.cells(row, dense.get(row.id), true)
            for row, true in zip(rows, self.true, strict=True)
        ]
        self.tags = [tags.fixed(row, everyday) for row in rows]
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

    def batch(self, chosen: Sequence[int], side: int) -> Batch:
        """The chosen pictures, whole, at one size."""
        return _stacked([self.answer(int(index), side) for index in chosen])

    def answer(
        self, index: int, side: int, dice: np.random.Generator | None = None
    ) -> dict[str, npt.NDArray[np.generic]]:
        """One picture and its answers, by the fields of ``Batch``; a random view with dice."""
        row, cells = self.rows[index], self.cells[index]
        view = View() if dice is None else random_view(dice)
        picture = show(self.pictures[index], view, side)
        if dice is not None:
            picture = relight(picture, dice)
        count = len(self.names)
        chances, boxes = targets.grid(cells, view, count, side // STRIDE)
        there = targets.presence(cells, view, count, self.true[index])
        return {
            "pixels": picture,
            "objects": there,
            "grid": chances,
            "boxes": boxes,
            "imagenet": _dense(row.imagenet, 1000),
            "everyday": _dense(row.everyday, 631),
            "scene": np.array(self.scenes[index]),
            "tags": tags.chances(self.tags[index], there, self.names),
        }

    def _likely(self, index: int) -> set[int]:
        return {int(box[0]) for box in self.rows[index].boxes if box[1] >= 0.5}


class Batches:
    """Random batches by number, the next ones being made while one is learnt from."""

    def __init__(
        self, material: Material, chosen: npt.NDArray[np.int64], size: int, seed: Sequence[int]
    ) -> None:
        """Start making them.

        Args:
            material: the pictures.
            chosen: indices of those to draw from.
            size: pictures in one batch.
            seed: of all randomness.
        """
        self._material, self._chosen, self._size, self._seed = material, chosen, size, seed
        self._sums = np.cumsum(material.weights(chosen))
        self._pool = ThreadPoolExecutor(1)
        self._ahead: dict[tuple[int, int], Future[Batch]] = {}

    def get(self, step: int, side: int) -> Batch:
        """The batch of this step at this size."""
        wanted = [(number, side) for number in range(step, step + 3)]
        self._ahead = {
            key: self._ahead.get(key) or self._pool.submit(self.make, *key) for key in wanted
        }
        return self._ahead.pop(wanted[0]).result()

    def make(self, step: int, side: int) -> Batch:
        """Draw and cut the pictures of one step."""
        dice = np.random.default_rng([*self._seed, step])
        return _stacked([self._one(side, dice) for _ in range(self._size)])

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown(cancel_futures=True)

    def _one(self, side: int, dice: np.random.Generator) -> dict[str, npt.NDArray[np.generic]]:
        if dice.random() < _MOSAIC:
            return mosaic(
                [self._material.answer(self._draw(dice), side // 2, dice) for _ in "four"]
            )
        return self._material.answer(self._draw(dice), side, dice)

    def _draw(self, dice: np.random.Generator) -> int:
        place = np.searchsorted(self._sums, dice.random() * self._sums[-1])
        return int(self._chosen[min(int(place), len(self._chosen) - 1)])


def mosaic(parts: Sequence[dict[str, npt.NDArray[Any]]]) -> dict[str, npt.NDArray[np.generic]]:
    """Four pictures as one, row by row (Bochkovskiy et al., 2020, YOLOv4).

    Many things in one picture, also from sources that show one thing each. It has no scene, and
    ImageNet's labels mean nothing for it; the embedding learns neither from it.
    """
    boxes = [
        np.concatenate(
            (part["boxes"][:4] / 2 + np.reshape((x, y, x, y), (4, 1, 1)), part["boxes"][4:])
        ).astype(np.float32)
        for part, (x, y) in zip(parts, ((0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)), strict=True)
    ]
    known = np.stack([part["tags"] for part in parts])
    # Unknown in one quarter and nowhere true is unknown in all.
    silent = (known == tags.UNKNOWN).any(0) & (known.max(0) < 0.5)
    return {
        "pixels": _joined([part["pixels"].transpose(2, 0, 1) for part in parts]).transpose(1, 2, 0),
        "objects": np.max([part["objects"] for part in parts], 0),
        "grid": _joined([part["grid"] for part in parts]),
        "boxes": _joined(boxes),
        "imagenet": np.zeros_like(parts[0]["imagenet"]),
        "everyday": np.max([part["everyday"] for part in parts], 0),
        "scene": np.array(-1),
        "tags": np.where(silent, np.float32(tags.UNKNOWN), known.max(0)),
    }


def _joined(quarters: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Four arrays (C, H, W) as one (C, 2 H, 2 W)."""
    one, two, three, four = quarters
    return np.concatenate((np.concatenate((one, two), 2), np.concatenate((three, four), 2)), 1)


def _stacked(answers: Sequence[Mapping[str, npt.NDArray[Any]]]) -> Batch:
    parts = {
        name: torch.from_numpy(np.stack([answer[name] for answer in answers]))
        for name in answers[0]
    }
    mean, std = (torch.tensor(v).view(3, 1, 1) * 255 for v in (MEAN, STD))
    # Already in the memory order of channels last: the pictures are (B, H, W, 3).
    pixels = (parts.pop("pixels").permute(0, 3, 1, 2).float() - mean) / std
    return Batch(pixels, **parts)


def load(folder: Path, out: Path) -> Material:
    """The material of a data folder, with what the teacher left in the output folder."""
    rows = data.rows(folder)
    names = data.names(folder, "coco80.json")
    everyday = data.names(folder, "everyday631.json")
    cells = targets.load_cells(out)
    return Material(rows, data.pictures(folder, out, rows), names, cells, everyday)


def _dense(pairs: tuple[tuple[float, ...], ...], size: int) -> targets.Floats:
    answer = np.zeros(size, np.float32)
    for index, value in pairs:
        answer[int(index)] = value
    return answer
