"""The review window: for each picture of a folder a proposed alt text to accept, change or skip."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QWidget

from assistant.library.review import ReviewState
from assistant.qt.alttexts.views import AltText, PictureView, Reviewing
from assistant.qt.appearance.text_size import WordsLabel
from assistant.qt.speaking.announcer import Say
from assistant.qt.speaking.roles import silent
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import button, close_row, label
from assistant.qt.widgets.text_view import TextView
from assistant.qt.workers.job import Job
from assistant.sources.files import title

_BRIEF = 125  # characters that an alt text should not exceed
_LOOKING = "Looking at the pictures…"
_NOTHING = "There is nothing to decide: all pictures have their texts."
_DONE = "That was the last one."
_CLOSING = "Writing what was decided…"
_HINT = (
    "Ctrl+Enter accepts, Ctrl+Shift+Enter skips, Alt+Left and Alt+Right go to others, "
    "F5 says everything again, Escape closes."
)
_NOT_ACCEPTED = (
    "A text that you changed is not accepted yet. Ctrl+Enter accepts it; Escape again leaves it."
)
_SPOKEN = 2  # of several messages at once; the window shows them all


class AnnotateDialog(QDialog):
    """One proposal after the other, all by keyboard; describing goes on meanwhile.

    Args:
        review: makes the proposals and carries out what is decided.
        say: speaks sentences, whoever speaks, and shows what they tell of.
        is_read: whether a screen reader reads what is in the window when it comes up.
        parent: the main window.
    """

    told = Signal(str)  # what was done or went wrong

    def __init__(
        self, review: Reviewing, say: Say, parent: QWidget,
        is_read: Callable[[], bool] = lambda: False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._review, self._say, self._is_read = review, say, is_read
        self._decided: dict[int, str] = {}  # numbers of proposals, and what was done
        self._texts: dict[int, str] = {}  # what was typed or accepted, where it was left
        self._at = -1  # number of the proposal that is shown
        self._last = -1  # and of the one before
        self._told = 0  # messages
        self._awaited = False  # what is being said is about to be shown
        self._warned = False
        self._state = ReviewState(0, 0)
        self.setWindowTitle("Alt texts for pictures")
        self._make_widgets()
        self._lay_out()
        room.fit(self, QSize(760, 640))
        self._show_none(_LOOKING)
        self.alt.setFocus()
        if not is_read():
            self._say([_LOOKING])
        self._job: Job | None = Job(review.steps, self._failed, self)
        self._job.progressed.connect(self._progressed)
        self._job.cancelled.connect(self._ended)
        self._job.start()

    def accept_this(self) -> None:
        """Write what stands there, and go on to the next."""
        text = self.alt.toPlainText().strip()
        if self._at < 0:
            return
        if not text:
            self.told.emit("There is no alt text to write. Type one, or skip the picture.")
            return
        self._review.accept(self._review.proposals[self._at], text)
        self._decide("Accepted.")

    def skip_this(self) -> None:
        """Write nothing, and go on to the next."""
        if self._at < 0:
            return
        self._review.skip(self._review.proposals[self._at])
        self._decide("Skipped.")

    def step(self, by: int) -> None:
        """Go to another one; what was decided can be decided anew."""
        every = len(self._review.proposals)
        start = self._at if self._at >= 0 else self._last + (by < 0)
        number = (start + by) % every if every else -1
        if number in (-1, self._at):
            self.told.emit("There is no other one.")
        else:
            self._present(number)

    def say_all(self) -> None:
        """Say everything about the picture again."""
        if self._at < 0:
            self._say([self.place.text()])
            return
        text = self.alt.toPlainText().strip()
        self._say([self.place.text(), *([text] if text else []), self.details.toPlainText(), _HINT])

    def reject(self) -> None:
        """Close; what was decided is written before, what was not stays for the next time."""
        if self._job is None:
            super().reject()
            return
        self._keep_text()
        changed = [n for n, t in self._texts.items() if t.strip() and n not in self._decided]
        if changed and not self._warned:
            self._warned = True
            if self._at not in changed:
                self._present(changed[0])
            self.told.emit(_NOT_ACCEPTED)
            return
        self._show_none(_CLOSING)
        self._job.cancel()

    def _make_widgets(self) -> None:
        self.place = WordsLabel()
        self.notice = WordsLabel()
        self.notice.hide()
        self.preview = PictureView()
        self.alt = AltText()
        self.alt.setAccessibleDescription(_HINT)
        self.alt.textChanged.connect(self._count)
        self.count = QLabel()
        self.details = TextView("Description and keywords")
        self.accept_button = self._button("&Accept", self.accept_this, "Ctrl+Return", "Ctrl+Enter")
        self.skip_button = self._button(
            "&Skip", self.skip_this, "Ctrl+Shift+Return", "Ctrl+Shift+Enter"
        )
        self.previous = self._button("&Previous", lambda: self.step(-1), "Alt+Left")
        self.next = self._button("&Next", lambda: self.step(1), "Alt+Right")
        self._deciding = (self.accept_button, self.skip_button, self.previous, self.next)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.say_all)

    def _button(self, words: str, act: Callable[[], None], *keys: str) -> QPushButton:
        made = button(words, keys[0], act)
        for key in keys:
            QShortcut(QKeySequence(key), self).activated.connect(made.click)
        return made

    def _lay_out(self) -> None:
        before = label("A&lt text", self.alt)
        row = QGridLayout()
        row.addWidget(before, 0, 0)
        row.addWidget(self.count, 0, 1, Qt.AlignmentFlag.AlignRight)
        layout = room.scrolling(self)
        layout.addWidget(self.place)
        layout.addWidget(self.notice)
        layout.addWidget(self.preview, 2)
        layout.addLayout(row)
        layout.addWidget(self.alt, 1)
        layout.addWidget(self.details, 1)
        layout.addWidget(silent(_HINT))
        layout.addLayout(
            close_row(self, self.accept_button, self.skip_button, self.previous, self.next)
        )

    def _progressed(self, state: ReviewState) -> None:
        self._state = state
        news = self._news()
        number = self._next() if self._at < 0 and not self._awaited else None
        if number is not None:
            self._present(number, news)
            return
        if self._at >= 0:
            self.place.setText(self._place(self._at))
        elif not self._awaited and state.looked < state.total:
            self.place.setText(f"{_LOOKING} {state.looked} of {state.total}.")
        elif not self._awaited and self.place.text() != (end := self._end()):
            self._awaited = True
            self._say([*news, end], show=lambda: self._show_none(end))
            return
        if news:
            self._say(news, urgent=True)

    def _end(self) -> str:
        return _DONE if self._decided else _NOTHING

    def _news(self) -> list[str]:
        """What went wrong since it was asked last; the window shows it until there is more."""
        new = self._review.messages[self._told :]
        self._told += len(new)
        if new:
            self.notice.setText("\n".join(new))
            self.notice.show()
        more = [f"{len(new) - _SPOKEN} more messages stand in the window."]
        return new[:_SPOKEN] + (more if len(new) > _SPOKEN else [])

    def _ended(self) -> None:
        self._job = None
        super().reject()

    def _failed(self, message: str) -> None:
        self._job = None
        self._say([message], urgent=True, show=lambda: self._show_none(message))

    def _decide(self, word: str) -> None:
        self._keep_text()
        self._decided[self._at] = word.lower()
        self._warned = False
        self.notice.hide()
        number = self._next()
        if number is not None:
            self._present(number, [word])
            return
        finished = self._state.looked == self._state.total
        self._show_none(_DONE if finished else _LOOKING)
        self._say([word, self.place.text()])

    def _next(self) -> int | None:
        """The nearest undecided proposal; from the end on again from the start."""
        every = len(self._review.proposals)
        numbers = ((self._last + n) % every for n in range(1, every + 1))
        return next((n for n in numbers if n not in self._decided), None)

    def _keep_text(self) -> None:
        """Keep what was typed for when this one is shown again."""
        text = self.alt.toPlainText()
        if self._at >= 0 and text != self._shown(self._at):
            self._texts[self._at] = text

    def _shown(self, number: int) -> str:
        return self._texts.get(number, self._review.proposals[number].texts.alt)

    def _present(self, number: int, before: Sequence[str] = ()) -> None:
        """Say and show one; the first not before a screen reader has read the window as it was."""
        self._keep_text()
        first, self._last = self._last < 0, number
        said = [*before, self._place(number), self._shown(number) or self._unsure(number)]
        if not first:
            self._show(number)
            self._say(said)
            return
        self._awaited = True
        self._say(said if self._is_read() else [*said, _HINT], show=lambda: self._show(number))

    def _show(self, number: int) -> None:
        if self._job is None:  # it was closed meanwhile
            return
        self._at, self._awaited = number, False
        proposal = self._review.proposals[number]
        texts = proposal.texts
        self._enable(True)
        self.place.setText(self._place(number))
        self.preview.show_file(proposal.path)
        self.preview.setAccessibleName(f"Picture {proposal.path.name}")
        with unheard():  # it is said
            self.alt.setPlainText(self._shown(number))
        self.alt.setPlaceholderText("" if texts.alt else texts.guess)
        keywords = f"\nKeywords: {', '.join(texts.keywords)}." if texts.keywords else ""
        unsure = self._unsure(number)
        self.details.setPlainText(texts.description + keywords if texts.alt else unsure)
        if self.focusWidget() not in self._deciding:
            self.alt.setFocus()

    def _unsure(self, number: int) -> str:
        return f"Not certain enough to be written: {self._review.proposals[number].texts.guess}"

    def _place(self, number: int) -> str:
        left = len(self._review.proposals) - len(self._decided)
        name = title(self._review.proposals[number].path)
        done = f", {self._decided[number]}" if number in self._decided else "."
        state = self._state
        looked = f", {state.looked} of {state.total} pictures looked at"
        return f"{name}{done} {left} to decide{looked if state.looked < state.total else ''}."

    def _show_none(self, sentence: str) -> None:
        self._at, self._awaited = -1, False
        self.place.setText(sentence)
        self.preview.clear()
        with unheard():
            self.alt.clear()
        self.details.clear()
        self._enable(False)
        self.previous.setEnabled(self._last >= 0)

    def _enable(self, on: bool) -> None:
        self.alt.setReadOnly(not on)  # the focus stays there
        for widget in self._deciding:
            widget.setEnabled(on)

    def _count(self) -> None:
        length = len(self.alt.toPlainText())
        self.count.setText(f"{length} of {_BRIEF} characters" if length else "")
