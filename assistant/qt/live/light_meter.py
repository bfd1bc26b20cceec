"""The light meter: a tone that rises with the light."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers, Switches
from assistant.qt.sound.tone import Tone
from assistant.qt.workers.newest import NewestWorker
from assistant.senses.light import level, pitch

_TICK = 80  # ms between two looks
_BEGIN = "The light meter is on: the higher the tone, the lighter."


class LightMeter(Feature):
    """Turns what the camera sees into a tone until it is switched off.

    The tone pauses while something is spoken.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self.on = False
        self.level: float | None = None  # 0..1, of the last picture
        self._tone = Tone("light meter", self._failed, self)
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
            self._tone.end.emit()
        self._controller.window.actions_["light_meter"].setChecked(on)

    def stop(self) -> None:
        """Be silent."""
        self.switch(False)

    def close(self) -> None:
        """End both threads."""
        self.switch(False)
        self._tone.close()
        super().close()

    def _go(self, before: list[str]) -> None:
        begins = self.on and not self._timer.isActive()
        self._controller.voice.say([*before, _BEGIN] if begins else before)
        if begins:
            self._tone.begin.emit()
            self._timer.start()

    def _look(self) -> None:
        frame = self._controller.camera.newest()
        if frame is not None and not self._worker.pending:
            self._worker.submit(frame)

    def _measured(self, _frame: Frame, found: float) -> None:
        if self.on:
            self.level = found
            speaking = self._controller.voice.speaking
            self._tone.sound.emit(0.0 if speaking else pitch(found), 0.0)

    def _on_camera(self) -> None:
        if not self._controller.camera.on:
            self.switch(False)

    def _failed(self, message: str) -> None:
        self.switch(False)
        self._controller.voice.notify(message)


def _make() -> Callable[[Frame, ShouldStop], float]:
    return lambda frame, _should_stop: level(frame)
