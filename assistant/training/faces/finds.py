"""Faces that the cascades find when they search everywhere: the answers that are learnt."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Pixels
from assistant.senses.face_places import Rectangle
from assistant.senses.faces import CascadeDetector
from assistant.senses.people import LEVELS
from assistant.training.picture import data
from assistant.training.picture.split import LEARN, Split

WORDS = frozenset(
    "person people human man men woman women boy boys girl girls child children kid kids baby "
    "babies toddler lady ladies guy guys player players rider skier surfer snowboarder crowd "
    "crowds face faces pedestrian someone family couple couples hand hands worker workers biker "
    "cyclist he she his her him bride groom soldier officer team group teenager adult friends "
    "batter".split()
)
"""In captions and tags: there are people."""

LONGEST = 640  # pixels: what the face sense looks at
LEAST = min(LEVELS.values())
"""The lowest score with which a face is told."""

_PERSON, _SURE, _HIGH = 0, 0.35, 0.2  # class, score and height of a box
_KEPT = 0.05  # the lowest score of those that are neither faces nor none
_WIDE = 4 / 3  # most squashed pictures were
Boxes = npt.NDArray[np.float32]


class Found(NamedTuple):
    """One picture.

    Attributes:
        grey: uint8 (H, W).
        boxes: (N, 5) score, left, top, width and height in pixels.
    """

    grey: npt.NDArray[np.uint8]
    boxes: Boxes

    @property
    def told(self) -> Boxes:
        """Those that are told."""
        return self.boxes[self.boxes[:, 0] >= LEAST]


class Everywhere:
    """In place of the network: all of the picture."""

    def __init__(self, grey: Pixels) -> None:
        self._whole = (0.0, 0.0, float(grey.shape[1]), float(grey.shape[0]))

    def around(self, _window: float) -> list[Rectangle]:
        """See :class:`assistant.senses.face_places.Places`."""
        return [self._whole]


def chosen(rows: Sequence[data.Row], parts: Split, learnt: int) -> list[data.Row]:
    """Those with people: of the held-out ones all, and so many to learn from, in no order."""
    of = dict(zip((row.id for row in rows), parts, strict=True))
    mixed = sorted(filter(_peopled, rows), key=lambda row: hashlib.sha256(row.id.encode()).digest())
    return [row for row in mixed if of[row.id] != LEARN] + [
        row for row in mixed if of[row.id] == LEARN
    ][:learnt]


def _peopled(row: data.Row) -> bool:
    texts = " ".join([*row.tags, *row.captions]).lower()
    for mark in ".,'":
        texts = texts.replace(mark, " ")
    boxed = any(box[0] == _PERSON and box[1] >= _SURE and box[5] >= _HIGH for box in row.boxes)
    return boxed or bool(row.people) or bool(WORDS & set(texts.split()))


def find(folder: Path, rows: Sequence[data.Row], path: Path) -> None:
    """Write a line for each picture into a file; those that are in it already are left."""
    known = _kept(path) if path.exists() else {}
    missing = {row.id: row for row in rows if row.id not in known}
    detector, cv2 = CascadeDetector(Everywhere), opencv.load()
    with path.open("a", encoding="utf-8", buffering=1) as file:
        for shard in sorted({row.shard for row in missing.values()}):
            for name, pixels in data.photographs(folder / f"photos-{shard:02}.tar", missing):
                height, width = _shape(pixels, missing[name])
                share = LONGEST / max(height, width)
                size = round(width * share), round(height * share)
                large = cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC)
                found = [
                    [round(number, 4) for number in (face.score, *face.box)]
                    for face in detector(large)
                    if face.score >= _KEPT
                ]
                file.write(json.dumps({"id": name, "faces": found}) + "\n")


def load(folder: Path, rows: Sequence[data.Row], path: Path) -> list[Found]:
    """The pictures with what was found in them, in the order of the shards."""
    known, cv2 = _kept(path), opencv.load()
    wanted = {row.id: row for row in rows if row.id in known}
    material = []
    for shard in sorted({row.shard for row in wanted.values()}):
        for name, pixels in data.photographs(folder / f"photos-{shard:02}.tar", wanted):
            height, width = _shape(pixels, wanted[name])
            grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
            grey = cv2.resize(grey, (width, height), interpolation=cv2.INTER_LINEAR)
            boxes = np.array(known[name], np.float32).reshape(-1, 5)
            material.append(Found(grey, boxes * (1, width, height, width, height)))
    return material


def _kept(path: Path) -> Mapping[str, list[list[float]]]:
    with path.open(encoding="utf-8") as lines:
        return {line["id"]: line["faces"] for line in map(json.loads, lines)}


def _shape(pixels: Pixels, row: data.Row) -> tuple[int, int]:
    """Height and width, with true proportions as far as they are known."""
    height, width = pixels.shape[:2]
    return (height, round(height * _WIDE)) if row.squashed else (height, width)
