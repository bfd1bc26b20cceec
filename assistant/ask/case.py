"""The case that a question is answered from: the evidence of one picture."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant import wording
from assistant.ask.question_words import Concept, Lexicon, lexicon
from assistant.pipeline import kinds, nouns
from assistant.pipeline.description import MEDIA
from assistant.pipeline.evidence import Description, Explanation, Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.teach import naming
from assistant.teach.store import ThingStore
from assistant.wording import hedges, phrases, things

MOST = 5  # things that one answer names
# What the senses can say beside the networks' labels, and which sense.
_SENSED = {"face": "people", "text": "text", "QR code": "codes", "barcode": "codes"}
_NAMED = frozenset(("object", "action", "scene", "people", "text", "code", "medium", "own"))


@dataclass(frozen=True)
class Answer:
    """An answer to a question, as sentences.

    Attributes:
        text: one to three sentences.
        evidence: the observations it rests on; none for "I can't tell …".
    """

    text: str
    evidence: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Case:
    """One picture's evidence.

    Attributes:
        explanation: what was said of the picture.
        frame: its pixels, for colours; None when they are gone.
        clock: directions are told as on a clock face.
    """

    explanation: Explanation
    frame: Frame | None
    clock: bool = False

    @property
    def d(self) -> Description:
        """The description: everything that was seen."""
        return self.explanation.description

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that can be asked for."""
        return lexicon(self.could_say | {o.label for o in self.d.observations})

    @cached_property
    def could_say(self) -> frozenset[str]:
        """Every label that the networks and senses know, and what the user has taught."""
        own = (naming.key(thing.name) for thing in ThingStore().things())
        return self.explanation.known | frozenset(_SENSED) | MEDIA | frozenset(own)

    @cached_property
    def people(self) -> list[Observation]:
        """People who were seen, or a child where that is all that was."""
        return self.seen(kinds.members("person"))[:MOST]

    def refusal(self) -> Answer | None:
        """The reason why the picture cannot be seen, if it cannot."""
        refused = wording.refusal(self.d.observations)
        return Answer(phrases.REFUSALS[refused.label], (refused,)) if refused else None

    def is_even(self) -> bool:
        """Whether all that can be seen is one colour: that can be told."""
        return any(o.label == "blank" for o in self.d.of_kind("quality"))

    def no_photograph(self) -> Answer | None:
        """The medium of a picture that is no photograph: then no things are told."""
        kind = wording.medium(self.d)
        return Answer(f"{phrases.medium(kind)} I name no things in it.", (kind,)) if kind else None

    def unready(self, labels: Collection[str]) -> Answer | None:
        """The reason why the sense for one of these labels has nothing to tell, if it has not."""
        for sense in dict.fromkeys(_SENSED[label] for label in _SENSED if label in labels):
            if sense in self.d.pending:
                return Answer("I am still at work on this picture. Ask again in a moment.")
            if sense in self.d.failed:
                return Answer(" ".join(s.text for s in phrases.failures([sense])))
        return None

    def seen(self, labels: Iterable[str]) -> list[Observation]:
        """The observations with one of these labels that are as sure as the surest of them.

        Not "an animal" where something surer or as sure says which: a cow. But of two people, of
        whom one is a child, the two: "two people and a child" would be three.
        """
        wanted = frozenset(labels)
        found = [o for o in self.d.observations if o.label in wanted and o.kind in _NAMED]
        if wording.medium(self.d):
            found = [o for o in found if o.kind not in ("object", "action", "scene", "people")]
        found = [o for o in found if not self._said_better(o)]
        best = max((o.sureness.rank for o in found), default=0)
        found = [o for o in found if o.sureness.rank == best]
        return [o for o in found if not any(_is_one_of(o, kind) for kind in found)]

    def _said_better(self, kind: Observation) -> bool:
        """Whether something as sure at least is such a thing: all of them, not one of several."""
        return any(
            _is_one_of(o, kind) and o.narrows != kind.label and (o.count or 1) >= (kind.count or 1)
            for o in self.d.of_kind("object", "scene")
            if o.sureness.rank >= kind.sureness.rank
        )

    def knows(self, concept: Concept) -> bool:
        """Whether it could have been seen."""
        return not self.could_say.isdisjoint(concept.labels)


def _is_one_of(o: Observation, kind: Observation) -> bool:
    """Whether it is such a thing, and not only called by another word for it."""
    return kinds.is_a(o.label, kind.label) and not kinds.is_a(kind.label, o.label)


def hedged(clause: str, observations: Sequence[Observation]) -> str:
    """A clause about sure or fairly sure things as a sentence, with their doubt."""
    if all(o.sureness == Sureness.SURE for o in observations):
        return f"{nouns.capital(clause)}."
    return f"{hedges.likely(clause)}."


def seeing(found: Sequence[Observation], rest: str = "") -> str:
    """Say that these are seen, with their doubt, and what cannot be told about them."""
    seen = placed(found)
    if found[0].sureness == Sureness.SURE:
        return f"I see {seen}, but {rest}." if rest else f"I see {seen}."
    fairly = found[0].sureness == Sureness.FAIRLY_SURE
    said = hedges.likely(f"I see {seen}") if fairly else hedges.possible(f"It could be {seen}")
    return f"{said}{rest and f', and {rest}'}."


def placed(found: Sequence[Observation]) -> str:
    """Their names, and the place of a single one: "a dog, on the left"."""
    one = len(found) == 1 and found[0].kind != "scene" and found[0].where
    return f"{names(found)}, {one}" if one else names(found)


def names(observations: Sequence[Observation]) -> str:
    """Each label once, with its count: "a dog and two cats"."""
    return nouns.listed(things.names(observations))
