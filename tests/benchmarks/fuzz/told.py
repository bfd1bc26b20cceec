"""What Glimpse says of a picture in which a given text was read, without the networks."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from assistant import wording
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline
from assistant.reading import Page
from assistant.reading.network_cache import Reading
from assistant.reading.networks import FoundLine
from assistant.reading.ocr import Finds
from assistant.reading.reader import assemble
from assistant.senses import text as text_sense
from assistant.senses.code_words import cleaned

DOG = Observation("dog", 0.9, "cnn", Sureness.SURE, where="on the left")
_SIZE = 1000  # pixels of the picture that was never there
_MOST_LINES = 300
_READ_ALL = "press R to read the page"


def page(text: str) -> Page:
    """The page, had the reader's networks read these lines."""
    lines = [line for line in text.split("\n")[:_MOST_LINES] if line]
    return assemble(Finds([_found(i, line) for i, line in enumerate(lines)], 0, _SIZE, _SIZE))


def _found(row: int, line: str) -> FoundLine:
    top = 3.0 * row
    corners = np.array([(10, top), (900, top), (900, top + 2), (10, top + 2)], np.float32)
    return FoundLine(corners, Reading(line, (0.99,) * len(line)))


def observations(text: str) -> list[Observation]:
    """The text as the text sense and the code sense pass it on."""
    found = []
    for block in page(text).blocks:
        sureness = Sureness.of(block.score, text_sense.LEVELS)
        if sureness:
            found.append(text_sense._observation(block, sureness))
    if code := cleaned(text):
        found.append(Observation("QR code", 1.0, "codes", Sureness.SURE, "code", content=code))
    return found


def explanation(text: str, dog: bool = True) -> Explanation:
    """A dog or nothing, and this text."""
    seen = [DOG] if dog else []
    d = Description((*seen, *observations(text)))
    written = Sentence("a dog.", (DOG,)) if dog else None
    return Explanation(wording.sentences(d, written, _READ_ALL), d, written=written)


def without_text(y: Explanation) -> Explanation:
    """What was said before the text was read."""
    d = Description(tuple(o for o in y.description.observations if o.kind != "text"),
                    pending=("text",))  # fmt: skip
    return replace(y, sentences=wording.sentences(d, y.written, _READ_ALL), description=d)


class Told(Pipeline):
    """Says of every picture what it is told to."""

    def __init__(self) -> None:
        self.profile, self.versions = "compact", {}
        self.final = explanation("")

    def glance(
        self, x: Frame, should_stop: Callable[[], bool] = bool, options: Options | None = None
    ) -> Explanation:
        return replace(without_text(self.final), source=x.source)

    def describe(
        self, x: Frame, should_stop: Callable[[], bool] = bool, options: Options | None = None
    ) -> Explanation:
        return replace(self.final, source=x.source)

    def finish(
        self, x: Frame, y: Explanation, should_stop: Callable[[], bool], options: Options
    ) -> Explanation:
        return self.describe(x)


def texts(y: Explanation) -> list[str]:
    """All sentences of all levels."""
    return [s.text for level in Level for s in y.sentences[level]]
