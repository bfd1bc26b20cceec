"""In which order blocks are read.

After T. Breuel, "High Performance Document Layout Analysis" (2003): one block comes before another
if it is above it and they share a column, or left of it with no block across both between their
heights. Blocks are sorted topologically by these two rules.
"""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
import numpy.typing as npt

from assistant.reading.strips import Column, Strip, around

_EDGE = 0.1  # of the narrower one's width that blocks of two columns may share


def ordered(blocks: Sequence[Column]) -> list[Column]:
    """The blocks in reading order."""
    boxes = [around(block) for block in blocks]
    # By height first: where the rules leave it open, what is higher is read first.
    order = sorted(range(len(blocks)), key=lambda i: (boxes[i].top, boxes[i].left))
    before = _before(boxes)
    sorter = TopologicalSorter({j: np.flatnonzero(before[:, j]).tolist() for j in order})
    try:
        sorter.prepare()
    except CycleError:  # overlapping blocks: a collage, a crumpled page
        return [blocks[i] for i in order]
    rank = {i: place for place, i in enumerate(order)}
    done: list[int] = []
    ready: list[int] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        first = min(ready, key=rank.__getitem__)
        ready.remove(first)
        done.append(first)
        sorter.done(first)
    return [blocks[i] for i in done]


def _before(boxes: Sequence[Strip]) -> npt.NDArray[np.bool_]:
    """Whether block i (row) must be read before block j (column), by Breuel's two rules."""
    if not boxes:
        return np.zeros((0, 0), bool)
    left, right = np.array([b.left for b in boxes]), np.array([b.right for b in boxes])
    middle, width = np.array([b.middle for b in boxes]), right - left
    shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    one_column = shared > _EDGE * np.minimum.outer(width, width)
    across = np.zeros_like(one_column)
    for k in range(len(boxes)):
        between = (middle < middle[k])[:, None] != (middle < middle[k])[None, :]
        across |= between & one_column[:, k, None] & one_column[None, k, :]
    above = middle[:, None] < middle[None, :]
    beside = ~one_column & (left[:, None] < left[None, :]) & ~across
    before: npt.NDArray[np.bool_] = (one_column & above) | beside
    return before
