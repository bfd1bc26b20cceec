"""Answers about the whole of a picture: in or out of doors, and one person or several.

Captions tell both in passing: a kitchen is indoors, "two men" are several people. Where they do
not, nobody knows.
"""

import re
from collections.abc import Iterable, Mapping

import numpy as np

from assistant.training.picture import labels, tags, vocabulary
from assistant.training.picture.data import Row
from assistant.training.picture.mentions import mentions
from assistant.training.picture.targets import Floats

SETTINGS = ("indoors", "outdoors")
NUMBERS = ("several people",)
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
_UNTOLD = frozenset(("document", labels.NOTHING))
_FEW = 2  # captions that speak of people, from which their numbers are believed
_COUNTS = frozenset("two three four five six several many some couple".split())
_SMALLEST = 0.01  # of the picture: a smaller person is no second one to talk of


def settings(row: Row) -> Floats:
    """The chances of ``SETTINGS``, or UNKNOWN."""
    inside, outside = _sides(row)
    if not inside + outside:
        return np.full(len(SETTINGS), tags.UNKNOWN, np.float32)
    every = inside + outside
    return np.array([inside / every, outside / every], np.float32)


def numbers(row: Row) -> Floats:
    """The chance of ``NUMBERS``, or UNKNOWN: nobody tells, or there is nobody."""
    told = [count for count in map(people, row.captions) if count]
    if len(told) >= _FEW:
        return np.array([sum(count > 1 for count in told) / len(told)], np.float32)
    large = sum(width * height >= _SMALLEST for _, _, width, height in row.people or ())
    return np.array([float(large > 1) if large else tags.UNKNOWN], np.float32)


def people(caption: str) -> int:
    """Number of people that a caption speaks of; 2 stands for any larger number, too."""
    words, nouns = re.findall("[a-z]+", caption.lower()), vocabulary.nouns_of()
    found = 0
    for index, word in enumerate(words):
        label, _, many = nouns.get(word, ("", "object", False))
        if label in ("person", "child"):
            found += 2 if many or (index and words[index - 1] in _COUNTS) else 1
    return min(found, 2)


def _sides(row: Row) -> tuple[int, int]:
    """Numbers of captions that are of indoors, and of outdoors; of a source's scene one."""
    if not row.captions:
        scene = labels.scene(row)
        known = scene is not None and scene not in _UNTOLD
        return int(known and scene in _ROOMS), int(known and scene not in _ROOMS)
    each = [(text.lower(), mentions(text)) for text in row.captions]
    inside = sum(bool(said & _INDOORS or _INSIDE.search(text)) for text, said in each)
    return inside, sum(bool(said & _OUTDOORS or _OUTSIDE.search(text)) for text, said in each)


def answers(rows: Iterable[Row]) -> Mapping[str, Floats]:
    """Head → chances (N, labels), or UNKNOWN."""
    listed = list(rows)
    return {
        "settings": np.stack([settings(row) for row in listed]),
        "numbers": np.stack([numbers(row) for row in listed]),
    }
