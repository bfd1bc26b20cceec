"""macOS: which windows there are, by Quartz Window Services.

The names of other programs' windows, and their pixels, come only after the user has allowed Screen
Recording; without that, macOS shows the empty desktop.
"""

import os
from collections.abc import Mapping
from typing import Any

from assistant.errors import SourceError
from assistant.screen.desk import Area, MssDesk, Window

_NOT_ALLOWED = (
    "macOS does not let Glimpse see the screen. Allow it in System Settings, Privacy & Security, "
    "Screen Recording, and start Glimpse again."
)


class MacDesk(MssDesk):
    """The desktop of this session.

    Raises:
        SourceError: the user has not allowed it; the system asks at the first time.
    """

    def __init__(self) -> None:
        import Quartz

        self._quartz: Any = Quartz
        if not Quartz.CGPreflightScreenCaptureAccess():
            Quartz.CGRequestScreenCaptureAccess()
            raise SourceError(_NOT_ALLOWED)

    def close(self) -> None:
        """Nothing to give back."""

    def windows(self) -> list[Window]:
        """Those of the normal layer; the system lists the one in front first."""
        q = self._quartz
        shown = q.kCGWindowListOptionOnScreenOnly | q.kCGWindowListExcludeDesktopElements
        listed = q.CGWindowListCopyWindowInfo(shown, q.kCGNullWindowID) or []
        found = [_window(facts) for facts in listed if facts.get("kCGWindowLayer", 1) == 0]
        return [w for w in found if w.box.width and w.box.height]


def _window(facts: Mapping[str, Any]) -> Window:
    box = facts["kCGWindowBounds"]
    area = Area(*(round(box[side]) for side in ("X", "Y", "Width", "Height")))
    pid, program = int(facts["kCGWindowOwnerPID"]), str(facts.get("kCGWindowOwnerName", ""))
    title = str(facts.get("kCGWindowName", "")) or program
    own = pid == os.getpid() or program == "Glimpse"
    return Window(int(facts["kCGWindowNumber"]), title, pid, area, area, own)
