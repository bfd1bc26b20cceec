"""The camera: on and off, which one, and Live."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.pipeline.frame import Frame
from assistant.qt.describe.providers import Providers
from assistant.qt.live.camera_thread import CameraJob
from assistant.qt.settings.store import SettingsStore
from assistant.sources import Capture

IS_ON = "The camera is on."
_TICK = 100  # ms between two looks whether something new is in view
_BREATH = 1.0  # seconds of quiet after something was spoken, to listen to the room
_READING = 15.0  # characters a second: a screen reader does not tell us when it has finished


class CameraControl(QObject):
    """Switches the camera and says when Live may have a picture described.

    Args:
        store: knows which camera.
        providers: opens it.
        parent: its owner.
    """

    changed = Signal()  # on, off, live
    started = Signal()  # the first picture is there, and nobody waited for it
    noticed = Signal(str)
    live_began = Signal()
    live_due = Signal()

    def __init__(self, store: SettingsStore, providers: Providers, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._open = providers.open_camera
        self.on = False
        self.live = False
        self._pausing: set[object] = set()
        self._told = False  # that the first picture is there; the camera's thread has it before
        self._quiet_until = 0.0
        self._waiting: list[Callable[[list[str]], object]] = []  # for the first picture
        self._job = CameraJob(self._open_chosen, self._failed, self)
        self._job.started.connect(self._started)
        self._job.noticed.connect(self._noticed)
        self._job.stopped.connect(self._stopped)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)
        store.changed.connect(self._on_setting)

    def newest(self) -> Frame | None:
        """The newest picture; None while there is none."""
        return self._job.newest() if self.on else None

    def switch(self, on: bool) -> None:
        """Camera on or off; off ends Live too."""
        if on == self.on:
            return
        self.on, self._told = on, False
        if on:
            self._job.start()
        else:
            self._give_up()
            self._job.stop()
        self.changed.emit()

    def when_on(self, then: Callable[[list[str]], object]) -> None:
        """Switch on, and call this when the first picture is there; never, if none comes.

        It gets what is to be said before its own words: that the camera is on, if nobody has said
        so yet.
        """
        self.switch(True)
        if self._told and self.newest() is not None:
            then([])
        elif then not in self._waiting:
            self._waiting.append(then)

    def set_live(self, on: bool) -> None:
        """Live on or off; on switches the camera on."""
        if on:
            self.switch(True)
            self.live = True
            self.live_began.emit()
            self._quiet_until = 0.0
            self._timer.start()
        else:
            self._end_live()
        self.changed.emit()

    @property
    def paused(self) -> bool:
        """Whether Live and the hints for aiming wait: something is being read, sought or taught."""
        return bool(self._pausing)

    def pause(self, by: object) -> None:
        """Have them wait until whoever asks for it says :meth:`go_on`."""
        self._pausing.add(by)

    def go_on(self, by: object) -> None:
        """Have them wait no longer for this one."""
        self._pausing.discard(by)

    def hold(self, text: str) -> None:
        """Something was said: leave time for it to be heard before Live goes on."""
        self._quiet_until = time.monotonic() + len(text) / _READING + _BREATH

    def close(self) -> None:
        """Give the camera back and end its thread."""
        self._timer.stop()
        self._job.close()

    def _open_chosen(self) -> Capture:
        return self._open(self._store["camera"])

    def _tick(self) -> None:
        quiet = not self.paused and time.monotonic() >= self._quiet_until
        if quiet and self.newest() is not None:
            self.live_due.emit()

    def _on_setting(self, name: str) -> None:
        if name == "camera" and self.on:
            self._told = False
            self._job.stop()
            self._job.start()

    def _noticed(self, message: str) -> None:
        self._told = False  # it was lost: when a picture is there again is told anew
        self.noticed.emit(message)

    def _started(self) -> None:
        self._told = True
        waiting, self._waiting = self._waiting, []
        if not waiting:
            self.started.emit()
        before = [IS_ON]
        for then in waiting:
            then(before)
            before = []

    def _failed(self, message: str) -> None:
        self.on = False
        self._give_up()
        self.changed.emit()
        self.noticed.emit(message)

    def _stopped(self) -> None:
        if self.on:  # the source came to its end by itself, as a film does
            self.switch(False)

    def _give_up(self) -> None:
        self._waiting = []
        self._end_live()

    def _end_live(self) -> None:
        self.live = False
        self._timer.stop()
