"""The window's work: pictures go to the describer, and what comes back to eye and ear."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from assistant.live import Live
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.qt.describe import frames
from assistant.qt.describe.describer import Described, Describer
from assistant.qt.describe.explanations import ShownExplanations
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.describe.opener import Opener
from assistant.qt.describe.preview import Preview
from assistant.qt.describe.providers import Providers
from assistant.qt.describe.slow_senses import SlowSenses
from assistant.qt.describe.status import Activity, sentence
from assistant.qt.describe.waiting import Waiting
from assistant.qt.live.control import IS_ON, CameraControl
from assistant.qt.screen.everywhere import how_to_read
from assistant.qt.settings.store import SettingsStore
from assistant.qt.sound.voice_control import VoiceControl


class Controller(QObject):
    """Owns the describer, the camera, the voice, and the state.

    Args:
        window: shows it.
        store: the settings.
        providers: where pictures, words and sound come from.
    """

    stopped = Signal()  # what was being described or read was given up

    def __init__(self, window: MainWindow, store: SettingsStore, providers: Providers) -> None:
        super().__init__(window)
        self.window, self.store, self.providers = window, store, providers
        self.frame: Frame | None = None  # the picture that Describe describes without a camera
        self.voice = VoiceControl(window, store, providers)
        self.camera = CameraControl(store, providers, self)
        self.live = Live()
        self.review = ShownExplanations(window, store, self.voice, self.live)
        self.describer = Describer(partial(providers.load, store["profile"]), self._failed, self)
        self.slow_senses = SlowSenses(providers.finish, self._failed, self)
        self.opener = Opener(store, providers, self._failed, self)
        self.preview = Preview(self.voice.notify, window)
        self.preview.hide()  # until there is a picture
        self.preview.setAccessibleName("Picture")
        self._waiting = Waiting(self.review, self.voice, self.status, window.show_text, self)
        self._describing = ""
        self.listening = ""  # the engine that is asked
        self._seeking = ""  # what the camera is led to
        self._loading = False
        self._wire()
        self._show_state()

    def open(self, path: Path, page: int = 1) -> None:
        """Read a picture file, or a page of a document, show and describe it."""
        self._hush()
        self._waiting.open(path)
        self.opener.open(path, page)
        self._show_state()

    def take(self, mime: QMimeData, where: str = "What was dropped") -> None:
        """Describe what was pasted or dropped: the first file, or the picture itself.

        Raises:
            SourceError: there is neither.
        """
        found = frames.from_mime(mime, where)
        if isinstance(found, Path):
            self.open(found)
        else:
            self.show_picture(found)
            self.describe()

    def paste(self) -> None:
        """Describe the picture on the clipboard.

        Raises:
            SourceError: there is none.
        """
        self.take(QGuiApplication.clipboard().mimeData(), "The clipboard")

    def describe(self) -> None:
        """Describe what the camera sees now or, while it is off, the picture that is shown."""
        self._hush()
        frame = self.subject()
        if frame is not None:
            self._submit(frame, live=False)  # first: to begin a sound takes a millisecond
            self.voice.play("started")

    def subject(self) -> Frame | None:
        """The picture that is asked about: the camera's newest or, while it is off, the shown one.

        A notice tells when there is none.
        """
        frame = self.camera.newest() if self.camera.on else self.frame
        if frame is None:
            self.voice.notify(self._nothing_to_describe())
        return frame

    def stop(self) -> None:
        """Be silent, and give up what is being read or described."""
        self._hush()
        self._waiting.give_up()
        self._show_state()
        self.stopped.emit()

    def say_status(self) -> None:
        """Say what is going on."""
        self.voice.confirm(self.status())

    def status(self) -> str:
        """Everything that is going on, in one sentence."""
        return sentence(
            Activity(
                loading=self._loading, opening=self.opener.opening, describing=self._describing,
                completing=self.slow_senses.busy, listening=self.listening, seeking=self._seeking,
                camera=self.camera.on, live=self.camera.live,
                speaking=self.voice.speaking, muted=self.store["mute"],
            )
        )  # fmt: skip

    def seeks(self, name: str) -> None:
        """Know, for the status, what the camera is led to; empty: nothing."""
        self._seeking = name
        self._show_state()

    def use_profile(self) -> None:
        """Load the models of the profile that is set now, for the next picture."""
        self.describer.set_load(partial(self.providers.load, self.store["profile"]))
        self.describer.warm_up()

    @property
    def describing(self) -> bool:
        """Whether a picture is being described that was not explained yet."""
        return bool(self._describing)

    @property
    def loading(self) -> bool:
        """Whether models are being loaded, which nothing can interrupt."""
        return self._loading

    def close_devices(self) -> None:
        """Give back the loudspeaker and the camera."""
        self.voice.close()
        self.camera.close()

    def close(self) -> None:
        """End every thread; waits for models that are being loaded."""
        self.close_devices()
        self.opener.close()
        self.describer.close()
        self.slow_senses.close()

    def _wire(self) -> None:
        self.describer.explained.connect(self._explained)
        self.slow_senses.completed.connect(self._completed)
        self.describer.loading.connect(self._loading_began)
        self.describer.ready.connect(self._loading_ended)
        self.opener.opened.connect(self._opened)
        self.opener.not_remembered.connect(self.window.notices.show_notice)  # not spoken
        self.voice.changed.connect(self._show_state)
        self.camera.noticed.connect(self.voice.notify)
        self.camera.started.connect(self._camera_started)
        self.camera.changed.connect(self._camera_changed)
        self.camera.live_began.connect(self.live.begin)
        self.camera.live_due.connect(self._look)
        self.review.said.connect(self.camera.hold)
        self.review.revisited.connect(self._revisited)
        self.store.changed.connect(self._show_state)
        self.window.dropped.connect(self.take)

    def _hush(self) -> None:
        """Nothing older is to be spoken over what is asked for now."""
        self._drop_new()
        self.slow_senses.cancel()

    def _drop_new(self) -> None:
        """Be silent, and give up what has not been explained yet."""
        self.voice.stop()
        self.opener.cancel()
        self.describer.cancel()
        self._describing = ""

    def _submit(self, frame: Frame, live: bool) -> None:
        if not live:
            self._waiting.begin()
        self._describing = frame.source or "the picture"
        options = Options.of(self.store.settings, how_to_read(self.store, frame))
        self.describer.submit(frame, live, options)
        self._show_state()

    def _look(self) -> None:
        """Live: describe what has come into view, unless there is something to wait for."""
        frame = self.camera.newest()
        waiting = self._describing or self.opener.opening or self.voice.speaking
        if frame is not None and not waiting and self.live.is_due(frame):
            self._submit(frame, live=True)

    def _opened(self, frame: Frame) -> None:
        self.show_picture(frame)
        self.describe()

    def _explained(self, described: Described) -> None:
        self._describing = ""
        self._waiting.end()
        if described.live:
            self.review.add_live(described.first, described.frame)
        else:
            self._play_outcome(described.first)
            self.review.add(described.first, described.frame)
        self.slow_senses.submit(described)
        self._show_state()

    def _completed(self, described: Described, final: Explanation) -> None:
        if described.live and self.camera.live:
            self.review.complete_live(described, final, self.slow_senses.rested_at)
        elif not described.live:
            if not described.first.found_something:
                self._play_outcome(final)
            self.review.complete(described.first, final)
        self._show_state()

    def _play_outcome(self, explanation: Explanation) -> None:
        """Tell by a sound whether anything was found; later, if slow senses still look."""
        if explanation.found_something:
            self.voice.play("done")
        elif not explanation.description.pending:
            self.voice.play("nothing")

    def _failed(self, message: str) -> None:
        self._waiting.give_up()
        self._describing = ""
        self._loading = False
        self.camera.set_live(False)
        self.voice.notify(message)
        self._show_state()

    def _loading_began(self) -> None:
        self._loading = True
        self._show_state()

    def _loading_ended(self) -> None:
        self._loading = False
        self._show_state()

    def show_picture(self, frame: Frame) -> None:
        """Show a picture in place of the camera's; what is asked next is about it."""
        self.camera.switch(False)
        self.frame = frame
        self.window.show_picture_in(self.preview)
        self.preview.show_frame(frame)
        self.preview.setAccessibleName(f"Picture: {frame.source}")

    def _revisited(self, frame: Frame) -> None:
        self._drop_new()
        if not self.camera.on:
            self.show_picture(frame)

    def _camera_started(self) -> None:
        if not self.camera.live:
            self.voice.say([IS_ON])

    def _camera_changed(self) -> None:
        if self.camera.on:
            self.window.show_picture_in(self.preview)
            self.preview.setAccessibleName("Picture of the camera")
            self.preview.follow(self.camera.newest)
        else:
            self.preview.unfollow()
            if self.frame is not None:  # what Describe is about again
                self.preview.show_frame(self.frame)
        self._show_state()

    def _show_state(self) -> None:
        self.window.set_status(self.status())
        self.window.actions_["camera"].setChecked(self.camera.on)
        self.window.actions_["live"].setChecked(self.camera.live)

    def _nothing_to_describe(self) -> str:
        if self.camera.on:
            return "The camera gives no picture yet. Try again in a moment."
        return "There is no picture yet. Open one, paste one, or switch the camera on."
