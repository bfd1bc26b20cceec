"""From the network's grid to boxes: peaks, sides, non-maximum suppression. Plain torch."""

from typing import NamedTuple

import torch
from torch import Tensor

Corners = Tensor
"""(N, 4): left, top, right, bottom."""


class Found(NamedTuple):
    """N boxes, highest score first: score (N,), label index (N,), corners (N, 4) as fractions."""

    scores: Tensor
    labels: Tensor
    corners: Corners


def decode(grid: Tensor, sides: Tensor, lowest: float, overlap: float, most: int = 100) -> Found:
    """The boxes of one picture.

    Args:
        grid: logits (labels, rows, columns).
        sides: (4, rows, columns) in cells: left, top, right, bottom of each cell's middle.
        lowest: scores below are nothing.
        overlap: of two boxes of one label that overlap more (intersection over union), the lower
            score is the same thing once more.
        most: cells looked at.
    """
    scores = grid.sigmoid()
    labels, rows, columns = torch.nonzero(scores >= lowest, as_tuple=True)
    found = scores[labels, rows, columns]
    order = torch.argsort(found, descending=True, stable=True)[:most]
    found, labels, rows, columns = found[order], labels[order], rows[order], columns[order]
    corners = boxes(sides)[:, rows, columns].T.clamp(0.0, 1.0)
    kept = suppress(corners + 2.0 * labels[:, None], overlap)
    return Found(found[kept], labels[kept], corners[kept])


def boxes(sides: Tensor) -> Tensor:
    """Sides (…, 4, rows, columns) in cells → left, top, right, bottom as fractions."""
    rows, columns = sides.shape[-2:]
    down = (torch.arange(rows, device=sides.device) + 0.5)[:, None]
    across = torch.arange(columns, device=sides.device) + 0.5
    left, top, right, bottom = sides.unbind(-3)
    return torch.stack(
        (
            (across - left) / columns,
            (down - top) / rows,
            (across + right) / columns,
            (down + bottom) / rows,
        ),
        -3,
    )


def suppress(corners: Corners, overlap: float) -> Tensor:
    """Greedy non-maximum suppression: which boxes stay, of those sorted by score.

    Args:
        corners: (N, 4); boxes that must not suppress each other lie apart.
        overlap: the intersection over union above which the later box goes.

    Returns:
        Indices (M,), ascending.
    """
    above = (overlaps(corners, corners) > overlap).triu(1)
    kept = torch.ones(len(corners), dtype=torch.bool)
    for index in range(len(corners)):
        if kept[index]:
            kept &= ~above[index]
    return torch.nonzero(kept)[:, 0]


def overlaps(one: Corners, other: Corners) -> Tensor:
    """Intersection over union of each of N boxes with each of M: (N, M)."""
    least = torch.minimum(one[:, None, 2:], other[None, :, 2:])
    inner = (least - torch.maximum(one[:, None, :2], other[None, :, :2])).clamp(min=0).prod(-1)
    areas = [(c[:, 2:] - c[:, :2]).clamp(min=0).prod(-1) for c in (one, other)]
    return inner / (areas[0][:, None] + areas[1][None] - inner).clamp(min=1e-9)
