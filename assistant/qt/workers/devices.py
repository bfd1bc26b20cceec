"""Looks for voices and cameras, which takes its time, in a thread."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant.qt.workers.job import Job


class DeviceSearch(QObject):
    """Runs ``look()`` in a thread, again for each :meth:`start`; one at a time.

    What fails is logged and finds nothing: whoever then uses the device says what is wrong.
    """

    found = Signal(list)

    def __init__(self, look: Callable[[], Sequence[Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._job: Job | None = None

    def start(self) -> None:
        """Look now; nothing happens while it is looking already."""
        if self._job is None:
            self._job = Job(self._steps, self._failed, self)
            self._job.finished.connect(self._finished)
            self._job.start()

    def close(self) -> None:
        """Forget what is being looked for and wait for the thread's end."""
        if self._job is not None:
            self._job.close()

    def _steps(self) -> Generator[None, None, list[Any]]:
        yield
        return list(self._look())

    def _finished(self, found: list[Any]) -> None:
        self._drop()
        self.found.emit(found)

    def _failed(self, _message: str) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
            self._job = None
