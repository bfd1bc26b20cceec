"""Samples on their way into a QAudioSink, in a format that the device takes."""

from collections import deque

import numpy as np
from PySide6.QtCore import QIODevice, QObject
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat

from assistant.speech import Audio, resample


class Pulled(QIODevice):
    """Samples that a sink pulls: open, without an end, and not to be written to."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Unbuffered: QIODevice would read 16 kB ahead, which is more than a short sentence
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        """Say that it cannot seek."""
        return True

    def writeData(self, data: bytes | bytearray | memoryview, size: int) -> int:
        """Nothing can be written."""
        return -1


class Feed(Pulled):
    """Blocks of bytes that the sink pulls, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._blocks: deque[bytes] = deque()
        self._at = 0  # in the first block
        self.read_so_far = 0

    def add(self, block: bytes) -> None:
        """Append; a sink that ran dry goes on."""
        self._blocks.append(block)
        self.readyRead.emit()

    def rest(self, played: int, parent: QObject) -> "Feed":
        """A feed of what follows the first ``played`` bytes, from this block's start at most.

        What was read but is not in ``played`` got lost on its way, with the device.
        """
        feed = Feed(parent)
        feed._blocks = self._blocks
        feed._at = max(0, self._at - max(0, self.read_so_far - played))
        return feed

    def bytesAvailable(self) -> int:
        """Bytes not read yet; the sink pulls nothing while this is 0."""
        return sum(map(len, self._blocks)) - self._at

    def readData(self, maxlen: int) -> bytes:
        """At most ``maxlen`` bytes; called by the sink, in the thread of the feed."""
        out = bytearray()
        while self._blocks and len(out) < maxlen:
            block = self._blocks[0]
            part = block[self._at : self._at + maxlen - len(out)]
            out += part
            self._at += len(part)
            if self._at == len(block):
                self._blocks.popleft()
                self._at = 0
        self.read_so_far += len(out)
        return bytes(out)


def best_format(device: QAudioDevice, rate: int, channels: int = 1) -> QAudioFormat:
    """Channels of int16 at ``rate`` Hz if the device takes them, else what it likes best."""
    plain = QAudioFormat()
    plain.setSampleRate(rate)
    plain.setChannelCount(channels)
    plain.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return plain if device.isFormatSupported(plain) else device.preferredFormat()


def to_format(audio: Audio, wanted: QAudioFormat, place: float = 0.0) -> bytes:
    """The sound as interleaved samples of that rate, channel count and sample format.

    Args:
        audio: one channel.
        wanted: by the device.
        place: from -1 (left ear) to 1 (right ear), where there are two channels.
    """
    channels = wanted.channelCount()
    samples = resample(audio, wanted.sampleRate()).samples.repeat(channels)
    if place and channels == 2:
        loud = np.array([min(1.0, 1 - place), min(1.0, 1 + place)])
        samples = (samples.reshape(-1, 2) * loud).astype(np.int16).ravel()
    match wanted.sampleFormat():
        case QAudioFormat.SampleFormat.Float:
            return (samples / 32_768).astype("f4").tobytes()
        case QAudioFormat.SampleFormat.Int32:
            return (samples.astype("i4") << 16).tobytes()
        case QAudioFormat.SampleFormat.UInt8:
            return ((samples >> 8) + 128).astype("u1").tobytes()
        case _:
            return samples.tobytes()
