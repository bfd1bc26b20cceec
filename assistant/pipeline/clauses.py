"""Clauses: who does what, to what and where, as far as captions tell who could.

An action, its subject and what is joined to it were each seen; a table (``usages``) says that such
a subject does such a thing, and that of captions which name all three most join them so. Who does
it is told by ``doers``. What is held or ridden and was not seen is "something".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.pipeline import doers, nouns
from assistant.pipeline.evidence import Observation
from assistant.pipeline.usages import is_alive, kind, table

MOST_LINKS = 2  # things joined to one action, beside the place
MOST_WORN = 2
_ON = frozenset(("riding", "hanging"))  # need no object where they are joined to something else
_SEVERAL = frozenset("ball frisbee food boat wave kite instrument obstacle rope".split())
# Actions that tell enough where nobody knows of what they are done to.
_SOMETHING = frozenset(
    "holding carrying riding pulling pushing throwing catching chasing chewing biting kicking "
    "hitting licking lifting".split()
)


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
    def takes_something(self) -> bool:
        """Whether "something" can be said for what it is done to."""
        return self.action is not None and _takes_something(self.action.label)

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
    alive = [o for o in things if is_alive(o.label)]
    alive.sort(key=lambda o: kind(o.label) != "person")
    for subject in alive[:1] or things:
        found = _joined(subject, None, observations)
        if found.links or found.worn:
            return found
    return None


def _acting(action: Observation, observations: Sequence[Observation]) -> Doing | None:
    """The clause with this action, where it can be said."""
    if subject := doers.who(action, observations):
        found = _joined(subject, action, observations)
        joined = any(j.direct or action.label in _ON for j in found.links)
        if joined or action.label not in table().needs:
            return found
        return _vague(found, observations) if _takes_something(action.label) else None
    both = doers.either(action, observations)
    if both is None or action.label in table().needs:
        return None
    one, other = both
    places = _of_kind(observations, "scene")[:1]
    usage = table().usage(action.label, one.label)
    where = (_place(o, usage.links if usage else {}, True) for o in places)
    links = tuple(filter(None, where))
    return Doing(one, action, links, some="at least one of them", beside=other)


def _takes_something(action: str) -> bool:
    return action in _SOMETHING and action in table().needs


def _vague(found: Doing, observations: Sequence[Observation]) -> Doing:
    """The clause with "something"; the place is joined to it as it is to the subject alone."""
    links = found.links
    if not any(j.observation.kind == "scene" for j in links):
        alone = _joined(found.subject, None, observations).links
        links += tuple(j for j in alone if j.observation.kind == "scene")
    return replace(found, links=links, vague=True)


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
    # Of two things that are joined alike one is: not "over a hurdle over a fence".
    alike = {j.phrases[0].partition(" ")[0]: j for j in reversed(found) if not j.direct}
    others = [j for j in found if j in alike.values()][: MOST_LINKS - len(direct)]
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
    # Of several it may be another that is ridden.
    return nouns.counted(o.label if o.more else nouns.coloured(o), o.count)


def _of_kind(observations: Iterable[Observation], kind: str) -> list[Observation]:
    return [o for o in observations if o.kind == kind]
