"""What the student should answer for one picture, after the picture was cut and turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.training.data import Row

Floats = npt.NDArray[np.float32]
# A teacher's score → the probability that it is right, read from its precision on 126 photographs
# (0.45: 0.86 of all above, 0.50: 0.89, 0.55: 0.94, 0.60: 0.98), and towards nothing below.
_SCORES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)
_CHANCES = (0.0, 0.03, 0.12, 0.32, 0.62, 0.85, 0.95, 0.98, 1.0)
_TRUE_PEAK = 0.6  # what the source says is there: its best cell gets at least this score
_SEEN = 0.35  # share of a box that must be left in the cut for it to count


@dataclass(frozen=True)
class View:
    """Which part of a picture is shown: left, top, width, height as fractions; mirrored or not.

    The part may reach beyond the picture.
    """

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0
    mirrored: bool = False

    def corners(self, corners: Floats) -> Floats:
        """Left, top, right, bottom (N, 4) of the picture → of the view, not clipped."""
        moved = (corners - np.array([self.left, self.top] * 2, np.float32)) / np.array(
            [self.width, self.height] * 2, np.float32
        )
        if self.mirrored:
            moved[:, [0, 2]] = 1 - moved[:, [2, 0]]
        return moved.astype(np.float32)


@dataclass(frozen=True)
class Cells:
    """What the teacher saw in one picture: N lines.

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


def cells(row: Row, dense: Floats | None, true: Sequence[int] = ()) -> Cells:
    """Join the teacher's cells, its stored boxes and the source's true labels.

    Args:
        row: the picture's labels.
        dense: lines as in ``teacher.COLUMNS``, or None where there are none: each stored box then
            stands for a cell in its middle.
        true: class indices that the source states.
    """
    boxes = np.array([box[:6] for box in row.boxes], np.float32).reshape(-1, 6)
    lines = np.concatenate([boxes, _middles(boxes)], 1)
    if dense is not None and len(dense):
        # The stored boxes were made from the full-size photographs: surer, and better placed.
        lines = np.concatenate([_raised(dense.astype(np.float32), boxes), lines])
    labels, scores = lines[:, 0].astype(np.int64), lines[:, 1]
    for label in true:
        mine = labels == label
        best = scores[mine].max(initial=0.0)
        if 0.15 < best < _TRUE_PEAK:
            scores[mine] *= _TRUE_PEAK / best
    corners = lines[:, 2:6].copy()
    corners[:, 2:] += corners[:, :2]
    middle, half = lines[:, 6:8], lines[:, 8:10] / 2
    return Cells(labels, chance(scores), corners, np.concatenate([middle - half, middle + half], 1))


def grid(cells: Cells, view: View, labels: int, side: int) -> tuple[Floats, Floats]:
    """The answer of the grid for one view.

    Args:
        cells: of the whole picture.
        view: the part that is shown.
        labels: number of labels.
        side: rows and columns of the grid.

    Returns:
        Chances (labels, side, side), and (5, side, side): left, top, right and bottom of the box
        that each cell should answer, and its chance (0: any box will do).
    """
    chances = np.zeros((labels, side, side), np.float32)
    boxes = np.zeros((5, side, side), np.float32)
    moved, spots = view.corners(cells.corners), view.corners(cells.cells) * side
    kept = np.nonzero(_left(moved) >= _SEEN)[0]
    kept = kept[np.argsort(cells.chances[kept], kind="stable")]  # of two in a cell the surer stays
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


def presence(cells: Cells, view: View, labels: int, true: Sequence[int] = ()) -> Floats:
    """The chance (labels,) that each label is in the view; 1 for what the source states."""
    found = np.zeros(labels, np.float32)
    visible = _left(view.corners(cells.corners)) >= _SEEN
    np.maximum.at(found, cells.labels[visible], cells.chances[visible])
    for label in true:
        # Cut away, when the teacher knew where it was and nothing of that is left.
        if visible[cells.labels == label].any() or not (cells.labels == label).any():
            found[label] = 1.0
    return found


def load_cells(out: Path) -> dict[str, Floats]:
    """File name → the teacher's lines, from all ``cells-NN.npz`` in the folder."""
    found: dict[str, Floats] = {}
    for path in sorted(out.glob("cells-[0-9]*[0-9].npz")):
        with np.load(path) as shard:
            start, lines = shard["start"], shard["cells"]
            for index, name in enumerate(shard["names"]):
                found[str(name)] = lines[start[index] : start[index + 1]]
    return found


def _middles(boxes: Floats) -> Floats:
    """A cell in the middle of each box, a quarter of its size, at most a stride of 32."""
    return np.concatenate(
        [boxes[:, 2:4] + boxes[:, 4:6] / 2, (boxes[:, 4:6] / 4).clip(0.02, 0.1)], 1
    )


def _raised(lines: Floats, boxes: Floats) -> Floats:
    """The cells, each at least as sure as the stored box of its label that it overlaps by 0.7."""
    same = (lines[:, None, 0] == boxes[None, :, 0]) & (_overlaps(lines, boxes) > 0.7)
    stored = np.where(same, boxes[None, :, 1], 0).max(1, initial=0.0)
    lines[:, 1] = np.maximum(lines[:, 1], stored)
    return lines


def _overlaps(one: Floats, other: Floats) -> Floats:
    low = np.maximum(one[:, None, 2:4], other[None, :, 2:4])
    high = np.minimum((one[:, 2:4] + one[:, 4:6])[:, None], (other[:, 2:4] + other[:, 4:6])[None])
    inner = (high - low).clip(0).prod(-1)
    areas = one[:, 4:6].prod(-1)[:, None] + other[:, 4:6].prod(-1)[None]
    return np.asarray(inner / np.maximum(areas - inner, 1e-9), np.float32)


def _left(corners: Floats) -> Floats:
    """The share (N,) of each box that lies in the view."""
    size = np.maximum(corners[:, 2:] - corners[:, :2], 1e-6)
    seen = corners.clip(0, 1)
    return np.asarray(((seen[:, 2:] - seen[:, :2]) / size).prod(1), np.float32)
