"""How long until Glimpse is there? ``python -m tests.benchmarks.bench_start``.

Every start is a process of its own, timed from outside; the files are in the disk cache,
and the modules are compiled.
"""

import os
import statistics
import subprocess
import sys
import time

from assistant import paths

_SAMPLE = paths.resources() / "samples" / "cameraman.jpg"
_PAGE = paths.resources() / "samples" / "page.jpg"

_WINDOW = """
import sys, time
from assistant.qt import app
from assistant.qt.describe import main_window
paint = main_window.MainWindow.paintEvent
def painted(self, event):
    paint(self, event)
    print(time.time(), flush=True)
main_window.MainWindow.paintEvent = painted
begin = app.Session.begin
def begin_and_tell(self):
    if self._begun:
        return
    begin(self)
    def ready():
        print("ready", time.time(), flush=True)
        self._window.close()
    self.controller.describer.ready.connect(ready)
app.Session.begin = begin_and_tell
sys.exit(app.main([]))
"""


def measure() -> dict[str, float]:
    """Medians in seconds: help shown, the window, cold commands; their highest memory in MB."""
    windows = [_window() for _ in range(5)]
    described = [_glimpse("describe", str(_SAMPLE)) for _ in range(5)]
    pages = [_glimpse("read", str(_PAGE)) for _ in range(5)]
    return {
        "help_s": _median([_glimpse("--help")[0] for _ in range(5)]),
        "window_painted_s": _median([painted for painted, _ in windows]),
        "window_ready_s": _median([ready for _, ready in windows]),
        "describe_cold_s": _median([seconds for seconds, _ in described]),
        "describe_cold_mb": _median([memory for _, memory in described]),
        "read_cold_s": _median([seconds for seconds, _ in pages]),
        "read_cold_mb": _median([memory for _, memory in pages]),
    }


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _window() -> tuple[float, float]:
    """Seconds until the window is painted, and until it can describe."""
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    start = time.time()
    out = subprocess.check_output(
        [sys.executable, "-c", _WINDOW], env=environment, text=True, timeout=120
    )
    lines = out.splitlines()
    ready = next(line for line in lines if line.startswith("ready"))
    return float(lines[0]) - start, float(ready.split()[1]) - start


def _glimpse(*arguments: str) -> tuple[float, float]:
    """Seconds that a command takes, and the most memory in MB that it has."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "assistant", *arguments]
    process = os.posix_spawn(
        sys.executable,
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{arguments} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1000


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
