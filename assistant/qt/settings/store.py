"""The settings as the window sees them: whoever shows one hears when it changes."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from assistant.settings import BY_NAME, Settings


class SettingsStore(QObject):
    """The user's settings; every change is written at once and told to all who listen."""

    changed = Signal(str)  # the setting's name

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a row decides the type
        return self._settings[name]

    @property
    def settings(self) -> Mapping[str, Any]:
        """All of them, to be read."""
        return self._settings

    @property
    def notice(self) -> str:
        """News about the settings file that the user must hear, or empty."""
        return self._settings.notice

    @property
    def was_set(self) -> bool:
        """Whether the user has ever changed a setting."""
        return self._settings.path.exists()

    def change(self, name: str, value: object) -> None:
        """Set one value.

        It takes effect even when the file cannot be written: then it lasts until Glimpse closes.

        Raises:
            SettingsError: the value is not possible, or the file cannot be written.
        """
        if self._settings[name] == value:
            return
        try:
            self._settings.change(name, value)
        finally:
            self.changed.emit(name)

    def step(self, name: str, by: int) -> int:
        """Move a number up or down, within its limits; returns where it is then."""
        row = BY_NAME[name]
        self.change(name, max(row.minimum, min(row.maximum, self[name] + by)))
        return int(self[name])
