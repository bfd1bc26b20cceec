"""The window that asks what is to be sought."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QDialog, QWidget

from assistant.qt.speaking.roles import silent
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import TypedWords, WordsList, button, close_row, label, labelled

_LONGEST = 60  # characters
_HINT = (
    "Type what to look for, such as: cup. Enter begins. A tone comes from the side where it is, "
    "and is the higher the nearer it is to the middle; Escape ends it."
)
_OWN = " Tab leads to your own things."


class SeekDialog(QDialog):
    """A field for the word, and the taught things to choose from.

    Args:
        before: what was sought last.
        own: names of the taught things.
        parent: the main window.

    Attributes:
        hint: what can be done here, in words.

    Signals:
        wanted(words): this is to be sought.
    """

    wanted = Signal(str)

    def __init__(self, before: str, own: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Seek")
        self.field = TypedWords()
        self.field.setMaxLength(_LONGEST)
        self.field.setText(before)
        self.field.selectAll()
        self.field.setAccessibleName("Look for")
        self.hint = _HINT + _OWN if own else _HINT
        self.field.setAccessibleDescription(self.hint)
        self.field.returnPressed.connect(self._typed)
        self.list = WordsList("Your own things", "Enter looks for the chosen one.")
        self.list.addItems(list(own))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._chosen)
        self.go = button("&Seek", "Looks for it with the camera.", self._go)
        self._in_list = False  # the focus was there after it was in the field
        for widget in (self.field, self.list):
            widget.installEventFilter(self)
        self._lay_out(bool(own))
        room.fit(self, QSize(560, 420))
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See where the focus is, for the button: it takes what was typed or what was chosen."""
        if event.type() == QEvent.Type.FocusIn:
            self._in_list = watched is self.list
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        if self._in_list:
            self._chosen()
        else:
            self._typed()

    def _typed(self) -> None:
        self._want(self.field.text())

    def _chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._want(item.text())

    def _want(self, words: str) -> None:
        self.accept()
        self.wanted.emit(words)

    def _lay_out(self, own: bool) -> None:
        layout = room.scrolling(self)
        layout.addLayout(labelled("&Look for:", self.field))
        layout.addWidget(silent(self.hint))
        if own:
            layout.addWidget(label("Your &own things:", self.list))
            layout.addWidget(self.list, 1)
        self.list.setVisible(own)
        layout.addLayout(close_row(self, self.go))
