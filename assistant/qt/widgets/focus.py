"""The focus when the control that has it goes away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

# The focus comes back to a control that had it before: who was there knows where they are.
RETURNED = Qt.FocusReason.OtherFocusReason


def put_away(widget: QWidget, next_: QWidget) -> None:
    """Hide a widget; if the focus is in it, it goes to ``next_``.

    The focus goes first: Qt moves that of a hidden control on to the next one by Tab, and on its
    way it would pass over controls that do something when they are reached, as the picture does.
    """
    focus = widget.window().focusWidget()
    if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
        next_.setFocus(RETURNED)
    widget.hide()


class Detour:
    """A part of the window that is shown for a while, and left to where the focus was before.

    Args:
        part: is hidden until it is entered.
        home: where the focus goes when the control that had it is gone.
    """

    def __init__(self, part: QWidget, home: QWidget) -> None:
        self._part, self._home = part, home
        self._before = home
        part.hide()

    def enter(self, first: QWidget) -> None:
        """Show the part and go to one of its controls."""
        focus = self._part.window().focusWidget()
        if focus is not None and focus is not self._part and not self._part.isAncestorOf(focus):
            self._before = focus
        self._part.show()
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Put the part away."""
        put_away(self._part, self._before if self._before.isVisible() else self._home)
