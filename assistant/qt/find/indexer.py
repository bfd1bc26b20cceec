"""Bringing the index up to date while the window is used: one thing at a time, in a thread."""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from assistant.errors import Cancelled
from assistant.qt.workers.job import Job
from assistant.work import Setup

BUSY = "Glimpse is looking at pictures already. Wait until that is done, or stop it."
_NOTES = 50  # that are kept: nobody listens to more


@dataclass(frozen=True)
class IndexProgress:
    """Progress of a run; each has everything, for a job tells only its newest step.

    Attributes:
        text: in words.
        done: pictures of this stage that are done.
        total: pictures of this stage; 0 when not known.
        notes: what was wrong with some, in sentences.
    """

    text: str
    done: int = 0
    total: int = 0
    notes: tuple[str, ...] = ()


class _Run:
    """One run through the folders; what came of it can be asked for at any time after its end."""

    def __init__(self, folders: Sequence[Path], profile: str, senses: frozenset[str]) -> None:
        self._folders, self._profile, self._senses = folders, profile, senses
        self._counts: Counter[str] = Counter()
        self._notes: list[str] = []
        self._notices: list[str] = []  # about whole folders: these are said
        self.is_stopped: Callable[[], bool] = lambda: False

    def steps(self) -> Generator[IndexProgress, None, str]:
        from assistant.search import indexing  # here, in the thread: it takes its time

        setup = Setup(self._profile, self._senses)
        with closing(indexing.index(setup, self._folders, self._pause)) as steps:
            for step in steps:
                self._counts[step.kind] += 1
                if step.note and len(self._notes) < _NOTES:
                    self._notes.append(step.note)
                if step.kind == indexing.IndexingKind.NOTICE:
                    self._notices.append(step.note)
                yield IndexProgress(
                    f"{step.stage}: {step.done} of {step.total} pictures." if step.total else "",
                    step.done, step.total, tuple(self._notes),
                )  # fmt: skip
        return " ".join([f"Done: {self.summed}.", *self._notices])

    @property
    def summed(self) -> str:
        from assistant.search.indexing import IndexingKind
        from assistant.search.summary import summed

        return summed({IndexingKind(kind): count for kind, count in self._counts.items()})

    def _pause(self) -> None:
        if self.is_stopped():
            raise Cancelled


class Indexer(QObject):
    """Looks at the pictures of folders, or takes a folder out of the index.

    It belongs to no window: what is being done goes on when the one that shows it is closed.

    Signals:
        progressed(progress): how far it is.
        ended(sentence): it is done, or was stopped.
    """

    progressed = Signal(object)
    ended = Signal(str)

    def __init__(self, on_failure: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._on_failure = on_failure
        self._job: Job | None = None
        self._run: _Run | None = None
        self.progress = IndexProgress("")

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def look(self, folders: Sequence[Path], profile: str, senses: frozenset[str]) -> None:
        """Look at what is new or changed.

        Args:
            folders: those; none for all that are indexed.
            profile: whose networks look.
            senses: names of those that are asked.
        """
        if not self.busy:
            self._run = _Run(folders, profile, senses)
            self._begin(self._run.steps, "Searching the folders…")

    def forget(self, folder: Path) -> None:
        """Take a folder out of the index."""

        def steps() -> Generator[IndexProgress, None, str]:
            from assistant.search import indexing

            yield IndexProgress("")
            count = indexing.forget(folder)
            pictures = "One picture is" if count == 1 else f"{count} pictures are"
            return f"{pictures} forgotten. The files are untouched."

        if not self.busy:
            self._begin(steps, "Forgetting the folder…")

    def stop(self) -> None:
        """Stop soon; what is done is kept."""
        if self._job is not None:
            self._show(IndexProgress("Stopping…"))
            self._job.cancel()

    def close(self) -> None:
        """Stop, and wait for the end of the thread and its processes."""
        if self._job is not None:
            self._job.cancel()
            self._job.close()

    def _begin(self, steps: Callable[[], Generator[IndexProgress, None, str]], text: str) -> None:
        self._job = Job(steps, self._failed, self)
        if self._run:
            self._run.is_stopped = self._job.is_stopped
        self._job.progressed.connect(self._progressed)
        self._job.finished.connect(self._finished)
        self._job.cancelled.connect(self._cancelled)
        self._job.start()
        self._show(IndexProgress(text))

    def _progressed(self, progress: IndexProgress) -> None:
        if progress.text:
            self._show(progress)

    def _show(self, progress: IndexProgress) -> None:
        self.progress = progress
        self.progressed.emit(progress)

    def _finished(self, sentence: str) -> None:
        self._drop()
        self.ended.emit(sentence)

    def _cancelled(self) -> None:
        summed = self._run.summed if self._run else "nothing was changed"
        self._drop()
        self.ended.emit(
            f"Stopped: {summed}. What is done can be found; “Look again” goes on from there."
        )

    def _failed(self, message: str) -> None:
        self._drop()
        self._on_failure(message)

    def _drop(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._job = self._run = None
        self.progress = IndexProgress("", notes=self.progress.notes)
