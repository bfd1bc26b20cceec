"""The window lives as long as it is wanted."""

import gc
import subprocess
import sys
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.qt.workers.garbage import Garbage
from tests.qt.stage import Stage

_BUSY = """
import assistant.qt
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    sent = Signal()

sender = Sender()
for _ in range(100_000):
    sender.setObjectName("x")
    sender.sent.emit()
print("alive")
"""


def test_many_calls_and_signals_do_not_use_up_what_python_counts() -> None:
    done = subprocess.run([sys.executable, "-c", _BUSY], capture_output=True, text=True)
    assert done.stdout == "alive\n", done.stderr
    assert done.returncode == 0


def test_no_widget_is_left_to_the_garbage_collector(stage: Stage) -> None:
    gc.collect()  # what other tests have left
    ours = [
        w for w in QApplication.topLevelWidgets() if type(w).__module__.startswith("assistant.")
    ]
    assert ours == [stage.window]  # all others are deleted with it, in the window's thread


class _Knot:
    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_collected_by_the_windows_thread_alone(qtbot: QtBot) -> None:
    owner = QObject()
    garbage, ended, where = Garbage(owner), threading.Event(), list[int]()
    knot = _Knot()
    weakref.finalize(knot, lambda: where.append(threading.get_ident()))

    def work() -> None:
        while not ended.is_set():
            [_Knot() for _ in range(1000)]  # it asks for memory as long as the test lasts

    thread = threading.Thread(target=work)
    thread.start()
    try:
        del knot
        qtbot.waitUntil(lambda: bool(where))
    finally:
        ended.set()
        thread.join()
        garbage.close()
        gc.disable()  # as for all tests
    assert where == [threading.get_ident()]
