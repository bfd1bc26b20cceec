"""Proposals for many pictures, and what a person decides about each: accept, change, skip.

Describing and writing are one generator in one thread; the person's side only reads the list of
proposals and leaves decisions in a queue. Decisions are in the journal, so that nobody has to
decide twice.
"""

import queue
import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantError
from assistant.library import exiftool
from assistant.library.annotation import AltTexts
from assistant.library.batch import Leading, annotate, find
from assistant.library.commit import Stamp
from assistant.library.exiftool import ExifTool
from assistant.library.journal import Journal, digest
from assistant.library.outcome import Outcome, OutcomeKind, WriteTarget
from assistant.library.prepare import AltTextTask, Prepared, prepare
from assistant.library.task import Task
from assistant.pipeline.frame import Frame
from assistant.sources.files import os_sentence, title
from assistant.sources.walk import Found, LeftOut

_PAUSE_S = 0.1


@dataclass(frozen=True)
class Proposal:
    """Texts that Glimpse would write; ``texts.alt`` is empty where it is not certain."""

    path: Path
    texts: AltTexts


@dataclass(frozen=True)
class ReviewState:
    """Progress of a review.

    Attributes:
        looked: pictures that were looked at.
        total: pictures that there are.
    """

    looked: int
    total: int


@dataclass(frozen=True)
class _Desk:
    """Tools with which decisions are carried out."""

    journal: Journal
    pipeline: str
    tool: ExifTool


class Review:
    """One review of some folders. ``steps`` is for a thread of its own, all else for the person's.

    Args:
        paths: pictures and folders.
        task: how they are described; it must not write.

    Attributes:
        proposals: what has been proposed so far; it only grows.
        messages: what went wrong so far, in sentences; it only grows.
    """

    def __init__(self, paths: Sequence[str], task: Task) -> None:
        self.proposals: list[Proposal] = []
        self.messages: list[str] = []
        self._paths, self._task = paths, task
        self._decisions: queue.SimpleQueue[tuple[Proposal, str | None]] = queue.SimpleQueue()
        # What was accepted just now can be taken back; true where it has the person's own words.
        self._accepted: dict[Path, bool] = {}

    def accept(self, proposal: Proposal, alt: str) -> None:
        """Write the texts; an alt text that was changed is written as the person's own."""
        self._decisions.put((proposal, alt.strip()))

    def skip(self, proposal: Proposal) -> None:
        """Write nothing, take back what was just accepted, and do not propose it again."""
        self._decisions.put((proposal, None))

    def steps(self) -> Generator[ReviewState]:
        """Describe and carry out decisions until it is closed; each step tells how far it is.

        Raises:
            AssistantError: it cannot go on; the sentence says why.
        """
        exiftool.require()
        with Journal() as journal, ExifTool() as tool:
            desk = _Desk(journal, self._task.setup.version, tool)
            found = [one for one in find(self._paths) if _open(one, desk)]
            try:
                yield from self._describe(found, desk)
                while True:
                    self._carry_out(desk, _PAUSE_S)
                    yield ReviewState(len(found), len(found))
            finally:
                self._carry_out(desk)  # what was decided in the last moment

    def _describe(self, found: Sequence[Found | LeftOut], desk: _Desk) -> Generator[ReviewState]:
        yield ReviewState(0, len(found))
        with closing(annotate(self._task, found, desk.journal)) as outcomes:
            for looked, outcome in enumerate(outcomes, start=1):
                self._propose(outcome)
                self._carry_out(desk)
                yield ReviewState(looked, len(found))

    def _propose(self, outcome: Outcome) -> None:
        if outcome.kind in (OutcomeKind.FAILED, OutcomeKind.UNREAD):
            self.messages.append(outcome.note)
        # Where a person wrote an alt text, there is nothing to decide.
        wanted = (
            outcome.kind in (OutcomeKind.SHOWN, OutcomeKind.UNSURE) and not outcome.alt_by_person
        )
        if wanted and outcome.annotation is not None:
            self.proposals.append(Proposal(Path(outcome.path), outcome.annotation))

    def _carry_out(self, desk: _Desk, wait_s: float = 0) -> None:
        """Do what was decided; what went wrong is told."""
        while True:
            try:
                proposal, alt = self._decisions.get(block=wait_s > 0, timeout=wait_s)
            except queue.Empty:
                return
            try:
                self._decide(desk, proposal, alt)
            except AssistantError as error:
                self.messages.append(error.message)
            except OSError as error:  # the picture is gone
                self.messages.append(os_sentence(error, title(proposal.path), "picture"))

    def _decide(self, desk: _Desk, proposal: Proposal, alt: str | None) -> None:
        real = proposal.path.resolve()
        if alt is None:
            self._skip(desk, proposal, real)
            return
        own = alt if alt != proposal.texts.alt or self._accepted.get(real) else ""
        if real in self._accepted:  # it is no reason to leave it that it was done before
            picture = digest(real)
            desk.journal.forget(real, picture)
            desk.journal.described(picture, desk.pipeline, proposal.texts)
        self._write(desk, proposal, own)
        self._accepted[real] = bool(own)

    def _skip(self, desk: _Desk, proposal: Proposal, real: Path) -> None:
        if self._accepted.get(real):
            raise AssistantError(
                f"Your own words stay in {title(real)}; to replace them, change and accept them."
            )
        if real in self._accepted:
            self._write(desk, proposal, remove=True)
            del self._accepted[real]
        picture = digest(real)
        desk.journal.described(picture, desk.pipeline, proposal.texts)
        stamp = Stamp.of(real)
        desk.journal.done(real, WriteTarget.REPORT, desk.pipeline, stamp, OutcomeKind.KEPT, picture)

    def _write(
        self, desk: _Desk, proposal: Proposal, own: str = "", *, remove: bool = False
    ) -> None:
        task = replace(self._task, target=WriteTarget.XMP, dry_run=False, remove=remove)
        here = _Here(desk.journal.work / "review", desk.tool, proposal.texts, own)
        found = Found(proposal.path, proposal.path.resolve())
        (outcome,) = Leading(task, desk.journal, here).outcomes([found])
        if outcome.kind == OutcomeKind.FAILED:
            raise AssistantError(outcome.note)


