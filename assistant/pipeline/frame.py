"""x: one picture, whatever it came from."""

import threading
import time as _time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from assistant.pipeline.shrinking import Pixels as Pixels
from assistant.pipeline.shrinking import shrunk

T = TypeVar("T")

_SHARED = 1280  # pixels: the copy that all copies of half the size or less are made of


class Printed(NamedTuple):
    """A piece of text that a document has for its page: x, y, width, height as fractions of it."""

    text: str
    box: tuple[float, float, float, float]


class Element(NamedTuple):
    """A control or picture that the accessibility tree tells of.

    Attributes:
        role: what it is, in words: "text field", "image".
        name: as a screen reader would say it; may be empty.
        box: x, y, width, height as fractions of the picture.
        focused: what is typed goes there.
    """

    role: str
    name: str
    box: tuple[float, float, float, float]
    focused: bool = False


class Surrounding(NamedTuple):
    """Surroundings that a part of the screen was cut out of: words at its edges are read there.

    Attributes:
        pixels: of a little more than the part, RGB uint8 (H, W, 3).
        left: where the part begins in them, in pixels.
        top: likewise.
    """

    pixels: Pixels
    left: int
    top: int


@dataclass(frozen=True)
class Screen:
    """Contents of a picture of the screen.

    Attributes:
        label: "window", "screen" or "part of the screen".
        title: of the window, or of the one in front on the screen: data, only ever quoted.
        elements: the control that has the focus, and pictures without a name.
        around: what lies around a part; None where that was not taken.
    """

    label: str
    title: str = ""
    elements: tuple[Element, ...] = ()
    around: Surrounding | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, eq=False)
class Frame:
    """One upright picture.

    Attributes:
        pixels: RGB, uint8, shape (H, W, 3), C-contiguous; never written to after construction.
        source: what a person would call it: a file name, "clipboard", "camera 0".
        time: seconds; ``time.monotonic()`` for live frames, position in the film for a film.
        notes: sentences the listener should hear about the picture itself, such as
            "The file is damaged; only the upper part can be seen, the rest is missing."
        file: the file that it came from, if it did.
        page: which page of a document, counted from 1.
        pages: how many the document has; 1 for what is no document.
        printed: the text that the document itself has for this page.
        shows_more: there may be writing that is not in ``printed``, as in a picture on the page.
        screen: what of the screen it shows; None for what was not taken from this screen.
        written: whether there may be writing in it, where that was looked for already.
        opened: gives all the pixels of a picture that was opened smaller, for small print.
    """

    pixels: Pixels
    source: str = ""
    time: float = field(default_factory=_time.monotonic)
    notes: tuple[str, ...] = ()
    file: Path | None = None
    page: int = 1
    pages: int = 1
    printed: tuple[Printed, ...] = ()
    shows_more: bool = True
    screen: Screen | None = None
    written: bool | None = None
    opened: Callable[[], Pixels] | None = field(default=None, repr=False, compare=False)
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)
    _making: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)

    def __post_init__(self) -> None:
        shape, dtype = self.pixels.shape, self.pixels.dtype
        if dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or 0 in shape:
            raise ValueError(f"a frame is uint8 (H, W, 3) with no empty side, not {dtype} {shape}")

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def place(self) -> str:
        """Page of a document, "Page 2 of 5"; empty for what is no document."""
        return f"Page {self.page} of {self.pages}" if self.pages > 1 else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, after which page this is, as sentences."""
        return (f"{self.place}.", *self.notes) if self.place else self.notes

    def known(self, written: bool, opened: Callable[[], Pixels] | None = None) -> "Frame":
        """The same picture, and its copies, with what is known of its writing by now."""
        told = replace(self, written=written, opened=opened)
        told._made.update(self._made)
        return told

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Something made of the pixels that several ask for; made when the first asks.

        Args:
            what: its name, for all who ask.
            make: makes it.
        """
        with self._making:  # who comes second waits, and makes no other
            if what not in self._made:
                self._made[what] = make()
            made: T = self._made[what]
            return made

    def reduced(self, longest: int) -> Pixels:
        """The picture, its longer side at most ``longest`` pixels; made once for each size.

        Read it, never write to it: other senses get the same array.
        """
        if max(self.width, self.height) <= longest:
            return self.pixels
        return self.once(("reduced", longest), lambda: self._smaller(longest))

    def _smaller(self, longest: int) -> Pixels:
        given = self.reduced(_SHARED) if longest <= _SHARED / 2 else self.pixels
        share = longest / max(self.width, self.height)
        size = (max(1, round(self.width * share)), max(1, round(self.height * share)))
        # The bars of codes are read in the shared one, and copies of it are blurred after all.
        return shrunk(given, size, soft=longest != _SHARED)
