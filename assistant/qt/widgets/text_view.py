"""Words to read: selectable with the keyboard, never to be changed."""

from contextlib import AbstractContextManager, nullcontext
from itertools import takewhile

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from assistant.qt.speaking.screen_reader import unheard

_MARGINS = 30  # pixels: border, padding and the document's own


class TextView(QPlainTextEdit):
    """Read-only text that Tab leaves again.

    Screen readers hear of another text only where the focus is in it. Of one without, Orca 43 took
    the cursor that was moved for the focus, when that came there before Orca had caught up, and did
    not read what the focus had come to.

    Args:
        name: what a screen reader calls it.
        lines: so many can be seen at the least, whatever the size of the letters.
        most: and at the most; 0 for as many as there is room.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, lines: int = 2, most: int = 0
    ) -> None:
        super().__init__(parent)
        self._lines, self._most = lines, most
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)  # else a picture dropped here would not reach the window
        if most:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def minimumSizeHint(self) -> QSize:
        """The least lines."""
        return QSize(0, lines_high(self, self._lines))

    def sizeHint(self) -> QSize:
        """The most lines, else what Qt gives any text."""
        height = lines_high(self, self._most) if self._most else super().sizeHint().height()
        return QSize(super().sizeHint().width(), max(height, lines_high(self, self._lines)))

    def setPlainText(self, text: str) -> None:
        """Show another text, the cursor at its beginning."""
        with self._heard_here():
            super().setPlainText(text)

    def revise(self, text: str) -> None:
        """Change the text from where it differs; cursor, selection and scrolling stay."""
        with self._heard_here():
            self._revise(text)

    @property
    def selected(self) -> str:
        """The selected words, or none."""
        # Qt puts U+2029 where a selection crosses a line.
        return self.textCursor().selectedText().replace("\u2029", "\n")

    def _heard_here(self) -> AbstractContextManager[None]:
        return nullcontext() if self.hasFocus() else unheard()

    def _revise(self, text: str) -> None:
        same = common_start(self.toPlainText(), text)
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


def line_of(text: QPlainTextEdit) -> str:
    """The line that the cursor is in, as it is seen."""
    cursor = text.textCursor()
    cursor.clearSelection()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    return cursor.selectedText().strip()


def lines_high(widget: QWidget, lines: int) -> int:
    """Height in pixels of a text or list that shows so many lines of its letters."""
    return widget.fontMetrics().lineSpacing() * lines + _MARGINS


def common_start(one: str, other: str) -> str:
    """The letters with which both begin."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in pairs)


def _units(text: str) -> int:
    """How many places of a text cursor it takes: Qt counts in UTF-16, where an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
