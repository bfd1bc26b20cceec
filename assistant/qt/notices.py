"""A lasting line for what the user must know: an error, a lost camera, a damaged file."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from assistant.qt.focus import put_away


class Notices(QFrame):
    """One line above the picture; hidden while there is nothing to say.

    It stays until the next action or until it is dismissed, and never takes the focus.

    Args:
        next_: where the focus goes when it is put away, should it be in here.
    """

    def __init__(self, next_: QWidget) -> None:
        super().__init__()
        self._next = next_
        self.setObjectName("notice")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._label = self._make_label()
        self._dismiss = QPushButton("&Dismiss", self)
        self._dismiss.setAccessibleDescription("Puts the notice away. The key Escape does it too.")
        self._dismiss.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._label.text()

    def show_notice(self, text: str) -> None:
        """Show one sentence, in place of an earlier one."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self._label, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Put it away."""
        self._label.clear()
        put_away(self, self._next)

    def set_text_size(self, points: int) -> None:
        """Size of the letters in points."""
        font = self._label.font()
        font.setPointSize(points)
        self._label.setFont(font)

    def _make_label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)  # a file name may look like markup
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setAccessibleDescription("Notice")
        return label
