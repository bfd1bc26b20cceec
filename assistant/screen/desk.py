"""Desks: what every system can tell of its screen, and how its pixels come."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

import numpy as np

from assistant.errors import SourceError
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Pixels


class What(StrEnum):
    """A part of the screen to take."""

    WINDOW = "window"
    REGION = "region"
    ALL = "all"


class Area(NamedTuple):
    """A rectangle of the screen in pixels; the first screen begins at 0, 0."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column that is not in it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row that is not in it."""
        return self.top + self.height

    def within(self, other: "Area") -> "Area":
        """The part of it that lies in the other; width or height is 0 where there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Area(left, top, max(0, right - left), max(0, bottom - top))

    def share_of(self, other: "Area") -> Box:
        """Place of it in the other, as fractions of that."""
        return (
            (self.left - other.left) / other.width, (self.top - other.top) / other.height,
            self.width / other.width, self.height / other.height,
        )  # fmt: skip

    def grown(self, left: int, top: int, right: int, bottom: int) -> "Area":
        """With so many pixels more on each side."""
        return Area(
            self.left - left, self.top - top, self.width + left + right, self.height + top + bottom
        )


@dataclass(frozen=True)
class Window:
    """A window that can be seen.

    Attributes:
        key: how the system calls it.
        title: as it stands there; data.
        pid: of its program; 0 when not known.
        box: what it shows, without its frame.
        frame: with its frame.
        own: it is Glimpse's.
        front: what is typed goes there.
    """

    key: int
    title: str
    pid: int
    box: Area
    frame: Area
    own: bool = False
    front: bool = False


class Desk(Protocol):
    """The screen as one system has it. Made and used in one thread."""

    def windows(self) -> list[Window]:
        """Those that can be seen, the one in front first; empty where nobody may know.

        Raises:
            SourceError: the system does not tell.
        """
        ...

    def whole(self) -> Area:
        """Around all screens."""
        ...

    def grab(self, area: Area) -> Pixels:
        """Pixels that stand there now, RGB uint8 (H, W, 3), perhaps more than asked for.

        Raises:
            SourceError: the system gives no picture.
        """
        ...

    def uncovered(self, window: Window) -> Pixels | None:
        """The window as if nothing lay over it; None where that cannot be had."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


NO_PICTURE = (
    "The system gives no picture of the screen. Press Print Screen and paste the picture with "
    "Ctrl+V in Glimpse."
)


class MssDesk:
    """Pixels by mss, which X11, Windows and macOS have in common."""

    def whole(self) -> Area:
        """Around all screens."""
        import mss
        from mss.exception import ScreenShotError

        try:
            with mss.MSS() as screens:
                every = screens.monitors[0]
        except (ScreenShotError, OSError) as error:
            raise SourceError(NO_PICTURE) from error
        return Area(every["left"], every["top"], every["width"], every["height"])

    def grab(self, area: Area) -> Pixels:
        """Pixels that stand there now."""
        import mss
        from mss.exception import ScreenShotError

        try:
            with mss.MSS() as screens:
                shot = screens.grab(
                    {
                        "left": area.left,
                        "top": area.top,
                        "width": area.width,
                        "height": area.height,
                    }
                )
                return np.frombuffer(shot.rgb, np.uint8).reshape(shot.height, shot.width, 3)
        except (ScreenShotError, OSError) as error:
            raise SourceError(NO_PICTURE) from error

    def uncovered(self, window: Window) -> Pixels | None:
        """Not to be had."""
        return None
