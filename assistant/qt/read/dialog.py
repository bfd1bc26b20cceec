"""The reading window: everything that is written in one picture."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QDialog, QWidget

from assistant import saving
from assistant.errors import AssistantError
from assistant.qt.appearance.text_size import WordsLabel
from assistant.qt.read.page_view import PageView
from assistant.qt.speaking.screen_reader import unheard
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import button, close_row
from assistant.qt.widgets.file_dialog import FileDialog
from assistant.qt.widgets.text_view import line_of

READING = "Reading…"
_HINT = "Ctrl+Up and Ctrl+Down go from paragraph to paragraph. Escape closes this window."


class ReadDialog(QDialog):
    """A page of text that can be read by line and paragraph, copied and saved; blocks nothing.

    Args:
        source: what the picture is called.
        parent: the main window.
    """

    told = Signal(str)  # what was done or went wrong
    turned = Signal(int)  # another page of the document is wanted, that many further on

    def __init__(self, source: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = source
        self.setWindowTitle(f"Text in {source or 'the picture'}")
        self.text = PageView(self.windowTitle())
        self.text.setAccessibleDescription(_HINT)
        self.text.setPlainText(READING)
        self.text.copied.connect(self._copied)
        self.copy = button(
            "&Copy", "Copies the selected words, or all of them.", self.text.copy_words
        )
        self.save = button("&Save…", "Saves the text in a file.", self.ask_where)
        for each in (self.copy, self.save):
            each.setEnabled(False)
        # beside the button's own Alt+S, which setShortcut() would take away
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save.click)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.turned.emit, step))
        self._lay_out()
        room.fit(self, QSize(760, 560))
        self.text.setFocus()

    def show_page(self, text: str, remarks: Sequence[str] = ()) -> None:
        """Show what was read, from its beginning, and below it what must be known besides."""
        self._show(text)
        below = " ".join([*remarks, _HINT])
        self.hint.setText(below)
        self.text.setAccessibleDescription(below)
        self.copy.setEnabled(True)
        self.save.setEnabled(True)

    def show_sentence(self, text: str) -> None:
        """Show why there is no text, or not yet."""
        self.copy.setEnabled(False)
        self.save.setEnabled(False)
        self._show(text)

    def first_line(self, text: str) -> str:
        """The line that the cursor is in when this text is shown, as it is wrapped here."""
        shown = self.text.toPlainText()
        with unheard():
            self._show(text)
            line = line_of(self.text)
            self._show(shown)
        return line

    def _show(self, text: str) -> None:
        self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def ask_where(self) -> None:
        """Ask for a file; an existing one is overwritten only after another question."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{Path(self._source).stem or 'text'}.txt"
        kinds = "Text (*.txt);;All files (*)"
        dialog = FileDialog(self, "Save the text", str(Path(folder) / name), kinds, ending="txt")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        """Write the text as UTF-8, whole or not at all."""
        place = Path(path)
        try:
            saving.check_ending(place, saving.TEXT, "plain text")
            with saving.replaced(place) as part:  # the user was asked, where it is there already
                part.write_text(f"{self.text.toPlainText()}\n", encoding="utf-8")
        except AssistantError as error:
            self.told.emit(error.message)
        except OSError as error:
            self.told.emit(
                f"The text could not be saved as {place.name}: {error.strerror}. "
                "Choose another folder."
            )
        else:
            self.told.emit(f"Saved as {place.name}.")

    def _lay_out(self) -> None:
        self.hint = WordsLabel(_HINT)
        layout = room.scrolling(self)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.hint)
        layout.addLayout(close_row(self, self.copy, self.save))

    def _copied(self) -> None:
        self.told.emit("Copied.")
