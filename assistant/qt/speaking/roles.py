"""Roles of widgets for screen readers, where Qt tells nothing or something else."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QStackedWidget, QTabWidget, QWidget
from shiboken6 import isValid

from assistant.qt.appearance.text_size import HintLabel

# Qt deletes an interface with its widget; PySide6 would do so as soon as Python forgets it.
_kept: list[QAccessibleWidget] = []


def register(face: QAccessibleWidget) -> None:
    """Have screen readers find this for its widget; it must be done before they ask."""
    _kept[:] = [each for each in _kept if isValid(each)]
    _kept.append(face)
    QAccessible.registerAccessibleInterface(face)


def make_image(widget: QWidget, name: str) -> None:
    """Have it be an image of this name."""
    widget.setAccessibleName(name)
    register(QAccessibleWidget(widget, QAccessible.Role.Graphic, name))


def silent(text: str) -> HintLabel:
    """Words that are read with the control that they describe, and not as words of the window.

    Orca reads all labels of a window that comes up, without the controls that they are about.
    """
    hint = HintLabel(text)
    register(QAccessibleWidget(hint, QAccessible.Role.Client, ""))
    return hint


def make_plain(widget: QStackedWidget | QTabWidget) -> None:
    """Have a stack be nothing to speak of: Qt has it spoken as a "layered pane"."""
    stack = widget.findChild(QStackedWidget) if isinstance(widget, QTabWidget) else widget
    if stack is not None:
        register(QAccessibleWidget(stack, QAccessible.Role.Client, ""))
