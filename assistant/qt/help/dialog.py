"""Help: all pages, to be read by line, searched and read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QListWidgetItem, QWidget

from assistant import __version__, manual
from assistant.manual import tables
from assistant.qt.help.markdown import HelpLine, heading_of, lines, matching
from assistant.qt.help.page import HelpView
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import TypedWords, WordsList, button, close_row, label, labelled

_HINT = "Enter goes to the text of the chosen page."
_SEARCH_HINT = "Enter searches in all pages, and Down goes to what was found."
_LONGEST = 100  # characters of a search
_LISTED = 5  # rows of the list that can be seen at the least


@dataclass(frozen=True)
class _Place:
    """A row of the list: a page, or a line of one."""

    page: int
    line: int = 0


class HelpDialog(QDialog):
    """A field to search, a list of pages or of what was found, and the text; it blocks nothing.

    Args:
        changed: the keys that the user has changed; the page of keys shows them.
        parent: the main window.

    Signals:
        told(sentence): what a search has found.
        read_aloud(lines): these are to be spoken.
    """

    told = Signal(str)
    read_aloud = Signal(list)

    def __init__(self, changed: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Help")
        self._titles, self._pages = _contents(changed)
        self._places: list[_Place] = []
        self.field = TypedWords()
        self.field.setMaxLength(_LONGEST)
        self.field.setAccessibleName("Search help")
        self.field.setAccessibleDescription(_SEARCH_HINT)
        self.field.returnPressed.connect(self.search)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.field)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._go_to_list)
        self.list = WordsList("Pages", _HINT, _LISTED)
        self.text = HelpView()
        self.text.copied.connect(lambda: self.told.emit("Copied."))
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._go_to_text)
        self.aloud = button(
            "&Read aloud", "Reads the page from the line that you are at.", self._read
        )
        self._lay_out()
        room.fit(self, QSize(860, 720))
        self._list_pages()
        self.list.setFocus()

    def search(self) -> None:
        """List the places that have the words in the field; without any, all pages."""
        words = self.field.text().strip()
        if not words:
            self._list_pages()
            return
        found = [
            _Place(number, line)
            for number, page in enumerate(self._pages)
            for line in matching(page, words)
        ]
        if not found:
            self.told.emit(f"Help has nothing about “{words}”.")
            return
        self._fill("Found", found, [self._told(place) for place in found])
        count = "One place" if len(found) == 1 else f"{len(found)} places"
        self.told.emit(f"{count}. First: {self._told(found[0])}")

    def _list_pages(self) -> None:
        self._fill("Pages", [_Place(n) for n in range(len(self._pages))], self._titles)

    def _told(self, place: _Place) -> str:
        page = self._pages[place.page]
        line = page[place.line]
        under = "" if line.heading else heading_of(page, place.line)
        parts = dict.fromkeys([self._titles[place.page], under, line.text])
        return ": ".join(filter(None, parts))

    def _fill(self, name: str, places: list[_Place], rows: list[str]) -> None:
        self._places = places
        self.list.setAccessibleName(name)
        self.list.clear()  # heard: else a screen reader finds the rows of before
        for row in rows:
            self.list.addItem(QListWidgetItem(row))
        with unheard():  # a search tells its first result itself
            self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._places):
            place = self._places[row]
            self.text.show_page(self._titles[place.page], self._pages[place.page], place.line)

    def _go_to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _go_to_text(self) -> None:
        self.text.setFocus(Qt.FocusReason.TabFocusReason)

    def _read(self) -> None:
        self.read_aloud.emit(self.text.rest())

    def _lay_out(self) -> None:
        layout = room.scrolling(self)
        layout.addLayout(labelled("&Search help:", self.field))
        layout.addWidget(label("&Pages:", self.list))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.text, 2)
        layout.addLayout(close_row(self, self.aloud))


def _contents(changed: Mapping[str, str]) -> tuple[list[str], list[list[HelpLine]]]:
    """The titles and the lines of all pages; those of keys as the user has set them."""
    shown = manual.pages()
    made = {"keys": tables.keys(changed)}
    pages = [lines(manual.unmarked(manual.renewed(page.text, made))) for page in shown]
    pages[0] += [HelpLine(), HelpLine(f"Glimpse {__version__}")]
    return [page.title for page in shown], pages
