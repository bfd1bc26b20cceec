"""Clauses: who does what, to what and where, as far as captions tell who could.

The table ``resources/models/compact/clauses.json`` was counted from 200,000 captions by
``assistant/training/clause_counts.py``. An action, its subject and what is joined to it were each
seen; the table says that such a subject does such a thing, and that of captions which name all
three most join them so. Where another seen thing could be the one who does it, it is said of
neither, but at most that one of them does. What is held or ridden and was not seen is "something".
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant import paths
from assistant.pipeline import kinds, nouns
from assistant.pipeline.boxes import intersection
from assistant.pipeline.evidence import Observation, Sureness

MOST_LINKS = 2  # things joined to one action, beside the place
MOST_WORN = 2
_LIKELIER = 8.0  # so much likelier must one subject be than every other that was seen
_ON = frozenset(("riding", "hanging"))  # need no object where they are joined to something else
_SEVERAL = frozenset("ball frisbee food boat wave kite instrument obstacle rope".split())
# Actions that tell enough where nobody knows of what they are done to.
_SOMETHING = frozenset(
    "holding carrying riding pulling pushing throwing catching chasing chewing biting kicking "
    "hitting licking lifting".split()
)
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


@dataclass(frozen=True)
class Joined:
    """A thing or place, and the phrases that can join it, the most usual first."""

    observation: Observation
    phrases: tuple[str, ...]
    direct: bool = False


@dataclass(frozen=True)
class Doing:
    """A clause: who does what, to what and where.

    Attributes:
        subject: who.
        action: what; None where nothing is done: "a cat on a bed".
        links: what it is joined to: an object first, then other things, the place last.
        worn: what the subject has on; its phrases have no "in" yet.
        some: how many of the subjects do it, where it may not be all: "at least one", "some".
        beside: another who was seen and could be the one who does it.
        vague: whether it is done to something that was not seen.
    """

    subject: Observation
    action: Observation | None
    links: tuple[Joined, ...] = ()
    worn: tuple[Joined, ...] = ()
    some: str = ""
    beside: Observation | None = None
    vague: bool = False

    @property
    def subjects(self) -> tuple[Observation, ...]:
        """The one who does it, or the two one of whom does."""
        return (self.subject, self.beside) if self.beside else (self.subject,)

    @property
    def leaves_open(self) -> int:
        """Number of doubts: 1 for what it is done to, 2 for which of two does it."""
        return self.vague + 2 * bool(self.beside)

    @property
    def verb(self) -> str:
        """Words for what is done, and by how many of the subjects; empty where nothing is."""
        if self.action is None:
            return ""
        words = (self.some, self.action.label, "something" if self.vague else "")
        return " ".join(filter(None, words))

    @property
    def named(self) -> tuple[Observation, ...]:
        """Everything that it says."""
        joined = (j.observation for j in (*self.worn, *self.links))
        return (*self.subjects, *((self.action,) if self.action else ()), *joined)


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


def doing(observations: Sequence[Observation]) -> Doing | None:
    """The clause that one sentence may say of these; None where nothing is joined.

    The first action is said that can be and leaves least open; without one, what lives is joined to
    where it is, and only where nothing lives, a thing.
    """
    acting = [
        found for o in _of_kind(observations, "action") if (found := _acting(o, observations))
    ]
    if acting:
        return min(acting, key=lambda found: found.leaves_open)
    things = _of_kind(observations, "object")
    alive = [o for o in things if kinds.is_a(o.label, "animal") or kind(o.label) == "person"]
    alive.sort(key=lambda o: kind(o.label) != "person")
    for subject in alive[:1] or things:
        found = _joined(subject, None, observations)
        if found.links or found.worn:
            return found
    return None


def _acting(action: Observation, observations: Sequence[Observation]) -> Doing | None:
    """The clause with this action, where it can be said."""
    if subject := who(action, observations):
        found = _joined(subject, action, observations)
        joined = any(j.direct or action.label in _ON for j in found.links)
        if joined or action.label not in table().needs:
            return found
        return _vague(found, observations) if action.label in _SOMETHING else None
    both = either(action, observations)
    if both is None or action.label in table().needs:
        return None
    one, other = both
    places = _of_kind(observations, "scene")[:1]
    usage = table().usage(action.label, one.label)
    where = (_place(o, usage.links if usage else {}, True) for o in places)
    links = tuple(filter(None, where))
    return Doing(one, action, links, some="at least one of them", beside=other)


def _vague(found: Doing, observations: Sequence[Observation]) -> Doing:
    """The clause with "something"; the place is joined to it as it is to the subject alone."""
    links = found.links
    if not any(j.observation.kind == "scene" for j in links):
        alone = _joined(found.subject, None, observations).links
        links += tuple(j for j in alone if j.observation.kind == "scene")
    return replace(found, links=links, vague=True)


def who(action: Observation, observations: Sequence[Observation]) -> Observation | None:
    """The only one of those seen who is likely to do this; None where it could be another.

    What something would be more exactly ("animal", perhaps "dog") is no other.
    """
    subject = whose(action, observations)
    return subject if subject and subject.sureness != Sureness.UNSURE else None


def whose(action: Observation, observations: Sequence[Observation]) -> Observation | None:
    """The same, even where it is unsure that this one is there."""
    best = _able(action, observations)
    beside = [o for o in observations if not o.narrows and kind(o.label) not in best]
    usual = {name: _usual(action.label, name) for name in best}
    found = _outstanding(usual)
    for o in _of_kind(beside, "object") if found is None else ():
        likely = {name: usual[name] * _share(action.label, name, o.label) for name in best}
        if any(likely.values()):  # what captions join to the action
            found = found or _outstanding(likely) or _touching(best, o)
    return best.get(found or "")


def either(
    action: Observation, observations: Sequence[Observation]
) -> tuple[Observation, Observation] | None:
    """The two one of whom does this, people first; None where that is not clear."""
    able = _able(action, observations)
    if len(able) != 2 or whose(action, observations):
        return None
    one, other = sorted(able.values(), key=lambda o: kind(o.label) != "person")
    return (one, other) if Sureness.UNSURE not in (one.sureness, other.sureness) else None


def _able(action: Observation, observations: Sequence[Observation]) -> dict[str, Observation]:
    """Of each kind of those who do such a thing, the surest."""
    able: dict[str, list[Observation]] = {}
    for o in _of_kind(observations, "object"):
        if not o.narrows and table().usage(action.label, o.label):
            able.setdefault(kind(o.label), []).append(o)
    return {name: max(same, key=_weight) for name, same in able.items()}


def _weight(o: Observation) -> tuple[int, int]:
    return o.sureness.rank, o.count or 1


def _outstanding(likely: Mapping[str, float]) -> str | None:
    """The one that is much likelier than every other."""
    best = max(likely, key=lambda name: likely[name], default=None)
    if best is None or likely[best] <= 0:
        return None
    others = (value for name, value in likely.items() if name != best)
    return best if likely[best] >= _LIKELIER * max(others, default=0) else None


def _touching(able: Mapping[str, Observation], thing: Observation) -> str | None:
    """The only one whose box overlaps that of the thing."""
    near = [name for name, o in able.items() if _meet(o, thing)]
    known = all(o.all_boxes for o in (*able.values(), thing))
    return near[0] if known and len(near) == 1 else None


def _meet(one: Observation, other: Observation) -> bool:
    return any(intersection(a, b) > 0 for a in one.all_boxes for b in other.all_boxes)


def _joined(
    subject: Observation, action: Observation | None, observations: Sequence[Observation]
) -> Doing:
    """All that can be joined to it, as the table has it."""
    usage = table().usage(action.label if action else "", subject.label)
    links = usage.links if usage else {}
    things = [o for o in _of_kind(observations, "object") if o is not subject]
    worn = _worn(subject, things)
    found = [
        join
        for o in things
        if o.label not in table().worn and _fits(subject, o)
        if (join := _join(subject, o, links.get(o.label, {})))
    ]
    found.sort(key=lambda j: -sum(links[j.observation.label].values()))
    direct = [j for j in found if j.direct][:1] if action else []
    others = [j for j in found if not j.direct][: MOST_LINKS - len(direct)]
    fewer = [j.observation for j in direct if _one_each(subject, j.observation)]
    some = "" if not fewer else "some" if (fewer[0].count or 1) > 1 else "at least one"
    places = _of_kind(observations, "scene")[:1]
    whole = bool(action or direct or others or worn)
    where = [j for o in places if (j := _place(o, links, whole))]
    return Doing(subject, action, (*direct, *others, *where), worn, some)


def _join(subject: Observation, o: Observation, shares: Mapping[str, float]) -> Joined | None:
    ordered = sorted(shares, key=lambda preposition: -shares[preposition])
    direct = [preposition for preposition in ordered if not preposition]
    phrases = [
        f"{preposition} {_said(subject, o, preposition)}".strip()
        for preposition in direct or ordered
    ]
    return Joined(o, tuple(phrases), bool(direct)) if phrases else None


def _place(o: Observation, links: Mapping[str, Mapping[str, float]], whole: bool) -> Joined | None:
    """Where it is; the place of the whole picture where a sentence is made anyway."""
    shares = {p: share for p, share in links.get(o.label, {}).items() if p}
    if not nouns.is_ground(o.label):
        return Joined(o, (nouns.place(o.label),)) if whole else None
    ordered = sorted(shares, key=lambda preposition: -shares[preposition])
    phrases = tuple(nouns.joined(preposition, o.label) for preposition in ordered)
    return Joined(o, phrases) if phrases else None


def _worn(subject: Observation, things: Sequence[Observation]) -> tuple[Joined, ...]:
    """What a single person, or everybody, has on."""
    usage = table().usage("", subject.label)
    found = (
        Joined(o, (_said(subject, o),))
        for o in things
        if o.label in table().worn and usage and "in" in usage.links.get(o.label, {})
        if _fits(subject, o) and not _one_each(subject, o)
    )
    return tuple(found)[:MOST_WORN]


def _fits(subject: Observation, o: Observation) -> bool:
    """Whether each can be somebody's: one person does not sit on three chairs."""
    return (o.count or 1) <= (subject.count or 1)


