"""One picture file → its record: in a worker process, which loads the networks once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from assistant import senses, sources, wording
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.search import record
from assistant.search.facts import Facts, facts
from assistant.search.record import Record
from assistant.work import Setup

# Pixels of the longer side: what a JPEG of 12 megapixels (4,000 or 4,032 wide) has when it is
# decoded at an eighth, a quarter or a half. The first is for a glance that a close look follows.
_FIRST, _ONLY, _CLOSE = 500, 1000, 2000
# What the glance leaves to the close look: they take a third of its time, and see little in 500 px.
_LATER = frozenset(("people", "codes"))


@dataclass(frozen=True)
class ObservingWork:
    """The work of :class:`Observer`, for :func:`work.start`."""

    setup: Setup
    limit_s: ClassVar[float] = 300.0  # a page of text takes seconds
    block: ClassVar[int] = 16

    def begin(self) -> "Callable[[ObservingTask], Observed]":
        """Look at pictures in this process.

        Raises:
            ModelError: a model is missing or damaged.
        """
        return Observer(self.setup).look


@dataclass(frozen=True)
class ObservingTask:
    """A picture to look at: at a glance, or closely, with the slow senses."""

    path: Path
    closely: bool = False


@dataclass(frozen=True)
class Observed:
    """Result of a job.

    Attributes:
        record: what is kept of the picture.
        known: every label that could have been seen.
    """

    record: Record
    known: frozenset[str]


class Observer:
    """Looks at pictures, with the networks of this process.

    Raises:
        ModelError: a model is missing or damaged.
    """

    def __init__(self, setup: Setup) -> None:
        self._pipeline = pipeline.load(setup.profile)
        self._options = Options(setup.senses)
        self._twice = bool(senses.at("slow", setup.senses))  # a glance, and later a close look
        self._first = self._pipeline.first_look() if self._twice else self._pipeline
        self._glance = _FIRST if self._twice else _ONLY
        self._at_first = Options(setup.senses - _LATER) if self._twice else self._options

    def look(self, job: ObservingTask) -> Observed:
        """Look at one picture.

        Raises:
            AssistantError: it cannot be read or described.
        """
        frame = sources.image(job.path, _CLOSE if job.closely else self._glance)
        told = facts(job.path)
        if job.closely:
            explanation = self._pipeline.describe(frame, options=self._options)
            return Observed(_record(job.path, told, frame, explanation), explanation.known)
        explanation = self._first.glance(frame, options=self._at_first)
        refused = bool(wording.refusal(explanation.description.observations))
        if refused and (told.width, told.height) != (frame.width, frame.height):
            # Small letters in an empty page may be seen only from nearby.
            return self.look(replace(job, closely=True))
        found = _record(job.path, told, frame, explanation)
        # What a picture refused by all its pixels holds for the other senses is seen later.
        unread = found.unread or (refused and self._twice)
        return Observed(replace(found, unread=unread), explanation.known)

    def embedding(self, path: Path) -> bytes:
        """The picture's vector, as records have it.

        Raises:
            AssistantError: it cannot be read or described.
        """
        frame = sources.image(path, _ONLY)
        return _vector(self._pipeline.glance(frame, options=Options(frozenset())))


def _record(path: Path, told: Facts, frame: Frame, explanation: Explanation) -> Record:
    brief, whole = record.texts(explanation)
    return Record(
        digest=record.digest(path),
        taken=told.taken,
        dated=told.dated,
        # Of a raw picture, the file tells the size of its thumbnail.
        width=max(told.width, frame.width),
        height=max(told.height, frame.height),
        brief=brief,
        whole=whole,
        read=record.read(explanation),
        sightings=record.sightings(explanation.description),
        scores=record.scores(explanation),
        vector=_vector(explanation),
        unread=bool(explanation.description.pending),
        words=told.words,
    )


def _vector(explanation: Explanation) -> bytes:
    return b"" if explanation.embedding is None else record.quantised(explanation.embedding)
