"""Windows: which windows there are, by user32 and dwmapi through ctypes."""

import ctypes
import os
from ctypes import wintypes
from typing import Any

from assistant.screen.desk import Area, MssDesk, Window

_EXTENDED_FRAME, _CLOAKED = 9, 14  # DWMWINDOWATTRIBUTE
_LONGEST_TITLE = 512
_OURS = "Glimpse"  # the main window's title: so one of another process is known


class WindowsDesk(MssDesk):
    """The desktop of this session."""

    def __init__(self) -> None:
        windll: Any = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
        self._user, self._dwm = windll.user32, windll.dwmapi

    def close(self) -> None:
        """Nothing to give back."""

    def windows(self) -> list[Window]:
        """Those that can be seen; the system lists the one in front first."""
        found: list[Window] = []
        front = self._user.GetForegroundWindow()
        make: Any = ctypes.WINFUNCTYPE  # type: ignore[attr-defined,unused-ignore]

        def take(key: int, _parameter: int) -> bool:
            if self._user.IsWindowVisible(key) and not self._user.IsIconic(key):
                found.extend(self._window(key, key == front))
            return True

        self._user.EnumWindows(make(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)(take), 0)
        return sorted(found, key=lambda window: not window.front)

    def _window(self, key: int, front: bool) -> list[Window]:
        title = ctypes.create_unicode_buffer(_LONGEST_TITLE)
        self._user.GetWindowTextW(key, title, _LONGEST_TITLE)
        hidden, edge = wintypes.DWORD(), wintypes.RECT()
        self._ask(key, _CLOAKED, hidden)
        self._ask(key, _EXTENDED_FRAME, edge)
        area = Area(edge.left, edge.top, edge.right - edge.left, edge.bottom - edge.top)
        if not title.value or hidden.value or area.width <= 0 or area.height <= 0:
            return []
        pid = wintypes.DWORD()
        self._user.GetWindowThreadProcessId(key, ctypes.byref(pid))
        own = pid.value == os.getpid() or title.value == _OURS
        return [Window(key, title.value, pid.value, area, area, own, front)]

    def _ask(self, key: int, what: int, answer: Any) -> None:  # noqa: ANN401 - any structure
        self._dwm.DwmGetWindowAttribute(key, what, ctypes.byref(answer), ctypes.sizeof(answer))
