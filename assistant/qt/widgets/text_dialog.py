"""A window of words beside the main one, for Help and Why."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from assistant.qt.widgets import room
from assistant.qt.widgets.text_view import TextView


class TextDialog(QDialog):
    """Text to read, and a Close button; it blocks nothing.

    Args:
        title: of the window, and of the text for a screen reader.
        text: the words.
        parent: the main window.
    """

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.text = TextView(title)
        self.text.setPlainText(text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = room.scrolling(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
        room.fit(self, QSize(760, 560))
        self.text.setFocus()
