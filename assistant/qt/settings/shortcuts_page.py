"""The Preferences page on which keys are changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QListWidgetItem

from assistant.keys import ACTIONS
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.settings.shortcuts import current, refusal, row, spoken
from assistant.qt.settings.store import SettingsStore
from assistant.qt.widgets.controls import WordsList, button, label
from assistant.qt.widgets.flow import Flow
from assistant.qt.widgets.room import ScrollPage


class ShortcutsPage(ScrollPage):
    """A list of actions with their keys, and a field that gives the chosen one another key."""

    refused = Signal(str)  # why a key was not taken

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self.list = self._make_list()
        self.field = QKeySequenceEdit()  # Tab leaves it
        self.field.setMaximumSequenceLength(1)
        for widget in (self.field, *self.field.findChildren(QLineEdit)):  # the inner has the focus
            widget.setAccessibleName("New key")
            widget.setAccessibleDescription("Press the new key. Tab leaves this field.")
        self.message = HintLabel()
        self.remove = button("&No key", "The chosen action will have no key.", self._remove)
        self.reset = button(
            "&All as they came", "Gives every action the key that it came with.", self._reset
        )
        self._lay_out()
        self._connect()
        self._show()

    def _make_list(self) -> WordsList:
        made = WordsList("Actions and their keys", "The chosen one can be given another key.")
        for each in ACTIONS:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, each.name)
            made.addItem(item)
        return made

    def _lay_out(self) -> None:
        before = label("New &key:", self.field)
        layout = self.layout_
        layout.addWidget(self.list, 1)
        layout.addLayout(Flow([before, self.field, self.remove, self.reset], fill=True))
        layout.addWidget(self.message)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._chosen)
        self.field.keySequenceChanged.connect(self._pressed)

    def _name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ACTIONS[0].name

    def _chosen(self) -> None:
        self.message.show_text("")
        self._show_key()

    def _pressed(self, key: QKeySequence) -> None:
        text = key.toString(QKeySequence.SequenceFormat.PortableText)
        if text and text != current(self._store["shortcuts"])[self._name()]:
            self._give(text)

    def _remove(self) -> None:
        self._give("")

    def _give(self, key: str) -> None:
        name, changed = self._name(), self._store["shortcuts"]
        problem = refusal(name, key, changed)
        if problem:
            self._show_key()
            self.message.show_text(problem)
            self.refused.emit(problem)
            return
        changed[name] = key
        if key == row(name).shortcut:
            del changed[name]
        self._store.change("shortcuts", changed)
        self._show()
        self.message.show_text(f"{row(name).plain} now has {spoken(key)}.")

    def _reset(self) -> None:
        self._store.change("shortcuts", {})
        self._show()
        self.message.show_text("All keys are as they came.")

    def _show(self) -> None:
        keys = current(self._store["shortcuts"])
        for index, each in enumerate(ACTIONS):
            self.list.item(index).setText(f"{each.plain}: {spoken(keys[each.name])}")
        self._show_key()

    def _show_key(self) -> None:
        key = current(self._store["shortcuts"])[self._name()]
        self.field.blockSignals(True)
        self.field.setKeySequence(QKeySequence(key))
        self.field.blockSignals(False)
