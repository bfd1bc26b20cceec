"""The table of actions as live menus and shortcuts."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from assistant.keys import ACTIONS, Action


class Actions(QObject):
    """The table as live ``QAction`` objects that belong to the window.

    Args:
        changed: action name → key, for those that the user has changed.
        parent: the window.
    """

    used = Signal()  # any action was chosen; comes before what the action does

    def __init__(self, changed: Mapping[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {row.name: self._make(row) for row in ACTIONS}
        self._group_up()
        self.use_shortcuts(changed)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def use_shortcuts(self, changed: Mapping[str, str]) -> None:
        """Give every action its key: the user's own or, without one, the table's."""
        for row in ACTIONS:
            key = QKeySequence.fromString(changed.get(row.name, row.shortcut))
            action = self._actions[row.name]
            action.setShortcut(key)
            native = key.toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{row.plain} ({native})" if native else row.plain)

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by their title, such as ``&Camera``."""
        menus: dict[str, QMenu] = {}
        for row in ACTIONS:
            if row.menu not in menus:
                menus[row.menu] = bar.addMenu(row.menu)
                menus[row.menu].setAccessibleName(row.menu.replace("&", ""))
            menus[row.menu].addAction(self._actions[row.name])
        return menus

    def _make(self, row: Action) -> QAction:
        action = QAction(row.text, self)
        action.setObjectName(row.name)
        action.setStatusTip(row.help)
        action.setWhatsThis(row.help)
        action.setCheckable(row.toggle or bool(row.group))
        # Ctrl+Q must not become "application menu" twice, nor anything move by guessing its text.
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(self.used)
        return action

    def _group_up(self) -> None:
        for group in {row.group for row in ACTIONS if row.group}:
            members = QActionGroup(self)
            for row in ACTIONS:
                if row.group == group:
                    members.addAction(self._actions[row.name])
