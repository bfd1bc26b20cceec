"""Adding an engine: which kind, where it is, which of its models."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QWidget

from assistant.engines import Book, Entry
from assistant.engines.addresses import parsed
from assistant.engines.parts import Part, PartError
from assistant.engines.presets import PRESETS, Preset
from assistant.errors import ShouldStop
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import TypedWords, button, label
from assistant.qt.widgets.flow import Flow
from assistant.qt.workers.newest import NewestWorker


@dataclass(frozen=True, eq=False)
class _Wish:
    """What is asked of the server: its models, or to be added."""

    entry: Entry
    key: str
    adding: bool


class AddDialog(QDialog):
    """Fields for a new engine; the server is asked in a thread of its own.

    Args:
        parent: the page.

    Signals:
        told(sentence): what came of it, to be spoken.
        chosen(kind, hint): another kind of server, and what is known of it.
        added(name, model): the engine is in the book.
    """

    told = Signal(str)
    chosen = Signal(str, str)
    added = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add an engine")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.kind = QComboBox()
        for preset in PRESETS.values():
            self.kind.addItem(preset.title, preset.name)
        self.name, self.address, self.key = TypedWords(), TypedWords(), TypedWords()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.model = QComboBox()
        self.model.setEditable(True)
        self.hint = HintLabel()
        self.look = button("&Look for models", "Asks the server which it has.", self._look)
        self.go = button("&Add", "Adds this engine.", self._add)
        self.no = button("Cancel", "Closes this window.", self.reject)
        self._fields: dict[Part, QWidget] = {
            Part.NAME: self.name,
            Part.ADDRESS: self.address,
            Part.KEY: self.key,
            Part.MODEL: self.model,
        }
        self._worker: NewestWorker[_Wish, list[str] | PartError] = NewestWorker(
            self._make, self._say, self
        )
        self._worker.done.connect(self._done)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._choose)
        self.kind.activated.connect(self._tell_hint)
        self._choose()

    def done(self, result: int) -> None:
        """Close; what the server is asked is given up."""
        self._worker.close()
        super().done(result)

    def _lay_out(self) -> None:
        layout = room.scrolling(self)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget, str], ...] = (
            ("&Kind of server", self.kind, "What is known of it is filled in below."),
            ("&Name", self.name, "What you want to call it."),
            ("Add&ress", self.address, "Where it is, such as http://localhost:8080/v1."),
            ("Ke&y", self.key, "Only if it wants one. It is kept in the system's key ring."),
            ("&Model", self.model, "One that sees. Empty takes the server's only one."),
        )
        for words, widget, help_ in rows:
            widget.setAccessibleName(words.replace("&", ""))
            widget.setAccessibleDescription(help_)
            widget.setToolTip(help_)
            form.addRow(label(f"{words}:", widget), widget)
        self.kind.view().setAccessibleName("Kind of server")
        self.model.view().setAccessibleName("Model")
        layout.addLayout(form)
        layout.addWidget(self.hint)
        layout.addLayout(Flow([self.look, self.go, self.no], fill=True))
        room.fit(self, QSize(600, 560))

    def _preset(self) -> Preset:
        return PRESETS[self.kind.currentData()]

    def _choose(self) -> None:
        preset = self._preset()
        self.name.setText("" if preset.name == "other" else preset.name)
        self.address.setText(preset.address)
        self.hint.show_text(preset.hint)

    def _tell_hint(self) -> None:
        """Say what was filled in: a screen reader reads the choice alone."""
        self.chosen.emit(self._preset().title, self._preset().hint)

    def _look(self) -> None:
        self._submit(adding=False, told="Asking for its models.")

    def _add(self) -> None:
        self._submit(adding=True, told="Adding it.")

    def _submit(self, *, adding: bool, told: str) -> None:
        name, model = self.name.text().strip(), self.model.currentText().strip()
        try:
            place = parsed(self.address.text())
        except PartError as error:
            self._mend(error)
            return
        entry = Entry(name, "server", model, place.url, self._preset().name)
        self._say(told)
        wish = _Wish(entry, self.key.text().strip(), adding)
        self._worker.submit(wish, interrupt=True)

    def _make(self) -> Callable[[_Wish, ShouldStop], list[str] | PartError]:
        from assistant.engines import adding

        def work(wish: _Wish, should_stop: ShouldStop) -> list[str] | PartError:
            try:
                if not wish.adding:
                    return adding.models(wish.entry, wish.key, should_stop)
                return [adding.add(Book(), wish.entry, wish.key, should_stop).model]
            except PartError as error:  # not told only: it leads to a field
                return error

        return work

    def _done(self, wish: _Wish, found: list[str] | PartError) -> None:
        if isinstance(found, PartError):
            self._mend(found)
        elif wish.adding:
            self.accept()  # first: a window that goes ends what a screen reader is saying
            self.added.emit(wish.entry.name, found[0])
        else:
            self.model.clear()
            self.model.addItems(found)
            many = len(found) > 1
            self._say(f"It has {len(found)} models." if many else f"Its model is {found[0]}.")
            self.model.setFocus()

    def _mend(self, error: PartError) -> None:
        """Tell what is wrong, and lead to its field."""
        self._say(error.message)
        self._fields[error.part].setFocus()

    def _say(self, text: str) -> None:
        self.hint.show_text(text)
        self.told.emit(text)
