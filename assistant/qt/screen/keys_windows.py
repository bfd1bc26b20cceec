"""Windows: RegisterHotKey, which sends WM_HOTKEY to this thread."""

import ctypes
from collections.abc import Mapping
from ctypes import wintypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Qt

from assistant.qt.screen.everywhere import EverywhereKeys, parted, taken, unknown

_WM_HOTKEY = 0x0312
_NO_REPEAT = 0x4000
_MODIFIERS = {
    Qt.KeyboardModifier.AltModifier: 1,
    Qt.KeyboardModifier.ControlModifier: 2,
    Qt.KeyboardModifier.ShiftModifier: 4,
    Qt.KeyboardModifier.MetaModifier: 8,
}
_VK_F1 = 0x70


class _Filter(QAbstractNativeEventFilter):
    """Looks at this thread's messages before Qt does."""

    def __init__(self, keys: "WindowsKeys") -> None:
        super().__init__()
        self._keys = keys

    def nativeEventFilter(
        self,
        kind: QByteArray | bytes | bytearray | memoryview,
        message: Any,  # noqa: ANN401
    ) -> tuple[bool, int]:
        """Take WM_HOTKEY."""
        found = wintypes.MSG.from_address(int(message))
        if found.message == _WM_HOTKEY:
            self._keys.on_key(found.wParam)
            return True, 0
        return False, 0


class WindowsKeys(EverywhereKeys):
    """Registers keys for the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._user: Any = ctypes.windll.user32  # type: ignore[attr-defined,unused-ignore]
        self._names: dict[int, str] = {}
        self._filter = _Filter(self)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self._filter)

    def use(self, keys: Mapping[str, str]) -> None:
        """Have these keys and no others."""
        self.close()
        for number, (name, key) in enumerate(keys.items(), start=1):
            if not key:
                continue
            modifiers, code = parted(key)
            virtual = _virtual(code)
            held = sum(bit for modifier, bit in _MODIFIERS.items() if modifiers & modifier)
            if not virtual:
                self.refused.emit(unknown(key))
            elif self._user.RegisterHotKey(None, number, held | _NO_REPEAT, virtual):
                self._names[number] = name
            else:
                self.refused.emit(taken(key))

    def close(self) -> None:
        """Give all of them back."""
        for number in self._names:
            self._user.UnregisterHotKey(None, number)
        self._names.clear()

    def on_key(self, number: int) -> None:
        """One of them was pressed."""
        if number in self._names:
            self.pressed.emit(self._names[number])


def _virtual(code: Qt.Key) -> int:
    """Windows' number for letters, digits and function keys; 0 for others."""
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F24:
        return _VK_F1 + code - Qt.Key.Key_F1
    if Qt.Key.Key_A <= code <= Qt.Key.Key_Z or Qt.Key.Key_0 <= code <= Qt.Key.Key_9:
        return int(code)
    return 0
