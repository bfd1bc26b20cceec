"""Typing echo by our own voice: each letter and, when it is whole, the word."""

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from assistant.qt.widgets.text_view import common_start

# Shorter than what Unicode calls them.
_NAMES = {
    " ": "space", ".": "dot", "-": "hyphen", "_": "underscore", "/": "slash", "\\": "backslash",
    "@": "at", "#": "number sign", "\n": "new line", "\u2029": "new line", "\t": "tab",
}  # fmt: skip


def spoken(letter: str) -> str:
    """A letter as it is heard alone; a sign has its name."""
    if letter in _NAMES:
        return _NAMES[letter]
    if unicodedata.category(letter).startswith(("P", "S", "Z")):
        return unicodedata.name(letter, letter).lower()
    return f"capital {letter}" if letter.isupper() else letter


def echo(before: str, after: str) -> str:
    """Words for a change that was typed; empty for none.

    A space ends a word, which is said in its place. What was deleted is said, and what was put in
    at once, as from the clipboard, is said whole.
    """
    start = len(common_start(before, after))
    most = min(len(before), len(after)) - start
    end = min(most, len(common_start(before[::-1], after[::-1])))
    gone, new = before[start : len(before) - end], after[start : len(after) - end]
    changed = new or gone
    if len(changed) != 1:
        return changed
    word = after[:start].rpartition(" ")[2] if new == " " else ""
    return word if len(word) > 1 else spoken(changed)


class TypingEcho(QObject):
    """Says what is typed into the field that has the focus, however it gets there.

    Nothing is said of fields that show no letters, as those for passwords do.

    Args:
        say: says it.
        parent: its owner.
    """

    def __init__(self, say: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._say, self._before = say, ""
        self._field: QLineEdit | None = None

    def follow(self, widget: QWidget | None) -> None:
        """The focus is here now."""
        if self._field is not None and isValid(self._field):
            self._field.textEdited.disconnect(self._edited)
            self._field.textChanged.disconnect(self._changed)
        self._field = widget if isinstance(widget, QLineEdit) and not is_secret(widget) else None
        if self._field is not None:
            self._before = self._field.text()
            self._field.textEdited.connect(self._edited)  # comes before textChanged
            self._field.textChanged.connect(self._changed)

    @Slot(str)
    def _edited(self, text: str) -> None:
        if words := echo(self._before, text):
            self._say(words)

    @Slot(str)
    def _changed(self, text: str) -> None:
        self._before = text


def is_secret(widget: QWidget) -> bool:
    """Whether it does not show what is typed into it."""
    return isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
