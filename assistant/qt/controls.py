"""Controls that several windows have."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QPushButton


class WordsList(QListWidget):
    """A list of texts of any length, which are wrapped.

    Args:
        name: what a screen reader calls it.
        help_: what can be done with it.
        font: the reader's own size.

    Signals:
        delete_pressed(): the key Delete was pressed.
    """

    delete_pressed = Signal()

    def __init__(self, name: str, help_: str, font: QFont) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(help_)
        self.setFont(font)
        self.setWordWrap(True)
        self.setSpacing(4)  # pixels between texts of several lines
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)  # one may fill the view

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Delete; everything else is the list's own."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)


class HistoryList(QListWidget):
    """The list of explanations; Escape leaves it, before it means "stop".

    Signals:
        left(): Escape was pressed.
    """

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's own key."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
            return True
        return super().event(event)


def button(words: str, help_: str, act: Callable[[], object]) -> QPushButton:
    """A button that Enter elsewhere in the window does not press."""
    made = QPushButton(words)
    made.setAutoDefault(False)
    made.setToolTip(help_)
    made.setAccessibleDescription(help_)
    made.clicked.connect(lambda: act())
    return made
