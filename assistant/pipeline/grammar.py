"""Grammar for GPT-2: every sentence that says exactly what was seen, and no other.

Masking unsupported nouns alone is not enough. Left to choose its verbs, the compact GPT-2 makes
"a cat is sitting on top of a building" out of *cat, building*: nobody saw the sitting. So the whole
vocabulary is closed. A sentence is built of the phrases of the observations ("two dogs", "an
apple") and of connecting words that state no more than "both are in the picture" ("and", "with",
"there is", "in a kitchen" for a scene). An action is an observation, too; who does it, to what and
where is told by ``clauses.py``, and where it does not tell, the sentence has no action. GPT-2
chooses the order and the words between; it cannot choose a noun, a colour, a number or an action
that has no observation behind it, it names each observation once, and it cannot stop before all
are named.

The sentences form a regular language; :class:`Grammar` is its automaton over phrases, and
``gpt2.py`` runs it over tokens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.pipeline import clauses, nouns, usages
from assistant.pipeline.evidence import Observation, Sureness


@dataclass(frozen=True)
class State:
    """Place in a sentence.

    Attributes:
        left: indices of the things not yet named.
        placed: whether the place was named (or there is none).
        begun: whether anything was named.
        row: where the present row of things stands: "open" after its first, "comma" after a comma
            (an "and" must come), "closed" after its "and".
        withed: whether "with" was used; it is used once.
        opened: "there is" or "a kitchen with" came first, so no verb may follow.
        many: whether the subject takes "are".
        ended: after the full stop.
        linking: what is still to be joined to an action or a place of the subject, by its index.
        worn: how much was said of what the subject has on.
        acting: whether the action was said (or there is none).
    """

    left: frozenset[int]
    placed: bool
    begun: bool = False
    row: Literal["open", "comma", "closed"] = "open"
    withed: bool = False
    opened: bool = False
    many: bool = False
    ended: bool = False
    linking: frozenset[int] = frozenset()
    worn: int = 0
    acting: bool = True


Option = tuple[str, State]


class Grammar:
    """All true sentences about some things, at most one place (kind "scene") and one action.

    Args:
        observations: what may and must be named; at least one. An action that cannot be said of
            them (``clauses.doing``) is left out.
        end: the full stop as the language model's own texts write it ("." or " .").
    """

    def __init__(self, observations: Sequence[Observation], end: str = ".") -> None:
        things = [o for o in observations if o.kind == "object"]
        scene = next((o for o in observations if o.kind == "scene"), None)
        self._doing = doing = clauses.doing(observations)
        named = doing.named if doing else ()
        if scene and (scene in named or (things and nouns.is_ground(scene.label))):
            # It is joined to who is on it, or it is there, and nobody knows where.
            things, scene = [*things, *(() if scene in named else (scene,))], None
        self._things = [o for o in things if o not in named]
        self._scene = scene
        self._end = end
        # "I think there is a dog, but …": wording puts its hedge around a whole clause.
        self._clause = all(o.sureness != Sureness.SURE for o in observations)
        self.start = State(
            frozenset(range(len(self._things))),
            placed=scene is None,
            linking=frozenset(range(len(doing.links))) if doing else frozenset(),
            acting=not (doing and doing.action),
        )
        self.names = [nouns.with_count(o) for o in self._things]
        # Who is there comes first, or right after the place.
        self._people = [i for i, o in enumerate(self._things) if o.label in usages.PEOPLE]
        self._many = [nouns.is_plural(o.label, o.count) for o in self._things]

    @property
    def phrases(self) -> list[str]:
        """One phrase for each thing, place and action, as long as any that names it."""
        if self._doing is None:
            return self.names
        joined = (max(j.phrases, key=len) for j in (*self._doing.worn, *self._doing.links))
        return [_all(self._doing.subjects), self._doing.verb, *joined, *self.names]

    def options(self, state: State) -> Iterator[Option]:
        """Every phrase (with its leading space) that may come next, with the state after it."""
        if state.ended:
            return
        if self._doing:
            yield from self._acting(self._doing, state)
            return
        if not state.begun:
            yield from self._beginnings(state)
            return
        yield from self._row(state)
        if not state.left and not state.placed:
            yield from self._place(state)
        if not state.left and state.placed:
            yield self._end, replace(state, ended=True)

    def plain(self) -> str:
        """The first of all sentences: what can be said without a language model."""
        text, state = "", self.start
        while not state.ended:
            phrase, state = next(self.options(state))
            text += phrase
        return text.strip()

    def _acting(self, doing: clauses.Doing, state: State) -> Iterator[Option]:
        """Who, in what, does what, to what and where, and ", with" what else."""
        if not state.begun:
            many = doing.beside or nouns.is_plural(doing.subject.label, doing.subject.count)
            there = f" there {'are' if many else 'is'}" if self._clause else ""
            yield f"{there} {_all(doing.subjects)}", replace(state, begun=True)
        elif state.worn < len(doing.worn):
            (phrase,) = doing.worn[state.worn].phrases
            joining = "and" if state.worn else "in"
            yield f" {joining} {phrase}", replace(state, worn=state.worn + 1)
        elif not state.acting:
            yield f"{',' if doing.some else ''} {doing.verb}", replace(state, acting=True)
        elif state.linking:
            yield from self._links(doing, state)
        elif state.left:
            yield from self._rest(state)
        else:
            yield self._end, replace(state, ended=True)

    def _links(self, doing: clauses.Doing, state: State) -> Iterator[Option]:
        """The object first, then other things, the place last."""

        def rank(i: int) -> int:
            join = doing.links[i]
            return 0 if join.direct else 2 if join.observation.kind == "scene" else 1

        first = min(map(rank, state.linking))
        for i in sorted(state.linking):
            if rank(i) == first:
                for phrase in doing.links[i].phrases:
                    yield f" {phrase}", replace(state, linking=state.linking - {i})

    def _rest(self, state: State) -> Iterator[Option]:
        """What else there is; of which nobody knows what it has to do with the action."""
        last = len(state.left) == 1
        for i in sorted(state.left):
            after = replace(state, left=state.left - {i}, withed=True)
            joining = "," if state.withed and not last else " and" if state.withed else ", with"
            yield f"{joining} {self.names[i]}", after

    def _beginnings(self, state: State) -> Iterator[Option]:
        begun = replace(state, begun=True)
        first = self._people or state.left
        for i in first:
            named = self._name(begun, i)
            if not self._clause:
                yield f" {self.names[i]}", named
            if self.names[i].startswith(nouns.AT_LEAST) and not self._clause:
                continue  # "There is at least one person" says no more than "At least one person"
            verb = "are" if self._many[i] else "is"
            yield f" there {verb} {self.names[i]}", replace(named, opened=True)
        if self._scene is None:
            return
        noun = nouns.article(self._scene.label)
        if not state.left:
            yield f"{' this is' if self._clause else ''} {noun}", replace(begun, placed=True)
        for i in () if self._clause else first:
            after = replace(self._name(begun, i), placed=True, opened=True, withed=True)
            yield f" {noun} with {self.names[i]}", after

    def _row(self, state: State) -> Iterator[Option]:
        for i in state.left:
            after, phrase = self._name(state, i), self.names[i]
            last = len(state.left) == 1
            joined = self._joined(state, after)
            if state.row != "closed" and not last:
                yield f", {phrase}", replace(joined, row="comma")
            if state.row != "closed" and (last or not state.withed):
                yield f" and {phrase}", replace(joined, row="closed")
            # "A person with water" would be carrying it.
            had = nouns.is_ground(self._things[i].label) and state.row == "open"
            if state.row != "comma" and not state.withed and not had:
                yield f" with {phrase}", replace(after, withed=True, row="open")

    def _place(self, state: State) -> Iterator[Option]:
        assert self._scene is not None
        where = nouns.place(self._scene.label)
        placed = replace(state, placed=True)
        yield f" {where}", placed
        if not state.opened:
            yield f" {'are' if state.many else 'is'} {where}", placed

    def _name(self, state: State, i: int) -> State:
        many = state.many if len(state.left) < len(self.names) else self._many[i]
        return replace(state, left=state.left - {i}, many=many)

    @staticmethod
    def _joined(before: State, after: State) -> State:
        """A thing that joins the subject by "and" makes it plural; one after "with" does not."""
        return after if before.withed else replace(after, many=True)


def _all(things: Sequence[Observation]) -> str:
    """ "A person and at least one dog"."""
    return nouns.listed([nouns.with_count(o) for o in things])
