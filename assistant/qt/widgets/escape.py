"""Escape in the windows beside the main one: silence first, and only then the end of the window."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog


@runtime_checkable
class HasSound(Protocol):
    """A window with sound of its own."""

    def pause(self) -> bool:
        """Be silent; returns whether it was not."""


class Escape(QObject):
    """Stops what is heard when Escape is pressed in a window; the next Escape closes it.

    Args:
        hush: stops our own voice; returns whether it was speaking.
        parent: its owner.
    """

    def __init__(self, hush: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._hush = hush

    def watch(self, dialog: QDialog) -> None:
        """Hold to it in this window, too."""
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key while there is something to silence."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            paused = isinstance(watched, HasSound) and watched.pause()
            return self._hush() or paused
        return super().eventFilter(watched, event)
