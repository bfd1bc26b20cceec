"""The page that teaches: a name, views before the camera or from pictures, and what is told."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from assistant import paths
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import TypedWords, button, labelled
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.text_view import TextView
from assistant.sources import SUFFIXES
from assistant.teach.naming import LONGEST

HINT = (
    "Type a name, such as: red mug, and press Enter. Hold the thing before the camera, near and in "
    "the middle, and press Enter for each view; your hand may be in it. Or choose pictures."
)


class TeachPage(room.ScrollPage):
    """Asks for a name and views; nothing takes the focus.

    Signals:
        named(): Enter was pressed in the field.
        viewed(): a view is to be taken from the camera.
        picked(paths): views are to be taken from these pictures.
        finished(): the views are all there.
    """

    named = Signal()
    viewed = Signal()
    picked = Signal(object)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.field = TypedWords()
        self.field.setMaxLength(LONGEST)
        self.field.setPlaceholderText("red mug")
        self.field.setAccessibleName("Name of the thing")
        self.field.setAccessibleDescription(HINT)
        self.field.returnPressed.connect(self.named)
        self.text = TextView("What is being taught", lines=3)
        self.text.setPlainText(HINT)
        self.take = button("&View", "Takes a view of what is before the camera.", self.viewed.emit)
        self.files = button("&Pictures…", "Takes views from pictures of the thing.", self.ask)
        self.done = button("&Done", "Keeps what was taught, and tries it.", self.finished.emit)
        self.layout_.addLayout(labelled("&Name:", self.field))
        self.layout_.addWidget(self.text, 1)
        self.layout_.addLayout(Flow([self.take, self.files, self.done]))
        self.where = HintLabel("")
        self.layout_.addWidget(self.where)

    def show_text(self, text: str) -> None:
        """Show what is told."""
        self.text.setPlainText(text)

    def ask(self) -> None:
        """Ask for pictures."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        dialog = FileDialog(
            self, "Pictures of the thing", str(paths.pictures_dir()), f"Pictures ({patterns})",
            QFileDialog.FileMode.ExistingFiles,
        )  # fmt: skip
        dialog.filesSelected.connect(self._picked)
        dialog.open()

    def _picked(self, files: list[str]) -> None:
        self.picked.emit([Path(file) for file in files])
