"""The Preferences page on which engines are added, tried, chosen and removed."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidgetItem

from assistant.engines import Book, Entry, consent
from assistant.errors import EngineError, ShouldStop
from assistant.qt.engines.add_dialog import AddDialog
from assistant.qt.engines.get_dialog import GetDialog
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.roles import silent
from assistant.qt.widgets.controls import WordsList, button
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.room import ScrollPage
from assistant.qt.workers.newest import NewestWorker

_ABOUT = (
    "An engine is a bigger model that describes a picture at length (Ctrl+D). Nothing is sent to "
    "it before you have agreed."
)
_TOO = "Ask the engine, &too"
_TOO_HELP = "Glimpse answers first; then the engine does, if you agreed that it sees pictures."


class _Work(NamedTuple):
    """What is done with an engine in the other thread: "try" or "remove"."""

    what: str
    entry: Entry


class EnginesPage(ScrollPage):
    """A list of engines, what can be done with the chosen one, and whether it answers questions.

    Signals:
        told(sentence): what came of it, to be spoken.
        chosen(kind, hint): a kind of server, and what is known of it.
        opened(text): a question was opened, which a screen reader reads by itself.
    """

    told = Signal(str)
    chosen = Signal(str, str)
    opened = Signal(str)

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self.list = WordsList("Engines", f"{_ABOUT} The buttons below act on the chosen one.")
        self.list.delete_pressed.connect(self._remove)
        # The list has it as its help, and what comes of a button is told.
        self.message = silent(_ABOUT)
        self.add = button("&Add…", "Adds an engine: a server, here or elsewhere.", self._add)
        self.get = button(
            "&Get one…", "Downloads one that runs inside Glimpse, if you agree.", self._get
        )
        self.use = button("&Use this one", "Ctrl+D asks the chosen engine.", self._use)
        self.try_ = button(
            "T&ry", "Tells whether it answers, and whether it sees two colours.", self._try
        )
        self.withdraw = button(
            "Take &back consent", "It gets no pictures before it is asked again.", self._withdraw
        )
        self.remove = button("Re&move", "Forgets the chosen engine and its key.", self._remove)
        self.too = self._box()
        self._worker: NewestWorker[_Work, str] = NewestWorker(self._make, self._failed, self)
        self._worker.done.connect(self._done)
        self._lay_out()
        self._show()
        store.changed.connect(self._on_setting)

    def end(self) -> None:
        """Give up what an engine is asked, and end the thread."""
        self._worker.close()

    def _box(self) -> QCheckBox:
        box = QCheckBox(_TOO)
        box.setAccessibleName(_TOO.replace("&", ""))
        box.setAccessibleDescription(_TOO_HELP)
        box.setToolTip(_TOO_HELP)
        box.setChecked(self._store["engine_answers"])
        box.clicked.connect(lambda on: self._store.change("engine_answers", on))
        return box

    def _lay_out(self) -> None:
        self.layout_.addWidget(self.list, 1)
        buttons = [self.add, self.get, self.use, self.try_, self.withdraw, self.remove]
        self.layout_.addLayout(Flow(buttons, fill=True))
        self.layout_.addWidget(self.message)
        self.layout_.addWidget(self.too)
        self.layout_.addWidget(silent(_TOO_HELP))

    def _chosen(self) -> Entry | None:
        item = self.list.currentItem()
        try:
            return Book()[item.data(Qt.ItemDataRole.UserRole)] if item else None
        except EngineError as error:
            self._say(error.message)
            return None

    def _add(self) -> None:
        dialog = AddDialog(self)
        dialog.told.connect(self._say)
        dialog.chosen.connect(self.chosen)
        dialog.added.connect(self._tell_added)
        dialog.open()

    def _get(self) -> None:
        dialog = GetDialog(self)
        dialog.told.connect(self._say)
        dialog.opened.connect(self.opened)
        dialog.added.connect(self._added)
        dialog.open()

    def _tell_added(self, name: str, model: str) -> None:
        self._added(name)
        book = self._book()
        used = book.chosen(self._store["engine"]) if book else None
        next_ = " Ctrl+D asks it." if used and used.name == name else ""
        self._say(f"{name} is added, with the model {model}.{next_}")

    def _added(self, name: str) -> None:
        if len(self._book() or ()) == 1:
            self._store.change("engine", name)
        self._show(name)

    def _use(self) -> None:
        if entry := self._chosen():
            self._store.change("engine", entry.name)
            self._say(f"Ctrl+D asks {entry.name} now.")

    def _try(self) -> None:
        if entry := self._chosen():
            self._say(f"Trying {entry.name}.")
            self._worker.submit(_Work("try", entry), interrupt=True)

    def _withdraw(self) -> None:
        if entry := self._chosen():
            try:
                Book().withdraw(entry.name)
            except EngineError as error:
                self._say(error.message)
                return
            self._show(entry.name)
            self._say(f"{entry.name} gets no pictures now.")

    def _remove(self) -> None:
        if entry := self._chosen():
            self._worker.submit(_Work("remove", entry), interrupt=True)

    def _make(self) -> Callable[[_Work, ShouldStop], str]:
        from assistant.engines import adding, opening
        from assistant.engines.hello import tried
        from assistant.models.store import megabytes

        def work(asked: _Work, should_stop: ShouldStop) -> str:
            if asked.what == "remove":
                freed = adding.remove(Book(), asked.entry.name)
                also = f"; {megabytes(freed)} are free again" if freed else ""
                return f"{asked.entry.name} is removed{also}."
            engine = opening.opened(asked.entry)
            try:
                return tried(engine, should_stop)
            finally:
                engine.close()

        return work

    def _done(self, _asked: _Work, told: str) -> None:
        self._show()
        self._say(told)

    def _failed(self, message: str) -> None:
        self._show()
        self._say(message)

    def _say(self, text: str) -> None:
        self.message.show_text(text)
        self.told.emit(text)

    def _on_setting(self, name: str) -> None:
        if name in ("engine", "engine_answers"):
            self.too.setChecked(self._store["engine_answers"])
            self._show()

    def _book(self) -> Book | None:
        try:
            return Book()
        except EngineError as error:
            self.message.setText(error.message)
            return None

    def _show(self, name: str = "") -> None:
        current = self.list.currentItem()
        name = name or (current.data(Qt.ItemDataRole.UserRole) if current else "")
        book = self._book()
        used = book.chosen(self._store["engine"]) if book else None
        self.list.clear()
        for row, entry in enumerate(book or ()):
            item = QListWidgetItem(_words(entry, entry == used))
            item.setData(Qt.ItemDataRole.UserRole, entry.name)
            self.list.addItem(item)
            if entry.name == name or row == 0:
                self.list.setCurrentRow(row)
        for each in (self.use, self.try_, self.withdraw, self.remove):
            each.setEnabled(bool(book))


def _words(entry: Entry, used: bool) -> str:
    in_use = " In use." if used else ""
    return f"{entry.name}: {entry.model}, {entry.where}. {consent.summary(entry)}{in_use}"
