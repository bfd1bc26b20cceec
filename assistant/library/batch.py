"""Many pictures, one after the other, on several workers: what is to be done, and doing it.

This process leads: it alone touches pictures and the journal. Workers only read.
"""

import logging
import shutil
import stat
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import models
from assistant.errors import AssistantError
from assistant.library import commit, exiftool
from assistant.library.annotation import AltTexts
from assistant.library.commit import Stamp
from assistant.library.container import holds_no_texts
from assistant.library.journal import Journal, digest
from assistant.library.outcome import Outcome, OutcomeKind, WriteTarget
from assistant.library.prepare import AltTextTask, Made, Prepared
from assistant.library.preparing import Preparing
from assistant.library.task import Task
from assistant.metadata.sidecar import exists, sidecar_of
from assistant.sources.files import open_file, os_sentence, title
from assistant.sources.walk import Found, LeftOut, walk
from assistant.work import WorkEngine, Workers, start

_log = logging.getLogger(__name__)


def annotate(task: Task, found: Sequence[Found | LeftOut], journal: Journal) -> Generator[Outcome]:
    """Annotate pictures; one outcome for each, as they are done. Closing it stops at once.

    Args:
        task: what is to be done.
        found: what :func:`walk.walk` found.
        journal: what was done before.

    Raises:
        AssistantError: nothing can be done: no models, no exiftool, no room for the journal.
    """
    if task.needs_exiftool:
        exiftool.require()
    if not task.remove:
        models.require(task.setup.profile)
    shutil.rmtree(journal.work, ignore_errors=True)
    # Where machines are far away, they have folders of their own.
    folder = None if task.setup.engine == WorkEngine.RAY else journal.work
    work = Preparing(task.setup, exiftool.program() is not None, folder)
    workers = start(work, max(1, len(found)))
    try:
        yield from Leading(task, journal, workers).outcomes(found)
    finally:
        workers.close()
        shutil.rmtree(journal.work, ignore_errors=True)


def find(paths: Iterable[str]) -> list[Found | LeftOut]:
    """List all that :func:`walk.walk` finds: so many pictures there are."""
    return list(walk(paths))


@dataclass(frozen=True)
class _Begun:
    """A picture that is being worked on: what it and its sidecar were when that began."""

    found: Found
    number: int
    job: AltTextTask
    stamps: dict[Path, Stamp | None]


