"""Words of the same meaning, and things of a kind: a cow is an animal.

The words stand in ``resources/words/synonyms.json``, which says how it was made.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant import paths


@dataclass(frozen=True)
class KindTables:
    """The tables of the file, by word; labels keep their capital letters.

    Attributes:
        same: word → the labels that it is another word for.
        kinds: word → labels and kinds that are such a thing.
        narrower: word → labels that are all the networks call it: "poodle" → "dog".
        other_things: labels that are not what their last word is: a hot dog is no dog.
        words: English words that look like a slip of the finger and are none.
    """

    same: Mapping[str, frozenset[str]]
    kinds: Mapping[str, tuple[str, ...]]
    narrower: Mapping[str, frozenset[str]]
    other_things: frozenset[str]
    words: frozenset[str]


@cache
def words() -> KindTables:
    """The tables, read once."""
    facts = json.loads((paths.resources() / "words" / "synonyms.json").read_text("utf-8"))
    return KindTables(
        same=_inverse(facts["same"]),
        kinds={word: tuple(children) for word, children in facts["kinds"].items()},
        narrower=_inverse(facts["narrower"]),
        other_things=frozenset(facts["other_things"]),
        words=frozenset(facts["words"].split()),
    )


def is_a(label: str, kind: str) -> bool:
    """Whether everything called so is such a thing: a cow is an animal, a sofa a couch.

    Capital letters do not matter.
    """
    return not members(kind).isdisjoint(names(label))


@cache
def names(label: str) -> frozenset[str]:
    """The label in lower case and what its last words say: "school bus" is a bus.

    Only the label itself where the tables know it as something else: a hot dog is no dog.
    """
    name = label.lower()
    if name in words().other_things:
        return frozenset((name,))
    parts = name.partition(" of ")[0].split(" ")
    return frozenset((name, *(" ".join(parts[start:]) for start in range(len(parts)))))


@cache
def members(kind: str) -> frozenset[str]:
    """Every word of the tables that names such a thing, in lower case: also the kind itself."""
    found: set[str] = set()
    left = {kind.lower()}
    while left:
        word = left.pop()
        found.add(word)
        means = words().same.get(word, frozenset())
        left |= {w.lower() for w in (*means, *words().kinds.get(word, ()))} - found
    # Other words for them, but not what else those mean: a pan is no frying pan by kind.
    return frozenset(found.union(*(_others().get(word, ()) for word in found)))


@cache
def kinds_of(word: str) -> frozenset[str]:
    """Every kind, and everything that the networks would call it: "poodle" → dog, animal, pet."""
    called = {word.lower(), *_lower(words().narrower.get(word.lower(), ()))}
    kinds = {kind for kind in words().kinds if any(is_a(name, kind) for name in called)}
    return frozenset(called | kinds) - {word.lower()}


@cache
def _others() -> Mapping[str, frozenset[str]]:
    """Label in lower case → all other words for it: the table turned round."""
    return _inverse({word: list(_lower(labels)) for word, labels in words().same.items()})


def _lower(names: "frozenset[str] | tuple[str, ...]") -> set[str]:
    return {name.lower() for name in names}


def _inverse(table: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for label, others in table.items():
        for word in others:
            found.setdefault(word, set()).add(label)
    return {word: frozenset(labels) for word, labels in found.items()}
