"""Keys that work whichever program is in front, by the means that each system has for them."""

import sys
from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from assistant.pipeline.frame import Frame
from assistant.qt.settings.shortcuts import read_all, spoken
from assistant.qt.settings.store import SettingsStore
from assistant.qt.speaking.announcer import in_front
from assistant.screen.capture import is_wayland

COMMAND = "glimpse-gui --describe-window"
BIND_IT = f"In the desktop's own settings a key can be given to the command {COMMAND}."
NO_WAY = f"This desktop lets no program have such a key. {BIND_IT}"


class EverywhereKeys(QObject):
    """Asks the system for keys, and tells when one is pressed.

    Signals:
        pressed(name): the action whose key it is.
        refused(message): why a key does not work, as one sentence.
    """

    pressed = Signal(str)
    refused = Signal(str)

    @abstractmethod
    def use(self, keys: Mapping[str, str]) -> None:
        """Have these keys and no others.

        Args:
            keys: action name → key in Qt's portable text; empty values are left out.
        """

    @abstractmethod
    def close(self) -> None:
        """Give all of them back."""


def everywhere_keys(parent: QObject) -> EverywhereKeys:
    """Keys by this system's means; nothing is asked before :meth:`EverywhereKeys.use`."""
    if sys.platform == "win32":
        from assistant.qt.screen.keys_windows import WindowsKeys

        return WindowsKeys(parent)
    if sys.platform == "darwin":
        from assistant.qt.screen.keys_macos import MacKeys

        return MacKeys(parent)
    if is_wayland():
        from assistant.qt.screen.keys_portal import PortalKeys

        return PortalKeys(parent)
    from assistant.qt.screen.keys_x11 import X11Keys

    return X11Keys(parent)


def parted(key: str) -> tuple[Qt.KeyboardModifier, Qt.Key]:
    """Modifiers and key of a key in Qt's portable text."""
    combination: QKeyCombination = QKeySequence.fromString(key)[0]  # type: ignore[index]
    return combination.keyboardModifiers(), combination.key()


def taken(key: str) -> str:
    """The sentence for a key that another program has."""
    native = QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{native} belongs to another program already. Choose another key in Preferences."


def unknown(key: str) -> str:
    """The sentence for a key that cannot be had everywhere."""
    native = QKeySequence.fromString(key).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{native} cannot be had in every program. Choose a letter, a digit or a function key."


def is_usable(key: str) -> bool:
    """Whether it may be taken from every program: not a letter that people type."""
    modifiers, code = parted(key)
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    held |= Qt.KeyboardModifier.MetaModifier
    function = Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35
    return function or bool(modifiers & held)


def how_to_read(store: SettingsStore, frame: Frame) -> str:
    """The way to the rest of a long text from where the user is: perhaps another program."""
    if frame.screen is None or in_front():
        return read_all(store["shortcuts"])
    key = store["everywhere"].get("read_window", "") if frame.screen.label == "window" else ""
    return f"press {spoken(key)} to read the window" if key else ""
