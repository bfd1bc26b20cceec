"""Asking for files: Qt's own dialog, which a screen reader can follow."""

from PySide6.QtWidgets import QFileDialog

from assistant.qt.speaking.screen_reader import unheard


class FileDialog(QFileDialog):
    """Comes up and goes without a word for each of its hundred parts.

    Qt tells screen readers of every one that is shown and hidden. Orca asks back each time, reads
    none of it, and is behind by seconds then, on a busy machine by half a minute. That the window
    is there and where the focus is, it is told afterwards.
    """

    def setVisible(self, visible: bool) -> None:
        """Show or hide it."""
        with unheard():
            super().setVisible(visible)
