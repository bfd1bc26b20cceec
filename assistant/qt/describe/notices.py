"""A lasting line for what the user must know: an error, a lost camera, a damaged file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assistant.qt.appearance.text_size import WordsLabel
from assistant.qt.widgets.focus import put_away


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
        layout = QVBoxLayout(self)
        layout.addWidget(self._label)
        layout.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    @property
    def text(self) -> str:
        """Text of the notice; empty while it is hidden."""
        return self._label.text()

    def show_notice(self, text: str) -> None:
        """Show one sentence, in place of an earlier one."""
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.show()

    def clear(self) -> None:
        """Put it away."""
        self._label.clear()
        put_away(self, self._next)

    def _make_label(self) -> WordsLabel:
        label = WordsLabel(parent=self)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setAccessibleDescription("Notice")
        return label
