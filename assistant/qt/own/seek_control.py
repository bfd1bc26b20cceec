"""Seeking: a thing is named, and tones and words lead the camera to it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer

from assistant.errors import AssistantError, ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.own.seek_dialog import SeekDialog
from assistant.qt.sound.tone import Tone
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.workers.newest import NewestWorker
from assistant.seek.guide import Guidance, Guide
from assistant.teach.store import ThingStore

if TYPE_CHECKING:  # the networks' company is heavy
    from assistant.seek.looker import Located, Seeker

_TICK = 40  # ms between two asks for a newer frame; a look takes longer
_BEGIN = "I look for {}. Move the camera slowly."
_END = "Seeking has ended. The camera is still on."
_NOT_BEGUN = "Seeking has ended."  # before the camera was on


class _Look(NamedTuple):
    words: str
    frame: Frame | None  # None: only find out whether it can be sought


class _Looked(NamedTuple):
    name: str  # of the thing, in a sentence
    seen: "Located | None"


class SeekControl(Feature):
    """Asks what to seek, looks as often as the processor can, and tells what comes of it."""

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self.on = False
        self._words = ""
        self._guide: Guide | None = None
        self._frame: Frame | None = None
        self._tone = Tone("seeking", self._silent, self, channels=2)
        self._worker: NewestWorker[_Look, _Looked] = NewestWorker(_looking, self._failed, self)
        self._worker.done.connect(self._looked)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tick)
        self._controller.camera.changed.connect(self._on_camera)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"seek": self.choose, "stop": self.end}

    def choose(self) -> None:
        """Ask what to seek; while something is sought, end that."""
        if self.on:
            self.end()
            return
        try:
            own = [thing.name for thing in ThingStore().things()]
        except AssistantError as error:
            own = []
            self._controller.voice.notify(error.message)
        with unheard():  # that the word is selected which was sought before
            dialog = SeekDialog(self._words, own, self._controller.window)
        dialog.wanted.connect(self.seek)
        self._show(dialog)
        self._controller.voice.say_unless_read(["Seek.", dialog.hint])

    def seek(self, words: str) -> None:
        """Seek this; what cannot be found is said at once."""
        self.stop()
        self.on, self._words, self._guide = True, words, None
        self._controller.camera.pause(self)
        self._worker.submit(_Look(words, None), interrupt=True)

    def end(self) -> None:
        """End it, if something is sought, and say so: without a tone nothing else tells it."""
        if self.on:
            self.stop()
            self._controller.voice.say([_END if self._controller.camera.on else _NOT_BEGUN])

    def stop(self) -> None:
        """End it; the camera stays on."""
        if not self.on:
            return
        self.on = False
        self._timer.stop()
        self._worker.cancel()
        self._controller.seeks("")
        self._controller.camera.go_on(self)
        self._tone.end.emit()

    def close(self) -> None:
        """End both threads."""
        self.stop()
        self._tone.close()
        super().close()

    def _looked(self, look: _Look, looked: _Looked) -> None:
        if not self.on or look.words != self._words:
            return
        if look.frame is None:
            self._guide = Guide(looked.name)
            self._controller.seeks(looked.name)
            self._controller.camera.when_on(self._go)
            return
        assert self._guide is not None
        seen = looked.seen
        sure = seen is not None and seen.sureness is not None
        self._tell(self._guide.update(look.frame.time, seen.box if seen else None, sure))

    def _go(self, before: list[str]) -> None:
        name = self._guide.name if self.on and self._guide is not None else ""
        begins = bool(name) and not self._timer.isActive()
        self._controller.voice.say([*before, _BEGIN.format(name)] if begins else before)
        if begins:
            self._tone.begin.emit()
            self._timer.start()

    def _tick(self) -> None:
        frame = self._controller.camera.newest()
        if frame is not None and frame is not self._frame and not self._worker.pending:
            self._frame = frame
            self._worker.submit(_Look(self._words, frame))

    def _tell(self, cue: Guidance) -> None:
        voice = self._controller.voice
        quiet = cue.tone is None or voice.speaking
        self._tone.sound.emit(*((0.0, 0.0) if quiet or cue.tone is None else cue.tone))
        if cue.event in ("found", "gone"):
            voice.say([cue.text])
        elif cue.event == "seen":
            voice.hint_after(cue.text)
        elif cue.text and not voice.speaking:
            voice.hint(cue.text)

    def _failed(self, message: str) -> None:
        self.stop()
        self._controller.voice.notify(message)

    def _silent(self, message: str) -> None:
        """Without a loudspeaker there are only words, which a screen reader may speak."""
        self._controller.window.notices.show_notice(message)

    def _on_camera(self) -> None:
        if not self._controller.camera.on and self._guide is not None:
            self.stop()  # it was switched off, or there is none


def _looking() -> Callable[[_Look, ShouldStop], _Looked]:
    """In the thread: one looker for what is sought now."""
    from assistant.seek import looker

    lookers: dict[str, Seeker] = {}

    def look(wanted: _Look, _should_stop: ShouldStop) -> _Looked:
        if wanted.frame is None:
            lookers.clear()
            lookers[wanted.words] = looker.begin(wanted.words)
        mine = lookers[wanted.words]
        seen = mine(wanted.frame) if wanted.frame is not None else None
        return _Looked(mine.target.name, seen)

    return look
