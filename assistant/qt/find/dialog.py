"""The window that finds pictures: one page to search, one for the folders."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from assistant.qt.find.folders_page import FoldersPage
from assistant.qt.find.page import FindPage
from assistant.qt.widgets.pages import PagesDialog


class FindDialog(PagesDialog):
    """Both pages."""

    def __init__(self, parent: QWidget) -> None:
        pictures, folders = FindPage(), FoldersPage()
        both = (("Find", pictures), ("Folders", folders))
        size, lines = QSize(760, 680), QSize(16, 15)
        super().__init__(parent, "Find pictures", both, pictures.text, size, lines)
        self.pictures, self.folders = pictures, folders
        pictures.field.setFocus()

    def begin_with_folders(self) -> None:
        """Go to the folders: there is nothing to search yet."""
        self.tabs.setCurrentWidget(self.folders)
        self.folders.add.setFocus()
