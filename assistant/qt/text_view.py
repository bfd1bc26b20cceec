"""Words to read: selectable with the keyboard, never to be changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class TextView(QPlainTextEdit):
    """Read-only text that Tab leaves again.

    Args:
        name: what a screen reader calls it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)  # else a picture dropped here would not reach the window

    @property
    def selected(self) -> str:
        """The selected words, or none."""
        # Qt puts U+2029 where a selection crosses a line.
        return self.textCursor().selectedText().replace("\u2029", "\n")
