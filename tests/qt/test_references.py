"""The window lives as long as it is wanted."""

import gc
import subprocess
import sys

from PySide6.QtWidgets import QApplication

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
