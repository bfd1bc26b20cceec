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

What is only fairly sure comes after "perhaps", which holds until the next comma: "a dog, perhaps
running, in the water". So the doubt is heard before what is doubtful, and falls on nothing else
that stands alone. Where the sentence is about somebody who may not be there, or nothing in it is
sure, the doubt is that of the whole: wording tells it before the sentence.

The sentences form a regular language; :class:`Grammar` is its automaton over phrases, and
``gpt2.py`` runs it over tokens.
"""

from collections.abc import Iterable, Iterator, Sequence
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
        doubt: whether a "perhaps" still holds.
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
    doubt: bool = False


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
        told = (*self._things, *named, *([scene] if scene else []))
        about = doing.subjects if doing else ()
        self._whole = any(map(_is_doubtful, about)) or all(map(_is_doubtful, told))
        self._doubtful = [self._is_perhaps(o) for o in self._things]
        self.start = State(
            frozenset(range(len(self._things))),
            placed=scene is None,
            linking=frozenset(range(len(doing.links))) if doing else frozenset(),
            acting=not (doing and doing.action),
        )
        self.names = [nouns.with_count(o if len(told) == 1 else _plainer(o)) for o in self._things]
        # Who is there comes first, or right after the place.
        self._people = [i for i, o in enumerate(self._things) if o.label in usages.PEOPLE]
        self._many = [nouns.is_plural(o.label, o.count) for o in self._things]

    @property
    def phrases(self) -> list[str]:
        """One phrase for each thing, place and action, as long as any that names and joins it."""
        found = self.names
        if self._doing:
            joined = (max(j.phrases, key=len) for j in (*self._doing.worn, *self._doing.links))
            found = [_all(self._doing.subjects), self._doing.verb, *joined, *self.names]
        return [f", {nouns.PERHAPS} with {phrase}" for phrase in found]

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
            yield f" {_all(doing.subjects)}", replace(state, begun=True)
        elif state.worn < len(doing.worn):
            join, after = doing.worn[state.worn], replace(state, worn=state.worn + 1)
            (phrase,) = join.phrases
            if state.worn:
                yield self._also(" and", phrase, join.observation, state, after)
            else:
                yield self._aside(f"in {phrase}", join.observation, state, after)
        elif doing.action and not state.acting:
            # What somebody perhaps has on is another doubt than what is done.
            before = replace(state, doubt=state.doubt and not self._is_perhaps(doing.action))
            said, after = self._aside(doing.verb, doing.action, before, replace(state, acting=True))
            yield f",{said.removeprefix(',')}" if doing.some else said, after
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
            join, after = doing.links[i], replace(state, linking=state.linking - {i})
            doubted = self._is_perhaps(join.observation) and not state.doubt
            for phrase in join.phrases if rank(i) == first else ():
                if not join.direct:
                    yield self._aside(phrase, join.observation, state, after)
                elif doing.takes_something and doubted:
                    yield f" something, {nouns.PERHAPS} {phrase}", replace(after, doubt=True)
                else:  # what is perhaps done is perhaps done to it
                    yield self._also("", phrase, join.observation, state, after)

    def _rest(self, state: State) -> Iterator[Option]:
        """What else there is; of which nobody knows what it has to do with the action."""
        last = len(state.left) == 1
        for i in self._next(state.left):
            after = replace(state, left=state.left - {i}, withed=True)
            if state.withed:
                joining = " and" if last else ","
                yield self._also(joining, self.names[i], self._things[i], state, after)
            else:
                doubt = f" {nouns.PERHAPS}" if self._doubtful[i] else ""
                yield f",{doubt} with {self.names[i]}", replace(after, doubt=self._doubtful[i])

    def _is_perhaps(self, o: Observation) -> bool:
        """Whether it is told after "perhaps"."""
        return _is_doubtful(o) and not self._whole

    def _aside(self, phrase: str, o: Observation, before: State, after: State) -> Option:
        """What is said of the one before it: between commas where it is doubtful."""
        perhaps = self._is_perhaps(o)
        comma = "," if perhaps != before.doubt else ""
        doubt = f" {nouns.PERHAPS}" if perhaps and not before.doubt else ""
        return f"{comma}{doubt} {phrase}", replace(after, doubt=perhaps)

    def _also(self, join: str, phrase: str, o: Observation, before: State, after: State) -> Option:
        """One more of a row, or what something is done to: a doubt goes on."""
        perhaps = self._is_perhaps(o)
        doubt = f" {nouns.PERHAPS}" if perhaps and not before.doubt else ""
        return f"{join}{doubt} {phrase}", replace(after, doubt=before.doubt or perhaps)

    def _next(self, left: Iterable[int]) -> list[int]:
        """Those that may come next: first the sure ones, so that no doubt falls on them."""
        every = sorted(left)
        return [i for i in every if not self._doubtful[i]] or every

    def _beginnings(self, state: State) -> Iterator[Option]:
        begun = replace(state, begun=True)
        sure = self._next(state.left)
        first = [i for i in sure if i in self._people] or sure
        for i in first:
            if self._doubtful[i]:
                continue  # the place is sure, and begins
            named = self._name(begun, i)
            yield f" {self.names[i]}", named
            if self.names[i].startswith(nouns.AT_LEAST) or self._whole:
                continue  # "There is at least one person" says no more than "At least one person"
            verb = "are" if self._many[i] else "is"
            yield f" there {verb} {self.names[i]}", replace(named, opened=True)
        if self._scene is None or self._is_perhaps(self._scene):
            return
        noun = nouns.article(self._scene.label)
        if not state.left:
            yield f" {noun}", replace(begun, placed=True)
        for i in first:
            after = replace(self._name(begun, i), placed=True, opened=True, withed=True)
            phrase, after = self._aside(f"with {self.names[i]}", self._things[i], state, after)
            yield f" {noun}{phrase}", after

    def _row(self, state: State) -> Iterator[Option]:
        for i in self._next(state.left):
            after, phrase, o = self._name(state, i), self.names[i], self._things[i]
            last = len(state.left) == 1
            joined = self._joined(state, after)
            if state.row != "closed" and not last:
                yield self._also(",", phrase, o, state, replace(joined, row="comma"))
            if state.row != "closed" and (last or not state.withed):
                yield self._also(" and", phrase, o, state, replace(joined, row="closed"))
            # "A person with water" would be carrying it.
            had = nouns.is_ground(o.label) and state.row == "open"
            if state.row != "comma" and not state.withed and not had:
                after = replace(after, withed=True, row="open")
                yield self._aside(f"with {phrase}", o, state, after)

    def _place(self, state: State) -> Iterator[Option]:
        assert self._scene is not None
        where = nouns.place(self._scene.label)
        phrase, after = self._aside(where, self._scene, state, replace(state, placed=True))
        yield phrase, after
        if not (state.opened or state.doubt or after.doubt or self._whole):
            yield f" {'are' if state.many else 'is'} {where}", after

    def _name(self, state: State, i: int) -> State:
        many = state.many if len(state.left) < len(self.names) else self._many[i]
        return replace(state, left=state.left - {i}, many=many)

    @staticmethod
    def _joined(before: State, after: State) -> State:
        """A thing that joins the subject by "and" makes it plural; one after "with" does not."""
        return after if before.withed else replace(after, many=True)


def _is_doubtful(o: Observation) -> bool:
    return o.sureness != Sureness.SURE


def _plainer(o: Observation) -> Observation:
    """One of several where nobody minds how many there are, as of trees beside somebody."""
    minded = o.all_boxes or usages.is_alive(o.label)
    return replace(o, more=False, colour="") if o.more and not minded else o


def _all(things: Sequence[Observation]) -> str:
    """ "A person and at least one dog": of several another than the brown one may be running."""
    named = [replace(o, colour="") if o.more else o for o in things]
    return nouns.listed([nouns.with_count(o) for o in named])
