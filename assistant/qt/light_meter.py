"""The light meter: a tone that rises with the light."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QIODevice, QObject, QTimer, Signal, Slot
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from assistant.pipeline.frame import Frame
from assistant.qt.audio import NO_DEVICE
from assistant.qt.controller import Controller
from assistant.qt.feed import best_format, to_format
from assistant.qt.latest import LatestWorker, ShouldStop
from assistant.qt.threads import join, thread
from assistant.senses.light import Tone, level, pitch
from assistant.speech import Audio

_TICK = 80  # ms between two looks
_RATE = 22_050  # Hz
_AHEAD = 0.1  # seconds of tone that the device holds: so late is it heard
_LOUD = 9_000  # of 32,767: it goes on and on
_BEGIN = "The light meter is on: the higher the tone, the lighter."


class LightMeter(QObject):
    """Turns what the camera sees into a tone until it is switched off.

    The tone pauses while something is spoken.

    Args:
        controller: has the camera and the voice.
    """

    _frequency = Signal(float)
    _begin = Signal()
    _end = Signal()
    _closing = Signal()

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller
        self.on = False
        self.level: float | None = None  # 0..1, of the last picture
        self._output = _ToneOutput(self._failed)
        self._begin.connect(self._output.begin)
        self._end.connect(self._output.end)
        self._closing.connect(self._output.close)
        self._frequency.connect(self._output.set_frequency)
        self._thread = thread(self._output, "light meter")
        self._worker: LatestWorker[Frame, float] = LatestWorker(_make, self._not_measured, self)
        self._worker.done.connect(self._measured)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._look)
        controller.camera.changed.connect(self._on_camera)

    def switch(self, on: bool) -> None:
        """On switches the camera on, too; the tone begins with its first picture."""
        if on == self.on:
            return
        self.on = on
        if on:
            self._controller.camera.when_on(self._go)
        else:
            self._timer.stop()
            self._worker.cancel()
            self._end.emit()
        self._controller.window.actions_["light_meter"].setChecked(on)

    def stop(self) -> None:
        """Be silent."""
        self.switch(False)

    def close(self) -> None:
        """End both threads."""
        self.switch(False)
        self._worker.close()
        self._closing.emit()
        join([self._thread])

    def _go(self) -> None:
        if self.on and not self._timer.isActive():
            self._controller.voice.say([_BEGIN])
            self._begin.emit()
            self._timer.start()

    def _look(self) -> None:
        frame = self._controller.camera.newest()
        if frame is not None and not self._worker.pending:
            self._worker.submit(frame)

    def _measured(self, _frame: Frame, found: float) -> None:
        if self.on:
            self.level = found
            self._frequency.emit(0.0 if self._controller.voice.speaking else pitch(found))

    def _on_camera(self) -> None:
        if not self._controller.camera.on:
            self.switch(False)

    def _not_measured(self, _frame: Frame, message: str) -> None:
        self._failed(message)

    def _failed(self, message: str) -> None:
        self.switch(False)
        self._controller.voice.notify(message)


def _make() -> Callable[[Frame, ShouldStop], float]:
    return lambda frame, _should_stop: level(frame)


class _ToneOutput(QObject):
    """Plays one tone for as long as it is wanted; lives in its own thread, as devices may block."""

    failed = Signal(str)

    def __init__(self, on_failure: Callable[[str], object]) -> None:
        super().__init__()
        self.failed.connect(on_failure)
        self._sink: QAudioSink | None = None
        self._feed: _ToneFeed | None = None

    @Slot()
    def begin(self) -> None:
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self.failed.emit(NO_DEVICE)
            return
        wanted = best_format(device, _RATE)
        self._feed = _ToneFeed(wanted, self)
        self._sink = QAudioSink(device, wanted, self)
        self._sink.setBufferSize(wanted.bytesForDuration(round(_AHEAD * 1e6)))
        self._sink.start(self._feed)
        if self._sink.error() != QtAudio.Error.NoError:
            self.end()
            self.failed.emit(NO_DEVICE)

    @Slot(float)
    def set_frequency(self, frequency: float) -> None:
        if self._feed is not None:
            self._feed.frequency = frequency

    @Slot()
    def end(self) -> None:
        if self._sink is not None:
            self._sink.reset()
            self._sink.deleteLater()
        if self._feed is not None:
            self._feed.deleteLater()
        self._sink = self._feed = None

    @Slot()
    def close(self) -> None:
        self.end()
        self.thread().quit()


class _ToneFeed(QIODevice):
    """The samples of the tone, made when the sink asks for them."""

    def __init__(self, wanted: QAudioFormat, parent: QObject) -> None:
        super().__init__(parent)
        self._format = wanted
        self._tone = Tone(wanted.sampleRate())
        self.frequency = 0.0  # Hz; 0 is silence
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
        return to_format(Audio(whole, self._format.sampleRate()), self._format)

    def writeData(self, data: bytes | bytearray | memoryview, size: int) -> int:
        return -1
