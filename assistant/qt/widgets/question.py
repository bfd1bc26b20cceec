"""A question that is answered by yes or by closing it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import button
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.text_view import TextView

_NO = "Says no and closes the question."


class QuestionBox(QDialog):
    """Asks in letters of the size that is read; the answer that Enter gives is no.

    A screen reader reads the question with the button that has the focus first, and not again with
    the other one, nor when the focus comes back.

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
        self.yes = button(yes, "Says yes and closes the question.", self.accept)
        self.no = button("Cancel", _NO, self.reject)
        self.no.setAccessibleDescription(text)
        self.no.setDefault(True)
        self._act = act
        layout = room.scrolling(self)
        view = TextView(title, lines=3)  # it can be scrolled by keyboard
        view.setPlainText(text)
        layout.addWidget(view)
        layout.addLayout(Flow([self.yes, self.no]))
        room.fit(self, QSize(560, 400))
        self.no.setFocus()  # not before it is in its place: the text would get the focus
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def done(self, result: int) -> None:
        """Close it, and do what was asked once everybody knows: who asked stops its voice then."""
        super().done(result)
        if result == QDialog.DialogCode.Accepted:
            self._act()

    @Slot(QWidget, QWidget)
    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is self.no and now is not None and now.window() is self:
            with unheard():  # it is the button that was left
                self.no.setAccessibleDescription(_NO)
