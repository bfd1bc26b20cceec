"""Picture in, lines out: where text may be, and what it says."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from assistant import opencv
from assistant.errors import Cancelled, ShouldStop
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.quantiles import quantile
from assistant.pipeline.reading_order import Rectangle
from assistant.reading import glyphs, icons, network_cache, pictures, presence, turn
from assistant.reading.crops import HEIGHT, between, crop, size
from assistant.reading.networks import Corners, FoundLine
from assistant.sessions import give_back

DETECT = 960
"""The longer side, in pixels, on which text is looked for first."""

_LONGEST = 4096  # pixels; larger frames are reduced to it
_DETECT_FINE = 1600  # … and again, when what was found is small, or nothing on a larger frame
_SMALL = 13.0  # pixels; if a quarter of the lines found first are lower, it is worth a second look
_BATCH = 2400  # pixels of width recognised at once: some 200 ms, after which a cancel takes effect
_FEW = 3  # lines that stand: so few are read as they were found before they are looked for anew
_PROMISING = 0.5  # mean score of their characters from which that is worth it
_GLANCED = 6  # lines that are read to see whether there is something to read
_NARROWEST = 320  # pixels; what the recogniser widens a shorter line to


class Finds(NamedTuple):
    """All lines, in no particular order, on the picture as the text is upright.

    Attributes:
        lines: corners are in pixels of the upright picture.
        turns: quarter turns clockwise of the text in the frame: 0, 1, 2 or 3.
        width: of the upright picture, in pixels.
        height: likewise.
        pictures: on a screen, in pixels likewise.
    """

    lines: list[FoundLine]
    turns: int
    width: int
    height: int
    pictures: tuple[Rectangle, ...] = ()


def find(frame: Frame, should_stop: ShouldStop = lambda: False) -> Finds:
    """Find and recognise every line in the frame.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    try:
        return _found(frame, should_stop)
    finally:
        give_back()  # 5 ms; else glibc keeps 50 to 90 MB of what the networks used


def _found(frame: Frame, should_stop: ShouldStop) -> Finds:
    page = _page(frame)
    lines = _lines(page, should_stop)
    if not len(lines):
        return Finds([], 0, frame.width, frame.height)
    if frame.opened and any(min(size(line)) < HEIGHT for line in lines):
        pixels = frame.opened()
        if (larger := pixels.shape[1] / page.width) > 1:
            page = Frame(pixels, frame.source, frame.time, screen=frame.screen)
            lines = lines * np.float32(larger)
    turns = turn.quarters(_bgr(page.pixels), lines)
    if turns:
        lines = turn.rotated(lines, turns, page.width, page.height)
        page = _rotated(page, turns)
    cut: tuple[Rectangle, ...] = ()
    if page.screen and not turns and (cut := pictures.find(page, lines)):
        lines = pictures.beside(page, lines, cut, lambda frame: _lines(frame, should_stop))
    found: list[FoundLine] = []
    if not turns % 2 or len(lines) <= _FEW:
        found = list(_recognised(page, lines, should_stop))
    # Lines that stand are found less exactly than lines that lie. But that takes as long again, and
    # in photographs a twig or a table's leg is often taken for one.
    if turns % 2 and (not found or any(map(_is_promising, found))):
        lines = _lines(page, should_stop)
        found = list(_recognised(page, lines, should_stop))
    if page.screen:
        found = list(icons.without_lone(found))
    return Finds(found, turns, page.width, page.height, cut)


def _page(frame: Frame) -> Frame:
    """The frame itself, whose copies may be there already, or a smaller one."""
    if max(frame.width, frame.height) <= _LONGEST:
        return frame
    return Frame(frame.reduced(_LONGEST), frame.source, frame.time, screen=frame.screen)


def _is_promising(one: FoundLine) -> bool:
    """Whether a line that was found standing may be writing, of whatever script."""
    ink = one.reading.ink
    return (ink is not None and ink.clear) or float(np.mean(one.reading.scores or 0)) >= _PROMISING


