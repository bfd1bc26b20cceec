"""One table of settings: it gives the defaults, the checks, the command line's help and the form.

The file is JSON in :func:`assistant.paths.config_dir`. It is replaced whole, so a crash leaves the
old or the new one. A damaged file is set aside, never deleted.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import paths, saving
from assistant.errors import SettingsError

_log = logging.getLogger(__name__)

Value = bool | int | str | list[str] | dict[str, str]


@dataclass(frozen=True)
class Setting:
    """One row of the table. The type of ``default`` is the type of the value."""

    name: str
    default: Value
    section: str = ""  # tab of the Preferences window; empty: not shown there
    label: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0
    unit: str = ""

    def check(self, value: object) -> Value:
        """The value, if it is one that this setting can have.

        Raises:
            SettingsError: it is not; the sentence says what is possible.
        """
        if type(value) is not type(self.default):
            raise SettingsError(f"The setting {self.name} cannot be {value!r}.")
        if self.choices and value not in self.choices:
            raise SettingsError(f"The setting {self.name} can be {', '.join(self.choices)}.")
        if isinstance(value, int) and self.maximum and not self.minimum <= value <= self.maximum:
            raise SettingsError(
                f"The setting {self.name} can be from {self.minimum} to {self.maximum}."
            )
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise SettingsError(f"The setting {self.name} is a list of texts.")
        if isinstance(value, dict) and not all(isinstance(v, str) for v in value.values()):
            raise SettingsError(f"The setting {self.name} is a table of texts.")
        return value


SETTINGS = (
    Setting(
        "level", "standard", "Description", "&Level of detail",
        "Brief is one sentence, standard up to three, full is everything that was seen.",
        choices=("brief", "standard", "full"),
    ),
    Setting(
        "profile", "compact", "Description", "&Models",
        "Compact works at once and offline; standard needs a download.",
        choices=("compact", "standard"),
    ),
    Setting(
        "directions", "words", "Description", "&Directions",
        "Words, such as on the left, or a clock face, such as at 9 o'clock.",
        choices=("words", "clock face"),
    ),
    Setting("engine", ""),  # the name of the engine that describes at length; a page has it
    Setting("engine_answers", False),  # questions go to it, too
    Setting("senses_off", []),  # names of senses; a page of their own in Preferences
    Setting("voice", "", "Speech", "&Voice", "The voice that speaks; empty is the system's own."),
    Setting(
        "rate", 180, "Speech", "&Rate", "How fast the voice speaks.",
        minimum=80, maximum=450, unit="words a minute",
    ),
    Setting(
        "volume", 100, "Speech", "V&olume", "How loud the voice speaks.",
        minimum=5, maximum=100, unit="%",
    ),
    Setting(
        "speaker", "automatic", "Speech", "&Who speaks",
        "Automatic: the screen reader if one runs, else Glimpse's own voice.",
        choices=("automatic", "Glimpse's voice", "screen reader"),
    ),
    Setting("mute", False, "Speech", "&Mute speech", "Show explanations without speaking them."),
    Setting("sounds", True, "Speech", "&Short sounds", "Sounds for started, done, found nothing."),
    Setting("camera", "", "Camera", "&Camera", "The camera to use; empty is the first one found."),
    Setting(
        "aiming", "spoken", "Camera", "&Help with aiming",
        "While the camera is on: hints such as hold still, spoken or as short tones.",
        choices=("spoken", "tones", "off"),
    ),
    Setting(
        "text_size", 24, "View", "&Text size",
        "Size of what is read; words on buttons and in menus have two thirds of it.",
        minimum=10, maximum=72, unit="points",
    ),
    Setting(
        "theme", "system", "View", "&Colours",
        "Colours of the window; system follows the desktop, also its high contrast.",
        choices=("system", "light", "dark", "high contrast", "high contrast light"),
    ),
    Setting(
        "outlines", True, "View", "&Outlines",
        "Outlines in the picture what the sentence that is spoken rests on.",
    ),
    Setting("everywhere", {}),  # action name → key that works in every program; a page of its own
    Setting("screen_part", ""),  # the part of the screen that was chosen last, in pixels
    Setting("shortcuts", {}),  # action name → key sequence, only those that were changed
    Setting("recent", []),  # files opened, newest first
)  # fmt: skip

BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings(Mapping[str, Any]):
    """The settings of this user; reads like a mapping, complete at all times.

    Attributes:
        notice: what the user must hear about the file, such as that it was damaged; or empty.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.config_dir() / "settings.json"
        self.notice = ""
        self._values: dict[str, Value] = {s.name: s.default for s in SETTINGS}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a row decides the type
        value = self._values[name]
        return value.copy() if isinstance(value, (list, dict)) else value

    def __iter__(self) -> Any:  # noqa: ANN401
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def change(self, name: str, value: object) -> None:
        """Set one value and write the file.

        Raises:
            SettingsError: the value is not possible, or the file cannot be written.
        """
        self._values[name] = BY_NAME[name].check(value)
        try:
            self._save(name)
        except OSError as error:
            raise SettingsError(
                f"The settings cannot be saved in {self.path.parent}: {error.strerror}."
            ) from error

    def _save(self, name: str) -> None:
        """Change this one value in the file: another window may have changed others."""
        try:
            stored = _read(self.path)
        except (OSError, ValueError):
            stored = {}
        stored[name] = self._values[name]
        if stored[name] == BY_NAME[name].default:
            del stored[name]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(stored, indent=2, ensure_ascii=False)
        with saving.replaced(self.path) as part:
            # A file's name on Linux may hold bytes that are no text; JSON has an escape for those.
            part.write_text(text, encoding="utf-8", errors="backslashreplace")


def load(path: Path | None = None) -> Settings:
    """Read the settings; a damaged file is set aside as ``settings.damaged.json``.

    A single impossible value is replaced by its default; the others are kept. Both are told in
    ``Settings.notice``.
    """
    settings = Settings(path)
    try:
        stored = _read(settings.path)
    except FileNotFoundError:
        return settings
    except OSError as error:
        settings.notice = (
            f"The settings file {settings.path} cannot be read: {error.strerror}. "
            "I use the defaults."
        )
        return settings
    except ValueError as error:
        _log.warning("Settings not read: %s", error)
        settings.notice = _set_aside(settings.path)
        return settings
    for name, value in stored.items():
        try:
            if name in BY_NAME:
                settings._values[name] = BY_NAME[name].check(value)
        except SettingsError as error:
            settings.notice = f"{settings.notice} {error.message} I use the default.".strip()
    return settings


def _read(path: Path) -> dict[str, Any]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(stored, dict):
        raise ValueError("not a table")
    return stored


def _set_aside(path: Path) -> str:
    names = (f"settings.damaged{number}.json" for number in ("", *range(2, 1000)))
    aside = next(a for a in map(path.with_name, names) if not a.exists())
    try:
        path.replace(aside)
    except OSError:
        return f"The settings file {path} cannot be read. I use the defaults."
    return f"The settings file was damaged. I kept it as {aside.name} and use the defaults."
