"""Describes and reads what other programs show, also while they are in front."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot

from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.read.control import ReadControl
from assistant.qt.screen.everywhere import EverywhereKeys, everywhere_keys
from assistant.qt.screen.picker import Picker
from assistant.qt.speaking.announcer import in_front
from assistant.qt.workers.newest import NewestWorker
from assistant.reading import Page
from assistant.screen import What
from assistant.screen.capture import is_wayland

_GONE_MS = 400  # a window that is minimised is off the screen by then


@dataclass(frozen=True)
class _Wish:
    """What is to be done; ``aloud``: read at once, as nobody is there to go through a window."""

    what: What
    aloud: bool = False
    read: bool = False


@dataclass(frozen=True)
class _Taken:
    frame: Frame
    page: Page | None = None


class ScreenControl(Feature):
    """Takes pictures of the screen in a thread of its own and hands them on.

    Signals:
        refused(message): why a key that should work everywhere does not.
    """

    refused = Signal(str)

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        controller, self._reader = self._controller, features[ReadControl]
        self._minimised = False
        self._keys: EverywhereKeys | None = None  # what they need is not loaded without keys
        self.refused.connect(controller.voice.notify)
        controller.store.changed.connect(self._on_setting)
        self._worker: NewestWorker[_Wish, _Taken] = NewestWorker(self._make, self._failed, self)
        self._worker.done.connect(self._taken)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {
            "describe_window": self.describe_window, "read_window": self.read_window,
            "describe_screen": self.describe_screen, "describe_part": self.describe_part,
        }  # fmt: skip

    def begin(self) -> None:
        """Ask the system for the keys that the user has chosen."""
        wanted = self._controller.store["everywhere"]
        if self._keys is None and wanted:
            self._keys = everywhere_keys(self)
            self._keys.pressed.connect(self.do)
            self._keys.refused.connect(self.refused)
        if self._keys is not None:
            self._keys.use(wanted)

    @Slot(str)
    def do(self, name: str) -> None:
        """Do what an action does, whichever program is in front."""
        self.handlers()[name]()

    def describe_window(self) -> None:
        """Describe the window in front, or the one that Glimpse lies over."""
        self._begin(_Wish(What.WINDOW))

    def describe_screen(self) -> None:
        """Describe all of it."""
        self._begin(_Wish(What.ALL))

    def describe_part(self) -> None:
        """Have a part chosen, and describe that."""
        self._begin(_Wish(What.REGION))

    def read_window(self) -> None:
        """Read the window: in the reading window or, behind another program, by voice alone."""
        self._begin(_Wish(What.WINDOW, aloud=not in_front(), read=True))

    def close(self) -> None:
        """End the thread, and give the keys back."""
        if self._keys is not None:
            self._keys.close()
        super().close()

    def _on_setting(self, name: str) -> None:
        if name == "everywhere":
            self.begin()

    def _begin(self, wish: _Wish) -> None:
        self._controller.stop()
        if wish.what != What.REGION:
            self._controller.voice.play("started")
        window = self._controller.window
        if is_wayland() and window.isVisible() and not window.isMinimized():
            # There nobody can tell where our window lies in the picture.
            self._minimised = window.isActiveWindow()
            window.showMinimized()
            QTimer.singleShot(_GONE_MS, self, lambda: self._worker.submit(wish, interrupt=True))
        else:
            self._worker.submit(wish, interrupt=True)

    def _make(self) -> Callable[[_Wish, ShouldStop], _Taken]:
        parts = self._controller.providers

        def take(wish: _Wish, should_stop: ShouldStop) -> _Taken:
            frame = parts.capture(wish.what)
            return _Taken(frame, parts.read_page(frame, should_stop) if wish.aloud else None)

        return take

    def _taken(self, wish: _Wish, taken: _Taken) -> None:
        self._restore()
        if wish.what == What.REGION:
            self._pick(taken.frame)
        elif taken.page is not None:
            self._controller.show_picture(taken.frame)
            self._tell(taken.frame, taken.page)
        elif wish.read:
            self._controller.show_picture(taken.frame)
            self._reader.read()
        else:
            self._describe(taken.frame)

    def _describe(self, frame: Frame) -> None:
        self._controller.show_picture(frame)
        self._controller.describe()

    def _tell(self, frame: Frame, page: Page) -> None:
        voice = self._controller.voice
        voice.play("done" if page.blocks else "nothing")
        words = [*frame.remarks, *(block.spoken for block in page.blocks), *page.remarks]
        self._controller.window.show_text("\n\n".join([page.marked, *page.remarks]).strip())
        voice.say(words)

    def _pick(self, frame: Frame) -> None:
        store = self._controller.store
        picker = Picker(frame, store["screen_part"], self._controller.window)
        picker.told.connect(self._say)
        picker.chosen.connect(self._chosen)
        self._show(picker)
        picker.activateWindow()
        voice, (edges, keys) = self._controller.voice, picker.words()
        # A screen reader reads name and description of what got the focus by itself.
        voice.say([edges] if voice.reader else [picker.accessibleName(), edges, keys])

    def _say(self, words: str) -> None:
        self._controller.voice.say([words])

    def _chosen(self, part: Frame, place: str) -> None:
        self._controller.store.change("screen_part", place)
        self._describe(part)

    def _restore(self) -> None:
        if self._minimised:
            self._minimised = False
            window = self._controller.window
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.activateWindow()

    def _failed(self, message: str) -> None:
        self._restore()
        self._controller.voice.play("nothing")
        self._controller.voice.notify(message)
