"""The index follows the folders: what was added, changed, moved or deleted, and nothing else.

A generator: each step is progress and a place to stop at. What is done stays done: the next run
goes on from there.
"""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from assistant.errors import AssistantError, SourceError
from assistant.search import database
from assistant.search.observing import Observed, ObservingTask, ObservingWork
from assistant.search.record import digest
from assistant.search.scan import Scan, Todo
from assistant.search.store import IndexStore
from assistant.sources.files import os_sentence, title
from assistant.work import Lost, Setup, do, start

_COMMIT_S = 1.0  # what a power cut may cost, in seconds of work


class IndexingKind(StrEnum):
    """Things that can happen to a picture; NOTICE is about a folder, UNREAD is not read."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    DELETED = "deleted"
    READ = "read"
    FAILED = "failed"
    UNREAD = "not readable"
    SAME = "unchanged"
    NOTICE = "notice"


@dataclass(frozen=True)
class Step:
    """One picture is done.

    Attributes:
        kind: what happened to it.
        path: of the picture, or of the folder.
        note: what the user should hear about it, else empty.
        stage: what is being done, in one word.
        done: pictures of this stage that are done.
        total: pictures of this stage.
    """

    kind: IndexingKind
    path: Path
    note: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0


def index(
    setup: Setup, folders: Sequence[Path], pause: Callable[[], None] = lambda: None
) -> Generator[Step, None, None]:
    """Bring the index up to date; closing the generator stops at once, and keeps what is done.

    Args:
        setup: by what pictures are looked at, and where.
        folders: those to be searched; none for all that were indexed before.
        pause: called several times a second, between the steps too; what it raises ends the work
            as closing the generator does.

    Raises:
        AssistantError: nothing can be done: no folder, no models, no room.
    """
    for folder in folders:
        _check(folder)
    with database.writing() as opened:
        try:
            yield from _Run(setup, IndexStore(opened), pause).steps(
                [_whole(folder) for folder in folders]
            )
        finally:
            with suppress(database.Error):
                opened.commit()


def forget(folder: Path) -> int:
    """Take a folder and everything in it out of the index; returns how many pictures that were.

    Raises:
        AssistantError: it was not indexed, or the index cannot be written.
    """
    whole = _whole(folder)
    with database.writing() as opened, opened:
        scan = Scan(opened)
        pictures = scan.pictures_in(whole)
        known = scan.forget_folder(whole)
        if not pictures and not known:
            raise SourceError(
                f"{title(whole) or whole} is not in the index; nothing was forgotten."
            )
        store = IndexStore(opened)
        for picture in pictures:
            store.take_out(picture)
        scan.forget_words()
    return len(pictures)


class _Run:
    def __init__(self, setup: Setup, store: IndexStore, pause: Callable[[], None]) -> None:
        self._pause = pause
        self._store = store
        self._scan = Scan(store.database)
        self._version = store.version(setup.evidence)
        self._committed = time.monotonic()
        self._workers = start(ObservingWork(setup))

    def steps(self, folders: Sequence[Path]) -> Iterator[Step]:
        with closing(self._workers):
            roots = self._scan.remember(folders)
            self._store.database.commit()
            for root in roots:
                for one in self._scan.search(root, self._pause):
                    yield Step(
                        IndexingKind.NOTICE if one.failed else IndexingKind.UNREAD,
                        one.path,
                        one.why,
                    )
            yield from self._changed(roots)

    def _changed(self, roots: Sequence[Path]) -> Iterator[Step]:
        total = self._scan.list_todo(self._version)
        yield from self._counted("Looking", total, self._glanced())
        for root in roots:
            for picture, path in self._scan.gone(root):
                self._store.take_out(picture)
                yield self._kept(Step(IndexingKind.DELETED, path))
        yield from self._counted("Reading", self._scan.count_unread(), self._read())

    def _counted(self, stage: str, total: int, steps: Iterator[Step]) -> Iterator[Step]:
        for done, step in enumerate(steps, start=1):
            yield self._kept(replace(step, stage=stage, done=done, total=max(done, total)))

    def _glanced(self) -> Iterator[Step]:
        """Look at what is new or changed: first what only has another name, which is soon known."""
        for one in self._scan.todo():
            if step := self._same(one):
                self._scan.strike(one)
                yield step
        for one, result in self._looked(self._scan.todo(), closely=False):
            if isinstance(result, AssistantError):
                if not isinstance(result, Lost):
                    self._store.fail(one.path, one.stamp, result.message)
                yield Step(IndexingKind.FAILED, one.path, result.message)
            else:
                before = self._put(one, result)
                yield Step(IndexingKind.CHANGED if before else IndexingKind.ADDED, one.path)

    def _read(self) -> Iterator[Step]:
        """A close look, with the slow senses, at what was only glanced at."""
        for one, result in self._looked(self._scan.unread(), closely=True):
            if isinstance(result, AssistantError):
                if not isinstance(result, Lost):
                    self._store.give_up_reading(one.id)
                yield Step(IndexingKind.FAILED, one.path, result.message)
            else:
                self._put(one, result)
                yield Step(IndexingKind.READ, one.path)

    def _looked(
        self, todo: Iterable[Todo], closely: bool
    ) -> Iterator[tuple[Todo, Observed | AssistantError]]:
        begun: dict[Path, Todo] = {}

        def jobs() -> Iterator[ObservingTask]:
            for one in todo:
                begun[one.path] = one
                yield ObservingTask(one.path, closely)

        for job, result in do(self._workers, jobs(), self._pause):
            yield begun.pop(job.path), result

    def _put(self, one: Todo, result: Observed) -> bool:
        self._store.know(result.known)
        return self._store.put(one.path, one.root, one.stamp, result.record, self._version)

    def _same(self, one: Todo) -> Step | None:
        """A picture whose bytes the index has: it was moved, copied, or only touched."""
        if not self._store.may_know(one.stamp, self._version):
            return None
        try:
            same = self._store.same(one.stamp, digest(one.path), self._version)
        except OSError as error:
            why = os_sentence(error, title(one.path), "picture")
            self._store.fail(one.path, one.stamp, why)
            return Step(IndexingKind.FAILED, one.path, why)
        if not same:
            return None
        here = next((k for k in same if k.path == database.encoded(one.path)), None)
        moved = here or next((k for k in same if not os.path.lexists(k.path)), None)
        if moved is None:
            self._store.copy(same[0].id, one.path, one.root, one.stamp)
            return Step(IndexingKind.ADDED, one.path)
        self._store.move(moved.id, one.path, one.root, one.stamp)
        return Step(IndexingKind.SAME if here else IndexingKind.MOVED, one.path)

    def _kept(self, step: Step) -> Step:
        if time.monotonic() - self._committed > _COMMIT_S:
            self._store.database.commit()
            self._committed = time.monotonic()
        return step


def _check(folder: Path) -> None:
    try:
        if not folder.is_dir():
            known = "is no folder; name the folder that it is in" if folder.exists() else ""
            raise SourceError(
                f"{title(folder)} {known}." if known else
                f"There is no folder named {title(folder)}; check the name."
            )  # fmt: skip
    except OSError as error:
        raise SourceError(os_sentence(error, title(folder), "folder")) from error


def _whole(folder: Path) -> Path:
    return Path(os.path.realpath(folder))
