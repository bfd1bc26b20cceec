"""Overlap of boxes, and each thing once: the one place for both. Plain numpy."""

from collections.abc import Callable, Sequence

import numpy as np

from assistant.pipeline.arrays import Corners, Floats, Indices
from assistant.pipeline.evidence import Box


def overlaps(one: Corners, other: Corners) -> Floats:
    """Intersection over union of each of N boxes with each of M: (N, M)."""
    inner = intersections(one, other)
    found: Floats = inner / (_areas(one)[:, None] + _areas(other) - inner).clip(min=1e-9)
    return found


def covers(one: Corners, other: Corners) -> Floats:
    """Intersection over the smaller one of each of N boxes with each of M: (N, M).

    As of a box of a person's head and one of all of it.
    """
    smaller = np.minimum(_areas(one)[:, None], _areas(other)).clip(min=1e-9)
    found: Floats = intersections(one, other) / smaller
    return found


def suppress(
    corners: Corners,
    most: float,
    measure: Callable[[Corners, Corners], Floats] = overlaps,
) -> Indices:
    """Greedy non-maximum suppression: which boxes stay, of those sorted by score.

    Args:
        corners: (N, 4), see ``apart``.
        most: the overlap above which the later box goes.
        measure: of overlap.

    Returns:
        Indices (M,), ascending.
    """
    above = np.triu(measure(corners, corners) > most, 1)
    kept = np.ones(len(corners), dtype=bool)
    for index in range(len(corners)):
        if kept[index]:
            kept &= ~above[index]
    return np.flatnonzero(kept)


def apart(corners: Corners, labels: Indices) -> Corners:
    """The corners (N, 4), as fractions, moved so that only boxes of one label (N,) can meet."""
    return corners + 2.0 * labels[:, None].astype(np.float32)


def shared(corners: Corners) -> Floats:
    """Cover of each of N boxes, sorted by score, with an earlier one: (N,), 0..1."""
    same = np.tril(covers(corners, corners), -1)
    return np.asarray(same.max(1, initial=0.0), np.float32)


def intersections(one: Corners, other: Corners) -> Floats:
    """Area that each of N boxes shares with each of M: (N, M)."""
    left, top, right, bottom = one.T[:, :, None]
    x, y, to_x, to_y = other.T
    # Axis by axis: numpy is slow where the last dimension is as short as that of a corner.
    across = np.minimum(right, to_x) - np.maximum(left, x)
    down = np.minimum(bottom, to_y) - np.maximum(top, y)
    found: Floats = np.maximum(across, 0) * np.maximum(down, 0)
    return found


def _areas(corners: Corners) -> Floats:
    sides = corners[:, 2:] - corners[:, :2]
    found: Floats = sides.clip(min=0).prod(-1)
    return found


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    return float(overlaps(corners_of([one]), corners_of([other]))[0, 0])


def intersection(one: Box, other: Box) -> float:
    """Area that two boxes share, as a share of the picture: as exact as the boxes are."""
    (left, top, width, height), (x, y, w, h) = one, other
    across = min(left + width, x + w) - max(left, x)
    return max(0.0, across) * max(0.0, min(top + height, y + h) - max(top, y))


def corners_of(boxes: Sequence[Sequence[float]] | Floats) -> Corners:
    """Left, top, width, height of N boxes → their corners (N, 4)."""
    sides = np.asarray(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([sides[:, :2], sides[:, :2] + sides[:, 2:]], 1)