def _open(one: Found | LeftOut, desk: _Desk) -> bool:
    """Whether there may be something to decide about a picture."""
    if isinstance(one, LeftOut):
        return True
    try:
        stamp = Stamp.of(one.real)
    except OSError:  # told when it is looked at
        return True
    decided = (WriteTarget.XMP, WriteTarget.REPORT)
    before = desk.journal.done_before
    return not any(before(one.real, target, desk.pipeline, stamp) for target in decided)


class _Here:
    """Does jobs at once and in this process, with texts that are known."""

    free = True

    def __init__(self, folder: Path, tool: ExifTool, texts: AltTexts, alt: str) -> None:
        self._folder, self._tool, self._texts, self._alt = folder, tool, texts, alt
        self._done: list[tuple[AltTextTask, Prepared | AssistantError]] = []

    @property
    def busy(self) -> bool:
        return bool(self._done)

    def begin(self, job: AltTextTask) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        asked = replace(job, known=self._texts, alt=self._alt)
        try:
            if job.known != self._texts:  # the journal's, about the bytes that are there now
                raise AssistantError(
                    f"{title(job.path)} changed since it was described; open the folder again."
                )
            self._done.append((job, prepare(asked, self._folder, self._tool, _never)))
        except AssistantError as error:
            self._done.append((job, error))

    def results(self) -> Iterator[tuple[AltTextTask, Prepared | AssistantError]]:
        done, self._done = self._done, []
        yield from done

    def close(self) -> None:
        """Nothing was started for it."""


def _never(frame: Frame, whole: Callable[[], Frame]) -> AltTexts:
    raise AssertionError("the texts are known")
