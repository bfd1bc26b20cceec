"""What a screen reader that takes no announcements still speaks: a notification that comes up."""

from itertools import cycle

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QStatusBar, QWidget

_TURNING_MS = 900
_AT_ONCE = 8  # told within the seconds that a reader may lag behind

# Qt deletes an interface with its widget; PySide6 would do so as soon as Python forgets it.
_KEPT: list[QAccessibleWidget] = []


class Notifications(QObject):
    """Some of them, taken in turn: a reader that lags behind still finds each with its own text.

    Orca 43 loses what comes up while it turns to another window: until it has had the time for
    that, they wait.

    Args:
        bar: the status bar of the main window.
    """

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._turns = cycle([Notification(bar) for _ in range(_AT_ONCE)])
        self._waiting: list[str] = []
        self._turning = QTimer(self, singleShot=True, interval=_TURNING_MS)
        self._turning.timeout.connect(self._tell_waiting)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_window)

    def tell(self, text: str) -> None:
        """Have a screen reader speak this."""
        if self._turning.isActive():
            self._waiting.append(text)
        else:
            next(self._turns).tell(text)

    @Slot()
    def _on_window(self) -> None:
        self._turning.start()

    @Slot()
    def _tell_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        for text in waiting:
            next(self._turns).tell(text)


class Notification(QWidget):
    """Nothing to be seen: for a screen reader, a notification with a text, shown once each time.

    Orca 43 speaks and brailles one whichever window is in front, and does not move its focus. In a
    status bar it leaves out the word "notification"; the text must be a label's, as it brailles
    no name.

    Args:
        bar: the status bar of the main window.
    """

    def __init__(self, bar: QStatusBar) -> None:
        super().__init__(bar)
        self._label = QLabel(self)
        self.hide()
        interface = QAccessibleWidget(self, QAccessible.Role.Notification, "")
        QAccessible.registerAccessibleInterface(interface)
        _KEPT.append(interface)

    def tell(self, text: str) -> None:
        """Have a screen reader speak this."""
        self._label.setText(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectShow))
