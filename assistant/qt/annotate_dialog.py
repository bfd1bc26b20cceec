"""The review window: for each picture of a folder a proposed alt text to accept, change or skip."""

from collections.abc import Callable, Generator
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QImageReader, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.library.review import Proposal, State
from assistant.qt.job import Job
from assistant.qt.text_view import TextView

_PREVIEW = QSize(480, 360)
_BRIEF = 125  # characters that an alt text should not exceed
_LOOKING = "Looking at the pictures…"
_NOTHING = "There is nothing to decide: all pictures have their texts."
_DONE = "That was the last one."
_CLOSING = "Writing what was decided…"
_HINT = (
    "Ctrl+Enter accepts, Ctrl+Shift+Enter skips, Alt+Left and Alt+Right go to others, "
    "Escape closes."
)


class Reviewing(Protocol):
    """What the window needs of a :class:`library.review.Review`."""

    proposals: list[Proposal]

    def accept(self, proposal: Proposal, alt: str) -> None:
        """Write the texts."""

    def skip(self, proposal: Proposal) -> None:
        """Write nothing."""

    def steps(self) -> Generator[State]:
        """Describe, and carry out decisions."""


class AnnotateDialog(QDialog):
    """One proposal after the other, all by keyboard; describing goes on meanwhile.

    Args:
        review: makes the proposals and carries out what is decided.
        say: speaks sentences, for those who have no screen reader.
        font: of the words; the reader's own size.
        parent: the main window.
    """

    told = Signal(str)  # what was done or went wrong

    def __init__(
        self, review: Reviewing, say: Callable[[list[str]], None], font: QFont, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._review, self._say = review, say
        self._decided: set[int] = set()
        self._at = -1  # number of the proposal that is shown
        self._state = State(0, 0)
        self.setWindowTitle("Alt texts for pictures")
        self._make_widgets(font)
        self._lay_out()
        self.resize(QSize(760, 640).boundedTo(parent.screen().availableSize()))
        self._show_none(_LOOKING)
        self._job: Job | None = Job(review.steps, self)
        self._job.progressed.connect(self._progressed)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._ended)
        self._job.start()

    def accept_this(self) -> None:
        """Write what stands there, and go on to the next."""
        text = self.alt.toPlainText().strip()
        if self._at in self._decided or self._at < 0:
            return
        if not text:
            self.told.emit("There is no alt text to write. Type one, or skip the picture.")
            return
        self._review.accept(self._review.proposals[self._at], text)
        self._decide("Accepted.")

    def skip_this(self) -> None:
        """Write nothing, and go on to the next."""
        if self._at in self._decided or self._at < 0:
            return
        self._review.skip(self._review.proposals[self._at])
        self._decide("Skipped.")

    def step(self, by: int) -> None:
        """Go to another one that is not decided yet."""
        number = self._next(by)
        if number is None:
            self.told.emit("There is no other one." if self._at >= 0 else self.place.text())
        else:
            self._present(number)

    def reject(self) -> None:
        """Close; what was decided is written before, what was not stays for the next time."""
        if self._job is None:
            super().reject()
            return
        self._show_none(_CLOSING)
        self._job.cancel()

    def _make_widgets(self, font: QFont) -> None:
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.alt = QPlainTextEdit()
        self.alt.setAccessibleName("Alt text")
        self.alt.setAccessibleDescription(_HINT)
        self.alt.setTabChangesFocus(True)
        self.alt.setFont(font)
        self.alt.textChanged.connect(self._count)
        self.count = QLabel()
        self.details = TextView("Description and keywords")
        self.details.setFont(font)
        self.accept_button = self._button("&Accept", self.accept_this, "Ctrl+Return", "Ctrl+Enter")
        self.skip_button = self._button(
            "&Skip", self.skip_this, "Ctrl+Shift+Return", "Ctrl+Shift+Enter"
        )
        self.previous = self._button("&Previous", lambda: self.step(-1), "Alt+Left")
        self.next = self._button("&Next", lambda: self.step(1), "Alt+Right")

    def _button(self, words: str, act: Callable[[], None], *keys: str) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setToolTip(keys[0])
        button.clicked.connect(lambda: act())
        for key in keys:
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        return button

    def _lay_out(self) -> None:
        label = QLabel("A&lt text")
        label.setBuddy(self.alt)
        hint = QLabel(_HINT)
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.accept_button, self.skip_button, self.previous, self.next):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        row = QGridLayout()
        row.addWidget(label, 0, 0)
        row.addWidget(self.count, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.addWidget(self.place)
        layout.addWidget(self.preview, 2)
        layout.addLayout(row)
        layout.addWidget(self.alt, 1)
        layout.addWidget(self.details, 1)
        layout.addWidget(hint)
        layout.addWidget(buttons)

    def _progressed(self, state: State) -> None:
        self._state = state
        if state.message:
            self.told.emit(state.message)
        if self._at < 0 or self._at in self._decided:
            number = self._next(1)
            if number is not None:
                self._present(number)
            elif state.looked == state.total:
                self._show_none(_DONE if self._decided else _NOTHING)
        else:
            self._show_place()

    def _ended(self) -> None:
        self._job = None
        super().reject()

    def _failed(self, message: str) -> None:
        self._job = None
        self._show_none(message)
        self.told.emit(message)

    def _decide(self, word: str) -> None:
        self._decided.add(self._at)
        number = self._next(1)
        if number is not None:
            self._present(number, word)
            return
        finished = self._state.looked == self._state.total
        self._show_none(_DONE if finished else _LOOKING)
        self._say([word, self.place.text()])

    def _next(self, by: int) -> int | None:
        """The nearest undecided proposal in a direction; from the end on again from the start."""
        every = len(self._review.proposals)
        numbers = [(self._at + by * n) % every for n in range(1, every)] if every else []
        numbers = numbers if self._at >= 0 else list(range(every))
        return next((n for n in numbers if n not in self._decided and n != self._at), None)

    def _present(self, number: int, before: str = "") -> None:
        self._at = number
        proposal = self._review.proposals[number]
        texts = proposal.texts
        self._enable(True)
        self._show_place()
        self.preview.setPixmap(_preview(str(proposal.path)))
        self.preview.setAccessibleName(f"Picture {proposal.path.name}")
        self.alt.setPlainText(texts.alt)
        self.alt.setPlaceholderText("" if texts.alt else texts.guess)
        keywords = f"\nKeywords: {', '.join(texts.keywords)}." if texts.keywords else ""
        unsure = f"Not certain enough to be written: {texts.guess}"
        self.details.setPlainText(texts.description + keywords if texts.alt else unsure)
        self.alt.setFocus()
        spoken = [before, self.place.text(), texts.alt or unsure]
        self._say([sentence for sentence in spoken if sentence])

    def _show_place(self) -> None:
        left = len(self._review.proposals) - len(self._decided)
        name = self._review.proposals[self._at].path.name
        looked = f"{self._state.looked} of {self._state.total} pictures looked at"
        self.place.setText(f"{name}. {left} to decide, {looked}.")

    def _show_none(self, sentence: str) -> None:
        self._at = -1
        self.place.setText(sentence)
        self.preview.clear()
        self.alt.clear()
        self.details.clear()
        self._enable(False)

    def _enable(self, on: bool) -> None:
        for widget in (self.alt, self.accept_button, self.skip_button, self.previous, self.next):
            widget.setEnabled(on)

    def _count(self) -> None:
        length = len(self.alt.toPlainText())
        self.count.setText(f"{length} of {_BRIEF} characters" if length else "")


def _preview(path: str) -> QPixmap:
    """The picture, upright and small; nothing where Qt cannot read it."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    if reader.size().isValid():
        reader.setScaledSize(reader.size().scaled(_PREVIEW, Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
