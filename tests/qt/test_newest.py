"""The newest work wins, nothing stale comes back, and the thread always ends."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from pytestqt.qtbot import QtBot

from assistant.errors import PipelineError
from assistant.qt.workers.newest import NewestWorker
from tests.waiting import SECONDS

ShouldStop = Callable[[], bool]


class Heard(QObject):
    """Writes down every signal, and in which thread it came."""

    def __init__(self, worker: NewestWorker[Any, Any]) -> None:
        super().__init__()
        self.events: list[tuple[Any, ...]] = []
        self.threads: set[QThread] = set()
        worker.started.connect(self.started)
        worker.done.connect(self.done)
        worker.failed.connect(self.failed)
        worker.idle.connect(self.idle)

    def started(self, item: object) -> None:
        self._note("started", item)

    def done(self, item: object, result: object) -> None:
        self._note("done", item, result)

    def failed(self, message: str, item: object) -> None:
        self._note("failed", item, message)

    def idle(self) -> None:
        self._note("idle")

    def _note(self, *event: Any) -> None:
        self.events.append(event)
        self.threads.add(QThread.currentThread())


class Gate:
    """Work that waits until it is let go; obeys should_stop only when told to."""

    def __init__(self, obedient: bool = False) -> None:
        self.open = threading.Event()
        self.begun: list[Any] = []
        self.obedient = obedient

    def __call__(self, item: Any, should_stop: ShouldStop) -> str:
        self.begun.append(item)
        while not self.open.wait(0.002):
            if self.obedient and should_stop():
                return "half"
        return f"did {item}"


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def worker(qtbot: QtBot, gate: Gate) -> Iterator[NewestWorker[Any, Any]]:
    worker: NewestWorker[Any, Any] = NewestWorker(lambda: gate, print)
    yield worker
    gate.open.set()
    worker.close()


def test_all_signals_come_in_order_and_in_the_gui_thread(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate
) -> None:
    heard = Heard(worker)
    gate.open.set()
    with qtbot.waitSignal(worker.idle):
        worker.submit("a")
    assert heard.events == [("started", "a"), ("done", "a", "did a"), ("idle",)]
    assert heard.threads == {QThread.currentThread()}


def test_the_newest_replaces_the_one_that_waits(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate
) -> None:
    heard = Heard(worker)
    for item in range(100):
        worker.submit(item)
    assert worker.pending == [0, 99]
    with qtbot.waitSignal(worker.idle):
        gate.open.set()
    assert gate.begun == [0, 99]
    assert [e for e in heard.events if e[0] == "done"] == [
        ("done", 0, "did 0"),
        ("done", 99, "did 99"),
    ]
    assert heard.events.count(("idle",)) == 1


@pytest.mark.parametrize("obedient", [True, False])
def test_an_interrupted_item_is_never_answered(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate, obedient: bool
) -> None:
    heard, gate.obedient = Heard(worker), obedient
    worker.submit("old")
    qtbot.waitUntil(lambda: gate.begun == ["old"])
    worker.submit("new", interrupt=True)
    if obedient:
        qtbot.waitUntil(lambda: gate.begun == ["old", "new"])
    with qtbot.waitSignal(worker.idle):
        gate.open.set()
    assert [e for e in heard.events if e[0] == "done"] == [("done", "new", "did new")]


def test_a_result_that_is_already_on_its_way_is_dropped_by_cancel(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate
) -> None:
    heard = Heard(worker)
    gate.open.set()
    worker.submit("a")
    time.sleep(0.1)  # the work is over; its signals wait in this thread's queue
    worker.cancel()
    qtbot.waitUntil(lambda: ("idle",) in heard.events)
    assert heard.events == [("idle",)]


def test_after_cancel_the_next_item_is_answered(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate
) -> None:
    heard, gate.obedient = Heard(worker), True
    worker.submit("a")
    worker.submit("b")
    worker.cancel()
    worker.submit("c")
    gate.open.set()
    with qtbot.waitSignal(worker.done):
        pass
    assert [e[1] for e in heard.events if e[0] == "done"] == ["c"]


def test_what_an_answer_submits_is_worked_on(
    qtbot: QtBot, worker: NewestWorker[Any, Any], gate: Gate
) -> None:
    heard = Heard(worker)
    worker.done.connect(lambda item, _: item < 5 and worker.submit(item + 1))
    gate.open.set()
    worker.submit(1)
    qtbot.waitUntil(lambda: ("idle",) in heard.events)
    assert [e[1] for e in heard.events if e[0] == "done"] == [1, 2, 3, 4, 5]


def test_errors_are_told_in_one_sentence_and_logged(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(error: BaseException, _stop: ShouldStop) -> None:
        raise error

    worker: NewestWorker[Any, None] = NewestWorker(lambda: work, print)
    with qtbot.waitSignal(worker.failed) as known:
        worker.submit(PipelineError("The picture is too strange."))
    with qtbot.waitSignal(worker.failed) as unknown:
        worker.submit(ZeroDivisionError("secret detail"))
    worker.close()
    assert known.args[0] == "The picture is too strange."
    assert unknown.args[0].startswith("Something went wrong inside Glimpse. The details are in")
    assert "secret" not in unknown.args[0]
    assert "ZeroDivisionError: secret detail" in caplog.text


def test_a_failed_make_is_told_and_tried_again(qtbot: QtBot) -> None:
    outcomes: list[Any] = [PipelineError("No models."), lambda item, _: item]
    made_in = []

    def make() -> Any:
        made_in.append(QThread.currentThread())
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    worker: NewestWorker[int, int] = NewestWorker(make, print)
    with qtbot.waitSignal(worker.failed) as failed:
        worker.submit(1)
    with qtbot.waitSignals([worker.done, worker.idle]):
        worker.submit(2)
    with qtbot.waitSignal(worker.done):
        worker.submit(3)
    worker.close()
    assert failed.args == ["No models.", 1]
    assert len(made_in) == 2
    assert QThread.currentThread() not in made_in


def test_closing_waits_for_stuck_work_and_is_safe_twice(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(_item: int, _stop: ShouldStop) -> None:
        begun.set()
        time.sleep(0.3)

    worker: NewestWorker[int, None] = NewestWorker(lambda: work, print)
    heard = Heard(worker)
    worker.submit(1)
    assert begun.wait(SECONDS)
    worker.close()
    worker.close()
    worker.submit(2)
    qtbot.wait(50)
    assert [e[0] for e in heard.events if e[0] != "started"] == []


def test_closing_while_the_models_are_built(qtbot: QtBot) -> None:
    begun, worked = threading.Event(), []

    def make() -> Any:
        begun.set()
        time.sleep(0.2)
        return lambda item, _: worked.append(item)

    worker: NewestWorker[int, None] = NewestWorker(make, print)
    worker.submit(1)
    assert begun.wait(SECONDS)
    worker.close()
    assert worked == []


def test_a_forgotten_worker_ends_its_thread(qtbot: QtBot) -> None:
    worker: NewestWorker[int, int] = NewestWorker(lambda: lambda item, _: item, print)
    with qtbot.waitSignal(worker.idle):
        worker.submit(1)
    del worker  # the check in conftest sees a thread that still runs


def test_the_event_loop_goes_on_while_python_works_hard(qtbot: QtBot) -> None:
    stop = threading.Event()

    def work(_item: int, _should_stop: ShouldStop) -> int:
        total = 0
        while not stop.is_set():
            total += 1
        return total

    ticks: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    worker: NewestWorker[int, int] = NewestWorker(lambda: work, print)
    worker.submit(1)
    timer.start()
    # Only that it goes on, on cores that others use too; the benchmark checks how fast.
    qtbot.waitUntil(lambda: len(ticks) > 20)
    assert worker.pending == [1]
    stop.set()
    worker.close()


def test_thousands_of_signals_do_not_use_up_true() -> None:
    # In a process of its own, as the fault aborts it; see assistant/qt/__init__.py.
    program = """
import assistant.qt
from PySide6.QtCore import QObject, Signal
class Sender(QObject):
    sent = Signal()
sender = Sender()
for _ in range(20_000):
    sender.sent.emit()
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=SECONDS)
