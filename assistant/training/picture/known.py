"""Truth about the whole picture: the answers that the heads of the network learn.

Captions tell by the share that names a word; sources by their tags; the teacher by its scores. What
nobody tells is ``UNKNOWN`` and teaches nothing. A picture without people and animals shows nobody
who does something.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.training.picture import labels, tags, targets, vocabulary
from assistant.training.picture.data import Row
from assistant.training.picture.mentions import mentions
from assistant.training.picture.speech import SPEAK
from assistant.training.picture.targets import Floats

UNKNOWN = tags.UNKNOWN
DOCUMENT = "document"
ALIVE = tuple("person bird cat dog horse sheep cow elephant bear zebra giraffe".split())
_ONE, _TWO = 25, 8  # pictures of which one, and two, captions must name a word for it to be learnt
_NOBODY = 0.1  # the teacher's chance of people and animals below which nobody acts
_COVERED = ("animal", "vehicle")  # kinds of which the teacher knows nearly all members
# A source's own place → the vocabulary's, and other places that it may also be.
_PLACES = {
    "street": ("street", "sidewalk city path track crosswalk town-square train-tracks"),
    "buildings": ("city", "street sidewalk yard town-square park garden"),
    "mountain": ("mountain", "hill slope snow forest lake river stream pond water field meadow "
                 "path desert sky grass ice cliff"),
    "glacier": ("ice", "mountain hill slope sea lake snow water sky"),
    "forest": ("forest", "path river stream park mountain hill field meadow garden yard grass snow "
               "water dirt"),
    "sea": ("sea", "beach sand mountain lake harbor hill water sky slope"),
    "house front": ("", "yard garden street path sidewalk grass snow"),
    "kitchen": ("kitchen", "room restaurant bar living-room"),
    "bedroom": ("bedroom", "room living-room"),
    "bathroom": ("bathroom", "room"),
    "document": (DOCUMENT, ""),
    labels.NOTHING: ("", ""),
}  # fmt: skip
_ROOMS = ("kitchen", "bathroom", "bedroom")  # which few captions name, and a source is full of


@dataclass(frozen=True)
class Words:
    """The labels of the heads: things, places and actions."""

    things: tuple[str, ...]
    places: tuple[str, ...]
    actions: tuple[str, ...]


def learnable(rows: Sequence[Row], objects: Sequence[str]) -> Words:
    """The words of the vocabulary that enough of the pictures show; kinds and documents beside.

    Args:
        rows: the pictures that are learnt from.
        objects: what the grid knows by the same name, as it is spoken.
    """
    one, two = Counter[str](), Counter[str]()
    for row in rows:
        named = Counter(label for text in row.captions for label in mentions(text))
        one.update(named.keys())
        two.update(label for label, count in named.items() if count > 1)
    enough = {label for label, count in one.items() if count >= _ONE and two[label] >= _TWO}
    things = [
        w for w in vocabulary.THINGS if w in enough and w not in objects and w not in tags.TAGS
    ]
    return Words(
        (*tags.TAGS, *things),
        (*(w for w in vocabulary.PLACES if w in enough or w in _ROOMS), DOCUMENT),
        tuple(w for w in vocabulary.ACTIONS if w in enough),
    )


def known(
    row: Row, lines: Floats | None, words: Words, names: Sequence[str], everyday: Sequence[str]
) -> Mapping[str, Floats]:
    """Head → chances (labels,), or UNKNOWN: objects (80,), things, places and actions.

    Args:
        row: the picture's labels.
        lines: what the teacher saw; None where it has not looked.
        words: the labels.
        names: of the teacher's classes.
        everyday: of the object labeler's classes.
    """
    named = Counter(label for text in row.captions for label in mentions(text))
    told = {label: _likely(count / len(row.captions)) for label, count in named.items()}
    stated = labels.true_labels(row, names)
    seen = (
        np.full(len(names), UNKNOWN, np.float32)
        if lines is None
        else targets.seen(lines, len(names))
    )
    objects = np.array(
        [
            max(chance, _stated(name in stated, told.get(SPEAK.get(name, name), 0.0)))
            for name, chance in zip(names, seen, strict=True)
        ],
        np.float32,
    )
    if row.captions:
        places, actions = (
            np.array([told.get(word, 0.0) for word in head], np.float32)
            for head in (words.places, words.actions)
        )
    else:
        alive = max(objects[names.index(name)] for name in ALIVE)
        chance = 0.0 if 0 <= alive < _NOBODY else UNKNOWN
        actions = np.full(len(words.actions), chance, np.float32)
        places = _places(row, words.places)
    kinds = tags.chances(tags.fixed(row, everyday), objects.clip(0), names)
    things = np.array(
        [
            _thing(word, row, told, dict(zip(tags.TAGS, kinds, strict=True)))
            for word in words.things
        ],
        np.float32,
    )
    return {"objects": objects, "things": things, "places": places, "actions": actions}


def _thing(word: str, row: Row, told: Mapping[str, float], kinds: Mapping[str, float]) -> float:
    kind = float(kinds.get(word, UNKNOWN))
    if row.captions:
        return max(told.get(word, 0.0), kind if kind > 0.5 else 0.0)
    if word in kinds:
        blind = not row.everyday and word not in _COVERED and kind < 0.5
        return UNKNOWN if blind else kind
    said = {tag.lower() for tag in row.tags}
    return 1.0 if said & set(vocabulary.THINGS[word]) else UNKNOWN


def _places(row: Row, words: Sequence[str]) -> Floats:
    scene = labels.scene(row)
    if scene is None:
        return np.full(len(words), UNKNOWN, np.float32)
    place, near = _PLACES[scene]
    open_ = {w.replace("-", " ") for w in near.split()}
    return np.array(
        [1.0 if w == place else UNKNOWN if w in open_ else 0.0 for w in words], np.float32
    )


def _stated(tagged: bool, told: float) -> float:
    return 1.0 if tagged else told or UNKNOWN


def _likely(share: float) -> float:
    """The share of captions that name it → the chance that it is there."""
    return min(1.0, 2.5 * share)