def _rotated(page: Frame, turns: int) -> Frame:
    turned = np.ascontiguousarray(np.rot90(page.pixels, turns))
    return Frame(turned, page.source, page.time, screen=page.screen)


def may_be_written(frame: Frame) -> bool:
    """Whether there may be any line in the frame: a third of the work of looking for them, or less.

    Raises:
        PipelineError: the text reader does not work.
    """
    large = max(frame.width, frame.height) > _DETECT_FINE  # small print can be read of these
    return network_cache.may_be_written(_bgr(frame.reduced(DETECT if large else presence.SIDE)))


def glance(frame: Frame, should_stop: ShouldStop = lambda: False) -> Finds:
    """Read the longest lines, whichever way the text lies.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    page = _page(frame)
    lines = _lines(page, should_stop)
    turns = turn.quarters(_bgr(page.pixels), lines) if len(lines) else 0
    if turns % 2:  # by the shapes of the lines; on its head, it is legible as well
        page = _rotated(page, turns)
        lines = _lines(page, should_stop)
    longest = sorted(lines, key=lambda line: -max(size(line)))[:_GLANCED]
    found = _recognised(page, np.array(longest), should_stop)
    return Finds(list(found), turns, page.width, page.height)


def _lines(page: Frame, should_stop: ShouldStop) -> Corners:
    """Corners of all lines, in pixels of the page."""
    lines = _detected(page, DETECT)
    _check(should_stop)
    side = max(page.width, page.height)
    if len(lines):
        heights = [min(size(line)) * min(1.0, DETECT / side) for line in lines]
        finer = side > DETECT and quantile(np.array(heights), 0.25) < _SMALL
    else:
        finer = side > _DETECT_FINE
    if not finer:
        return lines
    more = _detected(page, _DETECT_FINE)
    _check(should_stop)
    # On a large and nearly empty page, the detector sees less from nearby.
    return more if len(more) >= len(lines) else lines


def _detected(page: Frame, longest: int) -> Corners:
    small = page.reduced(longest)
    return network_cache.detect(_bgr(small)) * np.float32(page.width / small.shape[1])


def _recognised(page: Frame, lines: Corners, should_stop: ShouldStop) -> Iterator[FoundLine]:
    upright = [_upright(line) for line in lines]
    pixels = _bgr(page.pixels)
    crops = [crop(pixels, line) for line in upright]
    for batch in _batches(crops):
        _check(should_stop)
        readings = network_cache.recognise([crops[i] for i in batch])
        for i, reading in zip(batch, readings, strict=True):
            line, small = upright[i], crops[i]
            reading = glyphs.checked(small, size(line)[1], reading)
            if page.screen:
                part = icons.words(small, reading)
                if part is None:
                    continue
                if part != (0, small.shape[1]):
                    line = between(line, part.left / small.shape[1], part.right / small.shape[1])
                    small = np.ascontiguousarray(small[:, part.left : part.right])
                    [reading] = network_cache.recognise([small])
                    reading = glyphs.checked(small, size(line)[1], reading)
            yield FoundLine(line, reading)


def _upright(line: Corners) -> Corners:
    """The corners from the line's own top left: one that stands, as on a spine, reads down."""
    width, height = size(line)
    return turn.turned(line, 1) if height > 2 * turn.LONG * width else line


def _batches(crops: list[Pixels]) -> Iterator[list[int]]:
    """Indices of the crops, those of like width together."""
    batch: list[int] = []
    for i in sorted(range(len(crops)), key=lambda i: crops[i].shape[1]):
        width = max(_NARROWEST, crops[i].shape[1])
        if batch and (len(batch) + 1) * width > _BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _bgr(pixels: Pixels) -> Pixels:
    cv2 = opencv.load()
    turned: Pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    return turned


def _check(should_stop: ShouldStop) -> None:
    if should_stop():
        raise Cancelled
