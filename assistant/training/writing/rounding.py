"""Weights as whole numbers that change what a layer says least.

Each column of weights is rounded, and what that changes is made up for by those that are not
rounded yet, as far as what the layer is given goes together (Frantar et al., "GPTQ", ICLR 2023).
Rounded one by one, seven bits lose ten times as much.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_DAMPING = 0.01  # of the mean square of what is given, against chance in little of it
_NARROWER = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7)  # shares of the largest weight
Doubles = npt.NDArray[np.float64]


class Rounded(NamedTuple):
    """Weights (outputs, inputs): ``whole`` times ``scales`` of each row, and the offsets."""

    whole: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    offsets: npt.NDArray[np.float32]


def rounded(weights: Doubles, offsets: Doubles, given: Doubles, most: int) -> Rounded:
    """Round one layer.

    Args:
        weights: (outputs, inputs).
        offsets: (outputs,).
        given: (places, inputs): what it is given.
        most: the largest whole number.
    """
    together = given.T @ given / len(given)
    spread = np.diag(together)
    scales = _scales(weights, spread, most)
    damped = together + np.eye(len(spread)) * (_DAMPING * spread.mean() + 1e-9)
    upper = np.linalg.cholesky(np.linalg.inv(damped)).T
    left, whole = weights.copy(), np.zeros_like(weights)
    for i in range(len(spread)):
        whole[:, i] = np.clip(np.round(left[:, i] / scales), -most, most)
        missed = (left[:, i] - whole[:, i] * scales) / upper[i, i]
        left[:, i + 1 :] -= np.outer(missed, upper[i, i + 1 :])
    offsets = offsets + (weights - whole * scales[:, None]) @ given.mean(0)
    return Rounded(whole.astype(np.int8), scales.astype(np.float32), offsets.astype(np.float32))


def _scales(weights: Doubles, spread: Doubles, most: int) -> Doubles:
    """For each row the scale with which rounding it changes least."""
    widest = np.maximum(np.abs(weights).max(1), 1e-12) / most
    tried = [widest * share for share in _NARROWER]
    lost = [
        np.square(np.clip(np.round(weights / s[:, None]), -most, most) * s[:, None] - weights)
        @ spread
        for s in tried
    ]
    best: Doubles = np.choose(np.argmin(lost, 0), tried)
    return best
