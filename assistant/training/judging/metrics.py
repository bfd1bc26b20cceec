"""Average precision of presence and of boxes, against what is taken as true."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.pipeline.boxes import overlaps

Floats = npt.NDArray[np.float32]
Truth = npt.NDArray[np.int8]

PRESENT, ABSENT, UNKNOWN = 1, 0, -1
SEEN, UNSEEN = 0.5, 0.35  # the teacher's scores from which a thing counts as there, and as not


def average_precision(scores: Floats, truth: Truth) -> float:
    """Mean precision over the places of the true ones; NaN when there are none.

    Args:
        scores: (N,).
        truth: (N,) PRESENT, ABSENT or UNKNOWN; the unknown are left out.
    """
    known = truth != UNKNOWN
    true = truth[known][np.argsort(-scores[known], kind="stable")] == PRESENT
    if not true.any():
        return float("nan")
    return float((np.cumsum(true) / np.arange(1, len(true) + 1))[true].mean())


def matched(found: Sequence[Floats], true: Sequence[Floats], overlap: float = 0.5) -> float:
    """Average precision of the boxes of one label over pictures; NaN when there are none.

    Args:
        found: for each picture (N, 5): score, left, top, right, bottom.
        true: for each picture (M, 5): 1 or 0 for "may be found, need not", and the corners.
        overlap: the intersection over union from which a box is the same.
    """
    lines: list[tuple[float, int]] = []
    for boxes, answers in zip(found, true, strict=True):
        free = [True] * len(answers)
        for box in boxes[np.argsort(-boxes[:, 0], kind="stable")]:
            shared = overlaps(box[None, 1:], answers[:, 1:])[0]
            best = max(
                np.flatnonzero(shared >= overlap).tolist(),
                key=lambda i: (free[i], answers[i][0], shared[i]),
                default=None,
            )
            if best is None or (answers[best][0] and not free[best]):
                lines.append((float(box[0]), 0))
            elif answers[best][0]:
                free[best] = False
                lines.append((float(box[0]), 1))
    total = sum(int((answers[:, 0] > 0).sum()) for answers in true)
    if not total:
        return float("nan")
    hits = np.array([hit for _, hit in sorted(lines, key=lambda line: -line[0])])
    if not len(hits):
        return 0.0
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / total)