class Leading:
    """Gives out the jobs, puts what was prepared in place, and keeps the journal.

    Args:
        task: what is to be done.
        journal: what was done before.
        workers: do the jobs.
    """

    def __init__(
        self, task: Task, journal: Journal, workers: Workers[AltTextTask, Prepared]
    ) -> None:
        self._task = task
        self._journal = journal
        self._workers = workers
        self._pipeline = task.setup.version
        self._begun: dict[Path, _Begun] = {}
        # The same bytes under several names are described once: the others wait for the first.
        self._waiting: defaultdict[str, list[_Begun]] = defaultdict(list)

    def outcomes(self, found: Sequence[Found | LeftOut]) -> Iterator[Outcome]:
        """One outcome for each, as they are done."""
        for number, one in enumerate(found):
            while not self._workers.free:
                yield from self._results()
            outcome = self._begin(one, number)
            if outcome is not None:
                yield outcome
        while self._begun or any(self._waiting.values()):
            yield from self._results()

    def _begin(self, one: Found | LeftOut, number: int) -> Outcome | None:
        """Begin with a picture; its outcome, where there is nothing to begin with."""
        if isinstance(one, LeftOut):
            kind = OutcomeKind.FAILED if one.failed else OutcomeKind.UNREAD
            return Outcome(str(one.path), kind, number, note=one.why)
        try:
            return self._prepared(one, number)
        except AssistantError as error:
            return Outcome(str(one.path), OutcomeKind.FAILED, number, note=error.message)
        except OSError as error:  # it went away in this moment
            why = os_sentence(error, title(one.path), "picture")
            return Outcome(str(one.path), OutcomeKind.FAILED, number, note=why)

    def _prepared(self, one: Found, number: int) -> Outcome | None:
        with open_file(one.real, "picture"):
            pass  # whatever is wrong with it is told in the words of all commands
        sidecar = sidecar_of(one.real)
        stamp = Stamp.of(one.real)
        stamps = {one.real: stamp, sidecar: Stamp.of(sidecar) if exists(sidecar) else None}
        before = self._done_before(one.real, sidecar, stamp)
        if before is not None:
            kind, picture = before
            texts = self._journal.description(picture, self._pipeline)
            told = OutcomeKind.DONE_BEFORE if kind == OutcomeKind.WRITTEN else kind
            return Outcome(str(one.path), told, number, texts)
        if (
            self._task.target != WriteTarget.REPORT and not self._task.remove
        ):  # before it costs time
            beside = self._task.target == WriteTarget.SIDECAR or holds_no_texts(one.real)
            commit.check_writable(sidecar if beside else one.real)
        picture = digest(one.real)
        job = AltTextTask(
            one.real, picture, sidecar, self._task.target, self._pipeline,
            only_missing=self._task.only_missing, remove=self._task.remove,
            write=self._task.writes,
        )  # fmt: skip
        self._start(_Begun(one, number, job, stamps))
        return None

    def _done_before(
        self, path: Path, sidecar: Path, stamp: Stamp
    ) -> tuple[OutcomeKind, str] | None:
        """Look an unchanged picture up in the journal; pictures are not opened again for it."""
        if not self._task.writes or self._task.remove:
            return None
        before = self._journal.done_before(path, self._task.target, self._pipeline, stamp)
        if before is None:
            return None
        gone = self._task.target == WriteTarget.SIDECAR and not exists(sidecar)
        return None if gone and before[0] == OutcomeKind.WRITTEN else before

    def _start(self, begun: _Begun) -> None:
        picture = begun.job.digest
        if any(b.job.digest == picture for b in self._begun.values()):
            self._waiting[picture].append(begun)
            return
        begun = replace(begun, job=replace(begun.job, known=self._known(picture)))
        self._begun[begun.job.path] = begun
        self._workers.begin(begun.job)

    def _results(self) -> Iterator[Outcome]:
        for job, told in self._workers.results():
            yield self._finished(self._begun[job.path], told)
            del self._begun[job.path]
        for picture, waiting in list(self._waiting.items()):
            while waiting and self._workers.free and not self._is_begun(picture):
                self._start(waiting.pop())
            if not waiting:
                del self._waiting[picture]

    def _known(self, picture: str) -> AltTexts | None:
        try:
            return self._journal.description(picture, self._pipeline)
        except AssistantError as error:  # it is described again; writing will tell what is wrong
            _log.warning("Not looked up: %s", error.message)
            return None

    def _keep(self, job: AltTextTask, result: Prepared) -> None:
        """Keep what was seen, so that no run has to look again, whatever becomes of this one."""
        if result.annotation is None or result.annotation == job.known:
            return
        try:
            self._journal.described(job.digest, self._pipeline, result.annotation)
        except AssistantError as error:  # only a run that is broken off would have needed it
            _log.warning("Not kept: %s", error.message)

    def _is_begun(self, picture: str) -> bool:
        return any(b.job.digest == picture for b in self._begun.values())

    def _finished(self, begun: _Begun, result: Prepared | AssistantError) -> Outcome:
        path = str(begun.found.path)
        if isinstance(result, AssistantError):
            return Outcome(path, OutcomeKind.FAILED, begun.number, note=result.message)
        self._keep(begun.job, result)
        if result.kind == OutcomeKind.FAILED:
            return Outcome(path, OutcomeKind.FAILED, begun.number, note=result.note)
        try:
            self._check_unchanged(begun)
            for made in result.made:
                self._place(made, begun)
            self._remember(begun, result)
        except AssistantError as error:
            return Outcome(
                path, OutcomeKind.FAILED, begun.number, result.annotation, note=error.message
            )
        except OSError as error:  # it went away in this moment
            why = os_sentence(error, title(begun.found.path), "picture")
            return Outcome(path, OutcomeKind.FAILED, begun.number, result.annotation, note=why)
        return Outcome(
            path, result.kind, begun.number, result.annotation, result.alt_by_person,
            result.note, result.fields,
        )  # fmt: skip

    def _check_unchanged(self, begun: _Begun) -> None:
        """The texts are about these very bytes, and a person may have written meanwhile.

        Raises:
            AssistantError: the picture or its sidecar is not the one any more that was looked at.
        """
        if self._task.writes:
            for path, before in begun.stamps.items():
                commit.check_unchanged(path, before)

    def _place(self, made: Made, begun: _Begun) -> None:
        before = begun.stamps[made.place]
        commit.check_writable(made.place)
        if made.content is None:
            commit.delete(made.place, before)
            return
        with self._journal.writing(made.place) as part:
            # A sidecar tells as much as its picture, but is not as unchangeable.
            mode = (begun.job.path.stat().st_mode & 0o666) | stat.S_IWUSR
            commit.replace(made.place, made.content, part, before, mode)

    def _remember(self, begun: _Begun, result: Prepared) -> None:
        job = begun.job
        # What is kept only because texts that are missing are asked for says nothing else.
        if not self._task.writes or (self._task.only_missing and result.kind == OutcomeKind.KEPT):
            return
        if self._task.remove:
            self._journal.forget(job.path, job.digest)
            return
        placed = next((m.digest for m in result.made if m.place == job.path), "")
        picture = placed or job.digest
        if result.annotation is not None:
            self._journal.described(picture, self._pipeline, result.annotation)
        stamp = Stamp.of(job.path) if placed else begun.stamps[job.path]
        assert stamp is not None
        self._journal.done(job.path, job.target, self._pipeline, stamp, result.kind, picture)
