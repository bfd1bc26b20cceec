"""The window that finds pictures: one page to search, one for the folders."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from assistant.qt.find.folders_page import FoldersPage
from assistant.qt.find.page import FindPage
from assistant.qt.widgets import pages, room


class FindDialog(QDialog):
    """Both pages, and a Close button; it blocks nothing.

    Args:
        parent: the main window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find pictures")
        self.pictures, self.folders = FindPage(), FoldersPage()
        self.tabs = pages.lay_out(self, [("Find", self.pictures), ("Folders", self.folders)])
        self.ensurePolished()
        line = self.pictures.text.fontMetrics().lineSpacing()
        room.fit(self, QSize(max(760, line * 16), max(680, line * 15)))
        self.pictures.field.setFocus()

    def begin_with_folders(self) -> None:
        """Go to the folders: there is nothing to search yet."""
        self.tabs.setCurrentWidget(self.folders)
        self.folders.add.setFocus()
