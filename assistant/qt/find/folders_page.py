"""The page of the indexed folders: add one, look again, forget one, and how far it is."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar

from assistant import paths
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.find.indexer import IndexProgress
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import WordsList, button, label
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.question import QuestionBox
from assistant.qt.widgets.text_view import TextView
from assistant.sources import title

if TYPE_CHECKING:
    from assistant.search.folders import Folder, Overview

NONE = "No pictures can be found yet. Add a folder first."
_ABOUT = (
    "The pictures of these folders can be found. Glimpse looks at each picture once; what it "
    "learns stays on this computer."
)
IDLE = "Nothing is being done."


class FoldersPage(room.ScrollPage):
    """Shows the folders and what is being done with them; nothing takes the focus.

    Signals:
        added(path): this folder was chosen.
        renewed(): all folders should be looked through again.
        forgotten(path): the user agreed to forget this folder.
        stopped(): stop what is being done.
        asked(box): the user is asked something in a window of its own.
        told(sentence): there is nothing that could be done.
    """

    added = Signal(object)
    renewed = Signal()
    forgotten = Signal(object)
    stopped = Signal()
    asked = Signal(object)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._folders: tuple[Folder, ...] = ()
        self.list = WordsList("Folders", "Delete forgets the chosen folder, after asking.")
        self.text = TextView("What is being done")
        self.text.setPlainText(IDLE)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Pictures looked at")
        self.bar.setRange(0, 1)
        self.add = button(
            "&Add folder…",
            "Looks at the pictures of a folder, so that they can be found.",
            self.ask,
        )
        self.again = button(
            "&Look again",
            "Takes in what is new, changed, moved or gone, and goes on with what was stopped.",
            self.renewed.emit,
        )
        self.forget = button(
            "&Forget folder…", "Takes the chosen folder out, after asking.", self.ask_to_forget
        )
        self.stop = button("S&top", "Stops looking; what is done is kept.", self.stopped.emit)
        self._lay_out()

    def show_folders(self, overview: "Overview") -> None:
        """List them; who is in the list stays at the same place."""
        row = self.list.currentRow()
        self._folders = overview.folders
        self.list.clear()
        self.list.addItems([_words(folder) for folder in overview.folders])
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        if not overview.folders and self.text.toPlainText() == IDLE:
            self.show_text(NONE)

    def show_progress(self, progress: IndexProgress) -> None:
        """Show how far it is."""
        self.bar.setRange(0, progress.total)  # none known: it moves to and fro
        self.bar.setValue(progress.done)
        self.show_text("\n".join([progress.text, *progress.notes]))

    def show_end(self, sentence: str, notes: tuple[str, ...] = ()) -> None:
        """Show what came of it."""
        self.bar.setRange(0, 1)
        self.bar.reset()
        self.show_text("\n".join([sentence, *(n for n in notes if n not in sentence)]))

    def show_text(self, text: str) -> None:
        """Show words where it is told what is being done; who reads them stays at their place."""
        self.text.revise(text)

    def ask(self) -> None:
        """Ask for a folder to add."""
        title, folder = "Add the pictures of a folder", QFileDialog.FileMode.Directory
        dialog = FileDialog(self, title, str(paths.pictures_dir()), mode=folder)
        dialog.fileSelected.connect(self._picked)
        dialog.open()

    def ask_to_forget(self) -> None:
        """Ask whether the chosen folder is to be forgotten."""
        row = self.list.currentRow()
        if not 0 <= row < len(self._folders):
            self.told.emit("Choose a folder first.")
            return
        folder = self._folders[row]
        question = (
            f"Forget {_name(folder.path)}? Its {_pictures(folder)} can then no longer be found; "
            "the files stay as they are."
        )
        forget = partial(self.forgotten.emit, folder.path)
        box = QuestionBox("Forget folder", question, "&Forget", forget, self)
        box.open()
        self.asked.emit(box)

    def _picked(self, path: str) -> None:
        self.added.emit(Path(path))

    def _lay_out(self) -> None:
        before = label("Fol&ders:", self.list)
        self.list.delete_pressed.connect(self.ask_to_forget)
        layout = self.layout_
        layout.addWidget(HintLabel(_ABOUT))
        layout.addWidget(before)
        layout.addWidget(self.list, 2)
        layout.addLayout(Flow([self.add, self.again, self.forget, self.stop]))
        layout.addWidget(self.bar)
        layout.addWidget(self.text, 1)


def _words(folder: "Folder") -> str:
    gone = "" if folder.here else ", not there now"
    return f"{_name(folder.path)}, {_pictures(folder)}{gone}\n{_place(folder.path)}"


def _name(path: Path) -> str:
    return title(path) or str(path)


def _pictures(folder: "Folder") -> str:
    return "1 picture" if folder.pictures == 1 else f"{folder.pictures} pictures"


def _place(path: Path) -> str:
    """The whole path, without what cannot be shown."""
    return str(Path(path.anchor, *(title(Path(part)) for part in path.parts[1:])))
