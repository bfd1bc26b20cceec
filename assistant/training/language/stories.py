"""Stories for the compact GPT-2: captions as the sentences that the grammar allows.

A caption gives the things with their numbers, who does what to which of them and where, the order
in which people mention them, whether "and" or "with" comes between, and where the place stands. The
target is that sentence in the words of ``assistant/pipeline/grammar.py``; the prompt names the same
in any order, as a network does. Some things are exchanged for others, so that labels no caption has
find their places, too.
"""

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from assistant.pipeline import clauses as grammar_clauses
from assistant.pipeline import usages
from assistant.pipeline.evidence import Observation, Sureness
from assistant.training.language import clauses, words
from assistant.training.picture import vocabulary
from assistant.training.picture.data import TrainingError

MOST = 4  # things in a sentence, as wording gives them
_HELD_OUT = 50  # every so manieth caption is never learnt from
_CLASSES = (("animal", 1), ("vehicle", 2), ("furniture", 4), ("building", 4))
_OTHERS = 3
_CLASS_OF = {"building": 4, "plant": 4, "potted plant": 4, "door": 4, "furniture": 4, "house": 4}
_CLASS_OF |= {"animal": 1, "vehicle": 2, "sink": 4, "toilet": 4, "refrigerator": 4, "oven": 4}
_CLASS_OF |= {"television": 4, "traffic light": 4, "fire hydrant": 4, "stop sign": 4}


@dataclass(frozen=True)
class Thing:
    """A label and how many; None where nobody counted."""

    label: str
    count: int | None = None


@dataclass(frozen=True)
class Story:
    """Contents of one sentence, in order.

    Attributes:
        things: in the order of mention.
        split: so many of them stand before "with"; as many as there are: no "with".
        place: at most one.
        first: whether the place comes first ("a kitchen with a table").
        action: at most one.
        joined: prepositions with the labels after them, as the caption has them.
    """

    things: tuple[Thing, ...]
    split: int
    place: str | None = None
    first: bool = False
    action: str | None = None
    joined: tuple[tuple[str, str], ...] = ()

    def observations(self) -> list[Observation]:
        """The things, the action, and the place last."""
        sureness = Sureness.SURE
        seen = [Observation(t.label, 0.9, "cnn", sureness, "object", t.count) for t in self.things]
        if self.action:
            seen.append(Observation(self.action, 0.9, "cnn", sureness, "action"))
        if self.place:
            seen.append(Observation(self.place, 0.9, "cnn", sureness, "scene"))
        return seen

    @property
    def size(self) -> int:
        """Number of its observations."""
        return len(self.things) + bool(self.action) + bool(self.place)


def captions(folder: Path) -> list[str]:
    """The texts of ``captions.jsonl.gz``, each once.

    Raises:
        TrainingError: the folder has no captions, or they cannot be read.
    """
    path = folder / "captions.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(
            f"No captions can be read at {path}. Name their folder with --text."
        ) from error


def is_held_out(caption: str) -> bool:
    """Whether a caption is for measuring only; by its words, so that spelling does not matter."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in caption.lower()).split())
    return zlib.crc32(plain.encode()) % _HELD_OUT == 0


def story(caption: str) -> Story | None:
    """Story of a caption, as far as Glimpse can name it; None when that is nothing."""
    parsed = clauses.parse(caption)
    things: dict[str, Thing] = {}
    place = None
    first = False
    for noun in parsed.nouns:
        if noun.kind == "scene":
            first |= not things and place is None
            place = place or noun.label
        elif noun.label in things:
            both = (things[noun.label].count or 2) + (noun.count or 2)
            things[noun.label] = Thing(noun.label, both)
        elif len(things) < MOST:
            things[noun.label] = Thing(noun.label, noun.count)
    if not things and place is None:
        return None
    doing = next((c for c in parsed.clauses if c.action), None)
    links = tuple((k.preposition, k.noun.label) for c in parsed.clauses for k in c.links)
    told = Story(
        tuple(things.values()), _split(list(things), links), place, first and bool(things),
        doing.action if doing else None, links,
    )  # fmt: skip
    return _sayable(told)


def _split(labels: Sequence[str], links: Sequence[tuple[str, str]]) -> int:
    """How many things stand before "with": up to the first that is another's."""
    joined = {label for preposition, label in links if preposition in ("", "with", "in", "wearing")}
    marks = (i for i, name in enumerate(labels) if i and name in joined and can_be_with(name))
    return next(marks, len(labels))


def _sayable(told: Story) -> Story:
    """Without an action of which the grammar could not say whose it is, or what it is done to."""
    doing = grammar_clauses.doing(told.observations())
    said = doing and doing.action and not doing.leaves_open
    return told if said else replace(told, action=None)


