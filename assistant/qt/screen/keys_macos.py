"""macOS: Carbon's RegisterEventHotKey, which asks for no permission, through ctypes.

Source: Carbon's CarbonEvents.h and Events.h.
"""

import ctypes
import ctypes.util
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt

from assistant.qt.screen.everywhere import NO_WAY, EverywhereKeys, parted, taken, unknown

_MODIFIERS = {  # Qt calls Command "Control" on macOS
    Qt.KeyboardModifier.ControlModifier: 0x0100,
    Qt.KeyboardModifier.ShiftModifier: 0x0200,
    Qt.KeyboardModifier.AltModifier: 0x0800,
    Qt.KeyboardModifier.MetaModifier: 0x1000,
}
# Virtual key codes go by the place on the keyboard, as on an American one.
_LETTERS = dict(zip("asdfhgzxcvbqweryt", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17),
                    strict=True))  # fmt: skip
_CODES = _LETTERS | {
    "1": 18, "2": 19, "3": 20, "4": 21, "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29,
    "o": 31, "u": 32, "i": 34, "p": 35, "l": 37, "j": 38, "k": 40, "n": 45, "m": 46,
    "F1": 122, "F2": 120, "F3": 99, "F4": 118, "F5": 96, "F6": 97, "F7": 98, "F8": 100, "F9": 101,
    "F10": 109, "F11": 103, "F12": 111,
}  # fmt: skip


def _four(text: str) -> int:
    """A four-character code as a number."""
    return int.from_bytes(text.encode(), "big")


class _Kind(ctypes.Structure):
    _fields_ = (("event_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


class _Id(ctypes.Structure):
    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


_HOT_KEY_PRESSED = _Kind(_four("keyb"), 5)
_Handler = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacKeys(EverywhereKeys):
    """Registers keys with the event dispatcher of the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._carbon: Any = None
        self._names: dict[int, str] = {}
        self._keys: list[ctypes.c_void_p] = []
        self._handler = _Handler(self._on_event)  # kept, or it would be freed under Carbon

    def use(self, keys: Mapping[str, str]) -> None:
        """Have these keys and no others."""
        self.close()
        wanted = {name: key for name, key in keys.items() if key}
        if wanted and not self._ready():
            self.refused.emit(NO_WAY)
            return
        for number, (name, key) in enumerate(wanted.items(), start=1):
            modifiers, code = parted(key)
            label = code.name.removeprefix("Key_")
            place = _CODES.get(label if label in _CODES else label.lower())
            if place is None:
                self.refused.emit(unknown(key))
                continue
            held = sum(bit for modifier, bit in _MODIFIERS.items() if modifiers & modifier)
            made = ctypes.c_void_p()
            failed = self._carbon.RegisterEventHotKey(
                place, held, _Id(_four("Glmp"), number),
                ctypes.c_void_p(self._carbon.GetEventDispatcherTarget()), 0, ctypes.byref(made),
            )  # fmt: skip
            if failed:
                self.refused.emit(taken(key))
            else:
                self._keys.append(made)
                self._names[number] = name

    def close(self) -> None:
        """Give all of them back."""
        for key in self._keys:
            self._carbon.UnregisterEventHotKey(key)
        self._keys.clear()
        self._names.clear()

    def _ready(self) -> bool:
        """Load Carbon and take its events, once."""
        if self._carbon is None:
            path = ctypes.util.find_library("Carbon")
            if path is None:
                return False
            self._carbon = ctypes.CDLL(path)
            self._carbon.GetEventDispatcherTarget.restype = ctypes.c_void_p
            self._carbon.InstallEventHandler(
                ctypes.c_void_p(self._carbon.GetEventDispatcherTarget()), self._handler, 1,
                ctypes.byref(_HOT_KEY_PRESSED), None, None,
            )  # fmt: skip
        return True

    def _on_event(self, _call: object, event: int, _data: object) -> int:
        found = _Id()
        self._carbon.GetEventParameter(
            ctypes.c_void_p(event), _four("----"), _four("hkid"), None,
            ctypes.sizeof(found), None, ctypes.byref(found),
        )  # fmt: skip
        if found.number in self._names:
            self.pressed.emit(self._names[found.number])
        return 0
