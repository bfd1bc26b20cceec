"""What a screen reader that takes no announcements still speaks: a notification that comes up."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QStatusBar, QWidget

# Qt deletes an interface with its widget; PySide6 would do so as soon as Python forgets it.
_KEPT: list[QAccessibleWidget] = []


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
