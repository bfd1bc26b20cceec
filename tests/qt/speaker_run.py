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
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from assistant.qt.sound.player import Speaker
from assistant.speech import SystemVoice

Try = dict[str, Any]  # events, heard, begun, lengths of the voice's sentences

RATE = 22_050
STOP = 2  # the number of that event
LONG = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
SHORT = ["A dog on grass.", "A ball."]
LOUD = 30  # of 32,768
TRIES = 10


def loud(run: Try, start: int, end: int | None = None) -> list[float]:
    """When it was loud, between two of the events."""
    times = [at for _, at in run["events"]]
    last = times[end] if end is not None else float("inf")
    return [at for at, level in run["heard"] if level > LOUD and times[start] < at < last]


def whole(run: Try) -> bool:
    """Two sentences as long as the voice made them, with one pause and no other gap, told in time.

    Each is told when it begins, the second within the 0.2 s in which it is looked for.
    """
    first, second = run["lengths"]
    both = loud(run, 0)
    if not both or [text for text, _ in run["begun"]] != SHORT:
        return False
    (_, begun), (_, second_begun) = run["begun"]
    return (
        abs(both[-1] - both[0] - (first + 0.15 + second)) < 0.15
        and both[0] - run["events"][0][1] < 1  # 30 ms on an idle machine
        and abs(second_begun - (both[0] + first + 0.15)) < 0.4
        and begun < second_begun
    )


def replaced(run: Try) -> bool:
    """A new request: one sentence of 0.3 s, and nothing of the old one, which had 8 s to go."""
    new = loud(run, 3)
    return bool(new) and new[-1] - new[0] < 1


def silent_ms(run: Try) -> float:
    """How long it was heard after it was stopped."""
    return 1000 * (loud(run, 0)[-1] - run["events"][STOP][1])


def silent(run: Try) -> bool:
    """Silent at once, and the window was not kept waiting."""
    times = [at for _, at in run["events"]]
    return silent_ms(run) < 50 and times[STOP + 2] - times[STOP] < 0.016


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

    @property
    def until(self) -> float:
        """The time (s) up to which we have heard what was played."""
        return self._chunks[-1][0] if self._chunks else 0.0

    def heard(self, since: float = 0.0) -> list[tuple[float, float]]:
        """Time (s) and loudness of each 5 ms; the time is when it reached us, so rather late."""
        step, out = RATE // 200, []
        for end, samples in [chunk for chunk in self._chunks if chunk[0] > since]:
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
        self.tries: dict[str, list[dict[str, object]]] = {}
        self.speaker = Speaker(SystemVoice, self.note)
        self.speaker.sounding.connect(lambda: self.note("sounding"))
        self.speaker.finished.connect(lambda: self.note("finished"))
        self.begun: list[tuple[str, float]] = []
        self.speaker.saying.connect(lambda text: self.begun.append((text, time.monotonic())))
        QTimer.singleShot(600, getattr(self, name))
        self.speaker.prepare()

    def note(self, what: str) -> None:
        self.events.append((what, time.monotonic()))

    def say(self, sentences: list[str]) -> None:
        self.note("say")
        self.speaker.say(sentences)

    def tour(self) -> None:
        """Two sentences to the end, one that is replaced, one that is stopped; each several times.

        Each step waits for a state. What a slow moment of the machine spoils is tried again.
        """
        left = self._tour()
        timer = QTimer(self.app, interval=2)
        timer.timeout.connect(lambda: next(left, self.app) and self.app.quit())
        timer.start()

    def _tour(self) -> Iterator[None]:
        voice = SystemVoice()
        lengths = [voice.synthesise(text).seconds for text in SHORT]
        voice.close()
        for part, is_good in (
            (self._whole, whole),
            (self._replaced, replaced),
            (self._stopped, silent),
        ):
            tries = self.tries[part.__name__.strip("_")] = []
            while len(tries) < TRIES and not (tries and is_good(tries[-1])):
                self.events.clear()
                self.begun.clear()
                yield from part()
                yield from self._quiet()
                tries.append(
                    {"events": list(self.events), "begun": list(self.begun), "lengths": lengths}
                    | {"heard": [x for x in self.recorder.heard() if x[0] > self.events[0][1] - 1]}
                )

    def _quiet(self) -> Iterator[None]:
        """All that was played has reached us, and then silence."""
        since = time.monotonic()
        while self._loud_since(since) or self.recorder.until < since + 0.5:
            if self._loud_since(since):
                since = time.monotonic()
            yield

    def _loud_since(self, moment: float) -> bool:
        return any(level > LOUD for at, level in self.recorder.heard(moment) if at > moment)

    def _did(self, what: str, times: int) -> bool:
        return [name for name, _ in self.events].count(what) >= times

    def _whole(self) -> Iterator[None]:
        self.say(SHORT)
        while not self._did("finished", 1):
            yield

    def _replaced(self) -> Iterator[None]:
        self.say([LONG, LONG])
        while not (self._did("sounding", 1) and self.begun and self._loud_since(self.events[0][1])):
            yield
        self.say(["New."])
        while not self._did("finished", 1):
            yield

    def _stopped(self) -> Iterator[None]:
        self.say([LONG])
        while not (self._did("sounding", 1) and self.begun and self._loud_since(self.events[0][1])):
            yield
        self.stop()

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
            "tries": self.tries,
            "threads": threading.active_count(),
        }


if __name__ == "__main__":
    print(json.dumps(Run(sys.argv[1]).report()))
