"""The size of all letters, from the one setting."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QWidget

_SMALLEST = 11  # points, of words on controls
# What has sentences to read has the size that was chosen. PySide6's stubs want bytes for the names
# of classes, PySide6 itself text.
_READ: tuple[Any, ...] = ("QPlainTextEdit", "QListWidget", "Words", "TypedWords")


class Hint(QLabel):
    """Sentences about controls, wrapped, never taken for markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)  # a file's name may look like markup
        self.setWordWrap(True)


class Words(Hint):
    """Sentences to read."""


def apply(points: int) -> None:
    """Give every window its letters, also those that are open.

    What is read has the size that was chosen: explanations, answers, lists, notices. Buttons, menus
    and labels have two thirds of it.
    """
    reading = QApplication.font()
    reading.setPointSize(points)
    controls = QFont(reading)
    controls.setPointSize(max(_SMALLEST, points * 2 // 3))
    QApplication.setFont(controls)
    for kind in _READ:
        QApplication.setFont(reading, kind)
