"""One tone that goes on for as long as it is wanted, from the left or the right."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from assistant.qt.sound.audio_output import NO_DEVICE
from assistant.qt.sound.feed import Pulled, best_format, to_format
from assistant.qt.workers.threads import join, thread
from assistant.senses.light import ToneSynthesis
from assistant.speech import Audio

_RATE = 22_050  # Hz
_AHEAD = 0.1  # seconds of tone that the device holds: so late is it heard
_LOUD = 9_000  # of 32,767: it goes on and on


class Tone(QObject):
    """One tone for as long as it is wanted, from a thread of its own, as devices may block.

    Args:
        name: of the thread.
        on_failure: told by one sentence.
        parent: its owner.
        channels: two, where the tone has a place.

    Signals, which are for its owner to emit:
        begin(), end(): open the device, which is silent until a tone is set; give it back.
        sound(frequency, place): the tone in Hz, where 0 is silence, and from where: -1 (left ear)
            to 1 (right ear).
    """

    begin = Signal()
    end = Signal()
    sound = Signal(float, float)
    _closing = Signal()

    def __init__(
        self, name: str, on_failure: Callable[[str], object], parent: QObject, channels: int = 1
    ) -> None:
        super().__init__(parent)
        self._output = ToneOutput(on_failure, channels)
        self.begin.connect(self._output.begin)
        self.end.connect(self._output.end)
        self.sound.connect(self._output.set_tone)
        self._closing.connect(self._output.close)
        self._thread = thread(self._output, name)

    def close(self) -> None:
        """Be silent, and end the thread."""
        self._closing.emit()
        join([self._thread])


class ToneOutput(QObject):
    """The part that lives in the thread (see :class:`Tone`)."""

    failed = Signal(str)

    def __init__(self, on_failure: Callable[[str], object], channels: int) -> None:
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


class _ToneFeed(Pulled):
    """The samples of the tone, made when the sink asks for them."""

    def __init__(self, wanted: QAudioFormat, parent: QObject) -> None:
        super().__init__(parent)
        self._format = wanted
        self._tone = ToneSynthesis(wanted.sampleRate())
        self.frequency = 0.0  # Hz; 0 is silence
        self.place = 0.0

    def bytesAvailable(self) -> int:
        return self._format.bytesForDuration(round(_AHEAD * 1e6))

    def readData(self, maxlen: int) -> bytes:
        count = maxlen // self._format.bytesPerFrame()
        make = self._tone.next if self.frequency else None
        samples = make(self.frequency, count) if make else self._tone.end(count)
        whole = (samples * _LOUD).astype(np.int16)
        return to_format(Audio(whole, self._format.sampleRate()), self._format, self.place)
