"""One class for all long work: a generator in a thread, each ``yield`` progress and a cancel point.

After the generator workers of superqt (``_qthreading.py``).
"""

import time
from collections.abc import Callable, Generator
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from assistant.errors import Cancelled
from assistant.qt import uncaught
from assistant.qt.workers.threads import Worker, close_at_quit, end_with

Steps = Generator[Any, None, Any]

_INTERVAL_S = 0.05  # a screen reader and an eye have enough of twenty steps a second


class _Runner(Worker):
    """The thread: makes the generator, drives it and closes it."""

    stepped = Signal()  # there is news in `newest`, and none was announced yet
    ended = Signal(str, object)  # "finished", "failed" or "cancelled"; result or message

    def __init__(self, steps: Callable[[], Steps]) -> None:
        super().__init__()
        self._steps = steps
        self._lock = Lock()
        self._news: list[Any] = []  # empty, or the newest progress that nobody took
        self.stopped = False

    def run(self) -> None:
        try:
            self.ended.emit("finished", self._drive())
        except Cancelled:
            self.ended.emit("cancelled", None)
        except Exception as error:  # noqa: BLE001 - a worker's edge: told by the signal `failed`
            self.ended.emit("failed", uncaught.sentence(error))

    def end(self) -> None:
        """Stop at the next ``yield``, and wait for that."""
        self.stopped = True
        self.wait()

    def take(self) -> list[Any]:
        """The newest progress in a list, or an empty list."""
        with self._lock:
            news, self._news = self._news, []
        return news

    def _drive(self) -> Any:  # noqa: ANN401 - what the generator returns
        if self.stopped:
            raise Cancelled
        steps = self._steps()
        try:
            while True:
                self._tell(next(steps))
                if self.stopped:
                    raise Cancelled
        except StopIteration as end:
            return end.value
        finally:
            steps.close()  # here, so that its own `finally` runs in its own thread

    def _tell(self, progress: Any) -> None:  # noqa: ANN401
        with self._lock:
            announced, self._news = bool(self._news), [progress]
        if not announced:
            self.stepped.emit()


class Job(QObject):
    """Runs ``steps()`` once in a thread of its own. Methods and signals: the GUI thread only.

    ``on_failure(message)`` is what happens when they fail: no failure goes unheard.

    Exactly one of ``finished``, ``failed`` and ``cancelled`` ends it, unless it is closed before.
    After :meth:`cancel` there is no more progress and no ``finished``.

    Signals:
        progressed(value): what was yielded; at most about twenty a second, the last one always.
        finished(value): what the generator returned.
        failed(message): one speakable sentence.
        cancelled(): it was stopped, and its clean-up is done.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self,
        steps: Callable[[], Steps],
        on_failure: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._closed = False
        self._told_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)
        self._runner = _Runner(steps)
        self._runner.stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        self._runner.ended.connect(self._on_end, Qt.ConnectionType.QueuedConnection)
        self._end = end_with(self, self._runner)
        close_at_quit(self.close)

    def start(self) -> None:
        """Begin. A job runs once: further calls do nothing."""
        if not (self._closed or self._runner.isRunning() or self._runner.isFinished()):
            self._runner.start(QThread.Priority.LowPriority)

    def cancel(self) -> None:
        """Stop at the next ``yield``; returns at once, ``cancelled`` tells when it has stopped."""
        self._runner.stopped = True

    def is_stopped(self) -> bool:
        """Whether it was told to stop; to be asked by the steps themselves, in their thread."""
        return self._runner.stopped

    def close(self) -> None:
        """Cancel without any further signal and wait for the thread's end."""
        self._closed = True
        self._timer.stop()
        self._end()

    def _on_step(self) -> None:
        left_s = self._told_at + _INTERVAL_S - time.monotonic()
        if left_s <= 0:
            self._tell()
        else:
            self._timer.start(int(left_s * 1000) + 1)

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        for progress in self._runner.take():
            if not self._runner.stopped:
                self.progressed.emit(progress)

    def _on_end(self, outcome: str, value: object) -> None:
        if self._closed:
            return
        self._timer.stop()
        self._tell()
        self._runner.wait()  # it has nothing left to do: whoever hears the end may drop the job
        if outcome == "failed":
            self.failed.emit(value)
        elif outcome == "cancelled" or self._runner.stopped:
            self.cancelled.emit()
        else:
            self.finished.emit(value)
