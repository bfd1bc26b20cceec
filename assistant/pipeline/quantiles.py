"""Quantiles as numpy's, in a small part of its time; and the histogram of bytes.

Numpy's own look for all ranks in one partition, and for values that are no numbers: either costs
more than the partition at one rank, which processors do many values at a time. And its median
imports all of ``numpy.ma``, which a start has to wait for.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv

Counts = npt.NDArray[np.int64]


def quantile(values: npt.NDArray[Any], share: float) -> float:
    """The same as ``np.quantile(values, share)``: interpolated between the two nearest ranks.

    Args:
        values: of any shape, at least one, all of them numbers.
        share: 0..1.
    """
    rank, beyond = divmod(share * (values.size - 1), 1)
    low, high = (_of_bytes if values.dtype == np.uint8 else _of_any)(values, int(rank))
    return low + (high - low) * beyond


def histogram(values: npt.NDArray[np.uint8]) -> Counts:
    """Number of each of the 256 bytes; ``np.bincount`` first makes them long integers.

    Args:
        values: of any shape.
    """
    cv2 = opencv.load()
    row = values.reshape(1, -1)  # OpenCV takes one dimension for a column, which it reads slowly
    return np.asarray(cv2.calcHist([row], [0], None, [256], [0, 256])[:, 0], np.int64)


def _of_bytes(values: npt.NDArray[np.uint8], rank: int) -> tuple[float, float]:
    """The value of a rank from 0 on, and of the next one, if there is one."""
    up_to = np.cumsum(histogram(values))
    low, high = np.searchsorted(up_to, (rank, min(rank + 1, values.size - 1)), side="right")
    return float(low), float(high)


def _of_any(values: npt.NDArray[Any], rank: int) -> tuple[float, float]:
    ordered = np.partition(values, rank, axis=None)
    beyond = ordered[rank + 1 :]
    return float(ordered[rank]), float((beyond if beyond.size else ordered[rank:]).min())
