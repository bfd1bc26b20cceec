"""The field for questions, and its answer below it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets.controls import TypedWords, labelled
from assistant.qt.widgets.focus import Detour
from assistant.qt.widgets.text_view import TextView

_LONGEST = 300  # characters of a question
_KEPT = 50  # questions
_ANSWER_LINES = 3


class AskBar(QWidget):
    """One labelled field; Enter asks, Up and Down bring earlier questions, Escape leaves.

    The answer stands in a read-only text of its own, so that the explanation stays and a screen
    reader can go over the answer word by word.

    Args:
        home: where the focus goes from here, unless it was elsewhere before.

    Signals:
        asked(question): Enter was pressed on a question.
        left(): Escape was pressed.
    """

    asked = Signal(str)
    left = Signal()

    def __init__(self, home: QWidget) -> None:
        super().__init__()
        self._earlier: list[str] = []
        self._at = 0
        self.field = TypedWords()
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText("Is there a dog?")
        self.field.setAccessibleName("Question")
        self.field.setAccessibleDescription("About this picture. Enter asks, Escape leaves.")
        self.answer = TextView("Answer", most=_ANSWER_LINES)
        self.answer.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(labelled("&Question:", self.field))
        layout.addWidget(self.answer)
        self.field.returnPressed.connect(self._ask)
        for widget in (self.field, self.answer):
            widget.installEventFilter(self)
        self._detour = Detour(self, home)

    def open(self) -> None:
        """Show the field and go there; the question before is selected, so typing replaces it."""
        self._detour.enter(self.field)
        self.field.selectAll()

    def leave(self) -> None:
        """Put the field away; the focus goes back to where it was."""
        self._detour.leave()

    def show_answer(self, text: str) -> None:
        """Show an answer; the focus stays in the field."""
        self.answer.setPlainText(text)
        self.answer.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves, before it means "stop"; Up and Down go through the earlier questions."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                self.left.emit()
            return True
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
            if isinstance(event, QKeyEvent) and event.key() in step:
                self._recall(step[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        question = self.field.text().strip()
        if question:
            self._earlier = [*(q for q in self._earlier if q != question), question][-_KEPT:]
            self._at = len(self._earlier) - 1
            with unheard():  # it is no news, and a reader would say the last letter again
                self.field.selectAll()
            self.asked.emit(question)

    def _recall(self, by: int) -> None:
        if self._earlier:
            if self.field.text() not in self._earlier:
                self._at = len(self._earlier)  # something new was begun: back to the latest
            self._at = max(0, min(len(self._earlier) - 1, self._at + by))
            self.field.setText(self._earlier[self._at])
            self.field.selectAll()
