"""Help with aiming: hints while the camera is on, spoken or as short tones."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QTimer

from assistant.aiming import EARCONS, Aim, Hint, Measures
from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers, Switches
from assistant.qt.workers.newest import NewestWorker
from assistant.senses import people
from assistant.speech import Audio

_TICK = 125  # ms between two looks
_RATE = 22_050  # Hz
_LOUD = 20_000  # of 32,767
_SWITCHED = {"spoken": "Help with aiming is spoken.", "tones": "Help with aiming is by tones.",
             "off": "Help with aiming is off."}  # fmt: skip


class _Seen(NamedTuple):
    measures: Measures
    faces: tuple[Box, ...] | None  # None: not looked for


class AimingControl(Feature):
    """Measures eight frames a second in a thread and tells the hints that come of them.

    A hint never interrupts: while something is spoken or described there is none, as it would be
    out of date when the voice is free.
    """

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        controller = self._controller
        self._my_face = False
        self._aim = Aim()
        self._frame: Frame | None = None
        self._worker: NewestWorker[Frame, _Seen] = NewestWorker(self._make, self._failed, self)
        self._worker.done.connect(self._measured)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._look)
        controller.camera.changed.connect(self._on_camera)
        controller.store.changed.connect(self._on_setting)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"aiming": self.step}

    def switches(self) -> Switches:
        """The same for what is on or off."""
        return {"my_face": self.set_my_face}

    def step(self) -> None:
        """Go on to the next of spoken, tones and off."""
        store = self._controller.store
        ways = list(_SWITCHED)
        store.change("aiming", ways[(ways.index(store["aiming"]) + 1) % len(ways)])
        self._controller.voice.say([_SWITCHED[store["aiming"]]])

    def set_my_face(self, on: bool) -> None:
        """Bring the user's own face into the middle, or what else the camera is pointed at."""
        self._my_face = on
        self._aim = Aim(own_face=on)
        if on:
            self._controller.camera.when_on(self._begin_with_face)
        self._on_camera()

    def _begin_with_face(self, before: list[str]) -> None:
        words = ["I help to bring your face into the middle."] if self._my_face else []
        self._controller.voice.say([*before, *words])

    def close(self) -> None:
        """End the thread."""
        self._timer.stop()
        super().close()

    def _on_camera(self) -> None:
        wanted = self._controller.camera.on and self._controller.store["aiming"] != "off"
        if wanted and not self._timer.isActive():
            self._aim = Aim(own_face=self._my_face)
            self._timer.start()
        elif not wanted:
            self._timer.stop()
            self._worker.cancel()
        if not self._controller.camera.on and self._my_face:
            self._my_face = False
            self._controller.window.actions_["my_face"].setChecked(False)

    def _on_setting(self, name: str) -> None:
        if name == "aiming":
            self._on_camera()

    def _look(self) -> None:
        frame = self._controller.camera.newest()
        if frame is not None and frame is not self._frame and not self._worker.pending:
            self._frame = frame
            self._worker.submit(frame)

    def _make(self) -> Callable[[Frame, ShouldStop], _Seen]:
        return _Measuring(lambda: self._my_face)

    def _measured(self, _frame: Frame, seen: _Seen) -> None:
        if not self._timer.isActive():
            return
        hint = self._aim.update(seen.measures, seen.faces)
        busy = self._controller.voice.speaking or self._controller.describing
        busy = busy or self._controller.camera.paused
        if hint is not None and not busy:
            self._tell(hint)

    def _tell(self, hint: Hint) -> None:
        voice = self._controller.voice
        if self._controller.store["aiming"] == "tones":
            voice.play_audio(earcon(hint))
        else:
            voice.hint(hint.text)
            self._controller.camera.hold(hint.text)

    def _failed(self, message: str) -> None:
        self._timer.stop()
        self._controller.voice.notify(message)


class _Measuring:
    """What the thread does: measures, and finds faces when they are asked for."""

    def __init__(self, my_face: Callable[[], bool]) -> None:
        self._my_face = my_face
        self._before: Measures | None = None
        self._faces = people.FaceTrack()

    def __call__(self, frame: Frame, _should_stop: ShouldStop) -> _Seen:
        from assistant.aiming import measure  # imports OpenCV

        self._before = measure(frame, self._before)
        return _Seen(self._before, self._steady_faces(frame) if self._my_face() else None)

    def _steady_faces(self, frame: Frame) -> tuple[Box, ...]:
        return tuple(o.box for o in self._faces.update(people.see(frame)) if o.box)


def earcon(hint: Hint) -> Audio:
    """The tone that stands for a hint."""
    from assistant.senses.light import tone

    frequency, seconds = EARCONS[hint.kind]
    return Audio((tone(frequency, seconds, _RATE) * _LOUD).astype(np.int16), _RATE)
