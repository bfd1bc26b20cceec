"""Keys: which can be given to an action, and which a focused control keeps for itself."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView

from assistant.keys import ACTIONS, Action

# Without them a keyboard user could no longer reach or leave a control.
_RESERVED = (
    "Tab", "Shift+Tab", "Return", "Enter", "Up", "Down", "Left", "Right", "Home", "End",
    "PgUp", "PgDown", "Menu", "Shift+F10", "F10", "Alt+F4",
)  # fmt: skip


def current(changed: Mapping[str, str]) -> dict[str, str]:
    """Action name → key in portable text, the user's changes included."""
    return {row.name: changed.get(row.name, row.shortcut) for row in ACTIONS}


def spoken(key: str) -> str:
    """A key as this system writes it; "no key" for an empty one."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or "no key"


def read_all(changed: Mapping[str, str]) -> str:
    """The way to the whole of a long text, with the user's own key; empty without one."""
    key = current(changed)["read"]
    return f"press {spoken(key)} to read the page" if key else ""


def refusal(name: str, key: str, changed: Mapping[str, str]) -> str:
    """The reason why this action cannot have this key, as a sentence; empty when it can.

    An empty key (the action then has none) is always possible.
    """
    if not key:
        return ""
    if any(_same(key, reserved) for reserved in _RESERVED):
        return f"{spoken(key)} is needed to move in the window. Choose another key."
    for other, taken in current(changed).items():
        if other != name and _same(key, taken):
            return f"{spoken(key)} is already the key for {row(other).plain}. Choose another key."
    letter = _menu_with_letter(key)
    return f"{spoken(key)} opens the menu {letter}. Choose another key." if letter else ""


def row(name: str) -> Action:
    """The row of the table with this name."""
    return next(row for row in ACTIONS if row.name == name)


def _same(key: str, other: str) -> bool:
    return bool(other) and QKeySequence(key) == QKeySequence(other)


def _menu_with_letter(key: str) -> str:
    for menu in dict.fromkeys(row.menu for row in ACTIONS):
        if _same(key, QKeySequence.mnemonic(menu).toString()):
            return menu.replace("&", "")
    return ""


class KeepKeys(QObject):
    """Lets a focused button keep Space, and a focused list every key that types.

    Qt offers a key to the focused control first (``ShortcutOverride``); neither of the two takes
    it by itself, so that Space on a button would describe instead of pressing the button. It is
    installed on the few controls concerned: a filter on the whole application would bring every
    event of the preview through Python.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key for the control when it has a meaning there."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _means_something(watched, event)
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def _means_something(watched: QObject, event: QKeyEvent) -> bool:
    plain = event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )
    if not plain:
        return False
    if isinstance(watched, QAbstractButton):
        return event.key() == Qt.Key.Key_Space
    return isinstance(watched, QAbstractItemView) and bool(
        event.text().strip(" \x1b") or event.key() == Qt.Key.Key_Space
    )
