"""Parts of the screen by words ("right half", "top left") and by numbers."""

import re
from collections.abc import Iterator

import numpy as np

from assistant.errors import SettingsError
from assistant.pipeline.frame import Element, Frame, Pixels, Screen, Surrounding
from assistant.screen.desk import Area

_MARGIN = 40  # pixels around a part in which it can be seen whether a word goes on
_WORDS = frozenset(("left", "right", "top", "bottom", "middle", "half", "quarter"))
_NUMBERS = re.compile(r"\s*(\d+)(%?)\s*" + r",\s*(\d+)(%?)\s*" * 3)
_REFUSED = (
    "The part of the screen can be words such as left, right, top, bottom, top left or middle, or "
    "four numbers, LEFT,TOP,WIDTH,HEIGHT, in pixels or per cent."
)

Region = tuple[tuple[float, bool], ...]  # left, top, width, height: number, whether it is a share


def parsed(text: str) -> Region:
    """A part of the screen as it was written: "top left", "10%,0,50%,300".

    Raises:
        SettingsError: it is neither words nor numbers that are understood.
    """
    if match := _NUMBERS.fullmatch(text):
        pairs = list(zip(match.groups()[::2], match.groups()[1::2], strict=True))
        found = tuple((int(n) / 100 if share else float(n), bool(share)) for n, share in pairs)
        if found[2][0] and found[3][0]:
            return found
    words = text.lower().replace("-", " ").split()
    if not words or not _WORDS.issuperset(words):
        raise SettingsError(_REFUSED)
    across, down = _side(words, "left", "right"), _side(words, "top", "bottom")
    if across is None and down is None:
        if "middle" not in words:
            raise SettingsError(_REFUSED)
        across = down = (0.25, 0.5)
    (left, width), (top, height) = across or (0.0, 1.0), down or (0.0, 1.0)
    return (left, True), (top, True), (width, True), (height, True)


def region(wanted: Region, whole: Area) -> Area:
    """The rectangle in pixels, cut to the screen.

    Raises:
        SettingsError: it lies outside of the screen.
    """
    (left, a), (top, b), (width, c), (height, d) = wanted
    area = Area(
        whole.left + round(left * (whole.width if a else 1)),
        whole.top + round(top * (whole.height if b else 1)),
        round(width * (whole.width if c else 1)),
        round(height * (whole.height if d else 1)),
    ).within(whole)
    if not area.width or not area.height:
        raise SettingsError(
            f"That part lies outside of the screen, which is {whole.width} by {whole.height} "
            "pixels."
        )
    return area


def _side(words: list[str], first: str, second: str) -> tuple[float, float] | None:
    """Where it begins and how much of the screen it is; None where nothing is said of it."""
    if first in words and second in words:
        raise SettingsError(_REFUSED)
    return (0.0, 0.5) if first in words else (0.5, 0.5) if second in words else None


def cut(frame: Frame, area: Area) -> Frame:
    """A part of a picture of the whole screen; ``area`` in its own pixels."""
    pixels, around = part_of(frame.pixels, Area(0, 0, frame.width, frame.height), area)
    inside = tuple(_inside(frame, area))
    title = frame.screen.title if frame.screen else ""
    return Frame(
        pixels, source="the part of the screen", notes=frame.notes,
        screen=Screen("part of the screen", title, inside, around),
    )  # fmt: skip


def with_margin(area: Area, whole: Area) -> Area:
    """A part with a little of what lies around it."""
    return area.grown(_MARGIN, _MARGIN, _MARGIN, _MARGIN).within(whole)


def part_of(pixels: Pixels, taken: Area, area: Area) -> tuple[Pixels, Surrounding]:
    """Pixels of a part, and a little around them, of the pixels of the area that was taken."""
    wide = with_margin(area, taken)
    high, broad = pixels.shape[0] / taken.height, pixels.shape[1] / taken.width
    shown, around = (_cut_out(pixels, one, taken, broad, high) for one in (area, wide))
    left, top = round((area.left - wide.left) * broad), round((area.top - wide.top) * high)
    return shown, Surrounding(around, left, top)


def _cut_out(pixels: Pixels, area: Area, taken: Area, broad: float, high: float) -> Pixels:
    rows = slice(round((area.top - taken.top) * high), round((area.bottom - taken.top) * high))
    columns = slice(
        round((area.left - taken.left) * broad), round((area.right - taken.left) * broad)
    )
    return np.ascontiguousarray(pixels[rows, columns])


def _inside(frame: Frame, area: Area) -> Iterator[Element]:
    """The elements that lie in the part, by its own measure."""
    for element in frame.screen.elements if frame.screen else ():
        x, y, w, h = element.box
        box = Area(
            round(x * frame.width), round(y * frame.height),
            round(w * frame.width), round(h * frame.height),
        )  # fmt: skip
        part = box.within(area)
        if part.width and part.height:
            yield element._replace(box=part.share_of(area))
