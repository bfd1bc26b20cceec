"""The two menus that change while Glimpse runs: recent files and cameras."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from assistant import sources
from assistant.qt.settings.store import SettingsStore
from assistant.sources import CameraInfo


class RecentMenu(QObject):
    """Files opened lately, newest first; the first nine can be chosen by digit."""

    chosen = Signal(Path)

    def __init__(self, menu: QMenu, store: SettingsStore) -> None:
        super().__init__(menu)
        self._menu, self._store = menu, store
        menu.triggered.connect(self._triggered)
        menu.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        files = [Path(text) for text in self._store["recent"]]
        for number, path in enumerate(files, 1):
            words = sources.title(path).replace("&", "&&")
            action = self._menu.addAction(f"&{number} {words}")
            action.setData(str(path))
            action.setStatusTip(str(path))
        if files:
            self._menu.addSeparator()
            self._menu.addAction("&Forget these")
        else:
            self._menu.addAction("No recent pictures").setEnabled(False)

    def _triggered(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(Path(action.data()))
        else:
            self._store.change("recent", [])


class CameraMenu(QObject):
    """The cameras of this machine, one of them chosen."""

    def __init__(self, menu: QMenu, store: SettingsStore) -> None:
        super().__init__(menu)
        self._menu, self._store = menu, store
        self._cameras: list[CameraInfo] = []
        self._group = QActionGroup(self)
        menu.triggered.connect(self._triggered)
        store.changed.connect(self._on_setting)
        self._fill()

    def offer(self, cameras: list[CameraInfo]) -> None:
        """Show these."""
        self._cameras = cameras
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        self._add("", "&The first one found")
        for camera in self._cameras:
            self._add(camera.id, camera.name.replace("&", "&&"))

    def _add(self, camera_id: str, words: str) -> None:
        action = self._menu.addAction(words)
        action.setCheckable(True)
        action.setData(camera_id)
        action.setChecked(self._store["camera"] == camera_id)
        self._group.addAction(action)

    def _triggered(self, action: QAction) -> None:
        self._store.change("camera", action.data())

    def _on_setting(self, name: str) -> None:
        if name == "camera":
            self._fill()
