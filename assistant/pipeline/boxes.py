"""Overlap of boxes, and each thing once: the one place for both. Plain numpy."""

from collections.abc import Sequence

import numpy as np

from assistant.pipeline.arrays import Corners, Floats, Indices
from assistant.pipeline.evidence import Box


def suppress(corners: Corners, overlap: float) -> Indices:
    """Greedy non-maximum suppression: which boxes stay, of those sorted by score.

    Args:
        corners: (N, 4), see ``apart``.
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


def apart(corners: Corners, labels: Indices) -> Corners:
    """The corners (N, 4), as fractions, moved so that only boxes of one label (N,) can meet."""
    return corners + 2.0 * labels[:, None].astype(np.float32)


def shared(corners: Corners) -> Floats:
    """Overlap of each of N boxes, sorted by score, with an earlier one: (N,), 0..1.

    The intersection over the smaller of both, as of a box of a person's head and one of all of it.
    """
    areas = (corners[:, 2:] - corners[:, :2]).clip(min=0).prod(-1)
    smaller = np.minimum(areas[:, None], areas[None]).clip(min=1e-9)
    same = np.tril(_inner(corners, corners) / smaller, -1)
    return np.asarray(same.max(1, initial=0.0), np.float32)


def overlaps(one: Corners, other: Corners) -> Floats:
    """Intersection over union of each of N boxes with each of M: (N, M)."""
    inner = _inner(one, other)
    areas = [(c[:, 2:] - c[:, :2]).clip(min=0).prod(-1) for c in (one, other)]
    found: Floats = inner / (areas[0][:, None] + areas[1][None] - inner).clip(min=1e-9)
    return found


def _inner(one: Corners, other: Corners) -> Floats:
    least = np.minimum(one[:, None, 2:], other[None, :, 2:])
    found: Floats = (least - np.maximum(one[:, None, :2], other[None, :, :2])).clip(min=0).prod(-1)
    return found


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    return float(overlaps(corners_of([one]), corners_of([other]))[0, 0])


def corners_of(boxes: Sequence[Sequence[float]] | Floats) -> Corners:
    """Left, top, width, height of N boxes → their corners (N, 4)."""
    sides = np.asarray(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([sides[:, :2], sides[:, :2] + sides[:, 2:]], 1)
