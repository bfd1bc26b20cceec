"""Explanations: shown, said, gone back to, copied, and asked for their reasons."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QListWidgetItem

from assistant import wording
from assistant.engines import telling
from assistant.engines.telling import Said
from assistant.live import Live
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.qt.describe.describer import Described
from assistant.qt.describe.history import History, HistoryEntry
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.settings.store import SettingsStore
from assistant.qt.sound.voice_control import VoiceControl
from assistant.qt.speaking.screen_reader import unheard


class ShownExplanations(QObject):
    """The explanation that is shown, and those before it.

    Args:
        window: shows it.
        store: knows the level of detail; another level puts what is shown in other words.
        voice: says it.
        live: picks what is news of live ones.
    """

    said = Signal(str)  # an explanation was shown and is being spoken
    revisited = Signal(object)  # the frame of the explanation that was gone back to

    def __init__(
        self, window: MainWindow, store: SettingsStore, voice: VoiceControl, live: Live
    ) -> None:
        super().__init__(window)
        self._window, self._store, self._voice = window, store, voice
        self.history = History(self)
        self._live = live
        self.history.changed.connect(self._fill_list)
        window.history_list.itemActivated.connect(self._chosen)
        store.changed.connect(self._on_setting)

    @property
    def level(self) -> Level:
        """Length of what is said."""
        return Level(self._store["level"])

    def add(self, explanation: Explanation, frame: Frame) -> None:
        """Keep, show and say a new one."""
        self.history.add(explanation, frame)
        self._present(self.history.entries[-1])

    def answer(self, explanation: Explanation, before: Said, now: Said) -> None:
        """Keep what an engine says of an explained picture, and show it where that is shown."""
        row = self.history.answer(explanation, before, now)
        if row is not None and row == self.history.position:
            self._revise()

    def add_live(self, explanation: Explanation, frame: Frame) -> None:
        """Keep and show a live one that has steady news, and say only those."""
        news = self._live.news(explanation, frame.time, self.level)
        if not news:
            return
        self.history.add(explanation, frame)
        said = [sentence.text for sentence in news]
        self._voice.say(said, show=self.show_current)
        self.said.emit(" ".join(said))

    def complete(self, first: Explanation, final: Explanation, spoken: bool = True) -> None:
        """Put the complete one in the place of the first; say what it adds, if it is shown."""
        row = self.history.replace(first, final)
        if row is None:
            return
        self._window.history_list.item(row).setText(self.history.entries[row].title)
        if row == self.history.position and spoken:
            added = [s.text for s in final.after(first, self.level)]
            self._voice.add(added, show=self._revise)
            self.said.emit(" ".join(added))
        elif row == self.history.position:
            self._revise()

    def complete_live(self, described: Described, final: Explanation, again: float) -> None:
        """Live: say each line of text once, when it is steady; show it with everything else.

        Args:
            described: the picture, and what was explained of it at once.
            final: with what was read since.
            again: when a line can be read a second time.
        """
        first, frame = described.first, described.frame
        said = self._live.lines(final, frame.time, described.options.read_all, again)
        if not said:
            return
        last = self.history.entries[-1].explanation if self.history.entries else None
        if last and last.description.pending and last.text(self.level) == first.text(self.level):
            self.complete(last, final, spoken=False)
        else:
            self.history.add(final, frame)
            self.show_current()
        self._voice.add(said)
        self.said.emit(" ".join(said))

    def step(self, by: int) -> None:
        """Show and say the previous (-1) or the next (1) one."""
        entry = self.history.step(by)
        if entry is None:
            self._voice.say([f"There is no {'earlier' if by < 0 else 'later'} explanation."])
        else:
            self._revisit(entry)

    def entry(self) -> HistoryEntry | None:
        """Entry of what was described last; a notice tells when there is none."""
        entry = self.history.current
        if entry is None:
            self._voice.notify("There is no explanation yet. Describe a picture first.")
        return entry

    def why(self) -> wording.Grounds:
        """Evidence of each sentence that is shown; a notice says when there is none."""
        entry = self.entry()
        if entry is None:
            return {}
        said = (telling.why(said.sentences) for said in entry.answers if said.is_checked)
        answers = {reason: seen for each in said for reason, seen in each.items()}
        return {**answers, **wording.why(entry.explanation, self.level)}

    def copy(self) -> None:
        """Copy the selected words or, with none selected, all of them."""
        self._copy(self._window.text.selected or self._window.text.toPlainText(), "Copied.")

    def copy_text(self) -> None:
        """Copy the text that was read in the picture."""
        entry = self.history.current
        found = entry.explanation.description.of_kind("text") if entry else ()
        if found:
            self._copy("\n".join(o.content for o in found), "Text copied.")
        elif entry and "text" in entry.explanation.description.pending:
            self._voice.notify("The text in this picture has not been read yet.")
        else:
            self._voice.notify("No text was read in this picture, so there is none to copy.")

    def _present(self, entry: HistoryEntry, before: Sequence[str] = ()) -> None:
        self._live.mark_told(entry.explanation, self.level)
        self._voice.say([*before, *entry.spoken(self.level)], show=self.show_current)
        self.said.emit(entry.text(self.level))

    def show_current(self) -> None:
        """Show, without a word, the one that there is."""
        self._window.show_text(self._shown())

    def _revise(self) -> None:
        self._window.revise_text(self._shown())

    def _shown(self) -> str:
        entry = self.history.current
        return entry.text(self.level) if entry else self._window.welcome()

    def _revisit(self, entry: HistoryEntry) -> None:
        self.revisited.emit(entry.frame)
        self._present(entry)

    def _copy(self, text: str, done: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._voice.say([done])

    def _fill_list(self) -> None:
        shown = self._window.history_list
        titles = [entry.title for entry in self.history.entries]
        if titles != [shown.item(row).text() for row in range(shown.count())]:
            shown.clear()
            shown.addItems(titles)
        with unheard():  # the explanation itself is said
            shown.setCurrentRow(self.history.position)

    def _chosen(self, item: QListWidgetItem) -> None:
        entry = self.history.go(self._window.history_list.row(item))
        if entry is not None:
            self._revisit(entry)

    def _on_setting(self, name: str) -> None:
        if name != "level":
            return
        # A screen reader reads what is chosen in a list of choices.
        chosen = self._voice.reader and isinstance(QApplication.focusWidget(), QComboBox)
        before = [] if chosen else [f"{self.level.value.capitalize()}."]
        if self.history.current is not None:
            self._present(self.history.current, before)
        elif before:
            self._voice.say(before)
