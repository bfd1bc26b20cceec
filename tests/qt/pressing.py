"""Keys that are pressed, held and let go."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot


def press(qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def hold(qtbot: QtBot, widget: QWidget, key: Qt.Key, times: int) -> None:
    """Press a key, and let it go after it was repeated so often."""
    kinds = [(QEvent.Type.KeyPress, False), *[(QEvent.Type.KeyPress, True)] * times]
    for kind, repeated in [*kinds, (QEvent.Type.KeyRelease, False)]:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeated)
        QApplication.sendEvent(widget, event)
        QApplication.processEvents()


def numbers(parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.addItems(["one", "two", "three", "four", "five"])
    box.setAccessibleName("Number")
    box.show()
    box.setFocus()
    return box
