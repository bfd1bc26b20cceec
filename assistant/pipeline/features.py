"""f: what a picture network found, the same for every profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from assistant.pipeline.arrays import Embedding
from assistant.pipeline.evidence import Box, Kind, Sureness
from assistant.pipeline.frame import Frame


@dataclass(frozen=True)
class Hypothesis:
    """One thing that a network believes is in the picture.

    Attributes:
        label: what it is, in lower-case singular words that can be spoken.
        score: 0..1, calibrated where the model's own JSON says so.
        head: which part of the network said it ("detector", "classifier", …).
        kind: "object", "scene", "action" or "setting".
        sureness: what the score means, by the thresholds in the model's own JSON.
        box: x, y, width, height as fractions 0..1 of the picture, or None.
        more: one more of a label that was seen before, too doubtful to be counted.
        number: how many there are at least, where there are more than have boxes.
    """

    label: str
    score: float
    head: str
    kind: Kind
    sureness: Sureness
    box: Box | None = None
    more: bool = False
    number: int = 1


@dataclass(frozen=True, eq=False)
class Features:
    """f = CNN(x).

    Attributes:
        embedding: float32, shape (D,); the picture in the network's own numbers.
        hypotheses: only those at or above their speaking threshold, most certain first.
            Several things of one label stay several: counting is the next stage's work.
        scores: label → 0..1 of every label above a low floor, also those too doubtful to be spoken:
            a search may use them, no sentence does.
    """

    embedding: Embedding
    hypotheses: tuple[Hypothesis, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


class PictureNetwork(Protocol):
    """x → f. Not thread-safe: made and used in one thread.

    Attributes:
        version: of the weights.
        known: every label that it could say.
    """

    version: str
    known: frozenset[str]

    def __call__(self, frame: Frame) -> Features:
        """What is in the frame.

        Raises:
            PipelineError: the network failed on this frame.
        """
        ...

    def first_look(self) -> "PictureNetwork":
        """One that is quicker and tells less, for a first look at many; itself if there is none.

        Raises:
            ModelError: it is missing or damaged.
        """
        ...
