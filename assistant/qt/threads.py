"""Threads for objects that wait for a device: started, and waited for at the end."""

import logging

from PySide6.QtCore import QObject, QThread

_log = logging.getLogger(__name__)

_CLOSE_MS = 12_000  # a voice that hangs gives up after 10 s


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
