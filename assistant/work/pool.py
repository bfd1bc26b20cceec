"""Processes that do jobs: one that dies takes no other with it, and costs only the job it had.

Pebble's pool, as multiprocessing's own gives up when a worker dies, and has no time limit for one
job. Each worker uses one thread: more workers are faster than more threads.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Generic

from assistant import log, sessions
from assistant.errors import AssistantError
from assistant.work import FileTask, JobT, Lost, ResultT, Work

if TYPE_CHECKING:
    from pebble import ProcessPool

_PAUSE_S = 0.2
_START_S = 120.0  # a worker's, on a machine that has much else to do
_AHEAD = 3  # jobs a worker that are handed out: enough that none has to wait for this process
NICE = 5  # as nice(1) has it: 0 for others, 19 for what may wait for ever
_LOST = 3  # times that all workers die with nothing done in between: then it is given up
_log = logging.getLogger(__name__)


class Pool(Generic[JobT, ResultT]):
    """Workers that are started when there is work for them, and ended with the pool.

    Args:
        work: what they do.
        workers: processes at most.
    """

    def __init__(self, work: Work[JobT, ResultT], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._pool: ProcessPool | None = None
        self._at_work: dict[Future[ResultT | _Unable | AssistantError], JobT] = {}
        self._stranded: list[JobT] = []
        self._lost = 0
        self._heard = time.monotonic()

    @property
    def free(self) -> bool:
        """Whether another job can be begun now."""
        return len(self._at_work) + len(self._stranded) < _AHEAD * self._workers

    @property
    def busy(self) -> bool:
        """Whether there are jobs without a result."""
        return bool(self._at_work or self._stranded)

    def begin(self, job: JobT) -> None:
        """Hand out a job."""
        if not self.busy:
            self._heard = time.monotonic()
        if self._pool is None:
            self._pool = self._started()
        try:
            task = self._pool.schedule(_do, args=(self._work, job), timeout=self._work.limit_s)
        except RuntimeError:  # all workers have just died
            self._stranded.append(job)
        else:
            self._at_work[task] = job

    def results(self) -> Iterator[tuple[JobT, ResultT | AssistantError]]:
        """Wait a moment for what there is to tell: jobs, and what came of each or why nothing did.

        Raises:
            AssistantError: nothing can be done, as the models are missing, or the workers die.
        """
        for done in wait(self._at_work, _PAUSE_S, FIRST_COMPLETED).done:
            job = self._at_work.pop(done)
            try:
                yield job, self._result(done, job)
            except BrokenProcessPool:
                self._stranded.append(job)
            else:
                self._lost, self._heard = 0, time.monotonic()
        # A worker that is killed in the moment of speaking leaves its lock to nobody.
        if self._stranded or time.monotonic() - self._heard > _START_S + self._work.limit_s:
            self._begin_again()

    def close(self) -> None:
        """End all workers at once."""
        pool, self._pool = self._pool, None
        self._at_work.clear()
        self._stranded.clear()
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _started(self) -> "ProcessPool":
        from pebble import ProcessPool

        context = multiprocessing.get_context("spawn")  # forks of threads and networks hang
        pool = ProcessPool(self._workers, initializer=_begin, context=context)
        with _deaf_to_ctrl_c():
            assert pool.active  # asking starts it
        return pool

    def _result(
        self, done: "Future[ResultT | _Unable | AssistantError]", job: JobT
    ) -> ResultT | AssistantError:
        from pebble import ProcessExpired

        try:
            told = done.result()
        except TimeoutError:
            return Lost(f"{_named(job)} took too long; I went on without it.")
        except ProcessExpired:
            return AssistantError(
                f"{_named(job)} is too much for the describing process, which died; "
                "I went on without it."
            )
        if isinstance(told, _Unable):
            raise told.error
        return told

    def _begin_again(self) -> None:
        """Start new workers for what the old ones had; they died of no one job."""
        self._lost += 1
        _log.warning("All workers died, with %d jobs", len(self._at_work) + len(self._stranded))
        jobs = [*self._at_work.values(), *self._stranded]
        self.close()
        if self._lost >= _LOST:
            raise AssistantError(
                "The describing processes die as soon as they begin; is there too little memory? "
                "Try --workers 1."
            )
        for job in jobs:
            self.begin(job)


class _Unable:
    """A worker can do no job at all."""

    def __init__(self, error: AssistantError) -> None:
        self.error = error


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


def _begin() -> None:
    """A worker's life begins."""
    os.environ["OMP_NUM_THREADS"] = "1"  # read when networks are loaded
    sessions.keep_memory()
    if hasattr(os, "nice"):
        # Window, voice and screen reader come first; behind Ray, it is so already.
        os.nice(max(0, NICE - os.nice(0)))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    log.set_up()


def _do(work: Work[JobT, ResultT], job: JobT) -> ResultT | _Unable | AssistantError:
    try:
        do = _begun(work)
    except AssistantError as error:
        return _Unable(error)
    try:
        result: ResultT = do(job)
        return result
    except AssistantError as error:
        return error
    except Exception:  # noqa: BLE001 - a worker's edge: one strange picture must not end the others
        _log.exception("Not done")
        return AssistantError(f"{_named(job)} could not be described; the log says why.")


def _named(job: FileTask) -> str:
    from assistant.sources.files import title  # brings numpy, which must find one thread set

    return title(job.path)


@cache
def _begun(work: Work[JobT, ResultT]) -> Callable[[JobT], ResultT]:
    """Load what does this worker's jobs, at the first of them."""
    return work.begin()


def _end_with_parent() -> None:
    """End this process when the leading one is gone, however it ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
