"""Words to read: selectable with the keyboard, never to be changed."""

from itertools import takewhile

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
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

    def revise(self, text: str) -> None:
        """Change the text from where it differs; cursor, selection and scrolling stay."""
        same = _common_start(self.toPlainText(), text)
        reader, scrolled = self.textCursor(), self.verticalScrollBar().value()
        anchor, position = (min(at, _units(text)) for at in (reader.anchor(), reader.position()))
        writer = QTextCursor(self.document())
        writer.setPosition(_units(same))
        writer.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        writer.insertText(text[len(same) :])
        reader.setPosition(anchor)
        reader.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(reader)
        self.verticalScrollBar().setValue(scrolled)

    @property
    def selected(self) -> str:
        """The selected words, or none."""
        # Qt puts U+2029 where a selection crosses a line.
        return self.textCursor().selectedText().replace("\u2029", "\n")


def _common_start(one: str, other: str) -> str:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in pairs)


def _units(text: str) -> int:
    """How many places of a text cursor it takes: Qt counts in UTF-16, where an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