def varied(told: Story, dice: np.random.Generator) -> Story:
    """The story with some things exchanged, one added, the place exchanged, added or left out."""
    things = list(told.things)
    for i, thing in enumerate(things):
        if dice.random() < 0.3:
            things[i] = replace(thing, label=_other(thing.label, things, dice))
    split = told.split
    if len(things) < MOST and dice.random() < 0.25:
        label = _any(dice)
        if label not in (thing.label for thing in things):
            at = len(things) if rank(label) > 1 else min(1, len(things))
            things.insert(at, Thing(label, _some(dice)))
            split = len(things) if split == len(told.things) else split + (at < split)
    if split < len(things) and not can_be_with(things[split].label):
        split = len(things)
    place, first = told.place, told.first
    action = told.action if dice.random() < 0.8 else None  # the network does not see it
    if dice.random() < 0.3:
        place = None if place and things and dice.random() < 0.4 else _drawn(_places(), dice)
        first = first and place is not None
    return _sayable(Story(tuple(things), split, place, first, action, told.joined))


def made_up(dice: np.random.Generator) -> Story:
    """Things that may never have been together: who and what lives first, what is built last."""
    number = int(dice.integers(1, MOST + 1))
    chosen = list(dict.fromkeys(_any(dice) for _ in range(number)))
    chosen.sort(key=rank)
    things = tuple(Thing(label, _some(dice)) for label in chosen)
    alive = rank(chosen[0]) <= 1
    held = next((i for i, label in enumerate(chosen) if i and rank(label) == _OTHERS), len(chosen))
    place = _drawn(_places(), dice) if dice.random() < 0.5 else None
    first = place is not None and not alive and dice.random() < 0.8
    action = _drawn(tuple(vocabulary.ACTIONS), dice) if alive else None
    return _sayable(Story(things, held if alive else len(chosen), place, first, action))


def counted(told: Story, dice: np.random.Generator) -> Story:
    """The story with numbers as a network gives them: sometimes none, and one for a mere plural."""
    things = []
    for thing in told.things:
        count = int(dice.integers(2, 7)) if thing.count is None else thing.count
        things.append(Thing(thing.label, None if count > 1 and dice.random() < 0.15 else count))
    return replace(told, things=tuple(things))


def can_be_with(label: str) -> bool:
    """Whether "with" suits it: a person with a dog or a bicycle, but a person and a table."""
    return rank(label) in (1, _OTHERS) or label in words.CARRIED


def rank(label: str) -> int:
    """0 person, 1 animal, 2 vehicle, 3 what can be held, 4 furniture and buildings."""
    if label in usages.PEOPLE:
        return 0
    return _classes().get(label, _OTHERS)


@cache
def _classes() -> dict[str, int]:
    kinds = words.synonyms()["kinds"]

    def members(kind: str, seen: frozenset[str]) -> Iterator[str]:
        yield kind
        for child in kinds.get(kind, ()):
            if child not in seen:
                yield from members(child, seen | {child})

    found = {label: n for kind, n in _CLASSES for label in members(kind, frozenset((kind,)))}
    return found | _CLASS_OF


@cache
def _objects() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of things that are said, and all that may be."""
    said = tuple(label for label, kind in words.sayable().items() if kind == "object")
    return said, tuple(label for label, kind in words.learnable().items() if kind == "object")


@cache
def _places() -> tuple[str, ...]:
    return tuple(label for label, kind in words.sayable().items() if kind == "scene")


@cache
def _of_rank(number: int) -> tuple[str, ...]:
    return tuple(label for label in _objects()[1] if rank(label) == number)


def _any(dice: np.random.Generator) -> str:
    if dice.random() < 0.15:
        return "person"
    return _drawn(_objects()[int(dice.random() < 0.3)], dice)


def _other(label: str, beside: Sequence[Thing], dice: np.random.Generator) -> str:
    same = _of_rank(rank(label)) if dice.random() < 0.8 else _objects()[0]
    new = _drawn(same or _objects()[0], dice)
    return label if new in {thing.label for thing in beside} else new


def _drawn(labels: Sequence[str], dice: np.random.Generator) -> str:
    return labels[int(dice.integers(len(labels)))]


def _some(dice: np.random.Generator) -> int | None:
    return [None, 1, 1, 1, 2, 3][int(dice.integers(6))]


def stories(texts: Iterable[str], kept: Path | None = None) -> list[Story]:
    """The stories of captions; those of one thing alone thinned out, as they teach nothing.

    Args:
        texts: the captions.
        kept: a file; the stories are read from it if it is there, else written to it.
    """
    if kept and kept.exists():
        rows = json.loads(kept.read_text(encoding="utf-8"))
        return [_story(row) for row in rows]
    found = [told for told in map(story, texts) if told]
    alone = [told for told in found if told.size == 1]
    more = [told for told in found if told.size > 1]
    chosen = more + alone[::5]
    if kept:
        kept.write_text(json.dumps([astuple(s) for s in chosen]), encoding="utf-8")
    return chosen


def _story(row: list[Any]) -> Story:
    things, split, place, first, action, joined = row
    pairs = tuple((str(preposition), str(label)) for preposition, label in joined)
    return Story(tuple(Thing(*thing) for thing in things), split, place, first, action, pairs)
