"""The light meter: a tone that rises with the light."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal

from assistant.pipeline.frame import Frame
from assistant.qt.describe.features import Feature, Features, Handlers, Switches
from assistant.qt.sound.tone import ToneOutput
from assistant.qt.workers.newest import NewestWorker, ShouldStop
from assistant.qt.workers.threads import join, thread
from assistant.senses.light import level, pitch

_TICK = 80  # ms between two looks
_BEGIN = "The light meter is on: the higher the tone, the lighter."


class LightMeter(Feature):
    """Turns what the camera sees into a tone until it is switched off.

    The tone pauses while something is spoken.
    """

    _frequency = Signal(float)
    _begin = Signal()
    _end = Signal()
    _closing = Signal()

    def __init__(self, features: Features) -> None:
        super().__init__(features)
        self.on = False
        self.level: float | None = None  # 0..1, of the last picture
        self._output = ToneOutput(self._failed)
        self._begin.connect(self._output.begin)
        self._end.connect(self._output.end)
        self._closing.connect(self._output.close)
        self._frequency.connect(self._output.set_frequency)
        self._thread = thread(self._output, "light meter")
        self._worker: NewestWorker[Frame, float] = NewestWorker(_make, self._failed, self)
        self._worker.done.connect(self._measured)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._look)
        self._controller.camera.changed.connect(self._on_camera)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"stop": self.stop}

    def switches(self) -> Switches:
        """The same for actions that are on or off."""
        return {"light_meter": self.switch}

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

    def _failed(self, message: str) -> None:
        self.switch(False)
        self._controller.voice.notify(message)


def _make() -> Callable[[Frame, ShouldStop], float]:
    return lambda frame, _should_stop: level(frame)
