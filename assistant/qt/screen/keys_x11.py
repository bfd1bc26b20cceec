"""X11: the server sends us a key that is grabbed, whichever window has the focus.

Source: the X Window System protocol, GrabKey. A key is grabbed once for each state of Num Lock and
Caps Lock, or it would not work while one is on.
"""

import os
from collections.abc import Mapping

import xcffib
import xcffib.xproto
from PySide6.QtCore import QObject, QSocketNotifier, Qt
from xcffib import keysymdef
from xcffib.xproto import GrabMode, KeyPressEvent, ModMask

from assistant.qt.screen.everywhere import NO_WAY, EverywhereKeys, parted, taken, unknown

_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: ModMask.Shift,
    Qt.KeyboardModifier.ControlModifier: ModMask.Control,
    Qt.KeyboardModifier.AltModifier: ModMask._1,
    Qt.KeyboardModifier.MetaModifier: ModMask._4,
}
_NUM_LOCK, _CAPS_LOCK = ModMask._2, ModMask.Lock
_LOCKS = (0, _NUM_LOCK, _CAPS_LOCK, _NUM_LOCK | _CAPS_LOCK)
_HELD = ModMask.Shift | ModMask.Control | ModMask._1 | ModMask._4
_NAMES = {"Return": "Return", "Del": "Delete", "PgUp": "Prior", "PgDown": "Next"}


class X11Keys(EverywhereKeys):
    """Grabs keys on the root window, over a connection of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._x: xcffib.Connection | None = None
        self._notifier: QSocketNotifier | None = None
        self._names: dict[tuple[int, int], str] = {}  # key code, modifiers → action

    def use(self, keys: Mapping[str, str]) -> None:
        """Have these keys and no others."""
        self.close()
        wanted = {name: key for name, key in keys.items() if key}
        if not wanted:
            return
        if not os.environ.get("DISPLAY"):
            self.refused.emit(NO_WAY)
            return
        try:
            self._x = xcffib.connect()
        except xcffib.ConnectionException:
            self.refused.emit(NO_WAY)
            return
        self._root = self._x.get_setup().roots[self._x.pref_screen].root
        for name, key in wanted.items():
            self._grab(self._x, name, key)
        self._notifier = QSocketNotifier(
            self._x.get_file_descriptor(), QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._read)
        self._read()

    def close(self) -> None:
        """Give all of them back: the server does when the connection ends."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._x is not None:
            self._x.disconnect()
            self._x = None
        self._names.clear()

    def _grab(self, x: xcffib.Connection, name: str, key: str) -> None:
        modifiers, code = parted(key)
        keycode = self._keycode(x, code)
        if not keycode:
            self.refused.emit(unknown(key))
            return
        held = sum(mask for modifier, mask in _MODIFIERS.items() if modifiers & modifier)
        asynchronous = GrabMode.Async
        try:
            for locks in _LOCKS:
                x.core.GrabKeyChecked(
                    False, self._root, held | locks, keycode, asynchronous, asynchronous
                ).check()
        except xcffib.XcffibException:
            for locks in _LOCKS:  # those that were got, too
                x.core.UngrabKeyChecked(keycode, self._root, held | locks).check()
            self.refused.emit(taken(key))
            return
        self._names[keycode, held] = name

    @staticmethod
    def _keycode(x: xcffib.Connection, code: Qt.Key) -> int:
        """The key that has this sign on it; 0 if none has."""
        symbol = _symbol(code)
        if not symbol:
            return 0
        setup = x.get_setup()
        first, count = setup.min_keycode, setup.max_keycode - setup.min_keycode + 1
        mapping = x.core.GetKeyboardMapping(first, count).reply()
        each = mapping.keysyms_per_keycode
        for place, found in enumerate(mapping.keysyms):
            if found == symbol and place % each < 2:
                return int(first + place // each)
        return 0

    def _read(self) -> None:
        if self._x is None:
            return
        try:
            while (event := self._x.poll_for_event()) is not None:
                if isinstance(event, KeyPressEvent):
                    name = self._names.get((event.detail, event.state & _HELD))
                    if name:
                        self.pressed.emit(name)
        except xcffib.XcffibException:  # the server has ended, and we with it
            self.close()


def _symbol(code: Qt.Key) -> int:
    """The X server's number for a key as Qt has it; 0 if it is none of those that we know."""
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35:
        return int(keysymdef.XK_F1) + code - Qt.Key.Key_F1
    if Qt.Key.Key_A <= code <= Qt.Key.Key_Z:
        return ord(chr(code).lower())
    if Qt.Key.Key_Space <= code <= Qt.Key.Key_AsciiTilde:
        return int(code)
    name = code.name.removeprefix("Key_")
    return int(getattr(keysymdef, f"XK_{_NAMES.get(name, name)}", 0))
