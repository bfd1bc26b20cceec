"""A speaker in a process of its own; what it did and what was heard come out as JSON.

Qt keeps one connection to the sound server for the whole process, so a test that needs its own
server, or none, needs its own process: ``python speaker_run.py tour|many|silent``.
"""

import json
import os
import subprocess
import sys
import threading
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assistant.qt.sound.player import Speaker
from assistant.speech import SystemVoice

RATE = 22_050
LONG = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
SHORT = ["A dog on grass.", "A ball."]


class Recorder:
    """What the loudspeaker plays: samples, and when each came."""

    def __init__(self) -> None:
        self._parec = subprocess.Popen(
            ["parec", "--raw", "-d", "spk.monitor", f"--rate={RATE}", "--channels=1",
             "--format=s16le", "--latency-msec=5", "--process-time-msec=5"],
            stdout=subprocess.PIPE, bufsize=0,
        )  # fmt: skip
        self._chunks = []
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        while data := self._parec.stdout.read(4096):
            self._chunks.append(
                (time.monotonic(), np.frombuffer(data[: len(data) // 2 * 2], "<i2"))
            )

    def stop(self) -> None:
        self._parec.terminate()
        self._thread.join()
        self._parec.wait()
        self._parec.stdout.close()

    def heard(self) -> list[tuple[float, float]]:
        """Time (s) and loudness of each 5 ms; the time is when it reached us, so rather late."""
        step, out = RATE // 200, []
        for end, samples in self._chunks:
            for at in range(0, len(samples), step):
                part = samples[at : at + step].astype(float)
                late = (len(samples) - at - len(part)) / RATE
                out.append((end - late, float(np.sqrt(np.mean(part**2)))))
        return out


class Run:
    """One scenario."""

    def __init__(self, name: str) -> None:
        self.app = QApplication([])
        self.recorder = Recorder() if name != "silent" else None
        self.events: list[tuple[str, float]] = []
        self.speaker = Speaker(SystemVoice, self.note)
        self.speaker.sounding.connect(lambda: self.note("sounding"))
        self.speaker.finished.connect(lambda: self.note("finished"))
        self.begun: list[tuple[str, float]] = []
        self.speaker.saying.connect(lambda text: self.begun.append((text, time.monotonic())))
        QTimer.singleShot(600, getattr(self, name))
        self.speaker.prepare()
        QTimer.singleShot(15_000, self.app.quit)

    def note(self, what: str) -> None:
        self.events.append((what, time.monotonic()))

    def say(self, sentences: list[str]) -> None:
        self.note("say")
        self.speaker.say(sentences)

    def tour(self) -> None:
        """Two sentences to the end, then one that is replaced, then one that is stopped."""
        self.say(SHORT)
        self.speaker.finished.connect(self.replaced)

    def replaced(self) -> None:
        self.speaker.finished.disconnect(self.replaced)
        QTimer.singleShot(200, lambda: self.say([LONG, LONG]))
        QTimer.singleShot(600, lambda: self.say(["New."]))
        self.speaker.finished.connect(self.stopped)

    def stopped(self) -> None:
        self.speaker.finished.disconnect(self.stopped)
        QTimer.singleShot(200, lambda: self.say([LONG]))
        QTimer.singleShot(1000, self.stop)
        QTimer.singleShot(1500, self.app.quit)

    def stop(self) -> None:
        self.note("stop")
        self.speaker.stop()
        self.note("stopped")

    def many(self) -> None:
        """Ten times: said, and stopped in the middle."""
        self.left = 10
        self.next()

    def next(self) -> None:
        if not self.left:
            self.app.quit()
            return
        self.left -= 1
        self.say([LONG])
        QTimer.singleShot(600, self.stop)
        QTimer.singleShot(1000, self.next)

    def silent(self) -> None:
        self.say([LONG, LONG])
        self.speaker.finished.connect(self.again)

    def again(self) -> None:
        self.speaker.finished.disconnect(self.again)
        self.speaker.finished.connect(self.app.quit)
        self.say(["Another sentence."])

    def report(self) -> dict[str, object]:
        self.app.exec()
        self.speaker.close()
        heard = []
        if self.recorder:
            self.recorder.stop()
            heard = self.recorder.heard()
        return {
            "events": self.events,
            "heard": heard,
            "begun": self.begun,
            "threads": threading.active_count(),
        }


if __name__ == "__main__":
    print(json.dumps(Run(sys.argv[1]).report()))
