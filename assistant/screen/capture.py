"""``capture``: what is wanted of the screen, as a frame."""

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from assistant.errors import SourceError
from assistant.pipeline.frame import Element, Frame, Pixels, Screen, Surrounding
from assistant.screen import elements, own_windows
from assistant.screen.desk import Area, Desk, What, Window
from assistant.screen.region import Region, part_of, region, with_margin
from assistant.untrusted import plain

_LABELS = {What.WINDOW: "window", What.REGION: "part of the screen", What.ALL: "screen"}
_LONGEST_TITLE = 120  # characters
_WHOLE = "This desktop tells no program where its windows are, so this is the whole screen."


def capture(what: What, part: Region | Area | None = None, title: str = "") -> Frame:
    """Take a picture of the screen; what is Glimpse's own is not in it.

    Its title is the window's or, of a part or all of the screen, that of the window in front.

    Args:
        what: the window in front, a part, or all of it.
        part: which part, for ``What.REGION``.
        title: of the window that is wanted, or a part of it; empty: the one in front.

    Raises:
        SourceError: there is no such window, or no picture can be had; it says what to do.
        SettingsError: the part lies outside of the screen.
    """
    if is_wayland():
        return _of_portal(what, part)
    with closing(_desk()) as desk:
        windows = desk.windows()
        if what == What.WINDOW:
            return _window(desk, windows, title)
        whole = desk.whole()
        area = whole if part is None else part if isinstance(part, Area) else region(part, whole)
        area = area.within(whole)
        taken = with_margin(area, whole) if what == What.REGION else area
        pixels = own_windows.without_own(desk, windows, taken, desk.grab(taken))
        front = next((w for w in windows if not w.own), None)
        found = elements.of(front.pid, area) if front else ()
        title = front.title if front else ""
        if what == What.REGION:
            return _frame(*part_of(pixels, taken, area), what, title, found)
        return _frame(pixels, None, what, title, found)


def is_wayland() -> bool:
    """Whether the screen can only be had through the desktop's portal."""
    if not sys.platform.startswith("linux"):
        return False
    return bool(os.environ.get("WAYLAND_DISPLAY")) or (
        os.environ.get("XDG_SESSION_TYPE") == "wayland"
    )


def _desk() -> Desk:
    if sys.platform == "win32":
        from assistant.screen.windows import WindowsDesk

        return WindowsDesk()
    if sys.platform == "darwin":
        from assistant.screen.macos import MacDesk

        return MacDesk()
    from assistant.screen.x11 import X11Desk

    return X11Desk()


def _window(desk: Desk, windows: Sequence[Window], title: str) -> Frame:
    others = [w for w in windows if not w.own and title.lower() in w.title.lower()]
    if not others:
        raise SourceError(
            f"There is no window called “{title}”."
            if title
            else "There is no window but Glimpse's own. Open the one to be described."
        )
    wanted = others[0]
    area = wanted.box.within(desk.whole())
    if not area.width or not area.height:
        raise SourceError("That window lies outside of the screen. Move it back and try again.")
    above = windows[: windows.index(wanted)]
    covered = any(w.frame.within(area).width and w.frame.within(area).height for w in above)
    pixels = desk.uncovered(wanted) if covered else None
    if pixels is None:
        pixels = own_windows.without_own(desk, list(windows), area, desk.grab(area))
    else:
        area = wanted.box
    return _frame(pixels, None, What.WINDOW, wanted.title, elements.of(wanted.pid, area))


def _of_portal(what: What, part: Region | Area | None) -> Frame:
    from assistant.screen.wayland import screenshot

    pixels = screenshot()
    notes: tuple[str, ...] = ()
    around: Surrounding | None = None
    if what == What.REGION and part is not None:
        whole = Area(0, 0, pixels.shape[1], pixels.shape[0])
        area = part.within(whole) if isinstance(part, Area) else region(part, whole)
        pixels, around = part_of(pixels, whole, area)
    elif what == What.WINDOW:
        what, notes = What.ALL, (_WHOLE,)
    return replace(_frame(pixels, around, what, "", ()), notes=notes)


def _frame(
    pixels: Pixels, around: Surrounding | None, what: What, title: str, found: Sequence[Element]
) -> Frame:
    screen = Screen(_LABELS[what], plain(title, _LONGEST_TITLE), tuple(found), around)
    source = screen.title if what == What.WINDOW else ""
    source = source or f"the {screen.label}"
    return Frame(np.ascontiguousarray(pixels), source=source, screen=screen)
