"""What can be heard: Orca by its debug log, Glimpse's voice in a recording of what was played."""

import json
import re
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

RATE = 22_050  # Hz, of the recording
LOUD = 30  # of 32,767
_STEP = RATE // 200  # samples of 5 ms
_COARSE = 4  # samples that are one when sounds are looked for
_PIECE = 330  # of those: 60 ms
_ALIKE = 0.75  # correlation of a piece with the recording from which on it was played
_MOST = 0.5  # share of the pieces from which on a sentence was heard to its end
_LATEST = 15  # seconds after it was made at which a sentence can begin
_SPEECH = re.compile(
    r"^(\d\d:\d\d:\d\d\.\d+) - SPEECH OUTPUT: '(.*?)' ?(?:\{[^\n]*\}|None|)$", re.M | re.S
)
_KEYS = re.compile(  # that Orca echoes
    r"^(left |right )?(control|shift|alt|escape|return|tab|up|down|left|right|home|space|F\d+)\s*$"
)


@dataclass(frozen=True)
class Said:
    """Something that was said: when (seconds since the epoch), by whom and what."""

    time: float
    who: str
    text: str


class Orca:
    """What Orca says, without the keys that it echoes.

    Args:
        log: its debug log.
    """

    def __init__(self, log: Path) -> None:
        self._log = log

    def said(self, since: float = 0.0) -> list[Said]:
        """Everything after that time."""
        text = self._log.read_text(encoding="utf-8", errors="replace")
        today = datetime.now().strftime("%Y-%m-%d ")
        found = []
        for at, words in _SPEECH.findall(text):
            when = datetime.strptime(today + at, "%Y-%m-%d %H:%M:%S.%f").timestamp()
            if when >= since and words.strip() and not _KEYS.match(words):
                found.append(Said(when, "Orca", words))
        return found


class Recording:
    """What the loudspeaker plays, with the time at which each piece came.

    Args:
        environment: leads to the sound server.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._parec = subprocess.Popen(
            ["parec", "--raw", "-d", "spk.monitor", f"--rate={RATE}", "--channels=1",
             "--format=s16le", "--latency-msec=5", "--process-time-msec=5"],
            stdout=subprocess.PIPE, bufsize=0, env=dict(environment),
        )  # fmt: skip
        self._chunks: list[tuple[float, np.ndarray]] = []
        self._last_loud = 0.0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def stop(self) -> None:
        """Record no more."""
        self._parec.terminate()
        self._thread.join()
        self._parec.wait()
        assert self._parec.stdout is not None
        self._parec.stdout.close()

    @property
    def last_loud(self) -> float:
        """When something could last be heard; 0 before."""
        return self._last_loud

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing was heard for so long."""
        return time.time() - self._last_loud > seconds

    def between(self, start: float, end: float) -> np.ndarray:
        """The samples that came in this time."""
        inside = [samples for at, samples in self._chunks if start <= at <= end]
        return np.concatenate([np.zeros(1, "<i2"), *inside])

    def _read(self) -> None:
        assert self._parec.stdout is not None
        while data := self._parec.stdout.read(4096):
            now = time.time()
            samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2")
            self._chunks.append((now, samples))
            loud = np.flatnonzero(np.abs(samples.astype(int)) > LOUD)
            if loud.size:
                self._last_loud = now - (len(samples) - loud[-1]) / RATE


class OwnVoice:
    """What Glimpse's own voice says: what it made, and of that what was really played.

    Args:
        folder: where :mod:`tests.walks.gui` keeps what it made.
        recording: of the loudspeaker.
    """

    def __init__(self, folder: Path, recording: Recording) -> None:
        self._folder, self._recording = folder, recording
        self._heard: set[str] = set()  # files of sounds

    def made(self, since: float = 0.0) -> list[dict[str, object]]:
        """The sentences after that time, whether they were played or not."""
        log = self._folder / "voice.jsonl"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [line for line in map(json.loads, lines) if float(line["time"]) >= since]

    def said(self, since: float = 0.0, until: float = float("inf")) -> list[Said]:
        """The sentences that were played to their end."""
        found = []
        for line in self.made(since):
            asked = float(str(line["time"]))
            if asked < until and self._is_heard(str(line["sound"]), asked):
                found.append(Said(asked, "Glimpse", str(line["text"])))
        return found

    def _is_heard(self, name: str, asked: float) -> bool:
        if name not in self._heard:
            sound = np.load(self._folder / name)
            if sound.size and self._is_recorded(sound, asked):
                self._heard.add(name)
        return name in self._heard

    def _is_recorded(self, sound: np.ndarray, asked: float) -> bool:
        """Piece by piece: on a busy machine there are gaps between them."""
        heard = _coarse(self._recording.between(asked, asked + len(sound) / RATE + _LATEST))
        wanted = _coarse(sound)
        pieces = np.array_split(wanted, max(1, round(len(wanted) / _PIECE)))
        return len(heard) > len(wanted) and np.mean(_likeness(pieces, heard) > _ALIKE) >= _MOST


def _likeness(pieces: list[np.ndarray], heard: np.ndarray) -> np.ndarray:
    """For each piece of sound its best correlation with any part of what was heard."""
    size = 1 << (len(heard) + len(pieces[0])).bit_length()
    spectrum = np.fft.rfft(heard, size)
    power = np.concatenate([[0.0], np.cumsum(heard**2)])
    found = []
    for piece in pieces:
        alike = np.fft.irfft(spectrum * np.conj(np.fft.rfft(piece, size)), size)
        here = np.sqrt(np.maximum(power[len(piece) :] - power[: -len(piece)], 0))
        found.append(np.max(alike[: len(here)] / (here * np.linalg.norm(piece) + 1)))
    return np.array(found)


def _coarse(samples: np.ndarray) -> np.ndarray:
    whole = samples[: len(samples) // _COARSE * _COARSE].astype(float)
    return whole.reshape(-1, _COARSE).mean(axis=1)
