"""One tone that goes on for as long as it is wanted, from the left or the right."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QIODevice, QObject, Signal, Slot
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from assistant.qt.sound.audio_output import NO_DEVICE
from assistant.qt.sound.feed import best_format, to_format
from assistant.senses.light import ToneSynthesis
from assistant.speech import Audio

_RATE = 22_050  # Hz
_AHEAD = 0.1  # seconds of tone that the device holds: so late is it heard
_LOUD = 9_000  # of 32,767: it goes on and on


class ToneOutput(QObject):
    """Plays one tone for as long as it is wanted; lives in its own thread, as devices may block.

    Args:
        on_failure: told by one sentence.
        channels: two, where the tone has a place.
    """

    failed = Signal(str)

    def __init__(self, on_failure: Callable[[str], object], channels: int = 1) -> None:
        super().__init__()
        self.failed.connect(on_failure)
        self._channels = channels
        self._sink: QAudioSink | None = None
        self._feed: _ToneFeed | None = None

    @Slot()
    def begin(self) -> None:
        """Open the device; silent until a tone is set."""
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self.failed.emit(NO_DEVICE)
            return
        wanted = best_format(device, _RATE, self._channels)
        self._feed = _ToneFeed(wanted, self)
        self._sink = QAudioSink(device, wanted, self)
        self._sink.setBufferSize(wanted.bytesForDuration(round(_AHEAD * 1e6)))
        self._sink.start(self._feed)
        if self._sink.error() != QtAudio.Error.NoError:
            self.end()
            self.failed.emit(NO_DEVICE)

    @Slot(float)
    def set_frequency(self, frequency: float) -> None:
        """The tone in Hz, in the middle; 0 is silence."""
        self.set_tone(frequency, 0.0)

    @Slot(float, float)
    def set_tone(self, frequency: float, place: float) -> None:
        """The tone in Hz, and from where: -1 (left ear) to 1 (right ear)."""
        if self._feed is not None:
            self._feed.frequency, self._feed.place = frequency, place

    @Slot()
    def end(self) -> None:
        """Be silent and give the device back."""
        if self._sink is not None:
            self._sink.reset()
            self._sink.deleteLater()
        if self._feed is not None:
            self._feed.deleteLater()
        self._sink = self._feed = None

    @Slot()
    def close(self) -> None:
        """End the thread, too."""
        self.end()
        self.thread().quit()


class _ToneFeed(QIODevice):
    """The samples of the tone, made when the sink asks for them."""

    def __init__(self, wanted: QAudioFormat, parent: QObject) -> None:
        super().__init__(parent)
        self._format = wanted
        self._tone = ToneSynthesis(wanted.sampleRate())
        self.frequency = 0.0  # Hz; 0 is silence
        self.place = 0.0
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return self._format.bytesForDuration(round(_AHEAD * 1e6))

    def readData(self, maxlen: int) -> bytes:
        count = maxlen // self._format.bytesPerFrame()
        make = self._tone.next if self.frequency else None
        samples = make(self.frequency, count) if make else self._tone.end(count)
        whole = (samples * _LOUD).astype(np.int16)
        return to_format(Audio(whole, self._format.sampleRate()), self._format, self.place)

    def writeData(self, data: bytes | bytearray | memoryview, size: int) -> int:
        return -1
