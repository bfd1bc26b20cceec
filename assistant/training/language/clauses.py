"""Clauses of captions: who does what, to what and where; a small grammar, no parser.

Captions are short and alike, so that a pattern does: noun phrases by their last known noun, each
with the preposition before it; a verb belongs to the noun phrase that the caption began with. What
is not clear is left out: numbers of many captions need not hold each of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from assistant.pipeline.evidence import Kind
from assistant.training.picture import vocabulary

_PHRASES = (
    "in front of", "on top of", "next to", "out of", "close to", "in the middle of",
    "on the side of", "at the edge of", "in the air", "on the edge of", "at the end of",
    "away from",
)  # fmt: skip
_PREPOSITIONS = frozenset(
    "in on at with by near under over behind beside between through across along down up into "
    "onto from for of off to around against above below inside outside among during towards "
    "toward past after before about without underneath beneath amongst amidst atop upon beyond "
    "alongside".split()
)
_AS = {"has": "with", "have": "with", "having": "with", "holds": "holding", "using": "using"}
_AS |= {"wearing": "wearing", "wears": "wearing", "wear": "wearing", "onto": "on", "upon": "on"}
_AS |= {"atop": "on", "inside": "in", "into": "into", "uses": "using"}
_DETERMINERS = frozenset(
    "a an the his her their its this that these those some several many few another both "
    "other all one any".split()
)
_BETWEEN = frozenset("while as when where because but".split())
_SKIPPED = frozenset(
    "is are was were be being been that which who there it he she they outside outdoors inside "
    "together alone away too also just not very high low full each".split()
)
_NUMBERS = dict(
    zip("two three four five six seven eight nine ten".split(), range(2, 11), strict=True)
)
_NUMBERS |= {"several": 6, "many": 8, "both": 2}
_GROUPS = {"crowd": 12, "audience": 12, "couple": 2, "pair": 2, "family": 4, "team": 6, "band": 4}
_GROUPS |= {"group": 5, "bunch": 6, "herd": 6, "flock": 6, "pack": 4, "groups": 8, "crowds": 12}
UNCLEAR = "?"  # the label of what is no thing that can be said


@dataclass(frozen=True)
class Noun:
    """A thing or place that a caption names.

    Attributes:
        label: as it would be said.
        kind: "object" or "scene".
        count: how many; None for a plural without a number.
    """

    label: str
    kind: Kind = "object"
    count: int | None = 1


@dataclass(frozen=True)
class Link:
    """A thing that a preposition (empty for the object of a verb) joins to a clause."""

    preposition: str
    noun: Noun


@dataclass
class Clause:
    """Subjects, one action (empty where there is none), and what is joined to it."""

    subjects: tuple[Noun, ...]
    action: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True)
class Parsed:
    """A caption: every thing and place that it names, in order, and its clauses."""

    nouns: tuple[Noun, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class _Unit:
    sort: Literal["noun", "verb", "preposition", "and", "between"]
    text: str = ""
    noun: Noun | None = None


@cache
def parse(caption: str) -> Parsed:
    """Read a caption."""
    units = list(_units(re.findall(r"[a-z0-9'-]+|[,.;]", caption.lower())))
    named = tuple(u.noun for u in units if u.noun and u.noun.label != UNCLEAR)
    reader = _Reader()
    for unit in units:
        if not reader.read(unit):
            break
    return Parsed(named, tuple(c for c in reader.clauses if c.action or c.links))


class _Reader:
    """Takes units one by one, until it is not clear any more who does what."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self._joining = ""  # the preposition that waits for its noun
        self._before = _Unit("between")
        self._role: Literal["subject", "object"] = "subject"
        self._ambiguous = False

    def read(self, unit: _Unit) -> bool:
        """Whether it was understood."""
        understood = True
        if unit.noun:
            understood = self._noun(unit.noun)
        elif unit.sort == "verb":
            understood = self._verb(unit.text)
        elif unit.sort == "preposition":
            self._joining = unit.text
        elif self._before.sort == "preposition":  # "in a red and white shirt"
            return True
        self._before = unit
        return understood

    def _noun(self, noun: Noun) -> bool:
        joining, self._joining = self._joining, ""
        last = self.clauses[-1] if self.clauses else None
        if last is None or self._before.sort == "between":
            self.clauses.append(Clause((noun,)))
            self._role, self._ambiguous = "subject", False
            return not joining
        if joining == "of":
            self._of(last, noun)
        elif joining or self._before.sort == "verb":
            last.links.append(Link(joining, noun))
            self._role, self._ambiguous = "object", False
        elif self._before.sort != "and":
            return False
        elif self._role == "subject":
            last.subjects = (*last.subjects, noun)
        elif last.links:
            last.links.append(Link(last.links[-1].preposition, noun))
            self._ambiguous = True
        return True

    def _of(self, last: Clause, noun: Noun) -> None:
        """ "A group of people": they are meant; "a slice of pizza" is left as it is."""
        if self._role == "subject":
            *others, first = last.subjects
            count = first.count if noun.count is None and (first.count or 0) > 1 else noun.count
            last.subjects = (*others, replace(noun, count=count))

    def _verb(self, action: str) -> bool:
        if not self.clauses or self._ambiguous:
            return False
        last = self.clauses[-1]
        if self._before.noun and self._role == "object" and self._before.noun.label in ALIVE:
            return False  # "a person with a dog running"
        if last.action or last.links:
            self.clauses.append(Clause(last.subjects, action))
        else:
            last.action = action
        self._role, self._joining = "object", ""
        return True


