"""Facts known of a folder's pictures: ``annotations.jsonl``, one JSON object a line.

| field | meaning |
| --- | --- |
| ``file`` | the picture, relative to the folder; the only field that must be there |
| ``captions`` | sentences that people wrote about it, as a list |
| ``objects`` | labels of the things in it, as a list; if the field is there, the list is complete \
together with the captions |
| ``scene`` | one word for the place, or "none of these" |
| ``boxes`` | where things are: ``{"label": …, "box": [x, y, width, height]}``, fractions of the \
picture; with ``"difficult": true`` for one that may be found and need not |
| ``unknown`` | labels that may be there or not: what is said of them is neither right nor wrong |
| ``looked`` | label → whether it is right, of labels that nobody told; null: it cannot be told |
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.training.picture.data import TrainingError

FILE = "annotations.jsonl"
_NAMES = ("label", "name", "category")  # of an object that is more than a word


@dataclass(frozen=True)
class Place:
    """Place of a thing: x, y, width, height as fractions; a difficult one need not be found."""

    label: str
    box: tuple[float, float, float, float]
    difficult: bool = False


@dataclass(frozen=True)
class Annotation:
    """One line; words in lower case. None where the field is missing."""

    file: str
    captions: tuple[str, ...] = ()
    objects: frozenset[str] | None = None
    scene: str = ""
    boxes: tuple[Place, ...] | None = None
    unknown: frozenset[str] = frozenset()
    looked: Mapping[str, bool | None] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Whether anything is known of the picture."""
        return bool(self.captions or self.scene or self.objects is not None)


def read(folder: Path) -> tuple[list[Annotation], list[str]]:
    """The annotations of a folder, and what is wrong with the lines that are left out.

    Raises:
        TrainingError: the folder has none, or they cannot be read.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise TrainingError(
            f"There is no readable {FILE} in {folder}. Name the folder that has it with --data."
        ) from error
    found, wrong = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(parsed(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            wrong.append(f"line {number}: {type(error).__name__}: {error}")
    if not found:
        raise TrainingError(f"No line of {path} names a picture; it may be damaged.")
    return found, wrong


def parsed(raw: Mapping[str, Any]) -> Annotation:
    """One line's fields; a single word or sentence may stand in place of a list.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is not in the form of this module.
    """
    if not isinstance(raw["file"], str) or not raw["file"]:
        raise ValueError("no picture is named")
    boxes = raw.get("boxes")
    return Annotation(
        file=raw["file"],
        captions=tuple(c for c in _listed(raw.get("captions")) if c.strip()),
        objects=None if raw.get("objects") is None else _words(raw["objects"]),
        scene=" ".join(sorted(_words(raw.get("scene")))),
        boxes=None if boxes is None else tuple(_place(box) for box in boxes),
        unknown=_words(raw.get("unknown")),
        looked={
            str(label): None if seen is None else bool(seen)
            for label, seen in (raw.get("looked") or {}).items()
        },
    )


def _place(raw: Mapping[str, Any]) -> Place:
    x, y, width, height = (float(side) for side in raw["box"])
    return Place(raw["label"].lower(), (x, y, width, height), bool(raw.get("difficult")))


def _words(values: object) -> frozenset[str]:
    return frozenset(value.strip().lower() for value in _listed(values) if value.strip())


def _listed(values: object) -> Iterable[str]:
    """The strings of a list, of a single string, or of a list of objects with a name."""
    if values is None:
        return
    if isinstance(values, (str, Mapping)):
        values = [values]
    if not isinstance(values, Iterable):
        raise TypeError(f"{values!r} is no list")
    for value in values:
        if isinstance(value, Mapping):
            yield str(value[next((name for name in _NAMES if name in value), "label")])
        elif value is not None:
            yield str(value)
