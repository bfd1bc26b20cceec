"""Loss of the student."""

import torch
from torch import Tensor
from torch.nn import functional as F

_PLACED = 0.3  # a cell's box counts from this chance on


def quality_focal(logits: Tensor, chances: Tensor) -> Tensor:
    """Quality focal loss over all cells (Li et al., NeurIPS 2020, beta = 2), by the sum of chances.

    Soft targets: a cell that is half sure is to be half sure.
    """
    wrong = (chances - logits.sigmoid()).abs().square()
    entropy = F.binary_cross_entropy_with_logits(logits, chances, reduction="none")
    return (wrong * entropy).sum() / chances.sum().clamp(min=1.0)


def box_loss(sides: Tensor, answers: Tensor) -> Tensor:
    """1 - GIoU (Rezatofighi et al., CVPR 2019) of the cells with a thing, weighted by its chance.

    Args:
        sides: (B, 4, rows, columns) in cells.
        answers: (B, 5, rows, columns): left, top, right, bottom as fractions, chance.
    """
    weight = answers[:, 4] * (answers[:, 4] >= _PLACED)
    said, true = fractions(sides).movedim(1, -1), answers[:, :4].movedim(1, -1)
    there = weight > 0
    said, true, weight = said[there], true[there], weight[there]
    return ((1 - giou(said, true)) * weight).sum() / weight.sum().clamp(min=1.0)


def fractions(sides: Tensor) -> Tensor:
    """``cnn_boxes.boxes`` that can be learnt through: (B, 4, rows, columns) → the same."""
    rows, columns = sides.shape[-2:]
    down = (torch.arange(rows, device=sides.device) + 0.5)[:, None] / rows
    across = (torch.arange(columns, device=sides.device) + 0.5) / columns
    left, top, right, bottom = sides.unbind(1)
    return torch.stack(
        (
            across - left / columns,
            down - top / rows,
            across + right / columns,
            down + bottom / rows,
        ),
        1,
    )


def giou(one: Tensor, other: Tensor) -> Tensor:
    """Generalised intersection over union of pairs of boxes (N, 4): (N,)."""
    inner = torch.minimum(one[:, 2:], other[:, 2:]) - torch.maximum(one[:, :2], other[:, :2])
    outer = torch.maximum(one[:, 2:], other[:, 2:]) - torch.minimum(one[:, :2], other[:, :2])
    common = inner.clamp(min=0).prod(1)
    joined = (one[:, 2:] - one[:, :2]).prod(1) + (other[:, 2:] - other[:, :2]).prod(1) - common
    hull = outer.prod(1).clamp(min=1e-9)
    return common / joined.clamp(min=1e-9) - (hull - joined) / hull


def presence(logits: Tensor, chances: Tensor, weights: Tensor) -> Tensor:
    """Binary cross entropy summed over the labels, mean over the pictures.

    Args:
        logits: (B, labels).
        chances: (B, labels).
        weights: (B, labels) how much each counts; 0 where nobody knows.
    """
    entropy = F.binary_cross_entropy_with_logits(logits, chances.clamp(min=0), reduction="none")
    return (entropy * weights).sum() / len(logits)


def meaning(said: Tensor, true: Tensor) -> Tensor:
    """1 - cosine of vectors (B, D), mean over the pictures; of zeros nothing is learnt."""
    away = 1 - F.cosine_similarity(said, true, dim=1)
    return (away * true.any(1)).sum() / len(said)
