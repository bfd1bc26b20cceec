"""Processes that prepare pictures: one that dies takes neither the others nor the run with it.

multiprocessing's own pools give up when a worker dies; here only its picture is lost, and told.
Each worker has the networks and an exiftool of its own, with one thread: more workers are faster
than more threads. On Linux and macOS a worker is the head of its own process group, so that ending
the group ends its exiftool, too.
"""

import logging
import multiprocessing
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from assistant import log
from assistant.errors import AssistantError
from assistant.library.annotation import Annotation
from assistant.library.exiftool import ExifTool
from assistant.library.prepare import Job, Prepared, prepare
from assistant.pipeline.frame import Frame
from assistant.sources.files import title

_LIMIT_S = 600.0  # for one picture, with the start of a worker; a page of text takes seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Setup:
    """What a worker needs to know.

    Attributes:
        profile: the models it loads when the first picture is to be described.
        senses: names of the senses that it asks.
        exiftool: whether metadata can be read and edited.
        folder: for copies; each worker makes one of its own in it.
    """

    profile: str
    senses: frozenset[str]
    exiftool: bool
    folder: Path


@dataclass(frozen=True)
class Described:
    """A worker has described the picture and goes on with it."""

    job: Job
    annotation: Annotation


@dataclass(frozen=True)
class Finished:
    """A worker is done with a picture: what it prepared, or why it failed."""

    job: Job
    result: Prepared | AssistantError


class Workers:
    """Processes that do jobs; started when there is work for them, all ended by :meth:`close`."""

    def __init__(self, setup: Setup, most: int) -> None:
        self._setup = setup
        self._most = most
        self._numbers = iter(range(1 << 30))
        self._all: list[_Worker] = []

    @property
    def busy(self) -> int:
        """How many jobs are being done."""
        return sum(worker.job is not None for worker in self._all)

    @property
    def free(self) -> bool:
        """Whether another job can be begun now."""
        return self.busy < self._most

    def begin(self, job: Job) -> None:
        """Give a job to a worker that has none. What it prepared stays until its next job."""
        worker = next((w for w in self._all if w.job is None), None)
        if worker is None:
            worker = _Worker(self._setup, next(self._numbers))
            self._all.append(worker)
        worker.begin(job)

    def results(self) -> Iterator[Described | Finished]:
        """Wait until a worker has something to tell, and pass it on."""
        busy = [w for w in self._all if w.job is not None]
        wait([w.pipe for w in busy], timeout=1.0)
        for worker in busy:
            yield from self._told(worker)

    def _told(self, worker: "_Worker") -> Iterator[Described | Finished]:
        job = worker.job
        assert job is not None
        try:
            while worker.job is not None and worker.pipe.poll():
                yield worker.take()
        except (EOFError, OSError):
            yield self._lost(worker, job, "is too much for the describing process, which died")
        if worker.job is not None and time.monotonic() - worker.since > _LIMIT_S:
            yield self._lost(worker, job, "took too long")

    def _lost(self, worker: "_Worker", job: Job, why: str) -> Finished:
        worker.close()
        self._all.remove(worker)
        return Finished(job, AssistantError(f"{title(job.path)} {why}; I went on without it."))

    def close(self) -> None:
        """End all workers at once."""
        for worker in self._all:
            worker.close()
        self._all.clear()


class _Worker:
    def __init__(self, setup: Setup, number: int) -> None:
        context = multiprocessing.get_context("spawn")  # forks of threads and networks hang
        self.pipe, theirs = context.Pipe()
        self.job: Job | None = None
        self.since = 0.0
        arguments = (theirs, setup, setup.folder / str(number))
        self._process: SpawnProcess = context.Process(target=_main, args=arguments, daemon=True)
        with _one_thread(), _deaf_to_ctrl_c():
            self._process.start()
        theirs.close()

    def begin(self, job: Job) -> None:
        self.job, self.since = job, time.monotonic()
        with suppress(OSError):  # it died in the meantime: told when its pipe is read
            self.pipe.send(job)

    def take(self) -> Described | Finished:
        told: Described | Finished = self.pipe.recv()
        if isinstance(told, Finished):
            self.job = None
        return told

    def close(self) -> None:
        pid = self._process.pid
        # Also where the worker itself is dead: its exiftool is still in its group.
        with suppress(ProcessLookupError, PermissionError):  # it has no group yet, or any more
            if pid is not None and hasattr(os, "killpg"):
                os.killpg(pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self.pipe.close()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes that are started in here use one thread each for OpenMP and BLAS."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        yield
    finally:
        del os.environ["OMP_NUM_THREADS"]
        if before is not None:
            os.environ["OMP_NUM_THREADS"] = before


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started in here do not hear it; they are ended by whoever started them."""
    if threading.current_thread() is not threading.main_thread():  # only it may ask for that
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _main(pipe: "Connection[Any, Any]", setup: Setup, folder: Path) -> None:
    """A worker's life: a job in, what came of it out."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    log.set_up()
    tool = ExifTool(bound=True) if setup.exiftool else None
    describer = _Describer(setup)
    try:
        while True:
            job: Job = pipe.recv()
            pipe.send(Finished(job, _done(job, folder, tool, describer, pipe)))
    except (EOFError, OSError):
        _log.debug("The leading process is gone")
    finally:
        if tool is not None:
            tool.close()  # it does not notice by itself


def _done(
    job: Job,
    folder: Path,
    tool: ExifTool | None,
    describer: "_Describer",
    pipe: "Connection[Any, Any]",
) -> Prepared | AssistantError:
    def describe(frame: Frame) -> Annotation:
        annotation = describer.describe(frame)
        pipe.send(Described(job, annotation))
        return annotation

    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return prepare(job, folder, tool, describe)
    except AssistantError as error:
        return AssistantError(error.message)
    except Exception:  # noqa: BLE001 - a worker's edge: one strange picture must not end the others
        _log.exception("Not prepared")
        return AssistantError(f"{title(job.path)} could not be described; the log says why.")


class _Describer:
    """The networks, loaded when the first picture is there."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._pipeline: Any = None

    def describe(self, frame: Frame) -> Annotation:
        from assistant.pipeline.options import Options

        if self._pipeline is None:
            self._pipeline = _loaded(self._setup.profile)
        # Directions in words: the texts are not for this user alone.
        options = Options(self._setup.senses)
        return Annotation.of(self._pipeline.describe(frame, options=options))


def _loaded(profile: str) -> Any:  # noqa: ANN401 - Pipeline is imported late
    from assistant import opencv
    from assistant.pipeline import pipeline

    opencv.load().setNumThreads(1)
    return pipeline.load(profile)


def _end_with_parent() -> None:
    """End this process and its exiftool when the leading one is gone, however it ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    if hasattr(os, "killpg") and sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
