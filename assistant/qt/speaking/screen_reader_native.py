"""Screen readers on Windows and macOS, asked for through ctypes every two seconds.

Neither system tells a program without a window procedure or an Objective-C observer of its own
when a reader begins or ends; the questions take microseconds. Not tried on either system.
"""

import ctypes
import ctypes.util
import sys

from PySide6.QtCore import QObject, QTimer

from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch

_EVERY = 2000  # ms
_SPI_GETSCREENREADER = 0x0046  # winuser.h


class NativeWatch(ScreenReaderWatch):
    """Asks the system whether a screen reader runs; all of them take announcements."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def close(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _look(self) -> None:
        self._now(_on_windows() if sys.platform == "win32" else _on_macos())


def _on_windows() -> ScreenReader | None:
    """What SPI_GETSCREENREADER says, which NVDA, JAWS and Narrator set.

    A program that listens to UI Automation may be a reader that does not, or a magnifier.
    """
    windows = vars(ctypes)["windll"]
    flag = ctypes.c_int(0)
    asked = windows.user32.SystemParametersInfoW(_SPI_GETSCREENREADER, 0, ctypes.byref(flag), 0)
    if asked and flag.value:
        return ScreenReader()
    listening = windows.uiautomationcore.UiaClientsAreListening()
    return ScreenReader(sure=False) if listening else None


def _on_macos() -> ScreenReader | None:
    """What ``[[NSWorkspace sharedWorkspace] isVoiceOverEnabled]`` says (macOS 10.13)."""
    objc = ctypes.CDLL(ctypes.util.find_library("objc"))
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    objc.objc_getClass.argtypes = objc.sel_registerName.argtypes = [ctypes.c_char_p]

    def send(receiver: int | None, message: bytes, answer: type) -> int | None:
        call = ctypes.CFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
        return call(receiver, objc.sel_registerName(message))  # type: ignore[no-any-return]

    workspace = send(objc.objc_getClass(b"NSWorkspace"), b"sharedWorkspace", ctypes.c_void_p)
    return ScreenReader() if send(workspace, b"isVoiceOverEnabled", ctypes.c_bool) else None
