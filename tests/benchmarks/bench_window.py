"""From the key to the sound: ``python -m tests.benchmarks.bench_window``.

A real window with the real compact models and the real voice, which plays to a sound server of its
own; pulseaudio is needed. Describe is triggered as its key does it.
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.qt.pulse import MISSING, NullSink

_ROOT = Path(__file__).parents[2]
_TIMES = 10


def measure() -> dict[str, float]:
    """Medians in milliseconds from Describe to the shown text and to the first spoken sample.

    ``window_memory_mb`` is the resident memory of the whole window with voice and models. Empty
    without pulseaudio.
    """
    if MISSING:
        return {}
    with NullSink() as sink:
        environment = sink.environment | {"PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "tests.benchmarks.bench_window", "inside"]
        out = subprocess.check_output(command, env=environment, text=True, cwd=_ROOT)
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


def _inside() -> None:
    import psutil
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from assistant import paths, sessions, settings
    from assistant.qt.describe.controller import Controller
    from assistant.qt.describe.main_window import MainWindow
    from assistant.qt.describe.providers import Providers
    from assistant.qt.settings.store import SettingsStore
    from assistant.sources import image

    sessions.share_heap()  # as the program begins
    app = QApplication([])
    store = SettingsStore(settings.load())
    window = MainWindow(store)
    window.show()
    controller = Controller(window, store, Providers())
    speaker = controller.voice._speaker
    loop = QEventLoop()

    def wait(signal: object, seconds: float = 60) -> float:
        signal.connect(loop.quit)
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        signal.disconnect(loop.quit)
        return time.perf_counter()

    controller.voice.prepare()
    controller.describer.warm_up()
    wait(controller.describer.ready)
    controller.frame = image(paths.resources() / "samples" / "cameraman.jpg")
    shown, heard = [], []
    for _ in range(_TIMES + 1):
        start = time.perf_counter()
        controller.describe()
        shown.append(wait(controller.describer.explained) - start)
        heard.append(wait(speaker.sounding) - start)
        controller.voice.stop()
        wait(controller.describer.explained, 0.3)  # let the short sound end
    memory = psutil.Process().memory_info().rss / 1e6
    controller.close()
    window.close()
    app.processEvents()
    figures = {
        "shown_ms": statistics.median(shown[1:]) * 1000,
        "first_spoken_sample_ms": statistics.median(heard[1:]) * 1000,
        "window_memory_mb": memory,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    if sys.argv[1:] == ["inside"]:
        _inside()
    else:
        for name, value in measure().items():
            print(f"{name:28} {value:10.1f}")
