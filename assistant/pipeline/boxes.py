"""Overlap of boxes, and each thing once: the one place for both. Plain numpy."""

from collections.abc import Sequence

import numpy as np

from assistant.pipeline.arrays import Corners, Floats, Indices
from assistant.pipeline.evidence import Box


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


def overlap(one: Box, other: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    return float(overlaps(corners_of([one]), corners_of([other]))[0, 0])


def corners_of(boxes: Sequence[Sequence[float]] | Floats) -> Corners:
    """Left, top, width, height of N boxes → their corners (N, 4)."""
    sides = np.asarray(boxes, np.float32).reshape(-1, 4)
    return np.concatenate([sides[:, :2], sides[:, :2] + sides[:, 2:]], 1)
