"""How long does the window's event loop wait? ``python -m tests.benchmarks.bench_event_loop``.

A 1 ms timer runs in the GUI thread while the real Preview shows 1280×720 pictures at 30 a second
and the real pipeline describes them without pause. A gap of 16 ms is a picture missed.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from assistant import paths
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import load
from assistant.qt.describe.describer import Describer
from assistant.qt.describe.preview import Preview
from assistant.qt.live.camera_thread import CameraJob

_SECONDS = 20.0


class _Film:
    """In place of a camera: photographs of the right size at 30 a second, slightly moved."""

    def __init__(self) -> None:
        self._pictures = [_photo(number) for number in range(8)]
        self._next = time.monotonic()
        self._count = count()

    def read(self) -> Frame:
        self._next += 1 / 30
        time.sleep(max(0.0, self._next - time.monotonic()))
        picture = self._pictures[next(self._count) % len(self._pictures)]
        return Frame(np.roll(picture, 1, axis=1), "camera")

    def close(self) -> None:
        self._pictures = []


def _photo(number: int) -> np.ndarray:
    """A sample photograph at 1280×720, so that there is something to describe."""
    from PIL import Image

    samples = sorted(
        p for p in (paths.resources() / "samples").glob("*") if p.suffix in (".jpg", ".png")
    )
    if not samples:
        return np.random.default_rng(number).integers(0, 256, (720, 1280, 3), np.uint8)
    with Image.open(samples[number % len(samples)]) as image:
        return np.asarray(image.convert("RGB").resize((1280, 720))).copy()


class _Ticker(QObject):
    """Keeps the time between two ticks of a 1 ms timer, in ms."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


class _Endless(QObject):
    """Gives the describer the newest picture as soon as it has answered."""

    def __init__(self, describer: Describer, newest: Callable[[], Frame | None]) -> None:
        super().__init__()
        self._describer, self._newest = describer, newest
        self.times: list[float] = []
        describer.explained.connect(self.explained)
        describer.failed.connect(self.failed)

    def go(self) -> None:
        frame = self._newest()
        if frame is None:
            QTimer.singleShot(10, self.go)
            return
        self._since = time.perf_counter()
        self._describer.submit(frame)

    @Slot(object)
    def explained(self, _described: object) -> None:
        self.times.append((time.perf_counter() - self._since) * 1000)
        self.go()

    @Slot(str)
    def failed(self, message: str) -> None:
        raise SystemExit(message)


def _wait(milliseconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(milliseconds), loop.quit)
    loop.exec()


def _percentiles(gaps: list[float], prefix: str = "") -> dict[str, float]:
    of = partial(np.percentile, gaps)
    numbers = {"p50": of(50), "p99": of(99), "p99.9": of(99.9), "max": max(gaps)}
    return {f"{prefix}{name} ms": round(float(value), 2) for name, value in numbers.items()}


def measure(seconds: float = _SECONDS) -> dict[str, float]:
    """Gaps of the event loop in ms (p50, p99, p99.9, max), while loading and while describing."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    gc.collect()
    preview, camera, ticker = Preview(print), CameraJob(_Film, print), _Ticker()
    describer = Describer(partial(load, "compact"), print)
    preview.resize(960, 540)
    preview.show()
    camera.start()
    preview.follow(camera.newest)
    _wait(1000)
    idle = _gaps(ticker, 3000)
    ticker.start()
    loop = QEventLoop()
    describer.ready.connect(loop.quit)
    describer.failed.connect(loop.quit)
    describer.warm_up()
    loop.exec()
    ticker.stop()
    loading = list(ticker.gaps)
    endless = _Endless(describer, camera.newest)
    endless.go()
    _wait(2000)
    endless.times.clear()
    working = _gaps(ticker, seconds * 1000)
    camera.close()
    describer.close()
    preview.close()
    app.processEvents()
    return {
        **_percentiles(working),
        "describe p50 ms": round(float(np.median(endless.times)), 1),
        "pictures described": float(len(endless.times)),
        **_percentiles(loading, "while loading "),
        **_percentiles(idle, "preview only "),
    }


def _gaps(ticker: _Ticker, milliseconds: float) -> list[float]:
    ticker.start()
    _wait(milliseconds)
    ticker.stop()
    return list(ticker.gaps)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
