"""Icons on a screen: a cross is no X, a gear no O, and a row of them no writing in another script.

An icon stands before or behind the words of its button or entry, or alone. It is told from a letter
by what is drawn: it stands apart, and is higher than the letters, off their line, of another
colour, or nothing that was known. A single letter is one only where others like it are in line with
it, as over the columns of a table or on keys. A plain cross in the size of the letters is as wide
as it is high, and further from the words than another word would be; a nearer one stays an X.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant.pipeline.frame import Pixels
from assistant.reading.crops import size
from assistant.reading.glyphs import MISSED, drawn
from assistant.reading.networks import FoundLine, Reading

# In pixels of a line's small picture, 48 high.
_APART, _FAR = 6, 18  # between an icon and its word; between icons in a row
_TOGETHER = 2  # between parts of one letter or icon
_HIGH, _BROAD = 14, 1.9  # lowest icon; widest, in its heights
_SPACE = 0.4  # between it and its word, in the height of the highest letter
_HIGHER, _TALL = 1.25, 1.7  # times the highest letter; if there are none but low ones
_LOW = frozenset("acegmnopqrsuvwxyz")
_HANGS, _OFF = frozenset("gjpqyJQ"), 0.15  # letters below the line; how far others are off it
_CROSSES, _SQUARE, _OFF_WORDS = frozenset("xX×"), (0.93, 1.08), 0.7  # in heights as the space
_TIMES = re.compile(r"\d ?[xX×]|[xX×] ?\d")
_COLOUR = 60  # by which a channel differs on average
_FEWEST = 2  # characters that are left, for the rest to be words
_UNSURE = 0.9  # mean score under which things far apart are no letters
_MATES, _LEVEL, _ALIKE = 2, 0.5, 1.25  # others in line; in heights; and how far these may differ


class _Run(NamedTuple):
    """A run of columns with ink: where it begins and ends, and its first and last row."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1


class Columns(NamedTuple):
    """Columns of a line that are words."""

    left: int
    right: int


def words(line: Pixels, reading: Reading) -> Columns | None:
    """The part of a line without its icons; None if it is icons altogether.

    Args:
        line: one upright line, BGR uint8 (48, width, 3).
        reading: what it seems to say.
    """
    ink = drawn(line)
    runs = _runs(ink)
    part = Columns(0, line.shape[1])
    if len(runs) < 2:
        return part
    gaps = [b.left - a.right for a, b in pairwise(runs)]
    if min(gaps) >= _FAR and (MISSED in reading.text or np.mean(reading.scores or 0) < _UNSURE):
        return None
    if gaps[0] >= _APART and _is_icon(runs[0], runs[1:], line, ink, reading):
        part = part._replace(left=runs[1].left - _APART // 2)
        runs, gaps = runs[1:], gaps[1:]
    if gaps and gaps[-1] >= _APART and _is_icon(runs[-1], runs[:-1], line, ink, reading):
        part = part._replace(right=runs[-2].right + _APART // 2)
    return part


def _is_icon(
    one: _Run, rest: Sequence[_Run], line: Pixels, ink: npt.NDArray[np.bool_], reading: Reading
) -> bool:
    inside = [c for c, place in _shown(reading) if _is_in(one, place)]
    left = sum(c.isalnum() for c in reading.text) - len(inside)
    if len(inside) > 1 or one.height < _HIGH or one.right - one.left > _BROAD * one.height:
        return False
    if left < _FEWEST or any(c.isdecimal() for c in inside):
        return False
    highest = max(r.height for r in rest)
    gap = min(max(r.left - one.right, one.left - r.right) for r in rest)
    if gap < _SPACE * highest:
        return False
    tall = any(c.isalnum() and c not in _LOW for c in _others(reading, one))
    if _is_cross(one, rest, gap / highest, inside, reading.text):
        return True
    if not inside or inside == [MISSED] or one.height >= (_HIGHER if tall else _TALL) * highest:
        return True
    off = min(abs(one.bottom - r.bottom) for r in rest)
    if _HANGS.isdisjoint(inside) and off > _OFF * highest:
        return True
    others = np.concatenate([line[:, r.left : r.right][ink[:, r.left : r.right]] for r in rest])
    own = line[:, one.left : one.right][ink[:, one.left : one.right]]
    return bool(np.abs(own.mean(axis=0) - others.mean(axis=0)).max() >= _COLOUR)


def _is_cross(
    one: _Run, rest: Sequence[_Run], space: float, inside: Sequence[str], text: str
) -> bool:
    """Whether it is the cross that closes or deletes; ``space`` is between it and the words.

    An X is narrower than high in nearly every face, and no further off than a word.
    """
    if not inside or not _CROSSES.issuperset(inside) or _TIMES.search(text):
        return False
    if not _SQUARE[0] <= (one.right - one.left) / one.height <= _SQUARE[1]:
        return False
    if inside == ["×"]:
        return True
    widest = max((b.left - a.right for a, b in pairwise(rest)), default=0)
    return space >= max(_OFF_WORDS, widest / max(r.height for r in rest))


def _shown(reading: Reading) -> Iterator[tuple[str, float]]:
    pairs = zip(reading.text, reading.places, strict=True)
    return ((c, place) for c, place in pairs if not c.isspace())


def _others(reading: Reading, one: _Run) -> list[str]:
    return [c for c, place in _shown(reading) if not _is_in(one, place)]


def _is_in(one: _Run, place: float) -> bool:
    return one.left - _APART < place < one.right + _APART


def _runs(ink: npt.NDArray[np.bool_]) -> list[_Run]:
    steps = np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)
    edges: list[list[int]] = []
    for left, right in zip(np.flatnonzero(steps > 0), np.flatnonzero(steps < 0), strict=True):
        if edges and left - edges[-1][1] <= _TOGETHER:
            edges[-1][1] = int(right)
        else:
            edges.append([int(left), int(right)])
    high = [np.flatnonzero(ink[:, left:right].any(axis=1)) for left, right in edges]
    return [
        _Run(a, b, int(rows[0]), int(rows[-1])) for (a, b), rows in zip(edges, high, strict=True)
    ]


def without_lone(found: Sequence[FoundLine]) -> Iterator[FoundLine]:
    """The lines but single letters that no others are in line with."""
    lone = [one for one in found if _is_lone(one.reading) and min(one.reading.scores) >= _UNSURE]
    for one in found:
        if not _is_lone(one.reading) or sum(_is_mate(one, other) for other in lone) >= _MATES:
            yield one


def _is_lone(reading: Reading) -> bool:
    shown = [c for c in reading.text if c.isalnum()]
    return len(shown) == 1 and not shown[0].isdecimal()


def _is_mate(one: FoundLine, other: FoundLine) -> bool:
    """Whether another single letter of like height is in line, beside it or below."""
    if one.reading.text == other.reading.text:
        return False
    heights = [min(size(line.corners)) for line in (one, other)]
    apart = np.abs(one.corners.mean(axis=0) - other.corners.mean(axis=0))
    return bool(max(heights) <= _ALIKE * min(heights) and apart.min() <= _LEVEL * min(heights))
