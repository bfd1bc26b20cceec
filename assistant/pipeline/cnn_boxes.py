"""From the network's grid to boxes: peaks, sides, non-maximum suppression. Plain numpy."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Corners = Floats
"""(N, 4): left, top, right, bottom."""


class Found(NamedTuple):
    """N boxes, highest score first: score (N,), label index (N,), corners (N, 4) as fractions."""

    scores: Floats
    labels: Indices
    corners: Corners


def decode(grid: Floats, sides: Floats, lowest: float, overlap: float, most: int = 100) -> Found:
    """The boxes of one picture.

    Args:
        grid: logits (labels, rows, columns).
        sides: (4, rows, columns) in cells: left, top, right, bottom of each cell's middle.
        lowest: scores below are nothing.
        overlap: of two boxes of one label that overlap more (intersection over union), the lower
            score is the same thing once more.
        most: cells looked at.
    """
    scores = sigmoid(grid)
    labels, rows, columns = np.nonzero(scores >= lowest)
    found = scores[labels, rows, columns]
    order = np.argsort(-found, kind="stable")[:most]
    found, labels, rows, columns = found[order], labels[order], rows[order], columns[order]
    corners = boxes(sides)[:, rows, columns].T.clip(0.0, 1.0)
    kept = suppress(corners + 2.0 * labels[:, None], overlap)
    return Found(found[kept], labels[kept], corners[kept])


def boxes(sides: Floats) -> Floats:
    """Sides (4, rows, columns) in cells → left, top, right, bottom as fractions."""
    rows, columns = sides.shape[1:]
    down = (np.arange(rows, dtype=np.float32) + 0.5)[:, None] / rows
    across = (np.arange(columns, dtype=np.float32) + 0.5) / columns
    left, top, right, bottom = sides
    return np.stack(
        (across - left / columns, down - top / rows, across + right / columns, down + bottom / rows)
    )


def suppress(corners: Corners, overlap: float) -> Indices:
    """Greedy non-maximum suppression: which boxes stay, of those sorted by score.

    Args:
        corners: (N, 4); boxes that must not suppress each other lie apart.
        overlap: the intersection over union above which the later box goes.

    Returns:
        Indices (M,), ascending.
    """
    above = np.triu(overlaps(corners, corners) > overlap, 1)
    kept = np.ones(len(corners), dtype=bool)
    for index in range(len(corners)):
        if kept[index]:
            kept &= ~above[index]
    return np.flatnonzero(kept)


def overlaps(one: Corners, other: Corners) -> Floats:
    """Intersection over union of each of N boxes with each of M: (N, M)."""
    least = np.minimum(one[:, None, 2:], other[None, :, 2:])
    inner = (least - np.maximum(one[:, None, :2], other[None, :, :2])).clip(min=0).prod(-1)
    areas = [(c[:, 2:] - c[:, :2]).clip(min=0).prod(-1) for c in (one, other)]
    shared: Floats = inner / (areas[0][:, None] + areas[1][None] - inner).clip(min=1e-9)
    return shared


def sigmoid(logits: Floats) -> Floats:
    """Chances 0..1; no logit is too large."""
    # e to the power of 80 is still a float32, and what is left of it from 1 is not.
    chances: Floats = 1 / (1 + np.exp(-logits.clip(-80.0, 80.0)))
    return chances
