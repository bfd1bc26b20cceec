"""From the network's grid to boxes: peaks and sides."""

from typing import NamedTuple

import numpy as np

from assistant.pipeline.arrays import Corners, Floats, Indices
from assistant.pipeline.boxes import apart, suppress


class FoundBoxes(NamedTuple):
    """N boxes, highest score first: score (N,), label index (N,), corners (N, 4) as fractions."""

    scores: Floats
    labels: Indices
    corners: Corners


def decode(
    grid: Floats, sides: Floats, lowest: float, overlap: float, most: int = 100
) -> FoundBoxes:
    """The boxes of one picture.

    Args:
        grid: logits (labels, rows, columns).
        sides: (4, rows, columns) in cells: left, top, right, bottom of each cell's middle.
        lowest: scores below are nothing.
        overlap: of two boxes of one label that overlap more (intersection over union), the lower
            score is the same thing once more.
        most: cells looked at.
    """
    scores = sigmoid(grid).ravel()
    cells = np.flatnonzero(scores >= lowest)
    if cells.size > most:  # sorting the few that stay is quick
        least = np.partition(scores[cells], cells.size - most)[cells.size - most]
        cells = cells[scores[cells] >= least]
    cells = cells[np.argsort(-scores[cells], kind="stable")][:most]
    found, (labels, rows, columns) = scores[cells], np.unravel_index(cells, grid.shape)
    corners = boxes(sides)[:, rows, columns].T.clip(0.0, 1.0)
    kept = suppress(apart(corners, labels), overlap)
    return FoundBoxes(found[kept], labels[kept], corners[kept])


def boxes(sides: Floats) -> Floats:
    """Sides (4, rows, columns) in cells → left, top, right, bottom as fractions."""
    rows, columns = sides.shape[1:]
    down = (np.arange(rows, dtype=np.float32) + 0.5)[:, None] / rows
    across = (np.arange(columns, dtype=np.float32) + 0.5) / columns
    left, top, right, bottom = sides
    return np.stack(
        (across - left / columns, down - top / rows, across + right / columns, down + bottom / rows)
    )


def sigmoid(logits: Floats) -> Floats:
    """Chances 0..1; no logit is too large."""
    # e to the power of 80 is still a float32, and what is left of it from 1 is not.
    chances: Floats = 1 / (1 + np.exp(-logits.clip(-80.0, 80.0)))
    return chances
