"""The light meter in a process of its own: what was heard in the dark, the light and after Stop.

``python light_meter_run.py`` prints the strongest frequency (Hz) and loudness of each, as JSON.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.qt.speaker_run import RATE, Recorder
from tests.qt.stage import Stage


def main() -> None:
    app = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "settings.json")
        stage.store.change("mute", True)  # only the meter is to be heard
        stage.webcam.brightness = 30
        recorder = Recorder()
        marks: dict[str, int] = {}

        def so_far() -> int:
            return sum(len(samples) for _, samples in recorder._chunks)

        def mark(name: str) -> None:
            marks[name] = so_far()

        steps = [
            (0, lambda: stage.action("light_meter").trigger()),
            (3000, lambda: mark("dark")),
            (3050, lambda: setattr(stage.webcam, "brightness", 220)),
            (5500, lambda: mark("light")),
            (5550, lambda: stage.do("stop")),
            (7000, lambda: mark("stopped")),
            (7050, app.quit),
        ]
        for at, step in steps:
            QTimer.singleShot(at, step)
        app.exec()
        on = stage.commands.light_meter.on
        stage.close()
        recorder.stop()
    samples = np.concatenate([samples for _, samples in recorder._chunks])
    last = {name: samples[max(0, end - RATE // 2) : end] for name, end in marks.items()}
    out = {name: [_pitch(part), _loudness(part)] for name, part in last.items()}
    print(json.dumps(out | {"on": on}))


def _pitch(part: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return float(np.fft.rfftfreq(len(part), 1 / RATE)[spectrum.argmax()])


def _loudness(part: np.ndarray) -> float:
    return float(np.sqrt(np.mean(part.astype(float) ** 2)))


if __name__ == "__main__":
    main()
