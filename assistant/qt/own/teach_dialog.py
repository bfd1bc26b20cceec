"""The window that teaches: one page to teach, one for what was taught."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from assistant.qt.own.teach_page import TeachPage
from assistant.qt.own.things_page import ThingsPage
from assistant.qt.widgets import pages, room


class TeachDialog(QDialog):
    """Both pages, and a Close button; it blocks nothing.

    Args:
        parent: the main window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Teach a thing")
        self.teach, self.things = TeachPage(), ThingsPage()
        self.tabs = pages.lay_out(self, [("Teach", self.teach), ("Your own things", self.things)])
        self.ensurePolished()
        line = self.teach.text.fontMetrics().lineSpacing()
        room.fit(self, QSize(max(640, line * 15), max(520, line * 13)))
        self.teach.field.setFocus()
