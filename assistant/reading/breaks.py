"""Line breaks: which were meant, as in a list or an address, and which only the margin made."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.hyphens import whole
from assistant.reading.page import Word
from assistant.reading.strips import Strip

_ITEM = re.compile(r"(?:[-–—•*·▪◦○●]|\(?(?:\d{1,3}|[a-zA-Z])[.)])$")  # begins an item of a list
_MEANT = 0.5  # share of a block's breaks; where so many were meant, all were
# Running text begins most of its lines with a small letter. Where none of so many does, each line
# stands for itself; of fewer, where they are short by their mean number of characters, and a line
# that is not the last leaves that much of the width free.
_SEVERAL, _SHORT, _RAGGED = 4, 30, 0.2


def run_on(column: Sequence[Strip], words: Sequence[Sequence[Word]]) -> list[bool]:
    """Whether the sentence of each line goes on in the next one; the last line's does not.

    Args:
        column: the lines of a block, from top to bottom.
        words: what each says.
    """
    right = max(strip.right for strip in column)
    pairs = list(pairwise(zip(column, words, strict=True)))
    ends = [
        strip.is_row or _fits(right - strip.right, below, after)
        for (strip, _), (below, after) in pairs
    ]
    line_by_line = sum(ends) >= max(2, _MEANT * len(ends)) or _begin_anew(column, words)
    return [
        whole(before[-1].text, after[0].text) is not None
        or not (line_by_line or end or _ITEM.match(after[0].text))
        for end, ((_, before), (_, after)) in zip(ends, pairs, strict=True)
    ] + [False]


def _fits(room: float, below: Strip, after: Sequence[Word]) -> bool:
    """Whether the next line's first word would have fitted into ``room``: the break was meant."""
    letters = sum(len(word.text) + 1 for word in after)
    needed = (len(after[0].text) + 1) / letters * (below.right - below.left)
    return room > needed


def _begin_anew(column: Sequence[Strip], words: Sequence[Sequence[Word]]) -> bool:
    """Whether each line begins with a capital or a number, though not all letters are capitals."""
    lines = [" ".join(word.text for word in line) for line in words]
    firsts = [next((c for c in line if c.isalnum()), "") for line in lines[1:]]
    if "".join(lines).isupper() or not all(c.isupper() or c.isdigit() for c in firsts):
        return False
    widths = [strip.right - strip.left for strip in column]
    ragged = min(widths[:-1], default=0) < (1 - _RAGGED) * max(widths)
    short = sum(map(len, lines)) <= _SHORT * len(lines)
    return len(firsts) >= _SEVERAL or (short and ragged)
