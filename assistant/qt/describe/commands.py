"""Ties every row of the table of actions to what it does, and opens the other windows."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog

from assistant import models, paths
from assistant.models import Model
from assistant.qt.alttexts.control import AltTextsControl
from assistant.qt.ask.colour import Colour
from assistant.qt.ask.control import AskControl
from assistant.qt.ask.exploring import Exploring
from assistant.qt.describe.choices import CameraMenu, RecentMenu
from assistant.qt.describe.controller import Controller
from assistant.qt.describe.download_dialog import DownloadDialog
from assistant.qt.describe.paging import Paging
from assistant.qt.describe.pointing import Pointing
from assistant.qt.describe.waiting import opening
from assistant.qt.describe.why_dialog import WhyDialog
from assistant.qt.describe.window_features import F, Feature, FeatureSet, Handlers, Switches
from assistant.qt.engines.at_length import AtLengthControl
from assistant.qt.film.control import Films
from assistant.qt.find.control import FindPictures
from assistant.qt.help.dialog import HelpDialog
from assistant.qt.live.aiming import AimingControl
from assistant.qt.live.light_meter import LightMeter
from assistant.qt.own.seek_control import SeekControl
from assistant.qt.own.teach_control import TeachControl
from assistant.qt.read.control import ReadControl
from assistant.qt.screen.control import ScreenControl
from assistant.qt.settings.dialog import PreferencesDialog
from assistant.qt.speaking.focus_speaker import FocusSpeaker
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets.escape import Escape
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.qt.workers.devices import DeviceSearch
from assistant.sources import SUFFIXES, CameraInfo
from assistant.speech import VoiceInfo

_TEXT_STEP = 4  # points
_READ_AGAIN = 400  # ms: the explanation must not be there yet, or it is read and announced


# All that is closed with the window, and finds its actions by itself; each after those it needs.
FEATURES: tuple[type[Feature], ...] = (
    Colour, AskControl, Exploring, Pointing, AtLengthControl, AimingControl, LightMeter, Paging,
    ReadControl, ScreenControl, Films, AltTextsControl, FindPictures, SeekControl, TeachControl,
)  # fmt: skip


class Commands(QObject):
    """Does what belongs to each action when it is chosen.

    Args:
        controller: does most of it.
    """

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller, self._window = controller, controller.window
        self._store, self._providers = controller.store, controller.providers
        self.dialog: QDialog | None = None
        self._escape = Escape(controller.voice.hush, self)
        self._camera_menu = CameraMenu(self._window.camera_menu, self._store)
        self._recent_menu = RecentMenu(self._window.recent_menu, self._store)
        self.features = FeatureSet(controller, self._show, FEATURES)
        self.focus = FocusSpeaker(self._window, controller.voice)
        self._cameras = DeviceSearch(self._providers.cameras, self)
        self._voices = DeviceSearch(self._providers.voices, self)
        self._bind()
        self._cameras.found.connect(self._found_cameras)
        self._voices.found.connect(self._found_voices)
        self._recent_menu.chosen.connect(controller.open)
        self._store.changed.connect(self._on_setting)
        self._cameras.start()

    def __getitem__(self, kind: type[F]) -> F:
        return self.features[kind]

    def handlers(self) -> Handlers:
        """Action name → what it does, for those that belong to no feature and are no switch."""
        c, voice, review = self._controller, self._controller.voice, self._controller.review
        return {
            "describe": c.describe, "open": self.open, "paste": c.paste,
            "preferences": self.preferences, "download": self.download,
            "quit": self._window.close,
            "brief": partial(self._store.change, "level", "brief"),
            "standard": partial(self._store.change, "level", "standard"),
            "full": partial(self._store.change, "level", "full"),
            "why": self.why, "copy": review.copy, "copy_text": review.copy_text,
            "previous": partial(review.step, -1), "next": partial(review.step, 1),
            "stop": c.stop, "repeat": voice.repeat,
            "speaker": voice.next_speaker,
            "faster": voice.faster, "slower": partial(voice.faster, -1),
            "louder": voice.louder, "softer": partial(voice.louder, -1),
            "bigger": partial(self._store.step, "text_size", _TEXT_STEP),
            "smaller": partial(self._store.step, "text_size", -_TEXT_STEP),
            "status": c.say_status, "help": self.help,
        }  # fmt: skip

    def switches(self) -> Switches:
        """The same for actions that are on or off."""
        return {
            "camera": self._switch_camera, "live": self._set_live,
            "mute": self._controller.voice.mute, "history": self._window.show_history,
        }  # fmt: skip

    def open(self) -> None:
        """Ask for a picture file."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        recent = self._store["recent"]
        start = Path(recent[0]).parent if recent else paths.pictures_dir()
        dialog = FileDialog(
            self._window, "Open a picture", str(start), f"Pictures ({patterns});;All files (*)"
        )
        dialog.fileSelected.connect(self._picked)
        self._show(dialog)

    def _picked(self, path: str) -> None:
        open_ = partial(self._controller.open, Path(path))
        if self._controller.voice.reads_unseen:  # it reads the window again that is in front again
            self._window.show_text(opening(Path(path)))
            QTimer.singleShot(_READ_AGAIN, self, open_)
        else:
            open_()

    def why(self) -> None:
        """Show and speak what the answer or the explanation rests on."""
        grounds = self[AskControl].why() or self._controller.review.why()
        if grounds:
            dialog = WhyDialog(grounds, self._window)
            dialog.finished.connect(self._controller.voice.stop)
            dialog.reached.connect(self[Pointing].choose)
            self._show(dialog)
            self[Pointing].choose(next(iter(grounds.values())))
            self._controller.voice.say_unless_read(list(grounds))

    def help(self) -> None:
        """Show the pages of help."""
        dialog = HelpDialog(self._store["shortcuts"], self._window)
        dialog.told.connect(self._controller.voice.answer)
        dialog.read_aloud.connect(self._controller.voice.say)
        dialog.finished.connect(self._controller.voice.stop)
        self._show(dialog)

    def preferences(self) -> None:
        """Show the settings; voices and cameras are looked for meanwhile."""
        with unheard():  # hundreds of names and values that nobody asked for yet
            dialog = PreferencesDialog(self._store, self._window)
        dialog.shortcuts.refused.connect(self._controller.voice.answer)
        dialog.everywhere.refused.connect(self._controller.voice.answer)
        self[ScreenControl].refused.connect(dialog.everywhere.say)
        dialog.engines.told.connect(self._controller.voice.answer)
        dialog.engines.chosen.connect(self._controller.voice.say_choice)
        voice = self._controller.voice
        dialog.engines.opened.connect(lambda text: voice.say_unless_read([text]))
        self._show(dialog)
        self._cameras.start()
        self._voices.start()

    def download(self) -> None:
        """Ask for consent and get the standard models; then they are used."""
        wanted = models.for_profile("standard")
        if all(models.is_present(model.name) for model in wanted):
            self._store.change("profile", "standard")
            self._controller.voice.answer("The standard models are in use.")
            return
        self._consent(wanted)

    def close(self) -> None:
        """Close the other windows and stop looking for devices."""
        if self.dialog is not None:
            self.dialog.close()
        self.focus.close()
        for part in (*self.features, self._cameras, self._voices):
            part.close()

    def _bind(self) -> None:
        actions = self._window.actions_
        for part in (self, *self.features):
            for name, handler in part.handlers().items():
                actions[name].triggered.connect(_without_argument(handler))
            for name, switch in part.switches().items():
                actions[name].triggered.connect(switch)
        self._window.history_list.left.connect(self._leave_history)

    def _switch_camera(self, on: bool) -> None:
        """On or off; that it is on is said when there is a picture."""
        self._controller.camera.switch(on)
        if not on:
            self._controller.voice.say(["The camera is off."])

    def _set_live(self, on: bool) -> None:
        """On or off; that it is on is heard by what it tells."""
        self._controller.camera.set_live(on)
        if not on:
            self._controller.voice.say(["Live is off."])

    def _leave_history(self) -> None:
        self._controller.voice.stop()
        self._window.show_history(False)

    def _show(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._escape.watch(dialog)
        dialog.finished.connect(self._closed)
        with unheard():  # its parts one by one; the window and the focus are told later
            dialog.show()

    def _closed(self) -> None:
        self.dialog = None
        self[Pointing].choose(None)

    def _consent(self, wanted: Sequence[Model]) -> None:
        dialog = DownloadDialog(wanted, self._providers.download, self._window)
        dialog.told.connect(self._controller.voice.answer)
        dialog.accepted.connect(self._downloaded)
        dialog.rejected.connect(self._declined)
        self._show(dialog)
        self._controller.voice.say_unless_read([dialog.text.toPlainText()])

    def _downloaded(self) -> None:
        if self._store["profile"] == "standard":
            self._controller.use_profile()  # it was chosen before; the models are new
        self._store.change("profile", "standard")

    def _declined(self) -> None:
        self._store.change("profile", "compact")
        self._controller.voice.answer("The compact models stay in use.")

    def _found_cameras(self, cameras: list[CameraInfo]) -> None:
        self._camera_menu.offer(cameras)
        if isinstance(self.dialog, PreferencesDialog):
            self.dialog.offer("camera", [(c.id, c.name) for c in cameras])

    def _found_voices(self, voices: list[VoiceInfo]) -> None:
        if isinstance(self.dialog, PreferencesDialog):
            self.dialog.offer("voice", [(v.id, _voice_words(v)) for v in voices])

    def _on_setting(self, name: str) -> None:
        if name == "profile":
            self._use_profile()

    def _use_profile(self) -> None:
        wanted = models.for_profile(self._store["profile"])
        if all(models.is_present(model.name) for model in wanted):
            self._controller.use_profile()
        else:
            self._consent(wanted)


def _without_argument(handler: Callable[[], object]) -> Callable[[], None]:
    """``triggered`` brings along whether the action is checked, which no handler here wants."""

    def call() -> None:
        handler()

    return call


def _voice_words(voice: VoiceInfo) -> str:
    return f"{voice.name} ({', '.join(voice.languages)})" if voice.languages else voice.name
