"""Notifications: what a screen reader that takes no announcements still speaks.

Orca 43 drops a notification without a word while more than fifty other events wait for it, as
after a file dialog, on a busy machine for seconds (its ``event_manager.py``: flood and deluge); and
it stops speaking when the window that it speaks of ceases to be the active one. No waiting time
is right for that. So what is told is handed over, not sent: a notification gets its text only when
it is asked for it, which Orca does for one purpose, to speak it then. As long as nobody asks,
another one comes up.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QStatusBar, QWidget
from shiboken6 import isValid

from assistant.qt.speaking.roles import register

_AGAIN_MS, _SLOWEST_MS = 500, 8000  # until the next one comes up; twice as long each time
_TURNING_MS = 2000  # a window that has not become active by then will not
_SHOWN_MS = 60_000  # what is to be seen is not held back for longer, whoever reads it
_WINDOWS = (Qt.WindowType.Window, Qt.WindowType.Dialog)

_Done = Callable[[], object]


class Notifications(QObject):
    """Hands each text over once, in its order, when the reader has come so far.

    By then it has read whatever had the focus before: it takes one thing after the other.

    Args:
        bar: the status bar of the main window.
    """

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._waiting: list[str] = []
        self._held: list[_Done] = []
        self._up: list[Notification] = []  # have come up, and the last that was taken
        here = QGuiApplication.focusWindow()  # the main one is there before this is made
        self._active: set[QWindow] = {here} if here else set()  # windows that had the focus once
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._come_up)
        self._late = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._late.timeout.connect(self._release)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(app.focusWindow())  # the main one is shown, and active, before all else

    def tell(self, text: str, done: _Done) -> None:
        """Have a screen reader speak this; ``done`` is called as soon as it does."""
        self._waiting.append(text)
        self._held.append(done)
        if not self._late.isActive():
            self._late.start()
        if not self._again.isActive():  # else one is up that will have this text, too
            self._again.setInterval(_AGAIN_MS)
            self._come_up()

    def follow(self, done: _Done) -> None:
        """Call this after what is still held back; at once if nothing is."""
        if self._held:
            self._held.append(done)
        else:
            done()

    def take_back(self) -> list[str]:
        """Take back what was not handed over; nobody will hear it from here any more."""
        waiting, self._waiting = self._waiting, []
        self._again.stop()
        self._put_away(self._up)
        self._release()
        return waiting

    @Slot()
    def _come_up(self) -> None:
        """Show one more; not while a window is about to become active, which ends all speech."""
        if not self._is_turning():
            note = Notification(self._bar, self._hand_over)
            self._up.append(note)
            note.come_up()
        self._again.start(min(self._again.interval() * 2, _SLOWEST_MS))

    def _hand_over(self, note: "Notification") -> str:
        """The reader asks a notification for its text."""
        if not self._waiting:
            return ""
        text, self._waiting = " ".join(self._waiting), []
        self._again.stop()
        self._put_away([each for each in self._up if each is not note])  # it still looks at this
        QTimer.singleShot(0, self, self._release)  # not while it is being answered
        return text

    def _put_away(self, notes: list["Notification"]) -> None:
        self._up = [each for each in self._up if each not in notes]
        for note in notes:
            note.deleteLater()

    @Slot()
    def _release(self) -> None:
        held, self._held = self._held, []
        self._late.stop()
        for done in held:
            done()

    def _is_turning(self) -> bool:
        """Whether a window of ours has come up that will have the focus, and has not yet."""
        here = QGuiApplication.focusWindow()
        if here is None or self._again.interval() > _TURNING_MS:
            return False  # what ends speech is over, or none of ours will have it
        shown = (window for window in QGuiApplication.topLevelWindows() if window.isVisible())
        known = {here, *self._active}
        return any(w.type() in _WINDOWS and w not in known for w in shown)

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is None:
            return
        self._active = {each for each in self._active if isValid(each)} | {window}
        if self._waiting:
            self._again.setInterval(_AGAIN_MS)
            self._come_up()


class Notification(QWidget):
    """Nothing to be seen: for a screen reader, a notification that comes up once.

    Orca 43 speaks and brailles one whichever window is in front, and does not move its focus. In a
    status bar it leaves out the word "notification"; the text must be a label's, as it brailles
    no name. It keeps the names that it has asked for, so that each text needs a new one.

    Args:
        bar: the status bar of the main window.
        text: called once, when it is asked what it says.
    """

    def __init__(self, bar: QStatusBar, text: Callable[["Notification"], str]) -> None:
        super().__init__(bar)
        self.hide()
        register(QAccessibleWidget(self, QAccessible.Role.Notification, ""))
        register(_Words(QLabel(self), lambda: text(self)))

    def come_up(self) -> None:
        """Let the screen reader know that it is there."""
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))


class _Words(QAccessibleWidget):
    """A label that finds its text when it is asked for it, and keeps that."""

    def __init__(self, label: QLabel, find: Callable[[], str]) -> None:
        super().__init__(label, QAccessible.Role.StaticText, "")
        self._find = find
        self._found: str | None = None

    def text(self, kind: QAccessible.Text) -> str:
        """Its name is what is to be said."""
        if kind != QAccessible.Text.Name:
            return ""
        if self._found is None:
            self._found = self._find()
        return self._found
