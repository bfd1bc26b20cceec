"""Asking for files: Qt's own dialog, which a screen reader can follow."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room


class FileDialog(QFileDialog):
    """Comes up and goes without a word for each of its hundred parts.

    Qt tells screen readers of everything that is put into it, and of every part that is shown and
    hidden. Orca asks back each time, reads none of it, and is behind by seconds then, on a busy
    machine by half a minute. That the window is there and where the focus is, it is told
    afterwards.

    Args:
        parent: the window that asks.
        title: what is asked for.
        where: the folder in which it begins, or the file that is proposed.
        kinds: of files, as Qt's filters have it; all without them.
        mode: one file, several, or a folder; all of them are there already.
        ending: a file is to be written, which gets this ending if it has none.
    """

    def __init__(
        self, parent: QWidget, title: str, where: str, kinds: str = "",
        mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile, ending: str = "",
    ) -> None:  # fmt: skip
        with unheard():
            super().__init__(parent, title, where, kinds)
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            if ending:
                self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
                self.setDefaultSuffix(ending)
            else:
                self.setFileMode(mode)
                folders = mode == QFileDialog.FileMode.Directory
                self.setOption(QFileDialog.Option.ShowDirsOnly, folders)

    def setVisible(self, visible: bool) -> None:
        """Show or hide it."""
        with unheard():
            if visible:
                room.fit_file_dialog(self)
            super().setVisible(visible)
