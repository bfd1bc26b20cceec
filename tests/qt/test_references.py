"""The window lives as long as it is wanted."""

import subprocess
import sys

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
