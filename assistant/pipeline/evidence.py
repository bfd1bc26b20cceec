"""Evidence as the stages pass it on: Observation → Description → Explanation. Plain data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # numpy takes its time
    from assistant.pipeline.arrays import Embedding


class Sureness(StrEnum):
    """Trust in an observation; thresholds come from each model's own JSON."""

    SURE = "sure"
    FAIRLY_SURE = "fairly sure"
    UNSURE = "unsure"

    @property
    def rank(self) -> int:
        """0 for unsure, 2 for sure."""
        return len(Sureness) - 1 - list(Sureness).index(self)

    @classmethod
    def of(cls, score: float, levels: Mapping[str, float]) -> "Sureness | None":
        """Sureness of a score; None when it is too low to be spoken.

        Args:
            score: as the network gave it.
            levels: sureness → the lowest score that means it.
        """
        reached = [cls(name) for name, lowest in levels.items() if score >= lowest]
        return max(reached, key=lambda sureness: sureness.rank, default=None)


class Level(StrEnum):
    """Length of what is said: one sentence (≤ 125 characters), up to three, or everything.

    Notes about the file come before them at every level.
    """

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


Kind = Literal[
    "object",
    "action",
    "scene",
    "setting",
    "medium",
    "light",
    "colour",
    "text",
    "people",
    "code",
    "quality",
    "screen",
    "own",
]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Observation:
    """One thing seen.

    Attributes:
        label: what it is, in lower-case singular words ("dog", "dining table", "kitchen"); an
            action as a participle ("riding").
        score: 0..1 as the network or sense gave it, calibrated where its model says so.
        sense: who saw it: "cnn", or the name of a sense.
        sureness: what the score means, by the thresholds of the model that gave it.
        kind: what sort of thing it is.
        count: how many, or None when that is not known.
        box: x, y, width, height as fractions 0..1 of the picture, or None.
        boxes: where each of several is; empty when not known.
        where: direction in words ("on the left"), empty when not known.
        content: what a text or a code says, clean enough to be spoken and shown; only quoted. Of a
            picture on the screen, what it shows, in our own words; of a window, its title. Of
            kind "own", how the user's thing is called in a sentence: "your red mug".
        more: there may be more of them than were counted.
        narrows: the label of a surer observation that this one would be more exactly: "animal" for
            a doubtful dog.
        colour: its own colour in a basic word ("brown"), where that is sure; told only of a
            single thing.
    """

    label: str
    score: float
    sense: str
    sureness: Sureness
    kind: Kind = "object"
    count: int | None = None
    box: Box | None = None
    where: str = ""
    content: str = ""
    boxes: tuple[Box, ...] = ()
    narrows: str = ""
    more: bool = False
    colour: str = ""

    @property
    def all_boxes(self) -> tuple[Box, ...]:
        """Box of the thing, or of each of several; empty when not known."""
        return self.boxes or ((self.box,) if self.box else ())


@dataclass(frozen=True)
class Description:
    """d: everything that was seen in one picture, most certain first; text in reading order.

    Attributes:
        observations: what was seen.
        notes: from the frame: what the listener should hear about the picture itself.
        pending: names of the senses that are still at work.
        failed: names of the senses that failed on this picture.
    """

    observations: tuple[Observation, ...] = ()
    notes: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def of_kind(self, *kinds: Kind) -> tuple[Observation, ...]:
        """The observations of these kinds, in order."""
        return tuple(o for o in self.observations if o.kind in kinds)


@dataclass(frozen=True)
class Sentence:
    """One spoken sentence and the observations it came from (none for "I can't tell …")."""

    text: str
    evidence: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """y: what is said, at every level, with the evidence behind each sentence.

    Attributes:
        sentences: for each level its sentences, in spoken order; never empty.
        description: the d that it explains.
        source: what the frame was called.
        profile: "compact" or "standard".
        versions: model name → version.
        timings: stage ("cnn", "senses", "gpt2", "first", and "slow" and "total" when nothing is
            pending any more) → milliseconds.
        written: what GPT-2 wrote, in lower case, and the observations it named; or None.
        known: every label that this profile could have said.
        embedding: float32, shape (D,): the picture in the network's own numbers.
        scores: label → 0..1, as :class:`~assistant.pipeline.features.Features` has them.
    """

    sentences: Mapping[Level, tuple[Sentence, ...]]
    description: Description
    source: str = ""
    profile: str = "compact"
    versions: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    written: Sentence | None = None
    known: frozenset[str] = frozenset()
    embedding: "Embedding | None" = field(default=None, compare=False, repr=False)
    scores: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)

    def text(self, level: Level = Level.STANDARD) -> str:
        """The sentences of one level as one paragraph."""
        return " ".join(sentence.text for sentence in self.sentences[level])

    @property
    def brief(self) -> Sentence:
        """The brief sentence alone, without notes about the file: at most 125 characters."""
        return self.sentences[Level.BRIEF][-1]

    def after(self, first: "Explanation", level: Level) -> tuple[Sentence, ...]:
        """Sentences of this that ``first``, the same picture's earlier one, did not say."""
        told = {sentence.text for sentence in first.sentences[level]}
        return tuple(s for s in self.sentences[level] if s.text not in told)

    @property
    def found_something(self) -> bool:
        """Whether anything at all is named in the sentences (decides which sound is played)."""
        named = {o.kind for sentence in self.sentences[Level.FULL] for o in sentence.evidence}
        return not named.isdisjoint(
            {"object", "action", "scene", "medium", "text", "people", "code", "screen", "own"}
        )
