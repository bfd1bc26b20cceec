"""A page of text to move about in: by letter, word and line as everywhere, and by paragraph."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextBlock, QTextCursor

from assistant.qt.widgets.text_view import TextView

_Mode = QTextCursor.MoveMode
_UP_DOWN = {
    Qt.Key.Key_Up: QTextCursor.MoveOperation.Up,
    Qt.Key.Key_Down: QTextCursor.MoveOperation.Down,
}
_PLAIN, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class PageView(TextView):
    """Read-only text; an empty line divides its paragraphs.

    Ctrl+Up and Ctrl+Down go to the beginning of a paragraph, with Shift they select. Copy takes
    the selected words or, with none selected, all.
    """

    copied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that Qt's text has not."""
        step = {Qt.Key.Key_Up: self._before, Qt.Key.Key_Down: self._after}.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_words()
        elif step and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in (
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        ):
            cursor = self.textCursor()
            selects = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            cursor.setPosition(step(cursor), _Mode.KeepAnchor if selects else _Mode.MoveAnchor)
            self.setTextCursor(cursor)
        elif event.key() in _UP_DOWN and event.modifiers() & ~_KEYPAD in (_PLAIN, _SHIFT):
            self._go_line(_UP_DOWN[Qt.Key(event.key())], event.modifiers() & _SHIFT)
        else:
            super().keyPressEvent(event)

    def _go_line(self, way: QTextCursor.MoveOperation, select: Qt.KeyboardModifier) -> None:
        """Go to the next line with words: those between paragraphs would be heard as "blank"."""
        cursor = self.textCursor()
        mode = _Mode.KeepAnchor if select else _Mode.MoveAnchor
        while cursor.movePosition(way, mode) and not cursor.block().text().strip():
            pass
        if cursor.block().text().strip():
            self.setTextCursor(cursor)

    def copy_words(self) -> None:
        """Copy the selected words or all of them."""
        QGuiApplication.clipboard().setText(self.selected or self.toPlainText())
        self.copied.emit()

    def _before(self, cursor: QTextCursor) -> int:
        """Where this paragraph begins or, from there, the one before."""
        block = cursor.block()
        if cursor.positionInBlock() == 0:
            block = block.previous()
        while block.isValid() and not _begins_paragraph(block):
            block = block.previous()
        return block.position() if block.isValid() else 0

    def _after(self, cursor: QTextCursor) -> int:
        """Where the next paragraph begins; in the last one, its end."""
        block = cursor.block().next()
        while block.isValid() and not _begins_paragraph(block):
            block = block.next()
        return block.position() if block.isValid() else self.document().characterCount() - 1


def _begins_paragraph(block: QTextBlock) -> bool:
    return bool(block.text().strip()) and not block.previous().text().strip()
