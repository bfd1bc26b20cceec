"""Order in which blocks of text, and the pictures among them, are read.

After T. Breuel, "High Performance Document Layout Analysis" (2003): one block comes before another
if it is above it and they share a column, or left of it with no block across both between their
heights. Blocks are sorted topologically by these two rules.

Not of Breuel: "left of it" counts only where the columns of both stand beside each other for some
of their height. The bubbles of a chat, left and right in turn, are no columns.
"""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np
import numpy.typing as npt

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom

_EDGE = 0.1  # of the narrower one's width that blocks of two columns may share
_BESIDE = 0.3  # of the lower one's height for which two columns stand beside each other


def ranked(boxes: Sequence[Rectangle]) -> list[int]:
    """Indices of the boxes of blocks, in reading order."""
    # By height first: where the rules leave it open, what is higher is read first.
    order = sorted(range(len(boxes)), key=lambda i: (boxes[i][1], boxes[i][0]))
    before = _before(boxes)
    sorter = TopologicalSorter({j: np.flatnonzero(before[:, j]).tolist() for j in order})
    try:
        sorter.prepare()
    except CycleError:  # overlapping blocks: a collage, a crumpled page
        return order
    rank = {i: place for place, i in enumerate(order)}
    done: list[int] = []
    ready: list[int] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        first = min(ready, key=rank.__getitem__)
        ready.remove(first)
        done.append(first)
        sorter.done(first)
    return done


def _before(boxes: Sequence[Rectangle]) -> npt.NDArray[np.bool_]:
    """Whether block i (row) must be read before block j (column), by Breuel's two rules."""
    if not boxes:
        return np.zeros((0, 0), bool)
    left, top, right, bottom = np.array(boxes).T
    middle, width = (top + bottom) / 2, right - left
    shared = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    one_column = shared > _EDGE * np.minimum.outer(width, width)
    across = np.zeros_like(one_column)
    for k in range(len(boxes)):
        between = (middle < middle[k])[:, None] != (middle < middle[k])[None, :]
        across |= between & one_column[:, k, None] & one_column[None, k, :]
    above = middle[:, None] < middle[None, :]
    beside = ~one_column & (left[:, None] < left[None, :]) & ~across
    beside &= _stand_beside(boxes, one_column)
    before: npt.NDArray[np.bool_] = (one_column & above) | beside
    return before


def _stand_beside(
    boxes: Sequence[Rectangle], one_column: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Whether the blocks in i's column alone and those in j's alone share much of their heights."""
    _, top, _, bottom = np.array(boxes).T
    heights = (bottom - top).astype(np.float32)
    shared = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    shared = np.maximum(shared, 0).astype(np.float32)
    result = np.zeros_like(one_column)
    for i, column in enumerate(one_column):
        mine = (column & ~one_column).astype(np.float32)  # row j: in i's column, not in j's
        theirs = (one_column & ~column).astype(np.float32)
        both = ((mine @ shared) * theirs).sum(axis=1)
        result[i] = both >= _BESIDE * np.maximum(np.minimum(mine @ heights, theirs @ heights), 1)
    return result
