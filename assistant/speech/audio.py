"""Samples: what a voice makes, and WAV files of them."""

import logging
import wave
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from assistant import saving
from assistant.errors import SpeechError

_log = logging.getLogger(__name__)

Samples = npt.NDArray[np.int16]

RATE = 22_050  # Hz; what espeak-ng makes
PAUSE = 0.15  # seconds between two sentences
_SILENT = 40  # of 32,768, -58 dB: below the softest speech, above dither


@dataclass(frozen=True, eq=False)
class Audio:
    """A stretch of sound.

    Attributes:
        samples: int16, shape (N,), one channel.
        rate: samples a second, Hz.
    """

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return len(self.samples) / self.rate


def silence(seconds: float = 0.1, rate: int = RATE) -> Audio:
    """Nothing to hear, for that long; of 0 seconds it is empty."""
    return Audio(np.zeros(round(seconds * rate), np.int16), rate)


def join(audios: Iterable[Audio]) -> Audio:
    """One after the other, with a pause between two, at the rate of the first."""
    parts = [audio for audio in audios if len(audio.samples)]
    if not parts:
        return silence(0)
    rate = parts[0].rate
    pause = silence(PAUSE, rate).samples
    samples = [half for part in parts for half in (pause, resample(part, rate).samples)]
    return Audio(np.concatenate(samples[1:]), rate)


def trim(audio: Audio) -> Audio:
    """Without the silence that voices put before and after, so that all pauses are ours."""
    loud = np.flatnonzero(np.abs(audio.samples.astype(np.int32)) > _SILENT)
    if not len(loud):
        return audio
    margin = audio.rate // 100  # 10 ms, so that a soft consonant is not cut
    return Audio(audio.samples[max(0, loud[0] - margin) : loud[-1] + margin], audio.rate)


def resample(audio: Audio, rate: int) -> Audio:
    """The same sound at another rate (Hz), by linear interpolation: enough for a voice."""
    if rate == audio.rate or not len(audio.samples):
        return Audio(audio.samples, rate)
    count = max(1, round(len(audio.samples) * rate / audio.rate))
    at = np.arange(count) * (audio.rate / rate)
    samples = np.interp(at, np.arange(len(audio.samples)), audio.samples)
    return Audio(samples.astype(np.int16), rate)


def read(path: Path) -> Audio:
    """Read a 16-bit WAV file; of several channels, the first.

    Raises:
        SpeechError: it is missing, damaged or not 16-bit.
    """
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise wave.Error(f"{8 * file.getsampwidth()}-bit samples")
            raw = file.readframes(file.getnframes())
            samples = np.frombuffer(raw, "<i2").reshape(-1, file.getnchannels())[:, 0]
            return Audio(samples.astype(np.int16), file.getframerate())
    except (OSError, EOFError, ValueError, wave.Error) as error:
        raise SpeechError(f"The sound file {path.name} cannot be read.") from error


class WavFile:
    """A WAV file that grows sentence by sentence and appears whole, or not at all.

    Samples go straight to disk, so hours of speech fit. A file that is there already stays.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._place: saving.Unfinished | None = None
        self._file: wave.Wave_write | None = None
        self._disk: BinaryIO | None = None
        self._rate = RATE

    def add(self, audio: Audio) -> None:
        """Append one sentence; a pause goes between two. An empty one changes nothing.

        Raises:
            SpeechError: the file cannot be written.
        """
        if not len(audio.samples):
            return
        with self._telling():
            if self._file is None:
                self._open(audio.rate)
            else:
                self._write(silence(PAUSE, self._rate))
            self._write(audio)

    def close(self) -> None:
        """Put the file in its place; with nothing spoken it is a valid WAV file without samples.

        Raises:
            SpeechError: the file cannot be written.
        """
        with self._telling():
            if self._file is None:
                self._open(RATE)
            self._close_both()
            if self._place is not None:
                self._place.commit()

    def discard(self) -> None:
        """Leave ``path`` as it is and remove what is unfinished; after close() nothing is."""
        try:
            self._close_both()
        except OSError as error:  # the disk that made us give up; there is nothing more to save
            _log.warning("%s not ended: %s", self.path, error)
        if self._place is not None:
            self._place.discard()

    def _close_both(self) -> None:
        file, self._file = self._file, None
        disk, self._disk = self._disk, None
        try:
            if file is not None:
                file.close()
        finally:
            if disk is not None:
                disk.close()

    def _open(self, rate: int) -> None:
        self._place = saving.Unfinished(self.path)
        # Opened here, because wave.open leaves a half-made object behind when it fails to
        self._disk = self._place.part.open("wb")
        self._file = wave.open(self._disk, "wb")  # noqa: SIM115 - closed in close()
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)
        self._file.writeframes(b"")  # the header, so that an empty file is a valid one too
        self._rate = rate

    def _write(self, audio: Audio) -> None:
        if self._file is not None:
            self._file.writeframes(resample(audio, self._rate).samples.astype("<i2").tobytes())

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            with saving.errors_as_sentences(self.path, SpeechError):
                yield
        except SpeechError:
            self.discard()
            raise


def save(audios: Iterable[Audio], path: Path) -> None:
    """Write sentences into one WAV file, with a pause of 150 ms between two.

    The file appears whole or not at all; an existing one is never replaced.

    Raises:
        SpeechError: there is such a file, the place cannot be written, or the disk is full.
    """
    file = WavFile(path)
    try:
        for audio in audios:
            file.add(audio)
        file.close()
    finally:
        file.discard()  # whatever stopped us, such as Ctrl+C: nothing half-written stays
