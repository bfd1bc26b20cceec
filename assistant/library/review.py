"""Proposals for many pictures, and what a person decides about each: accept, change, skip.

Describing and writing are one generator in one thread; the person's side only reads the list of
proposals and leaves decisions in a queue. Decisions are in the journal, so that nobody has to
decide twice.
"""

import queue
import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantError
from assistant.library import exiftool
from assistant.library.annotation import Annotation, version
from assistant.library.batch import Leading, annotate, find
from assistant.library.commit import Stamp
from assistant.library.exiftool import ExifTool
from assistant.library.journal import Journal, digest
from assistant.library.outcome import Kind, Outcome, Target
from assistant.library.prepare import Job, prepare
from assistant.library.task import Task
from assistant.library.walk import Found, LeftOut
from assistant.library.workers import Finished
from assistant.pipeline.frame import Frame
from assistant.sources.files import os_sentence, title

_PAUSE_S = 0.1


@dataclass(frozen=True)
class Proposal:
    """What Glimpse would write about a picture; ``texts.alt`` is empty where it is not certain."""

    path: Path
    texts: Annotation


@dataclass(frozen=True)
class State:
    """How far it is.

    Attributes:
        looked: pictures that were looked at.
        total: pictures that there are.
        message: what went wrong meanwhile, or empty.
    """

    looked: int
    total: int
    message: str = ""


class Review:
    """One review of some folders. ``steps`` is for a thread of its own, all else for the person's.

    Args:
        paths: pictures and folders.
        task: how they are described; it must not write.

    Attributes:
        proposals: what has been proposed so far; it only grows.
    """

    def __init__(self, paths: Sequence[str], task: Task) -> None:
        self.proposals: list[Proposal] = []
        self._paths, self._task = paths, task
        self._decisions: queue.SimpleQueue[tuple[Proposal, str | None]] = queue.SimpleQueue()

    def accept(self, proposal: Proposal, alt: str) -> None:
        """Write the texts; an alt text that was changed is written as the person's own."""
        self._decisions.put((proposal, alt.strip()))

    def skip(self, proposal: Proposal) -> None:
        """Write nothing, and do not propose it again."""
        self._decisions.put((proposal, None))

    def steps(self) -> Generator[State]:
        """Describe and carry out decisions until it is closed; each step tells how far it is.

        Raises:
            AssistantError: it cannot go on; the sentence says why.
        """
        exiftool.require()
        with Journal() as journal:
            pipeline = version(self._task.profile, self._task.senses)
            found = [one for one in find(self._paths) if _open(one, journal, pipeline)]
            try:
                yield from self._describe(found, journal, pipeline)
                while True:
                    messages = self._carry_out(journal, pipeline, _PAUSE_S)
                    yield State(len(found), len(found), " ".join(messages))
            finally:
                self._carry_out(journal, pipeline)  # what was decided in the last moment

    def _describe(
        self, found: Sequence[Found | LeftOut], journal: Journal, pipeline: str
    ) -> Generator[State]:
        yield State(0, len(found))
        with closing(annotate(self._task, found, journal)) as outcomes:
            for looked, outcome in enumerate(outcomes, start=1):
                self._propose(outcome)
                messages = self._carry_out(journal, pipeline)
                if outcome.kind == Kind.FAILED:
                    messages.append(outcome.note)
                yield State(looked, len(found), " ".join(messages))

    def _propose(self, outcome: Outcome) -> None:
        # Where a person wrote an alt text, there is nothing to decide.
        wanted = outcome.kind in (Kind.SHOWN, Kind.UNSURE) and not outcome.alt_by_person
        if wanted and outcome.annotation is not None:
            self.proposals.append(Proposal(Path(outcome.path), outcome.annotation))

    def _carry_out(self, journal: Journal, pipeline: str, wait_s: float = 0) -> list[str]:
        """Do what was decided; what went wrong is told."""
        messages: list[str] = []
        while True:
            try:
                proposal, alt = self._decisions.get(block=wait_s > 0, timeout=wait_s)
            except queue.Empty:
                return messages
            try:
                self._decide(journal, pipeline, proposal, alt)
            except AssistantError as error:
                messages.append(error.message)
            except OSError as error:  # the picture is gone
                messages.append(os_sentence(error, title(proposal.path), "picture"))

    def _decide(self, journal: Journal, pipeline: str, proposal: Proposal, alt: str | None) -> None:
        real = proposal.path.resolve()
        if alt is None:
            stamp = Stamp.of(real)
            journal.done(real, Target.REPORT, pipeline, stamp, Kind.KEPT, digest(real))
            return
        own = alt if alt != proposal.texts.alt else ""
        with closing(ExifTool()) as tool:
            task = replace(self._task, target=Target.XMP, dry_run=False)
            here = _Here(journal.work / "review", tool, proposal.texts, own)
            (outcome,) = Leading(task, journal, here).outcomes([Found(proposal.path, real)])
        if outcome.kind == Kind.FAILED:
            raise AssistantError(outcome.note)


def _open(one: Found | LeftOut, journal: Journal, pipeline: str) -> bool:
    """Whether there may be something to decide about a picture."""
    if isinstance(one, LeftOut):
        return True
    try:
        stamp = Stamp.of(one.real)
    except OSError:  # told when it is looked at
        return True
    decided = (Target.XMP, Target.REPORT)
    return not any(journal.done_before(one.real, t, pipeline, stamp) for t in decided)


class _Here:
    """Does jobs at once and in this process, with texts that are known."""

    free = True

    def __init__(self, folder: Path, tool: ExifTool, texts: Annotation, alt: str) -> None:
        self._folder, self._tool, self._texts, self._alt = folder, tool, texts, alt
        self._finished: list[Finished] = []

    def begin(self, job: Job) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        asked = replace(job, known=self._texts, alt=self._alt)
        if job.known != self._texts:  # the journal's, about the bytes that are there now
            why = f"{title(job.path)} changed since it was described; open the folder again."
            self._finished.append(Finished(job, AssistantError(why)))
            return
        try:
            self._finished.append(Finished(job, prepare(asked, self._folder, self._tool, _never)))
        except AssistantError as error:
            self._finished.append(Finished(job, error))

    def results(self) -> Iterator[Finished]:
        finished, self._finished = self._finished, []
        yield from finished


def _never(frame: Frame) -> Annotation:
    raise AssertionError("the texts are known")
