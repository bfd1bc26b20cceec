"""Shows the window with a scripted pipeline until it is ended; for test_accessibility_bus."""

import signal
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.qt.stage import Stage

app = QApplication(sys.argv)
app.setApplicationName("Glimpse")
stage = Stage(Path(tempfile.mkdtemp()) / "settings.json")
stage.do("preferences")
stage.controller.voice.notify("A notice.")
signal.signal(signal.SIGTERM, lambda *_: app.quit())
awake = QTimer()  # Python handles a signal only when it runs
awake.timeout.connect(lambda: None)
awake.start(50)
app.exec()
stage.close()
