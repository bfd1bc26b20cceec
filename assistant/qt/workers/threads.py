"""Threads that are started, and waited for at the end."""

import atexit
import logging
import weakref
from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QThread

_log = logging.getLogger(__name__)

_working: "weakref.WeakSet[Worker]" = weakref.WeakSet()
_CLOSE_MS = 12_000  # a voice that hangs gives up after 10 s


class Worker(QThread):
    """A thread with work of its own, which can be told to end."""

    @abstractmethod
    def end(self) -> None:
        """Stop, and wait for the end. Deleting a thread while it runs would abort the program."""


def end_with(owner: QObject, worker: Worker) -> Callable[[], object]:
    """Have a worker end when nobody refers to its owner any more, and with the interpreter.

    Returns:
        ends it at once; harmless when it has ended.
    """
    end = weakref.finalize(owner, worker.end)
    end.atexit = False  # whether that comes before PySide6 deletes what runs is a matter of luck
    _working.add(worker)
    return end


@atexit.register  # later than PySide6's own, and so called before it
def _end_all() -> None:
    for worker in list(_working):
        worker.end()


def close_at_quit(close: Callable[[], object]) -> None:
    """Have this called when the application ends."""
    if app := QCoreApplication.instance():
        app.aboutToQuit.connect(close)


def thread(worker: QObject, name: str) -> QThread:
    """A running thread in which this object's slots are called from now on."""
    made = QThread()
    made.setObjectName(name)
    worker.moveToThread(made)
    made.start()
    return made


def join(threads: list[QThread]) -> None:
    """Wait for their ends; one that does not end is logged."""
    for each in threads:
        if not each.wait(_CLOSE_MS):
            _log.warning("The thread %s does not end", each.objectName())
