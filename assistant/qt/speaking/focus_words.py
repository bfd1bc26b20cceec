"""A control in words, as short as a screen reader says it: name, role, state and value."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from assistant.qt.speaking.typing_echo import is_secret
from assistant.qt.widgets.text_view import line_of

_ROLES: dict[type[QWidget], str] = {
    QCheckBox: "check box",
    QAbstractButton: "button",
    QComboBox: "choice",
    QAbstractSpinBox: "number",
    QLineEdit: "edit",
    QKeySequenceEdit: "key",
    QAbstractItemView: "list",
    QTabBar: "tab",
}


def in_words(widget: QWidget, whole: bool = False) -> str:
    """Words for a control that the focus comes to; empty for what has nothing to say.

    Args:
        widget: the control.
        whole: of a text the paragraph, not the line.
    """
    if isinstance(widget, (QMenuBar, QMenu)):
        return ""  # their items are told
    kinds = (words for kind, words in _ROLES.items() if isinstance(widget, kind))
    role = next(kinds, "")
    if isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
        role = "edit"
    if whole and isinstance(widget, QPlainTextEdit):
        return joined(_name(widget), role, widget.textCursor().block().text())
    return joined("" if isinstance(widget, QTabBar) else _name(widget), role, value(widget))


def value(widget: QWidget) -> str:
    """Value that a key may change: the row, the line, the state, the number."""
    match widget:
        case QAbstractItemView():
            return _row(widget) or "nothing in it"
        case QTabBar():
            at = widget.currentIndex()
            return joined(widget.tabText(at).replace("&", ""), f"{at + 1} of {widget.count()}")
        case QPlainTextEdit():
            return line_of(widget) or "blank"
        case QLineEdit():
            shown = "" if is_secret(widget) else widget.selectedText()
            return shown or widget.displayText() or "blank"
        case QComboBox():
            return widget.currentText()
        case QAbstractSpinBox():
            return widget.text()
        case QKeySequenceEdit():
            return widget.keySequence().toString()
        case QAbstractButton() if widget.isCheckable():
            return _state(widget.isChecked())
    return ""


def title(window: QWidget) -> str:
    """Words for a window that comes to the front."""
    words = window.windowTitle()
    return f"{words}. {window.text()}" if isinstance(window, QMessageBox) else words


def entry(action: QAction) -> str:
    """An item of a menu."""
    words = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
    return joined(
        words,
        _state(action.isChecked()) if action.isCheckable() else "",
        "" if action.isEnabled() else "not available",
        action.shortcut().toString(),
    )


def joined(*parts: str) -> str:
    """Those that say something, as one sentence."""
    words = ", ".join(part.rstrip(" .,:") for part in parts if part.strip())
    return f"{words}." if words else ""


def _name(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QLabel):
        return widget.text()
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name) if face is not None else ""


def _state(checked: bool) -> str:
    return "checked" if checked else "not checked"


def _row(view: QAbstractItemView) -> str:
    index = view.currentIndex()
    if not index.isValid():
        return ""
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    words = next((str(index.data(role)) for role in roles if index.data(role)), "")
    return joined(words, f"{index.row() + 1} of {view.model().rowCount(index.parent())}")
