"""How long until Glimpse is there? ``python -m tests.benchmarks.bench_start``.

Every start is a process of its own, timed from outside; the files are in the disk cache.
"""

import os
import statistics
import subprocess
import sys
import time

from assistant import paths

_SAMPLE = paths.resources() / "samples" / "cameraman.jpg"

_WINDOW = """
import sys, time
from assistant.qt import app, main_window
paint = main_window.MainWindow.paintEvent
def painted(self, event):
    paint(self, event)
    print(time.time(), flush=True)
    self.close()
main_window.MainWindow.paintEvent = painted
sys.exit(app.main([]))
"""


def measure() -> dict[str, float]:
    """Medians in seconds: help shown, window painted, a cold ``glimpse describe``."""
    return {
        "help_s": _median([_help() for _ in range(5)]),
        "window_painted_s": _median([_window() for _ in range(5)]),
        "describe_cold_s": _median([_describe() for _ in range(3)]),
    }


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _help() -> float:
    start = time.perf_counter()
    _glimpse("--help")
    return time.perf_counter() - start


def _describe() -> float:
    start = time.perf_counter()
    _glimpse("describe", str(_SAMPLE))
    return time.perf_counter() - start


def _window() -> float:
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    start = time.time()
    out = subprocess.check_output([sys.executable, "-c", _WINDOW], env=environment, text=True)
    return float(out.splitlines()[0]) - start


def _glimpse(*arguments: str) -> None:
    command = [sys.executable, "-m", "assistant", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
