"""Text that was read: a page of blocks of lines of words. Plain data only."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.pipeline.evidence import Box
from assistant.reading.hyphens import whole

_NOTHING = "I see no text in this picture."
_UNREAD = "There is writing in a script that I cannot read."
_CUT = "There is more text than I can take; the rest is left out."


@dataclass(frozen=True)
class Word:
    """A word: what stands between two spaces.

    Attributes:
        text: plain (:func:`assistant.untrusted.plain`), without spaces, never empty.
        score: 0..1, how certain the reader was of the least certain of its characters.
        sure: whether it may be said without a warning.
    """

    text: str
    score: float
    sure: bool = True


@dataclass(frozen=True)
class Line:
    """One line as it stands in the picture.

    Attributes:
        words: in reading order, never empty.
        score: 0..1, the mean over its characters.
        box: x, y, width, height as fractions 0..1 of the picture.
        runs_on: whether its sentence goes on in the next line; if not, the break was meant.
    """

    words: tuple[Word, ...]
    score: float
    box: Box
    runs_on: bool = False

    @property
    def text(self) -> str:
        """The words with a space between two."""
        return " ".join(word.text for word in self.words)

    @property
    def sure(self) -> bool:
        """Whether every word is."""
        return all(word.sure for word in self.words)


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a label: lines that belong together; never empty."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """As it is read aloud: lines that run on are joined, the others stay lines."""
        return _paragraph(self.whole_lines(), _plain)

    @property
    def marked(self) -> str:
        """Like :attr:`text`, with each doubtful word or row of them as "[not sure: word]"."""
        return _paragraph(self.whole_lines(), _in_brackets)

    @property
    def spoken(self) -> str:
        """Like :attr:`text`, with ", not sure," after each doubtful word or row of them."""
        return _paragraph(self.whole_lines(), _aloud)

    @property
    def score(self) -> float:
        """0..1, the mean over its characters."""
        lengths = [len(line.text) for line in self.lines]
        scores = [line.score * length for line, length in zip(self.lines, lengths, strict=True)]
        return sum(scores) / sum(lengths)

    @property
    def sure(self) -> bool:
        """Whether every word is."""
        return all(line.sure for line in self.lines)

    @property
    def box(self) -> Box:
        """The box around all lines, as fractions of the picture."""
        left = min(line.box[0] for line in self.lines)
        top = min(line.box[1] for line in self.lines)
        right = max(line.box[0] + line.box[2] for line in self.lines)
        bottom = max(line.box[1] + line.box[3] for line in self.lines)
        return left, top, right - left, bottom - top

    def whole_lines(self) -> list[Line]:
        """The lines; a word that a hyphen divides stands whole on the first of its two."""
        lines: list[Line] = []
        for line in self.lines:
            if lines and (word := _put_together(lines[-1].words[-1], line.words[0])):
                lines[-1] = replace(lines[-1], words=(*lines[-1].words[:-1], word))
                line = replace(line, words=line.words[1:])
            if line.words:
                lines.append(line)
            else:
                lines[-1] = replace(lines[-1], runs_on=line.runs_on)
        return lines


@dataclass(frozen=True)
class Page:
    """Everything that was read in one picture.

    Attributes:
        blocks: in reading order; empty when no text was found.
        angle: how far the text is turned clockwise, in whole degrees, 0 up to 360.
        cut: whether text was left out because there was too much.
        unread: how many lines are in a script that cannot be read.
    """

    blocks: tuple[Block, ...] = ()
    angle: int = 0
    cut: bool = False
    unread: int = 0

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences to know besides the text: that there is none, or not all."""
        unread = (_UNREAD,) if self.unread else ()
        if not self.blocks:
            return unread or (_NOTHING,)
        return (*unread, _CUT) if self.cut else unread

    @property
    def text(self) -> str:
        """All blocks, an empty line between two."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def marked(self) -> str:
        """Like :attr:`text`, with doubtful words marked as "[not sure: word]"."""
        return "\n\n".join(block.marked for block in self.blocks)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines of all blocks, in reading order."""
        return (line for block in self.blocks for line in block.lines)


def _put_together(first: Word, second: Word) -> Word | None:
    text = whole(first.text, second.text)
    if text is None:
        return None
    return Word(text, min(first.score, second.score), first.sure and second.sure)


def _paragraph(lines: Sequence[Line], said: Callable[[str, bool], str]) -> str:
    """The lines, said run by run: words in a row that are all sure or all doubtful."""
    text = ""
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        runs = groupby(line.words, key=lambda word: word.sure)
        text += " ".join(said(" ".join(w.text for w in words), sure) for sure, words in runs)
        if following is not None:
            text += _between(line.text, following.text) if line.runs_on else "\n"
    return text


def _between(line: str, following: str) -> str:
    """Chinese and Japanese are written without spaces."""
    dense = (
        unicodedata.east_asian_width(character) in "WF" for character in line[-1] + following[0]
    )
    return "" if all(dense) else " "


def _plain(words: str, sure: bool) -> str:
    return words


def _in_brackets(words: str, sure: bool) -> str:
    return words if sure else f"[not sure: {words}]"


def _aloud(words: str, sure: bool) -> str:
    return words if sure else f"{words.rstrip(',')}, not sure,"