def _units(tokens: Sequence[str]) -> Iterator[_Unit]:
    """Nouns with their numbers, verbs, prepositions and conjunctions."""
    determined, number, before = "", None, _Unit("between")
    start = 0
    while start < len(tokens):
        unit, width = _unit(tokens, start, before, determined)
        token = tokens[start]
        if token in _DETERMINERS or _number(token):
            determined, number = token, _number(token)
        if unit and unit.noun:
            many = unit.noun.count is None
            group = _GROUPS.get(token)
            unit = replace(unit, noun=replace(unit.noun, count=group or number if many else 1))
        if unit:
            determined, number, before = "", None, unit
            yield unit
        start += width


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and 1 < int(word) < 20 else _NUMBERS.get(word)


def _unit(
    tokens: Sequence[str], start: int, before: _Unit, determined: str
) -> tuple[_Unit | None, int]:
    """The unit that begins here, if one does, and how many tokens it has."""
    if phrase := _phrase_at(tokens, start):
        return _Unit("preposition", phrase), phrase.count(" ") + 1
    token = tokens[start]
    verb = vocabulary.actions_of().get(token)
    if verb and _is_verb(token, before, determined):
        return _Unit("verb", verb), 1
    if token in ("watch", "watches") and before.noun and not determined:
        return _Unit("between"), 1
    if found := _noun_at(tokens, start):
        return found
    if token in _AS or token in _PREPOSITIONS:
        return _Unit("preposition", _AS.get(token, token)), 1
    if token in (",", "and", "&"):
        return _Unit("and"), 1
    return (_Unit("between"), 1) if token in _BETWEEN or token in ".;" else (None, 1)


def _phrase_at(tokens: Sequence[str], start: int) -> str:
    phrases = (" ".join(tokens[start : start + width]) for width in (5, 4, 3, 2))
    return next((phrase for phrase in phrases if phrase in _PHRASES), "")


def _is_verb(token: str, before: _Unit, determined: str) -> bool:
    """ "A dog runs", "people run", "sitting"; but "a run", "a running dog"."""
    if determined:
        return False
    if token.endswith("ing"):  # "in biking shorts"
        return before.sort != "preposition"
    if before.noun is None:
        return before.sort == "and" and token.endswith("s") and token not in vocabulary.nouns_of()
    return token.endswith("s") == (before.noun.count == 1)


def _noun_at(tokens: Sequence[str], start: int) -> tuple[_Unit, int] | None:
    """The last noun of a row of nouns: "dog leash" is no dog."""
    found: tuple[str, Kind, bool] | None = None
    end = start
    while end < len(tokens):
        width = next((n for n in (3, 2, 1) if " ".join(tokens[end : end + n]) in _known()), 0)
        if not width or (found and _begins_verb(tokens, end)):
            break
        found = _known()[" ".join(tokens[end : end + width])]
        end += width
    if found is None:
        return None
    label, kind, many = found
    if end < len(tokens) and _is_strange(tokens[end]) and not _phrase_at(tokens, end):
        label = UNCLEAR
    return _Unit("noun", noun=Noun(label, kind, None if many else 1)), end - start


def _begins_verb(tokens: Sequence[str], at: int) -> bool:
    return tokens[at] in vocabulary.actions_of() or tokens[at] in ("watch", "watches")


def _is_strange(word: str) -> bool:
    """Whether it may be a noun that nobody knows here: then the one before it only describes it."""
    known = word in _PREPOSITIONS or word in _AS or word in _BETWEEN or word in _SKIPPED
    known = known or word in _DETERMINERS or word in vocabulary.actions_of()
    ending = word.endswith(("ly", "ing", "ed", "s")) or not word.isalpha()
    return not (known or ending or word in ("and",))


@cache
def _known() -> dict[str, tuple[str, Kind, bool]]:
    unclear = {word: (UNCLEAR, "object", False) for word in vocabulary.IGNORED}
    groups = {word: (UNCLEAR, "object", True) for word in _GROUPS}
    return {**groups, **vocabulary.nouns_of(), **unclear}  # type: ignore[dict-item]


ALIVE = frozenset(
    "person child dog cat horse cow sheep bird duck goose chicken elephant bear zebra giraffe "
    "monkey goat pig camel rabbit animal".split()
)
