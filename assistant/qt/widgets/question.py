"""A question that is answered by yes or by closing it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

from assistant.qt.widgets import room
from assistant.qt.widgets.controls import button
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.text_view import TextView


class QuestionBox(QDialog):
    """Asks in letters of the size that is read; the answer that Enter gives is no.

    Args:
        title: of the window.
        text: the question, and what comes of a yes.
        yes: the words for it, with the ``&`` before the letter that chooses it.
        act: is done after a yes.
        parent: the window that asks.
    """

    def __init__(
        self, title: str, text: str, yes: str, act: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.text = text
        self.yes = button(yes, text, self.accept)
        self.no = button("Cancel", text, self.reject)
        self.no.setDefault(True)
        self.no.setFocus()
        self.accepted.connect(act)
        layout = room.scrolling(self)
        view = TextView(title, lines=3)  # it can be scrolled by keyboard
        view.setPlainText(text)
        layout.addWidget(view)
        layout.addLayout(Flow([self.yes, self.no]))
        room.fit(self, QSize(560, 400))
