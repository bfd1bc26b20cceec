"""The light meter in a process of its own: what was heard in the dark, the light and after Stop.

``python light_meter_run.py`` prints the strongest frequency (Hz) and loudness of each, as JSON.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assistant.qt.live.light_meter import LightMeter
from tests.qt.speaker_run import RATE, Recorder
from tests.qt.stage import Stage

LOUD, SILENT = 1000, 30  # of 32,767


def main() -> None:
    app = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "settings.json")
        stage.store.change("mute", True)  # only the meter is to be heard
        recorder = Recorder()
        found = dict[str, tuple[float, float]]()

        def heard() -> tuple[float, float]:
            """The last second's strongest frequency and loudness; 0 as long as it changes."""
            samples = np.concatenate([np.zeros(RATE, "<i2"), *(s for _, s in recorder._chunks)])
            halves = samples[-RATE : -RATE // 2], samples[-RATE // 2 :]
            before, now = map(_pitch, halves)
            louds = [_loudness(half) for half in halves]
            return (now if abs(now - before) < 5 else 0.0), max(louds)

        def steps() -> Iterator[None]:
            """Each waits for a state: what a slow moment delays is waited for."""
            stage.webcam.brightness = 30
            stage.do("light_meter")
            while min(found.setdefault("dark", (0, 0))) <= 0 or found["dark"][1] < LOUD:
                found["dark"] = heard()
                yield
            stage.webcam.brightness = 220
            while found.setdefault("light", (0, 0))[0] <= found["dark"][0] + 5:
                found["light"] = heard()
                yield
            stage.do("stop")
            while found.setdefault("stopped", (0, LOUD))[1] >= SILENT:
                found["stopped"] = heard()
                yield

        left = steps()
        timer = QTimer(interval=100)
        timer.timeout.connect(lambda: next(left, app.quit) and app.quit())
        timer.start()
        app.exec()
        on = stage.commands[LightMeter].on
        stage.close()
        recorder.stop()
    print(json.dumps(found | {"on": on}))


def _pitch(part: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return float(np.fft.rfftfreq(len(part), 1 / RATE)[spectrum.argmax()])


def _loudness(part: np.ndarray) -> float:
    return float(np.sqrt(np.mean(part.astype(float) ** 2)))


if __name__ == "__main__":
    main()
