"""The page of the taught things: rename, teach more, export, delete."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal

from assistant.qt.widgets import room
from assistant.qt.widgets.controls import TypedWords, WordsList, button, label, labelled
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.question import QuestionBox
from assistant.teach.naming import LONGEST
from assistant.teach.store import TaughtThing

NONE = "You taught me nothing yet."
_CHOOSE = "Choose a thing first."


class ThingsPage(room.ScrollPage):
    """Lists the things and asks what is to be done with them.

    Signals:
        renamed(thing, name), more(thing), exported(things, path), deleted(thing): what to do.
        asked(box): the user is asked something in a window of its own.
        told(sentence): there is nothing that could be done.
    """

    renamed = Signal(object, str)
    more = Signal(object)
    exported = Signal(object, object)
    deleted = Signal(object)
    asked = Signal(object)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._things: tuple[TaughtThing, ...] = ()
        self.list = WordsList("Your own things", "Delete forgets the chosen thing, after asking.")
        self.list.delete_pressed.connect(self.ask_to_delete)
        self.list.currentRowChanged.connect(self._show_name)
        self.field = TypedWords()
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName("New name")
        self.field.setAccessibleDescription("Enter renames the chosen thing.")
        self.field.returnPressed.connect(self.rename)
        self.layout_.addWidget(label("&Your own things:", self.list))
        self.layout_.addWidget(self.list, 1)
        self.layout_.addLayout(labelled("New &name:", self.field))
        buttons = [
            button("&Rename", "Gives the chosen thing the new name.", self.rename),
            button("&Teach more", "More views of the chosen thing.", self.teach_more),
            button("&Export…", "Saves all things with their pictures as a ZIP file.", self.ask),
            button("De&lete…", "Forgets the chosen thing, after asking.", self.ask_to_delete),
        ]
        self.layout_.addLayout(Flow(buttons))

    def show_things(self, things: Sequence[TaughtThing]) -> None:
        """List them; who is in the list stays at the same place."""
        row = self.list.currentRow()
        self._things = tuple(things)
        self.list.clear()
        for thing in things:
            views = "one view" if thing.views == 1 else f"{thing.views} views"
            self.list.addItem(f"{thing.name}, {views}")
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))

    def rename(self) -> None:
        """Give the chosen thing the name in the field."""
        if thing := self._chosen():
            self.renamed.emit(thing, self.field.text())

    def teach_more(self) -> None:
        """Go on with the chosen thing."""
        if thing := self._chosen():
            self.more.emit(thing)

    def ask(self) -> None:
        """Ask where to export to."""
        if not self._things:
            self.told.emit(NONE)
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = FileDialog(
            self, "Export your own things", str(Path(folder) / "things.zip"), "ZIP (*.zip)",
            ending="zip",
        )  # fmt: skip
        dialog.fileSelected.connect(self._export)
        dialog.open()

    def ask_to_delete(self) -> None:
        """Ask whether the chosen thing is to be forgotten."""
        if thing := self._chosen():
            question = f"Forget {thing.name}? Its {thing.views} views are deleted, too."
            act = partial(self.deleted.emit, thing)
            box = QuestionBox("Forget a thing", question, "&Forget", act, self)
            box.open()
            self.asked.emit(box)

    def _export(self, path: str) -> None:
        self.exported.emit(self._things, Path(path))

    def _chosen(self) -> TaughtThing | None:
        row = self.list.currentRow()
        if 0 <= row < len(self._things):
            return self._things[row]
        self.told.emit(_CHOOSE if self._things else NONE)
        return None

    def _show_name(self, row: int) -> None:
        self.field.setText(self._things[row].name if 0 <= row < len(self._things) else "")
