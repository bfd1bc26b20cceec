"""The window that teaches: one page to teach, one for what was taught."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from assistant.qt import room
from assistant.qt.own.teach_page import TeachPage
from assistant.qt.own.things_page import ThingsPage


class TeachDialog(QDialog):
    """Both pages, and a Close button; it blocks nothing.

    Args:
        parent: the main window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Teach a thing")
        self.teach, self.things = TeachPage(), ThingsPage()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("Teach a thing")
        self.tabs.addTab(self.teach, "Teach")
        self.tabs.addTab(self.things, "Your own things")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        layout.addWidget(buttons)
        self.ensurePolished()
        line = self.teach.text.fontMetrics().lineSpacing()
        room.fit(self, QSize(max(640, line * 15), max(520, line * 13)))
        self.teach.field.setFocus()
