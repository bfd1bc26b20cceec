"""What is right, for calibration and its figures: labels, scenes, places of boxes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from assistant.pipeline.cnn_boxes import overlaps
from assistant.training import batches, labels, validate
from assistant.training.metrics import PRESENT, SEEN, UNKNOWN, UNSEEN, Floats, Truth

_NEAR = 0.15  # of the picture's width and height: half a third, the grain of "on the left"
_SAME = 0.4  # intersection over union


def weigh(material: batches.Material, chosen: Sequence[int]) -> Floats:
    """How much each picture counts: narrow sources little, others once."""
    rows = (material.rows[index] for index in chosen)
    return np.array([min(1.0, batches.SOURCES.get(row.src, 0.6)) for row in rows], np.float32)


def right(truth: Truth) -> Floats:
    """1 there, 0 not there, 0.5 unknown."""
    return np.where(truth == UNKNOWN, 0.5, truth == PRESENT).astype(np.float32)


def known(truth: Truth) -> Floats:
    """1 there, 0 not there, NaN unknown."""
    return np.where(truth == UNKNOWN, np.nan, truth == PRESENT).astype(np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Chances of independent labels."""
    return np.asarray(torch.from_numpy(logits).sigmoid().numpy())


def softmax(logits: Floats) -> Floats:
    """Chances (N, labels) of labels of which one is true."""
    return np.asarray(torch.from_numpy(logits).softmax(1).numpy())


def joined(seen: validate.Seen, parameters: Sequence[float]) -> Floats:
    """Scores (N, labels) of pooled head and best cell together."""
    first, second, offset = parameters
    pooled, peaks = logit(seen.pooled, 1e-6), logit(seen.peaks(), validate.LOWEST)
    return np.asarray((first * pooled + second * peaks + offset).sigmoid().numpy())


def scene_truth(material: batches.Material, chosen: Sequence[int]) -> Floats:
    """(N, scenes): 1 or 0 as the source or the captions say; NaN where nobody says."""
    answers = np.full((len(chosen), len(labels.SCENES)), np.nan, np.float32)
    for line, index in enumerate(chosen):
        known, captions = material.scenes[index], material.rows[index].captions
        if known >= 0:
            answers[line] = np.arange(len(labels.SCENES)) == known
        elif captions:
            text = " . ".join(captions)
            answers[line] = [
                labels.names(text, labels.SCENE_WORDS.get(scene, ())) for scene in labels.SCENES
            ]
    return answers


def places(
    material: batches.Material, chosen: Sequence[int], seen: validate.Seen
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(score, right) of each label's best box; (score, right, label) of its further boxes.

    The best box tells where a thing is: right when its middle is near the middle of one of the
    teacher's boxes of that label (0.35 and above). A further box makes "two": right when it
    overlaps one that no box before it did. Only labels that the teacher sees (0.5) are looked at.
    """
    first: list[tuple[float, float]] = []
    further: list[tuple[float, float, float]] = []
    for index, found in zip(chosen, seen.boxes, strict=True):
        truth = np.array([b[:6] for b in material.rows[index].boxes if b[1] >= UNSEEN], np.float32)
        for label in {int(b[0]) for b in material.rows[index].boxes if b[1] >= SEEN}:
            true = truth[truth[:, 0] == label, 2:].copy()
            true[:, 2:] += true[:, :2]
            mine = found.corners[found.labels == label]
            scores = found.scores[found.labels == label].tolist()
            if scores:
                first.append((scores[0], float(_near(mine[0], true))))
            match = overlaps(mine, true)
            for number, score in enumerate(scores):
                hits = match[number] >= _SAME
                if number:
                    further.append((score, float(hits.any()), label))
                match[:, hits] = 0.0
    return np.array(first).reshape(-1, 2), np.array(further).reshape(-1, 3)


def _near(one: Floats, true: Floats) -> bool:
    middle = (one[:2] + one[2:]) / 2
    away = np.abs((true[:, :2] + true[:, 2:]) / 2 - middle).max(1)
    return bool((away <= _NEAR).any())


def logit(values: Floats, lowest: float) -> torch.Tensor:
    """The inverse of the sigmoid, of values not below the lowest."""
    return torch.from_numpy(values).clamp(lowest, 1 - 1e-6).logit()
