"""The window that teaches: one page to teach, one for what was taught."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from assistant.qt.own.teach_page import TeachPage
from assistant.qt.own.things_page import ThingsPage
from assistant.qt.widgets.pages import PagesDialog


class TeachDialog(PagesDialog):
    """Both pages."""

    def __init__(self, parent: QWidget) -> None:
        teach, things = TeachPage(), ThingsPage()
        both = (("Teach", teach), ("Your own things", things))
        super().__init__(parent, "Teach a thing", both, teach.text, QSize(640, 520), QSize(15, 13))
        self.teach, self.things = teach, things
        teach.field.setFocus()
