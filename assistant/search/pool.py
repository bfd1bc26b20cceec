"""Processes that look at pictures: one that dies takes no other with it.

Pebble's pool, as multiprocessing's own gives up when a worker dies, and has no time limit for one
job. Here only the picture is lost, and told.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import cache

from assistant import log
from assistant.errors import AssistantError
from assistant.search.looking import Job, Looked, Looker, Setup
from assistant.sources.files import title

_PAUSE_S = 0.2
_LIMIT_S = 300.0  # for one picture, with the start of a worker; a page of text takes seconds
_AHEAD = 3  # jobs a worker that are handed out: enough that none has to wait for this process


def go_on() -> None:
    """Nobody wants to stop it between two steps."""


class Pool:
    """Workers that are started when there is work for them, and ended with the pool.

    Args:
        setup: the same for all workers.
        workers: processes at most.
        pause: called several times a second while work is under way; what it raises ends that.
    """

    def __init__(self, setup: Setup, workers: int, pause: Callable[[], None] = go_on) -> None:
        from pebble import ProcessPool

        self._setup = setup
        self._workers = workers
        self._pause = pause
        context = multiprocessing.get_context("spawn")  # forks of threads and networks hang
        self._pool = ProcessPool(workers, initializer=_begin, context=context)

    def looked(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Looked]]:
        """Look at pictures; each job and what came of it, as they are done.

        Args:
            jobs: taken one by one, as there is room.

        Raises:
            AssistantError: nothing can be looked at, as the models are missing.
        """
        left = iter(jobs)
        at_work: dict[Future[Looked | AssistantError], Job] = {}
        while True:
            while len(at_work) < _AHEAD * self._workers and (job := next(left, None)):
                task = self._pool.schedule(_look, args=(job, self._setup), timeout=_LIMIT_S)
                at_work[task] = job
            if not at_work:
                return
            self._pause()
            for done in wait(at_work, _PAUSE_S, FIRST_COMPLETED).done:
                job = at_work.pop(done)
                yield job, _result(done, job)

    def close(self) -> None:
        """End all workers at once."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def _result(done: "Future[Looked | AssistantError]", job: Job) -> Looked:
    from pebble import ProcessExpired

    try:
        told = done.result()
    except TimeoutError:
        return Looked(None, f"{title(job.path)} took too long; I went on without it.", lost=True)
    except ProcessExpired:
        return Looked(
            None, f"{title(job.path)} is too much for the describing process, which died."
        )
    if isinstance(told, AssistantError):
        raise told
    return told


def _begin() -> None:
    """A worker's life begins. Ctrl+C does not reach it: Pebble lets the leading process end it."""
    os.environ["OMP_NUM_THREADS"] = "1"  # read when torch is imported
    if hasattr(os, "nice"):
        os.nice(5)  # window, voice and screen reader come first
    threading.Thread(target=_end_with_parent, daemon=True).start()
    log.set_up()


def _look(job: Job, setup: Setup) -> Looked | AssistantError:
    try:
        return _looker(setup).look(job)
    except AssistantError as error:
        return error


@cache
def _looker(setup: Setup) -> Looker:
    """The worker's networks, loaded when the first picture is there."""
    return Looker(setup)


def _end_with_parent() -> None:
    """End this process when the leading one is gone, however it ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
