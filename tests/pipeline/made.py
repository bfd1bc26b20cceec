"""Observations for tests, and what a sentence may be made of."""

import re
from collections.abc import Sequence

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sureness

CONNECTING = frozenset("a an the and with there this is are in on by at".split())


def thing(
    label: str, count: int | None = None, sureness: Sureness = Sureness.SURE, more: bool = False
) -> Observation:
    return Observation(label, 0.9, "cnn", sureness, "object", count, more=more)


def place(label: str, sureness: Sureness = Sureness.SURE) -> Observation:
    return Observation(label, 0.9, "cnn", sureness, "scene")


def unsupported(text: str, observations: Sequence[Observation]) -> list[str]:
    """The words of a sentence that rest on nothing: found without the grammar's own code."""
    known = set(CONNECTING)
    for o in observations:
        known |= set(nouns.told(o).split()) | set(o.label.split())
        known |= set(nouns.place(o.label).split()) if o.kind == "scene" else set()
    return [word for word in re.findall(r"[^\s,.]+", text) if word not in known]


def phrase(o: Observation) -> str:
    """How an observation is named: "two dogs"; a place by its bare name."""
    return o.label if o.kind == "scene" else nouns.told(o)


def times_named(text: str, o: Observation) -> int:
    return len(re.findall(rf"(?<![\w-]){re.escape(phrase(o))}(?![\w-])", text))
