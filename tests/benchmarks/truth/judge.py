"""What the whole pipeline says of a picture, compared with what it is."""

from collections import Counter
from functools import cache

from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Description, Explanation, Level, Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.pipeline import Pipeline
from tests.benchmarks.truth.row import Row

CAPTIONS = frozenset(("object", "scene", "people"))


@cache
def _pipeline() -> Pipeline:
    return pipeline.load("compact")


def first_words(pixels: Pixels) -> Explanation:
    """What is said before slow senses such as the text reader have answered."""
    return _pipeline().glance(Frame(pixels))


def named(y: Explanation) -> dict[str, Observation]:
    """Things and places that any sentence names, even in doubt."""
    everything = (o for sentence in y.sentences[Level.FULL] for o in sentence.evidence)
    return {o.label: o for o in everything if o.kind in CAPTIONS}


def refusal(d: Description) -> str:
    """Why quality forbids to describe it, or empty."""
    sure = (o.label for o in d.of_kind("quality") if o.sureness == Sureness.SURE)
    return next(sure, "")


class Tally:
    """Counts answers to one kind of picture."""

    def __init__(self, case: str) -> None:
        self._case = case
        self._counts: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()

    def add(self, verdict: str, note: str = "") -> None:
        """``verdict`` is "right", "wrong" or "refused"."""
        self._counts[verdict] += 1
        if note:
            self._notes[note] += 1

    def row(self) -> Row:
        """The line of the table."""
        notes = (f"{note} ×{n}" if n > 1 else note for note, n in self._notes.most_common(6))
        counts = (self._counts[verdict] for verdict in ("right", "wrong", "refused"))
        return Row(self._case, *counts, note="; ".join(notes))
