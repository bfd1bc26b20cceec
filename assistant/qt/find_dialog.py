"""The window that finds pictures: one page to search, one for the folders."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from assistant.qt import room
from assistant.qt.faces import make_plain
from assistant.qt.find_page import FindPage
from assistant.qt.folders_page import FoldersPage


class FindDialog(QDialog):
    """Both pages, and a Close button; it blocks nothing.

    Args:
        parent: the main window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find pictures")
        self.pictures, self.folders = FindPage(), FoldersPage()
        self.tabs = QTabWidget()
        make_plain(self.tabs)
        self.tabs.setAccessibleName("Find pictures")
        self.tabs.addTab(self.pictures, "Find")
        self.tabs.addTab(self.folders, "Folders")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self.ensurePolished()
        line = self.pictures.text.fontMetrics().lineSpacing()
        room.fit(self, QSize(max(760, line * 16), max(680, line * 15)))
        self.pictures.field.setFocus()

    def begin_with_folders(self) -> None:
        """There is nothing to search yet: go where that can be changed."""
        self.tabs.setCurrentWidget(self.folders)
        self.folders.add.setFocus()
