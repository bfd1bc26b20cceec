"""Targets of the student for one picture, of its things and where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.pipeline.boxes import corners_of, overlaps, suppress

Floats = npt.NDArray[np.float32]
# A teacher's score → the chance that it is right, from its precision on held-out photographs (0.5:
# 0.95 of all above, 0.44: 0.90, 0.34: 0.80), and towards nothing below.
_SCORES = (0.0, 0.06, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)
_CHANCES = (0.0, 0.01, 0.04, 0.18, 0.42, 0.68, 0.86, 0.95, 0.98, 1.0)
_SIZES = 2  # of which the teacher may have looked at one or both
_LEAST = 0.35  # a teacher's score from which it tells of a thing


@dataclass(frozen=True)
class Cells:
    """Cells of one picture as the teacher saw them: N lines.

    Attributes:
        labels: (N,) class index.
        chances: (N,) 0..1.
        corners: (N, 4) left, top, right, bottom of the thing.
        cells: (N, 4) the same of the teacher's cell.
    """

    labels: npt.NDArray[np.int64]
    chances: Floats
    corners: Floats
    cells: Floats


def chance(scores: Floats) -> Floats:
    """The teacher's score → how often it is right with it."""
    return np.interp(scores, _SCORES, _CHANCES).astype(np.float32)


def cells(lines: Floats, people: Sequence[Sequence[float]] = ()) -> Cells:
    """Chances from what the teacher saw; people that the source has boxes of are certain.

    Where the teacher looked at two sizes, each counts half: the finer one alone sees small things,
    the coarser one alone what fills the picture.

    Args:
        lines: as in ``teacher.COLUMNS``.
        people: true boxes of people: x, y, width, height.
    """
    labels, scores = lines[:, 0].astype(np.int64), chance(lines[:, 1])
    corners = corners_of(lines[:, 2:6])
    middle, half = lines[:, 6:8], np.stack([lines[:, 8]] * 2, 1) / 2
    spots = np.concatenate([middle - half, middle + half], 1)
    if people:
        true = corners_of(np.array(people, np.float32))
        known = (labels == 0) & (overlaps(corners, true).max(1, initial=0.0) > 0.5)
        scores[known] = np.maximum(scores[known], 0.9)
        at = (true[:, :2] + true[:, 2:]) / 2
        labels = np.concatenate([labels, np.zeros(len(true), np.int64)])
        scores = np.concatenate([scores, np.ones(len(true), np.float32)])
        corners = np.concatenate([corners, true])
        spots = np.concatenate([spots, np.concatenate([at - 1e-3, at + 1e-3], 1)])
    return Cells(labels, scores.astype(np.float32), corners, spots.astype(np.float32))


def seen(lines: Floats, labels: int) -> Floats:
    """The chance (labels,) that each is in the picture: the mean over the sizes looked at."""
    best = np.zeros((_SIZES, labels), np.float32)
    np.maximum.at(best, (lines[:, 9].astype(int), lines[:, 0].astype(int)), lines[:, 1])
    used = best.any(1)
    return chance(best[used].mean(0)) if used.any() else best[0]


def grid(cells: Cells, labels: int, side: int, mirrored: bool = False) -> tuple[Floats, Floats]:
    """The answer of the grid.

    Args:
        cells: of the whole picture.
        labels: number of labels.
        side: rows and columns of the grid.
        mirrored: left and right are exchanged.

    Returns:
        Chances (labels, side, side), and (5, side, side): left, top, right and bottom of the box
        that each cell should answer, and its chance (0: any box will do).
    """
    chances = np.zeros((labels, side, side), np.float32)
    boxes = np.zeros((5, side, side), np.float32)
    moved, spots = cells.corners, cells.cells * side
    if mirrored:
        moved, spots = _mirrored(moved, 1), _mirrored(spots, side)
    kept = np.argsort(cells.chances, kind="stable")  # of two in a cell the surer stays
    moved = moved.clip(0, 1)
    # Cells whose middle the teacher's cell covers, or the one that its own middle lies in.
    first = np.ceil(spots[:, :2] - 0.5).astype(int)
    last = np.floor(spots[:, 2:] - 0.5).astype(int)
    inside = ((spots[:, :2] + spots[:, 2:]) / 2).astype(int)
    first, last = np.where(last < first, inside, first), np.where(last < first, inside, last)
    first, last = first.clip(0, None), last.clip(None, side - 1)
    size = (last - first + 1).clip(0)[kept]
    times = size.prod(1)
    number = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    index = np.repeat(kept, times)
    across = first[index, 0] + number % np.repeat(size[:, 0], times)
    down = first[index, 1] + number // np.repeat(size[:, 0], times)
    chances[cells.labels[index], down, across] = cells.chances[index]
    boxes[:4, down, across] = moved[index].T
    boxes[4, down, across] = cells.chances[index]
    return chances, boxes


def stored(boxes: Sequence[Sequence[float]]) -> Floats:
    """An older teacher's boxes as lines: each stands for a cell in its middle."""
    lines = np.zeros((len(boxes), 10), np.float32)
    if boxes:
        lines[:, :6] = [box[:6] for box in boxes]
        lines[:, 6:8] = lines[:, 2:4] + lines[:, 4:6] / 2
        lines[:, 8] = (lines[:, 4:6].mean(1) / 4).clip(0.02, 0.1)
    return lines


def load(out: Path) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """File name → the teacher's lines, and the faces (score, x, y, width, height)."""
    lines: dict[str, Floats] = {}
    faces: dict[str, Floats] = {}
    for path in sorted(out.glob("cells-[0-9]*[0-9].npz")):
        with np.load(path) as shard:
            for kept, start, values in (
                (lines, shard["start"], shard["lines"]),
                (faces, shard["first"], shard["faces"]),
            ):
                for index, name in enumerate(shard["names"]):
                    kept[str(name)] = values[start[index] : start[index + 1]].astype(np.float32)
    return lines, faces


def things(lines: Floats) -> tuple[tuple[float, ...], ...]:
    """Boxes that a teacher saw, each thing once: class, score, x, y, width, height."""
    found = []
    for label in np.unique(lines[:, 0]):
        mine = lines[(lines[:, 0] == label) & (lines[:, 1] >= _LEAST)]
        mine = mine[np.argsort(-mine[:, 1], kind="stable")]
        for index in suppress(corners_of(mine[:, 2:6]), 0.5):
            found.append(tuple(mine[index, :6].astype(float).round(4).tolist()))
    return tuple(found)


def once(corners: Floats, scores: Floats, overlap: float = 0.5) -> Floats:
    """The boxes (N, 4) of one label, each thing once: the surest of those that overlap."""
    surest = corners[np.argsort(-scores, kind="stable")]
    return surest[suppress(surest, overlap)]


def _mirrored(corners: Floats, width: int) -> Floats:
    """The corners (N, 4) where left and right of a picture of that width are exchanged."""
    moved = corners.copy()
    moved[:, [0, 2]] = width - corners[:, [2, 0]]
    return moved
