"""A question that is answered by yes or by closing it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

from assistant.qt import room
from assistant.qt.controls import button
from assistant.qt.flow import Flow
from assistant.qt.text_size import Words

_WIDTH, _MARGIN = 560, 24  # pixels


class Question(QDialog):
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
        layout.addWidget(Words(text))
        layout.addLayout(Flow([self.yes, self.no]))
        layout.addStretch(1)
        self.ensurePolished()
        room.fit(self, QSize(_WIDTH, layout.totalHeightForWidth(_WIDTH) + _MARGIN))
