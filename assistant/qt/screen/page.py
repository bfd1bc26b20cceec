"""The Preferences page for keys that work in every program."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QKeySequenceEdit, QLineEdit

from assistant.keys import ACTIONS, Action
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.screen.everywhere import BIND_IT, is_usable
from assistant.qt.settings.store import SettingsStore
from assistant.qt.widgets.controls import button, label
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.room import ScrollPage

ROWS = tuple(row for row in ACTIONS if row.everywhere)
_FIRST = (
    "These keys work while another program is in front: Glimpse tells what is there, and its "
    "window stays where it is. There are none until you choose them; Glimpse must be running."
)
_TYPED = "That key is typed in other programs. Add Ctrl or Alt to it, or take a function key."
_TWICE = "{} has that key already. Choose another one."


class EverywherePage(ScrollPage):
    """A field for each action that has a key everywhere; changes hold at once."""

    refused = Signal(str)  # why a key was not taken

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self.fields = {row.name: self._field(row) for row in ROWS}
        self.message = HintLabel()
        self.suggested = button(
            "&Suggested keys", "Gives each of them the key that is suggested.", self._suggest
        )
        self.none = button("&No keys", "None of them has a key any more.", self._clear)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for row in ROWS:
            words = label(f"{row.plain}:", self.fields[row.name])
            words.setWordWrap(True)
            form.addRow(words, self.fields[row.name])
        for part in (HintLabel(_FIRST), form, Flow([self.suggested, self.none], fill=True)):
            if isinstance(part, HintLabel):
                self.layout_.addWidget(part)
            else:
                self.layout_.addLayout(part)
        self.layout_.addWidget(self.message)
        self.layout_.addWidget(HintLabel(BIND_IT))
        self.layout_.addStretch(1)
        self._show()
        store.changed.connect(self._on_setting)

    def say(self, text: str) -> None:
        """Show a sentence about the keys."""
        self.message.show_text(text)

    def _field(self, row: Action) -> QKeySequenceEdit:
        field = QKeySequenceEdit()  # Tab leaves it
        field.setMaximumSequenceLength(1)
        field.setClearButtonEnabled(True)
        for widget in (field, *field.findChildren(QLineEdit)):  # the inner has the focus
            widget.setAccessibleName(row.plain)
            widget.setAccessibleDescription(f"{row.help} Press the key. Tab leaves this field.")
        field.setToolTip(row.help)
        field.keySequenceChanged.connect(lambda key, name=row.name: self._pressed(name, key))
        return field

    def _pressed(self, name: str, key: QKeySequence) -> None:
        text = key.toString(QKeySequence.SequenceFormat.PortableText)
        keys = self._store["everywhere"]
        if text == keys.get(name, ""):
            return
        others = {other for other, has in keys.items() if has == text and other != name}
        problem = ""
        if text and not is_usable(text):
            problem = _TYPED
        elif text and others:
            problem = _TWICE.format(next(row.plain for row in ROWS if row.name in others))
        if problem:
            self._show()
            self.say(problem)
            self.refused.emit(problem)
            return
        self.say("")
        self._change({**keys, name: text})

    def _suggest(self) -> None:
        self.say("")
        self._change({row.name: row.everywhere for row in ROWS})

    def _clear(self) -> None:
        self.say("")
        self._change({})

    def _change(self, keys: dict[str, str]) -> None:
        self._store.change("everywhere", {name: key for name, key in keys.items() if key})

    def _on_setting(self, name: str) -> None:
        if name == "everywhere":
            self._show()

    def _show(self) -> None:
        keys = self._store["everywhere"]
        for name, field in self.fields.items():
            field.blockSignals(True)
            field.setKeySequence(QKeySequence(keys.get(name, "")))
            field.blockSignals(False)
