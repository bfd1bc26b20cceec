"""What GPT-2 may write: every sentence that says exactly what was seen, and no other.

Masking unsupported nouns alone is not enough. Left to choose its verbs, the compact GPT-2 makes
"a person is riding a bicycle down the street" out of *person, bicycle, street*: nobody saw the
riding. So the whole vocabulary is closed. A sentence is built of the phrases of the observations
("two dogs", "an apple") and of connecting words that state no more than "both are in the picture"
("and", "with", "there is", "in a kitchen" for a scene). GPT-2 chooses the order and the words
between; it cannot choose a noun, a colour, a number or an action that has no observation behind
it, it names each observation once, and it cannot stop before all are named.

The sentences form a regular language; :class:`Grammar` is its automaton over phrases, and
``gpt2.py`` runs it over tokens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation, Sureness


@dataclass(frozen=True)
class State:
    """Where a sentence stands.

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
    """

    left: frozenset[int]
    placed: bool
    begun: bool = False
    row: Literal["open", "comma", "closed"] = "open"
    withed: bool = False
    opened: bool = False
    many: bool = False
    ended: bool = False


Option = tuple[str, State]


class Grammar:
    """All true sentences about some things (kind "object") and at most one place (kind "scene").

    Args:
        observations: what may and must be named; at least one.
        end: the full stop as the language model's own texts write it ("." or " .").
    """

    def __init__(self, observations: Sequence[Observation], end: str = ".") -> None:
        things = [o for o in observations if o.kind != "scene"]
        scene = next((o for o in observations if o.kind == "scene"), None)
        self.phrases = [nouns.told(o) for o in things]
        self._many = [nouns.is_plural(o.label, o.count) for o in things]
        self._scene = scene
        self._end = end
        # "I think there is a dog, but …": wording puts its hedge around a whole clause.
        self._clause = all(o.sureness != Sureness.SURE for o in observations)
        self.start = State(frozenset(range(len(things))), placed=scene is None)

    def options(self, state: State) -> Iterator[Option]:
        """Every phrase (with its leading space) that may come next, with the state after it."""
        if state.ended:
            return
        if not state.begun:
            yield from self._beginnings(state)
            return
        yield from self._things(state)
        if not state.left and not state.placed:
            yield from self._place(state)
        if not state.left and state.placed:
            yield self._end, replace(state, ended=True)

    def _beginnings(self, state: State) -> Iterator[Option]:
        begun = replace(state, begun=True)
        for i in state.left:
            named = self._name(begun, i)
            if not self._clause:
                yield f" {self.phrases[i]}", named
            if self.phrases[i].startswith(nouns.AT_LEAST) and not self._clause:
                continue  # "There is at least one person" says no more than "At least one person"
            verb = "are" if self._many[i] else "is"
            yield f" there {verb} {self.phrases[i]}", replace(named, opened=True)
        if self._scene is None:
            return
        noun = nouns.article(self._scene.label)
        if not state.left:
            yield f"{' this is' if self._clause else ''} {noun}", replace(begun, placed=True)
        for i in () if self._clause else state.left:
            after = replace(self._name(begun, i), placed=True, opened=True, withed=True)
            yield f" {noun} with {self.phrases[i]}", after

    def _things(self, state: State) -> Iterator[Option]:
        for i in state.left:
            after, phrase = self._name(state, i), self.phrases[i]
            last = len(state.left) == 1
            joined = self._joined(state, after)
            if state.row != "closed" and not last:
                yield f", {phrase}", replace(joined, row="comma")
            if state.row != "closed" and (last or not state.withed):
                yield f" and {phrase}", replace(joined, row="closed")
            if state.row != "comma" and not state.withed:
                yield f" with {phrase}", replace(after, withed=True, row="open")

    def _place(self, state: State) -> Iterator[Option]:
        assert self._scene is not None
        where = nouns.place(self._scene.label)
        placed = replace(state, placed=True)
        yield f" {where}", placed
        if not state.opened:
            yield f" {'are' if state.many else 'is'} {where}", placed

    def _name(self, state: State, i: int) -> State:
        many = state.many if len(state.left) < len(self.phrases) else self._many[i]
        return replace(state, left=state.left - {i}, many=many)

    @staticmethod
    def _joined(before: State, after: State) -> State:
        """A thing that joins the subject by "and" makes it plural; one after "with" does not."""
        return after if before.withed else replace(after, many=True)
