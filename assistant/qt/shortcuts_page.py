"""The Preferences page on which keys are changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from assistant.qt.actions import ACTIONS
from assistant.qt.shortcuts import current, refusal, row, spoken
from assistant.qt.store import Store


class ShortcutsPage(QWidget):
    """A list of actions with their keys, and a field that gives the chosen one another key."""

    refused = Signal(str)  # why a key was not taken

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.list = self._make_list()
        self.field = QKeySequenceEdit()  # Tab leaves it
        self.field.setMaximumSequenceLength(1)
        for widget in (self.field, *self.field.findChildren(QLineEdit)):  # the inner has the focus
            widget.setAccessibleName("New key")
            widget.setAccessibleDescription("Press the new key. Tab leaves this field.")
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.remove = QPushButton("&No key")
        self.remove.setAccessibleDescription("The chosen action will have no key.")
        self.reset = QPushButton("&All as they came")
        self.reset.setAccessibleDescription("Gives every action the key that it came with.")
        self._lay_out()
        self._connect()
        self._show()

    def _make_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels(["Action", "Key"])
        tree.setRootIsDecorated(False)
        tree.setAllColumnsShowFocus(True)
        tree.setAccessibleName("Actions and their keys")
        for each in ACTIONS:
            item = QTreeWidgetItem([each.plain, ""])
            item.setData(0, Qt.ItemDataRole.UserRole, each.name)
            tree.addTopLevelItem(item)
        tree.setColumnWidth(0, 280)
        return tree

    def _lay_out(self) -> None:
        label = QLabel("New &key:")
        label.setBuddy(self.field)
        line = QHBoxLayout()
        for widget in (label, self.field, self.remove, self.reset):
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addLayout(line)
        layout.addWidget(self.message)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._chosen)
        self.field.keySequenceChanged.connect(self._pressed)
        self.remove.clicked.connect(self._remove)
        self.reset.clicked.connect(self._reset)

    def _name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item else ACTIONS[0].name

    def _chosen(self) -> None:
        self._say("")
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
            self._say(problem)
            self.refused.emit(problem)
            return
        changed[name] = key
        if key == row(name).shortcut:
            del changed[name]
        self._store.change("shortcuts", changed)
        self._show()
        self._say(f"{row(name).plain} now has {spoken(key)}.")

    def _reset(self) -> None:
        self._store.change("shortcuts", {})
        self._show()
        self._say("All keys are as they came.")

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setAccessibleName(text)

    def _show(self) -> None:
        keys = current(self._store["shortcuts"])
        for index in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(index)
            key = spoken(keys[item.data(0, Qt.ItemDataRole.UserRole)]) if item else ""
            if item:
                item.setText(1, key)
        self._show_key()

    def _show_key(self) -> None:
        key = current(self._store["shortcuts"])[self._name()]
        self.field.blockSignals(True)
        self.field.setKeySequence(QKeySequence(key))
        self.field.blockSignals(False)
