"""How good a network is on pictures that it does not learn from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from assistant.pipeline.cnn_boxes import Found, decode
from assistant.training import labels, tags
from assistant.training.batches import Material
from assistant.training.metrics import (
    ABSENT,
    PRESENT,
    SEEN,
    UNKNOWN,
    UNSEEN,
    Floats,
    Truth,
    average_precision,
    matched,
)
from assistant.training.network import CompactNetwork, both_ways

LOWEST, OVERLAP = 0.05, 0.5
_FEWEST = 5  # true pictures for a label's average precision to count in a mean


@dataclass(frozen=True)
class Seen:
    """What a network says of N pictures.

    Attributes:
        pooled: (N, labels) probabilities of the pooled object head.
        scenes: (N, scenes) logits.
        tags: (N, tags) logits.
        boxes: for each picture.
    """

    pooled: Floats
    scenes: Floats
    tags: Floats
    boxes: list[Found]

    def beside(self, other: "Seen") -> "Seen":
        """What is said of these pictures, and then of the others."""
        return Seen(
            np.concatenate((self.pooled, other.pooled)),
            np.concatenate((self.scenes, other.scenes)),
            np.concatenate((self.tags, other.tags)),
            self.boxes + other.boxes,
        )

    def peaks(self) -> Floats:
        """The highest score of each label's boxes: (N, labels)."""
        peaks = np.zeros_like(self.pooled)
        for index, found in enumerate(self.boxes):
            np.maximum.at(peaks[index], found.labels, found.scores)
        return peaks


@torch.inference_mode()
def look(network: CompactNetwork, material: Material, chosen: Sequence[int], side: int) -> Seen:
    """Show the chosen pictures, whole and both ways, at one size."""
    was = network.training
    network.eval()
    pooled, scenes, tagged, boxes = [], [], [], []
    for start in range(0, len(chosen), 32):
        said = both_ways(network, material.batch(chosen[start : start + 32], side).pixels)
        pooled.append(said.pooled["objects"].sigmoid().numpy())
        scenes.append(said.pooled["scene"].numpy())
        tagged.append(said.pooled["tags"].numpy())
        boxes += [
            decode(grid, sides, LOWEST, OVERLAP)
            for grid, sides in zip(said.grid.numpy(), said.sides.numpy(), strict=True)
        ]
    network.train(was)
    return Seen(np.concatenate(pooled), np.concatenate(scenes), np.concatenate(tagged), boxes)


def truth(material: Material, chosen: Sequence[int]) -> Truth:
    """What is there (N, labels): PRESENT, ABSENT or UNKNOWN.

    There is what a source's tag or two of five captions state, or the teacher's box scores 0.5;
    not there what has no box of 0.35 and no word in any caption; the rest is unknown. Where there
    are captions, a box alone is no proof: what no caption names is then unknown.
    """
    answers = np.full((len(chosen), len(material.names)), ABSENT, np.int8)
    for line, index in enumerate(chosen):
        row = material.rows[index]
        unknown = {int(box[0]) for box in row.boxes if box[1] >= UNSEEN}
        unknown |= {material.names.index(n) for n in labels.mentioned(row, material.names)}
        answers[line, list(unknown)] = UNKNOWN
        if not row.captions:
            answers[line, [int(box[0]) for box in row.boxes if box[1] >= SEEN]] = PRESENT
        answers[line, material.true[index]] = PRESENT
    return answers


def tag_truth(material: Material, chosen: Sequence[int]) -> Truth:
    """The same of the tags (N, tags).

    There is what the source or a caption says, what one of its things makes true, and what the
    teachers are sure of (``tags.LIKELY``); not there what neither thinks likely.
    """
    names, things = list(tags.TAGS), truth(material, chosen)
    answers = np.full((len(chosen), len(names)), ABSENT, np.int8)
    for line, index in enumerate(chosen):
        row = material.rows[index]
        members = (things[line] == PRESENT).astype(np.float32)
        known = tags.chances(material.tags[index], members, material.names)
        doubtful = tags.chances(
            material.tags[index], (things[line] != ABSENT).astype(np.float32), material.names
        )
        answers[line, (known == tags.UNKNOWN) | (doubtful > tags.UNLIKELY)] = UNKNOWN
        said = {names.index(name) for name in tags.mentioned(row)}
        if row.captions:  # a teacher alone is no proof where people described the picture
            answers[line, list(said)] = PRESENT
        else:
            answers[line, known >= tags.LIKELY] = PRESENT
    return answers


def presence(scores: Floats, true: Truth) -> npt.NDArray[np.float64]:
    """Average precision of each label (labels,); NaN where too few are true."""
    enough = (true == PRESENT).sum(0) >= _FEWEST
    return np.array(
        [
            average_precision(scores[:, i], true[:, i]) if enough[i] else np.nan
            for i in range(true.shape[1])
        ]
    )


def boxes(seen: Seen, material: Material, chosen: Sequence[int]) -> npt.NDArray[np.float64]:
    """Average precision at IoU 0.5 of each label, the teacher's boxes from 0.5 on as truth."""
    answers = []
    for label in range(len(material.names)):
        true = [_corners(material, index, label) for index in chosen]
        if sum(int((t[:, 0] > 0).sum()) for t in true) < _FEWEST:
            answers.append(np.nan)
            continue
        found = []
        for boxes in seen.boxes:
            mine = boxes.labels == label
            found.append(np.concatenate((boxes.scores[mine, None], boxes.corners[mine]), 1))
        answers.append(matched(found, true))
    return np.array(answers)


def _corners(material: Material, index: int, label: int) -> Floats:
    rows = [
        (float(score >= SEEN), x, y, x + width, y + height)
        for kind, score, x, y, width, height in material.rows[index].boxes
        if kind == label
    ]
    return np.array(rows, np.float32).reshape(-1, 5)


def summary(
    network: CompactNetwork, material: Material, chosen: Sequence[int], side: int
) -> dict[str, float]:
    """The figures of the log: mean average precisions, and how often the scene is right."""
    seen = look(network, material, chosen, side)
    true = truth(material, chosen)
    scenes = np.array([material.scenes[index] for index in chosen])
    known = scenes >= 0
    return {
        "presence_pooled": float(np.nanmean(presence(seen.pooled, true))),
        "presence_grid": float(np.nanmean(presence(seen.peaks(), true))),
        "presence_both": float(np.nanmean(presence((seen.pooled * seen.peaks()) ** 0.5, true))),
        "boxes": float(np.nanmean(boxes(seen, material, chosen))),
        "scene": float((seen.scenes.argmax(1) == scenes)[known].mean()),
        "tags": float(np.nanmean(presence(seen.tags, tag_truth(material, chosen)))),
    }