def _one_each(subject: Observation, o: Observation) -> bool:
    """Whether there are fewer than would do for everybody, of what only one can use."""
    many = nouns.is_plural(subject.label, subject.count) or (subject.count or 1) > 1
    fewer = (o.count or 1) < max(subject.count or 2, 2)
    return many and fewer and o.label not in _SEVERAL


def _said(subject: Observation, o: Observation, preposition: str = "in") -> str:
    """ "A bicycle"; "bicycles" where everybody has one."""
    each = o.count == subject.count or _one_each(subject, o)
    if (o.count or 1) > 1 and each and preposition != "with":
        return nouns.plural(o.label)
    return nouns.counted(nouns.coloured(o), o.count)


def _usual(action: str, subject: str) -> float:
    usage = table().usage(action, subject)
    return usage.usual if usage else 0.0


def _share(action: str, subject: str, label: str) -> float:
    usage = table().usage(action, subject)
    return sum(usage.links.get(label, {}).values()) if usage else 0.0


def _of_kind(observations: Iterable[Observation], kind: str) -> list[Observation]:
    return [o for o in observations if o.kind == kind]


def kind(label: str) -> str:
    """The kind of subject that the table knows: every human being is a person."""
    return "person" if label in PEOPLE else label


def share(action: Observation | None, subject: Observation, o: Observation) -> float:
    """Share of captions that join the thing or place to what the subject does."""
    return _share(action.label if action else "", subject.label, o.label)
