"""``read``: a frame in, a page out."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.errors import ShouldStop, never
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame
from assistant.reading import edges, layout, ocr, printed
from assistant.reading.breaks import run_on
from assistant.reading.crops import size
from assistant.reading.networks import FoundLine, Reading
from assistant.reading.ocr import Finds
from assistant.reading.page import Block, Line, Page, Word
from assistant.reading.plausible import has_word, is_foreign, is_text
from assistant.reading.strips import Strip
from assistant.untrusted import CUT, plain

LONGEST_LINE = 1_000  # characters
LONGEST_PAGE = 200_000  # bytes of UTF-8

# Scores 0..1; a word is doubtful if its least certain character or its whole line scores lower.
# By ``python -m tests.benchmarks.truth text``, of pages that a person reads with some effort (68
# dpi, blur 2, noise 60, 15 % of the light) 1 % of the words are misread and not marked, words run
# together included; of hardly legible ones (40 dpi, blur 3.2, noise 110, JPEG quality 3) 7 %.
_SURE_CHARACTER = 0.75
_SURE_LINE = 0.9


def read(frame: Frame, should_stop: ShouldStop = never) -> Page:
    """Read everything that is written in the picture, in reading order.

    Args:
        frame: of any size; more than 4,096 pixels on a side are reduced to it.
        should_stop: asked between steps of some 0.2 s.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    if not frame.printed:
        return assemble(edges.find(frame, should_stop))
    finds = printed.finds(frame)
    if frame.shows_more:
        finds = printed.completed(finds, ocr.find(frame, should_stop))
    return assemble(finds)


def may_be_written(frame: Frame) -> bool:
    """Whether it is worth while to read a picture of which nobody said that something is written.

    Raises:
        PipelineError: the text reader does not work.
    """
    if frame.printed or frame.screen is not None:
        return True
    return ocr.may_be_written(frame) if frame.written is None else frame.written


def is_legible(frame: Frame, should_stop: ShouldStop = never) -> bool:
    """Whether there is writing, in whatever script, that is worth reading; quicker than reading.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    if frame.printed:
        return True
    finds = ocr.glance(frame, should_stop)
    return any(_is_text(one, finds) or _is_foreign(one, finds) for one in finds.lines)


def assemble(finds: Finds) -> Page:
    """A page of lines that come in any order; what is no text, or too much, is left out."""
    readable = [one for one in finds.lines if _is_text(one, finds)]
    unread = sum(_is_foreign(one, finds) for one in finds.lines)
    if unread and not any(has_word(one.reading) for one in readable):
        readable = []  # what looks like letters is of that other script, too
    columns, tilt = layout.arrange(readable, finds.pictures)
    blocks: list[Block] = []
    room = LONGEST_PAGE
    for column in columns:
        lines: list[Line] = []
        for line in _lines(column, finds):
            room -= len(line.text.encode()) + 2
            if room < 0:
                break
            lines.append(line)
        if lines:
            blocks.append(Block(tuple(lines)))
    angle = (90 * finds.turns + tilt) % 360
    return Page(tuple(blocks), round(angle) % 360, cut=room < 0, unread=unread)


def _is_foreign(one: FoundLine, finds: Finds) -> bool:
    return is_foreign(one.reading, _height(one, finds))


def _height(one: FoundLine, finds: Finds) -> float:
    """Of the line, as a share of the picture's longer side."""
    return min(size(one.corners)) / max(finds.width, finds.height)


def _is_text(one: FoundLine, finds: Finds) -> bool:
    height = _height(one, finds)
    readable = is_text(one.reading, height) and not _is_foreign(one, finds)
    return readable and bool(plain(one.reading.text, LONGEST_LINE))


def _lines(column: Sequence[Strip], finds: Finds) -> Iterator[Line]:
    words = [_words(strip) for strip in column]
    for strip, said, on in zip(column, words, run_on(column, words), strict=True):
        scores = [score for piece in strip.pieces for score in piece.reading.scores]
        yield Line(said, float(np.mean(scores)), _box(strip.pieces, finds), on)


def _words(strip: Strip) -> tuple[Word, ...]:
    words: list[Word] = []
    left = LONGEST_LINE
    for piece in strip.pieces:
        for word in _split(piece.reading):
            left -= len(word.text) + 1
            if left < 0:
                return (*words, Word(CUT, word.score, sure=False))
            words.append(word)
    return tuple(words)


def _split(reading: Reading) -> Iterator[Word]:
    good_line = float(np.mean(reading.scores)) >= _SURE_LINE
    for match in re.finditer(r"\S+", reading.text):
        text = plain(match.group(), LONGEST_LINE)
        if text:
            score = float(min(reading.scores[match.start() : match.end()]))
            yield Word(text, score, good_line and score >= _SURE_CHARACTER)


def _box(pieces: Sequence[FoundLine], finds: Finds) -> Box:
    """The box around them, as fractions of the frame as it came."""
    corners = np.concatenate([piece.corners for piece in pieces])
    u, v = corners[:, 0] / finds.width, corners[:, 1] / finds.height
    x, y = ((u, v), (1 - v, u), (1 - u, 1 - v), (v, 1 - u))[finds.turns]
    left, top, right, bottom = np.clip([x.min(), y.min(), x.max(), y.max()], 0, 1).tolist()
    return left, top, right - left, bottom - top
