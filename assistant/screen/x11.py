"""X11: windows by the hints that window managers keep (EWMH), and what lies under others.

Sources: freedesktop.org's Extended Window Manager Hints 1.5; the Composite extension 0.4.
"""

import os
import struct
import time
from collections.abc import Iterator

import numpy as np
import xcffib
import xcffib.composite
import xcffib.xproto
from xcffib.xproto import Atom, ImageFormat, MapState

from assistant.errors import SourceError
from assistant.pipeline.frame import Pixels
from assistant.screen.desk import Area, MssDesk, Window

_REDRAWN_S = 0.15  # what lay under another window is drawn by its program within that time
_LONGEST = 4096  # 32-bit words of one property
_NOT_IN_FRONT = ("_NET_WM_WINDOW_TYPE_DOCK", "_NET_WM_WINDOW_TYPE_DESKTOP")
_OURS = b"glimpse"
_ALL_PLANES = 0xFFFFFFFF


class X11Desk(MssDesk):
    """The display that ``DISPLAY`` names.

    Raises:
        SourceError: it cannot be reached.
    """

    def __init__(self) -> None:
        try:
            self._x = xcffib.connect()
        except xcffib.ConnectionException as error:
            raise SourceError(
                "There is no screen here. Start Glimpse from a desktop, or describe a picture."
            ) from error
        self._root = self._x.get_setup().roots[self._x.pref_screen]
        self._atoms: dict[str, int] = {}

    def close(self) -> None:
        """Leave the display."""
        self._x.disconnect()

    def windows(self) -> list[Window]:
        """Those that can be seen, the one in front first."""
        front = self._numbers(self._root.root, "_NET_ACTIVE_WINDOW")[:1]
        found: list[Window] = []
        for key in reversed(self._numbers(self._root.root, "_NET_CLIENT_LIST_STACKING")):
            try:
                found += self._window(key, key in front)
            except xcffib.XcffibException:  # it has just been closed
                continue
        return sorted(found, key=lambda window: not window.front)

    def uncovered(self, window: Window) -> Pixels | None:
        """Have the server keep the whole window for a moment, and copy that."""
        try:
            return self._kept(window)
        except (xcffib.XcffibException, struct.error):
            return None  # without the extension, or just closed

    def _kept(self, window: Window) -> Pixels | None:
        composite = self._x(xcffib.composite.key)
        composite.QueryVersion(0, 4).reply()
        automatic = xcffib.composite.Redirect.Automatic
        composite.RedirectWindowChecked(window.key, automatic).check()
        try:
            time.sleep(_REDRAWN_S)
            pixmap = self._x.generate_id()
            composite.NameWindowPixmapChecked(window.key, pixmap).check()
            try:
                return self._copied(pixmap)
            finally:
                self._x.core.FreePixmap(pixmap)
        finally:
            composite.UnredirectWindow(window.key, automatic)
            self._x.flush()

    def _copied(self, pixmap: int) -> Pixels | None:
        size = self._x.core.GetGeometry(pixmap).reply()
        if size.depth not in (24, 32):
            return None
        image = self._x.core.GetImage(
            ImageFormat.ZPixmap, pixmap, 0, 0, size.width, size.height, _ALL_PLANES
        ).reply()
        rows = np.frombuffer(image.data.buf(), np.uint8).reshape(size.height, size.width, 4)
        return np.ascontiguousarray(rows[..., 2::-1])

    def _window(self, key: int, front: bool) -> Iterator[Window]:
        """One window, or none if it cannot be seen or is no window to a person."""
        kinds = self._numbers(key, "_NET_WM_WINDOW_TYPE")
        state = self._numbers(key, "_NET_WM_STATE")
        shown = self._x.core.GetWindowAttributes(key).reply().map_state == MapState.Viewable
        if not shown or self._atom("_NET_WM_STATE_HIDDEN") in state:
            return
        if any(self._atom(name) in kinds for name in _NOT_IN_FRONT):
            return
        pid = next(iter(self._numbers(key, "_NET_WM_PID")), 0)
        box = self._box(key)
        left, right, top, bottom = (*self._numbers(key, "_NET_FRAME_EXTENTS"), 0, 0, 0, 0)[:4]
        own = pid == os.getpid() or _OURS in self._bytes(key, "WM_CLASS").lower().split(b"\0")
        yield Window(
            key, self._title(key), pid, box, box.grown(left, top, right, bottom), own, front
        )

    def _box(self, key: int) -> Area:
        size = self._x.core.GetGeometry(key).reply()
        at = self._x.core.TranslateCoordinates(key, self._root.root, 0, 0).reply()
        return Area(at.dst_x, at.dst_y, size.width, size.height)

    def _title(self, key: int) -> str:
        name = self._bytes(key, "_NET_WM_NAME").decode("utf-8", "replace")
        return name or self._bytes(key, "WM_NAME").decode("latin-1")

    def _numbers(self, key: int, name: str) -> list[int]:
        data = self._bytes(key, name)
        return list(struct.unpack(f"={len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _bytes(self, key: int, name: str) -> bytes:
        answer = self._x.core.GetProperty(
            False, key, self._atom(name), Atom.Any, 0, _LONGEST
        ).reply()
        return bytes(answer.value.buf())

    def _atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = self._x.core.InternAtom(False, len(name), name).reply().atom
        return self._atoms[name]
