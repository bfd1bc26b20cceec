"""Answers about the whole of a picture: in or out of doors, and one person or dog, or several.

Captions tell both in passing: a kitchen is indoors, "two men" are several people. Where they do
not, the teacher's boxes tell of numbers, and nobody of the rest. Of a page, a drawing and a thing
close by neither side can be told.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.pipeline.boxes import corners_of, suppress
from assistant.training.picture import labels, tags, targets, vocabulary
from assistant.training.picture.data import Row
from assistant.training.picture.mentions import mentions
from assistant.training.picture.targets import Floats

SETTINGS = ("indoors", "outdoors")
NUMBERS = ("person", "dog")
"""What is counted: the head has a label for each."""
_INSIDE = re.compile(r"\bindoors?\b")
_OUTSIDE = re.compile(r"\boutdoors?\b|\boutside\b")
_INDOORS = frozenset(
    "kitchen bathroom bedroom restaurant bar gym room couch bed toilet furniture office classroom "
    "library hallway".split()
) | {"living room", "dining room"}
_OUTDOORS = frozenset(
    "grass street sidewalk field meadow park forest mountain desert city snow sand beach sea lake "
    "river stream pond sky garden yard path slope hill harbor tree building rock cliff".split()
) | {"parking lot"}
_ROOMS = frozenset(("kitchen", "bedroom", "bathroom"))  # scenes of sources that show these alone
_PAGE = "document"
_UNTOLD = frozenset((_PAGE, labels.NOTHING))
_CLOSE = frozenset("clothing clothfull trash foodish fruitveg pacs".split())  # pacs: mostly drawn
_COUNTED = {"person": "person", "child": "person", "dog": "dog"}
_FEW = 2  # captions that speak of people, from which their numbers are believed
_SEVERAL = frozenset("two three four five six several many some couple".split())
_SMALLEST = 0.01  # of the picture: a smaller one is no second one to talk of
_SAME = 0.5  # boxes that share more are of one
_THERE = 0.7  # the teacher's chance from which it tells whether there are others


def settings(row: Row) -> Floats:
    """The chances of ``SETTINGS``, or UNKNOWN."""
    if not row.captions and (row.src in _CLOSE or labels.scene(row) == _PAGE):
        return np.zeros(len(SETTINGS), np.float32)
    inside, outside = _sides(row)
    if not inside + outside:
        return np.full(len(SETTINGS), tags.UNKNOWN, np.float32)
    every = inside + outside
    return np.array([inside / every, outside / every], np.float32)


def numbers(row: Row, lines: Floats | None = None, names: Sequence[str] = ()) -> Floats:
    """The chance that there are several of each of ``NUMBERS``; UNKNOWN: nobody tells, or none.

    Args:
        row: the picture's labels.
        lines: what the teacher saw; None where it has not looked.
        names: of the teacher's classes; needed with lines.
    """
    found = np.full(len(NUMBERS), tags.UNKNOWN, np.float32)
    counts = [counted(caption) for caption in row.captions]
    large = sum(width * height >= _SMALLEST for _, _, width, height in row.people or ())
    for place, label in enumerate(NUMBERS):
        told = [count[label] for count in counts if count[label]]
        if len(told) >= _FEW:
            found[place] = sum(number > 1 for number in told) / len(told)
        elif label == "person" and large:
            found[place] = float(large > 1)
        elif lines is not None:
            found[place] = _others(lines[lines[:, 0] == names.index(label)])
    return found


def _others(lines: Floats) -> float:
    """The chance that there is a second of what the teacher saw (lines of one label)."""
    lines = lines[lines[:, 4] * lines[:, 5] >= _SMALLEST]
    lines = lines[np.argsort(-lines[:, 1], kind="stable")]
    things = suppress(corners_of(lines[:, 2:6]), _SAME)
    chances = targets.chance(lines[things, 1])
    if not len(chances) or chances[0] < _THERE:
        return tags.UNKNOWN
    return float(chances[1]) if len(chances) > 1 else 0.0


def counted(caption: str) -> Counter[str]:
    """Numbers of each of ``NUMBERS`` that a caption speaks of; 2 stands for any larger number."""
    words, nouns = re.findall("[a-z]+", caption.lower()), vocabulary.nouns_of()
    found = Counter[str]()
    for index, word in enumerate(words):
        label, _, many = nouns.get(word, ("", "object", False))
        if label in _COUNTED:
            several = many or (index > 0 and words[index - 1] in _SEVERAL)
            found[_COUNTED[label]] += 2 if several else 1
    return found


def _sides(row: Row) -> tuple[int, int]:
    """Numbers of captions that are of indoors, and of outdoors; of a source's scene one."""
    if not row.captions:
        scene = labels.scene(row)
        known = scene is not None and scene not in _UNTOLD
        return int(known and scene in _ROOMS), int(known and scene not in _ROOMS)
    each = [(text.lower(), mentions(text)) for text in row.captions]
    inside = sum(bool(said & _INDOORS or _INSIDE.search(text)) for text, said in each)
    return inside, sum(bool(said & _OUTDOORS or _OUTSIDE.search(text)) for text, said in each)


def answers(
    rows: Sequence[Row], lines: Mapping[str, Floats], names: Sequence[str]
) -> Mapping[str, Floats]:
    """Head → chances (N, labels), or UNKNOWN.

    Args:
        rows: the pictures.
        lines: file name → what the teacher saw.
        names: of the teacher's classes.
    """
    return {
        "settings": np.stack([settings(row) for row in rows]),
        "numbers": np.stack([numbers(row, lines.get(row.id), names) for row in rows]),
    }
