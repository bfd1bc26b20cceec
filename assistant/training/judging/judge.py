"""What is right, for calibration and its figures: labels, and places of boxes.

A word is right where the picture's tags, the teacher's surest boxes or any one caption has it; in
pictures with captions everything else is wrong, so that what nobody mentions counts against it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assistant.pipeline.boxes import shared
from assistant.pipeline.cnn_boxes import sigmoid
from assistant.training.judging.metrics import SEEN, UNSEEN, Floats
from assistant.training.picture import labels, tags, targets
from assistant.training.picture.known import DOCUMENT
from assistant.training.picture.look import LOWEST, Seen
from assistant.training.picture.material import WORDS, Indices, Material

_NEAR = 0.15  # of the picture's width and height: half a third, the grain of "on the left"
_THERE, _NOT = 0.8, 0.25  # chances of the teacher from which a thing counts as there, and as not
# Between them, where nobody but the teacher tells. Of 88 such things with a score of 0.6 to 0.95
# that were looked at, in pictures that are learnt from, 59 were there.
_UNCLEAR = 0.67
# Pictures with captions that are not of sports and dogs are rare, and stand for more; collections
# of single things for less: what is told of them is told by the teacher alone.
_CAPTIONED = {"flickr8k": 0.5}
_OTHERS = 3.0
_SILENT = {"coco14": 1.5, "coco_ic": 1.5, "coco_vqa": 1.5}
_NARROW = 0.3


def right(material: Material, chosen: Indices, head: str) -> Floats:
    """(N, labels): 1 right, 0 wrong, between them unclear, NaN where nobody knows."""
    answers = material.answers[head][chosen]
    if head not in ("objects", *WORDS):  # of the whole picture: what most captions say
        return np.where(answers < 0, np.nan, answers >= 0.5).astype(np.float32)
    told = np.array([bool(material.rows[i].captions) for i in chosen])[:, None]
    # Of five captions one alone makes a word right.
    captioned = answers > 0 if head != "objects" else answers >= 0.39
    unclear = (answers > _NOT) & (answers < _THERE)
    others = np.where(answers < 0, np.nan, np.where(unclear, 0.5, answers >= _THERE))
    if head == "objects":
        # The teacher's own doubts beside what captions say.
        known = np.where(captioned, 1.0, np.where(answers > _NOT, 0.5, 0.0))
        others = np.where(unclear, _UNCLEAR, others)
        # The teacher takes pages for books, screens and refrigerators.
        pages = [labels.scene(material.rows[i]) == DOCUMENT for i in chosen]
        others[np.array(pages, bool)] = np.nan
        return np.where(told, np.where(answers < 0, np.nan, known), others).astype(np.float32)
    if head == "things":  # a source that shows glass alone never says where there is none
        others[:, [word not in tags.TAGS for word in material.words.things]] = np.nan
    return np.where(told, captioned, others).astype(np.float32)


def weigh(material: Material, chosen: Indices) -> Floats:
    """Weights of pictures: narrow sources little, captioned rooms and streets more."""
    rows = [material.rows[index] for index in chosen]
    times = [
        _CAPTIONED.get(row.src, _OTHERS) if row.captions else _SILENT.get(row.src, _NARROW)
        for row in rows
    ]
    return np.array(times, np.float32) * material.weights[chosen]


def joined(pooled: Floats, peaks: Floats, parameters: Sequence[float]) -> Floats:
    """Scores (N, labels) of pooled head and best cell together.

    Args:
        pooled: (N, labels) logits of the head "objects".
        peaks: (N, labels) the grid's highest scores.
        parameters: weights of both, and an offset.
    """
    first, second, offset = map(np.float32, parameters)
    return sigmoid(first * pooled + second * logit(peaks) + offset)


def logit(scores: Floats) -> Floats:
    """The inverse of the sigmoid, of scores not below the lowest."""
    chance = scores.clip(LOWEST, 1 - 1e-6)
    return np.asarray(np.log(chance / (1 - chance)), np.float32)


def places(
    material: Material, chosen: Indices, seen: Seen
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(score, right) of each label's best box; (score, right, label, shared) of its further ones.

    The best box tells where a thing is: right when its middle is near the middle of one of the
    true or the teacher's boxes of that label (0.35 and above). The second box makes "two": right
    when there are two, and so on; ``boxes.shared`` tells how far it is that of a surer one. Only
    labels that are there are looked at.
    """
    first: list[tuple[float, float]] = []
    further: list[tuple[float, float, float, float]] = []
    for index, found in zip(chosen, seen.boxes, strict=True):
        for label, true in _true(material, index).items():
            mine = found.corners[found.labels == label]
            scores = found.scores[found.labels == label].tolist()
            if scores:
                first.append((scores[0], float(_near(mine[0], true))))
            further += [
                (score, float(number < len(true)), label, same)
                for number, (score, same) in enumerate(zip(scores, shared(mine), strict=True))
                if number
            ]
    return np.array(first).reshape(-1, 2), np.array(further).reshape(-1, 4)


def _true(material: Material, index: int) -> Mapping[int, Floats]:
    """Label → corners of its boxes, of those that are surely there."""
    row = material.rows[index]
    lines = material.lines.get(row.id)
    found: dict[int, Floats] = {}
    if lines is not None:
        lines = lines[lines[:, 1] >= UNSEEN]
        corners = lines[:, 2:6].copy()
        corners[:, 2:] += corners[:, :2]
        for label in np.unique(lines[lines[:, 1] >= SEEN, 0]).astype(int):
            mine = lines[:, 0] == label
            found[label] = targets.once(corners[mine], lines[mine, 1])
    if row.people:
        people = np.array(row.people, np.float32)
        people[:, 2:] += people[:, :2]
        found[0] = people
    return found


def _near(one: Floats, true: Floats) -> bool:
    middle = (one[:2] + one[2:]) / 2
    away = np.abs((true[:, :2] + true[:, 2:]) / 2 - middle).max(1)
    return bool((away <= _NEAR).any())
