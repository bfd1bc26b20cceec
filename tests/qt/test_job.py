"""Long work: its progress, its end, its cancel."""

import subprocess
import sys
import threading
import time
from collections.abc import Generator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from assistant.errors import Cancelled, ModelError
from assistant.qt.workers.job import Job
from tests.waiting import SECONDS

Steps = Generator[Any, None, Any]


class Heard(QObject):
    """Writes down every signal, and in which thread it came."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.progress: list[Any] = []
        self.ends: list[tuple[Any, ...]] = []
        job.progressed.connect(self.progressed)
        job.finished.connect(self.finished)
        job.failed.connect(self.failed)
        job.cancelled.connect(self.cancelled)

    def progressed(self, value: object) -> None:
        assert QThread.currentThread() is self.thread()
        self.progress.append(value)

    def finished(self, value: object) -> None:
        self.ends.append(("finished", value, list(self.progress)))

    def failed(self, message: str) -> None:
        self.ends.append(("failed", message))

    def cancelled(self) -> None:
        self.ends.append(("cancelled",))


def run(qtbot: QtBot, job: Job) -> Heard:
    heard = Heard(job)
    job.start()
    qtbot.waitUntil(lambda: bool(heard.ends))
    job.close()
    return heard


def test_progress_then_the_result(qtbot: QtBot) -> None:
    told = threading.Event()  # else a slow moment may pass over the first

    def steps() -> Steps:
        yield 1
        told.wait(SECONDS)
        yield 2
        return "all of it"

    job = Job(steps, print)
    job.progressed.connect(lambda _: told.set())
    heard = run(qtbot, job)
    assert heard.ends == [("finished", "all of it", [1, 2])]


def test_progress_is_thinned_out_and_the_last_always_arrives(qtbot: QtBot) -> None:
    told: list[Any] = []
    began = time.monotonic()

    def steps() -> Steps:
        step = 0
        while time.monotonic() < began + 0.5 or len(told) < 3:
            step += 1
            yield step
            time.sleep(0.0005)
        yield "last"

    job = Job(steps, print)
    job.progressed.connect(told.append)
    heard = run(qtbot, job)
    assert heard.progress[-1] == "last"
    assert 3 <= len(heard.progress) <= 20 * (time.monotonic() - began) + 4
    assert heard.progress[:-1] == sorted(heard.progress[:-1])


def test_the_newest_progress_arrives_although_the_next_step_takes_long(qtbot: QtBot) -> None:
    go_on = threading.Event()

    def steps() -> Steps:
        yield from range(1000)
        go_on.wait(SECONDS)

    job = Job(steps, print)
    heard = Heard(job)
    job.start()
    qtbot.waitUntil(lambda: heard.progress[-1:] == [999])
    go_on.set()
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends[0][0] == "finished"


def test_cancel_cleans_up_in_the_same_thread_and_says_so_once(qtbot: QtBot) -> None:
    threads: list[int] = []
    left_over = ["part"]

    def steps() -> Steps:
        threads.append(threading.get_ident())
        try:
            while True:
                yield "on the way"
                time.sleep(0.01)
        finally:
            threads.append(threading.get_ident())
            left_over.clear()

    job = Job(steps, print)
    heard = Heard(job)
    job.start()
    qtbot.waitUntil(lambda: bool(heard.progress))
    job.cancel()
    seen = len(heard.progress)
    qtbot.waitUntil(lambda: bool(heard.ends))
    assert heard.ends == [("cancelled",)]
    assert len(heard.progress) == seen
    assert left_over == []
    assert len(set(threads)) == 1
    assert threads[0] != threading.get_ident()


def test_a_job_that_stops_itself_is_cancelled(qtbot: QtBot) -> None:
    def steps() -> Steps:
        yield 1
        raise Cancelled

    assert run(qtbot, Job(steps, print)).ends == [("cancelled",)]


@pytest.mark.parametrize("before_the_first_step", [True, False])
def test_failures_are_told_in_one_sentence(qtbot: QtBot, before_the_first_step: bool) -> None:
    def steps() -> Steps:
        if not before_the_first_step:
            yield 1
        raise ModelError("The download was interrupted. Try again.")

    heard = run(qtbot, Job(steps, print))
    assert heard.ends == [("failed", "The download was interrupted. Try again.")]


def test_a_fault_of_ours_is_logged(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    def steps() -> Steps:
        yield 1
        raise KeyError("secret detail")

    heard = run(qtbot, Job(steps, print))
    assert heard.ends[0][1].startswith("Something went wrong inside Glimpse.")
    assert "secret detail" in caplog.text


def test_closing_is_silent_waits_and_is_safe_twice(qtbot: QtBot) -> None:
    begun = threading.Event()
    ended = threading.Event()

    def steps() -> Steps:
        try:
            begun.set()
            time.sleep(0.3)
            yield 1
        finally:
            ended.set()

    job = Job(steps, print)
    heard = Heard(job)
    job.start()
    assert begun.wait(SECONDS)
    job.close()
    assert ended.is_set()
    job.close()
    job.start()
    qtbot.wait(50)
    assert (heard.progress, heard.ends) == ([], [])


def test_it_runs_once(qtbot: QtBot) -> None:
    runs = []

    def steps() -> Steps:
        runs.append(1)
        yield 1

    job = Job(steps, print)
    heard = Heard(job)
    job.start()
    job.start()
    qtbot.waitUntil(lambda: bool(heard.ends))
    job.start()
    qtbot.wait(50)
    assert len(runs) == len(heard.ends) == 1


def test_cancel_before_start_does_nothing_of_the_work(qtbot: QtBot) -> None:
    runs = []

    def steps() -> Steps:
        runs.append(1)
        yield 1

    job = Job(steps, print)
    job.cancel()
    assert (run(qtbot, job).ends, runs) == ([("cancelled",)], [])


def test_the_end_of_the_interpreter_waits_for_the_work() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.qt.end_run"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "cleaned up\n", "")
