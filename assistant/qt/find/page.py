"""The page that finds pictures: a field, what was understood, and a list of results."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidgetItem

from assistant.qt.speaking.roles import silent
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets.controls import TypedWords, WordsList, button, label, labelled
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.room import ScrollPage
from assistant.qt.widgets.text_view import TextView
from assistant.sources import title

if TYPE_CHECKING:
    from assistant.search.finding import FoundPicture, Results

AT_ONCE = 50  # results
_TOLD_LINES, _RESULT_LINES = 3, 3
_LONGEST = 300  # characters, as a search may have
_EXAMPLE = "dog on a beach"
_HINT = (
    "Enter searches, and Down goes to the results. Enter on a result describes that picture in the "
    "main window; Escape closes this window."
)


@dataclass(frozen=True)
class Wish:
    """A search.

    Attributes:
        words: as typed.
        like: a picture that others should look like, in place of words.
        most: results at most.
    """

    words: str = ""
    like: Path | None = None
    most: int = AT_ONCE

    @property
    def more(self) -> bool:
        """Whether it goes on from results that were shown before."""
        return self.most > AT_ONCE


class FindPage(ScrollPage):
    """Asks, and shows what was found; the focus stays where it is.

    Signals:
        wanted(wish): this should be searched for.
        chosen(path): this picture should be opened.
        told(sentence): there is nothing that could be done.
    """

    wanted = Signal(object)
    chosen = Signal(object)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._wish = Wish()
        self._results: tuple[FoundPicture, ...] = ()
        self.field = TypedWords()
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText(_EXAMPLE)
        self.field.setAccessibleName("Search for")
        self.field.setAccessibleDescription(
            f"Things, places, colours, dates, folders, such as: {_EXAMPLE}. {_HINT}"
        )
        self.field.returnPressed.connect(self.search)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.field)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._go_to_results)
        self.text = TextView("What was found", most=_TOLD_LINES)
        self.list = WordsList(
            "Results", "Enter describes the picture in the main window.", _RESULT_LINES
        )
        self.list.itemActivated.connect(self.open)
        self._lay_out()

    def search(self) -> None:
        """Search for the words in the field."""
        self.wanted.emit(Wish(self.field.text()))

    def open(self) -> None:
        """Open the chosen result in the main window."""
        if result := self._current():
            self.chosen.emit(result.path)

    def find_alike(self) -> None:
        """Search for pictures that look like the chosen one."""
        if result := self._current():
            self.wanted.emit(Wish(like=result.path))

    def find_more(self) -> None:
        """List more of the same."""
        if len(self._results) < self._wish.most:
            self.told.emit("There are no more results.")
        else:
            self.wanted.emit(Wish(self._wish.words, self._wish.like, self._wish.most + AT_ONCE))

    def show_found(self, wish: Wish, found: "Results", row: int = 0) -> list[str]:
        """Show what was found; returns what should be said of it.

        Args:
            wish: what was searched for.
            found: the results.
            row: the result to be at.
        """
        self._wish, self._results = wish, found.results
        told = [summary(wish, found), *found.notes]
        self.show_text(" ".join(told))
        self.list.clear()
        for result in found.results:
            self.list.addItem(_item(result))
        with unheard():  # the first one is told
            self.list.setCurrentRow(min(row, self.list.count() - 1))
        if found.results and not wish.more:
            told.append(f"First: {_words(found.results[0])}")
        return told

    def show_text(self, text: str) -> None:
        """Show a sentence where it is told what was found."""
        self.text.setPlainText(text)

    def _go_to_results(self) -> None:
        if self._results:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.told.emit("There are no results yet.")

    def _current(self) -> "FoundPicture | None":
        row = self.list.currentRow()
        if 0 <= row < len(self._results):
            return self._results[row]
        self.told.emit("Choose a result first.")
        return None

    def _lay_out(self) -> None:
        results = label("&Results:", self.list)
        self.search_button = button("&Find", "Searches for these words.", self.search)
        self.open_button = button(
            "&Open", "Describes the chosen picture in the main window.", self.open
        )
        self.alike = button(
            "&More like this", "Finds pictures that look like the chosen one.", self.find_alike
        )
        self.more = button("S&how more", "Lists more results.", self.find_more)
        layout = self.layout_
        layout.addLayout(labelled("&Search for:", self.field))
        layout.addWidget(self.text)
        layout.addWidget(results)
        layout.addWidget(self.list, 1)
        layout.addLayout(Flow([self.search_button, self.open_button, self.alike, self.more]))
        layout.addWidget(silent(_HINT))


def summary(wish: Wish, found: "Results") -> str:
    """Number of pictures found, in words."""
    listed = len(found.results)
    if not listed:
        return found.nothing
    if wish.like is not None:
        pictures = "picture that looks" if listed == 1 else f"{listed} pictures that look"
        return f"The {pictures} most like {title(wish.like)}."
    if not found.all_fit:
        some = "one fits" if found.some_fit == 1 else f"{found.some_fit} fit"
        told = f"No picture is sure to fit: {found.said}; {some} perhaps or in part."
    else:
        all_ = "One picture fits" if found.all_fit == 1 else f"{found.all_fit} pictures fit"
        some = f" {found.some_fit} more perhaps or in part." if found.some_fit else ""
        told = f"{all_}: {found.said}.{some}"
    return f"{told} The best {listed} are listed." if listed == wish.most else told


def _item(result: "FoundPicture") -> QListWidgetItem:
    made = QListWidgetItem("\n".join((title(result.path), result.text, f"({result.reason})")))
    made.setData(Qt.ItemDataRole.AccessibleTextRole, _words(result))
    return made


def _words(result: "FoundPicture") -> str:
    """Name, short text and reason, as they are heard."""
    return f"{title(result.path)}. {result.text} {result.reason}."
