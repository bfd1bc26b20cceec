"""Usages of captions: which subjects do what, and what is joined to that, and how.

The table ``resources/models/compact/clauses.json`` was counted from 200,000 captions by
``assistant/training/clause_counts.py``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant import paths
from assistant.pipeline import kinds

PEOPLE = frozenset("person child people children baby".split())


@dataclass(frozen=True)
class Usage:
    """Usage of captions for one kind of subject and one action.

    Attributes:
        usual: share of the captions about such a subject in which it does this.
        links: thing or place → preposition (empty for an object) → share of the captions with all
            three that join them by it.
    """

    usual: float
    links: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Table:
    """The file.

    Attributes:
        needs: actions that are said only with something joined to them.
        worn: what people have on.
        people: actions that next to nobody but people does.
        telling: label → how likely people are to name it where it is.
        actions: action (empty for none) → subject → usage.
    """

    needs: frozenset[str]
    worn: frozenset[str]
    people: frozenset[str]
    telling: Mapping[str, float]
    actions: Mapping[str, Mapping[str, Usage]]

    def usage(self, action: str, subject: str) -> Usage | None:
        """Usage for a subject by its label: a child is a person."""
        return self.actions.get(action, {}).get(kind(subject))

    def usual(self, action: str, subject: str) -> float:
        """Share of the captions about such a subject in which it does this."""
        usage = self.usage(action, subject)
        return usage.usual if usage else 0.0

    def share(self, action: str, subject: str, label: str) -> float:
        """Share of the captions with all three that join the thing or place to the action."""
        usage = self.usage(action, subject)
        return sum(usage.links.get(label, {}).values()) if usage else 0.0


@cache
def table() -> Table:
    """The table, read once."""
    path = paths.resources() / "models" / "compact" / "clauses.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    actions = {
        action: {subject: Usage(**row) for subject, row in subjects.items()}
        for action, subjects in facts["actions"].items()
    }
    needs, worn, people = (frozenset(facts[name]) for name in ("needs", "worn", "people"))
    return Table(needs, worn, people, facts["telling"], actions)


def is_alive(label: str) -> bool:
    """Whether it is somebody, or an animal."""
    return kind(label) == "person" or kinds.is_a(label, "animal")


def kind(label: str) -> str:
    """The kind of subject that the table knows: every human being is a person."""
    return "person" if label in PEOPLE else label
