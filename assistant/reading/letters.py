"""Letters that were read as near ones: ť as t, ű as ü, Ţ as T, İ as i, Œ as E.

The recogniser is sure of them. What is drawn tells: a mark above or below that the letter has not,
strokes in place of two dots, a small letter as high as a capital, one that is twice as wide as it
can be. ď, ť and ľ are read with an apostrophe, too, where no language has one. Clear lines only.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.reading.networks import Reading

# In pixels of a line's small picture, 48 high.
_BODY, _SPECK = 12, 5  # height from which a part may be a letter, area from which it is no dirt
_NEAR, _FAR = 4, 14  # between a part and the place of its character, which is told in steps of 8
_SIGN = 10  # between a sign, such as an apostrophe, and its place
_BESIDE, _BESIDES = 0.4, frozenset("tdlL")  # so far, in heights of an x, beside these: ť, ď, ľ
_LOW_SIGNS = frozenset(",.…_„‚")  # what is drawn high beside them is a mark

_FLAT = frozenset("acemnorsuvwxzı")  # as high as an x
_DOTTED = frozenset("ij")
_BROAD = frozenset("mwMWOQDGCNHUKRAVXYT@%&œæŒÆøØþÞſ")
_THIN = frozenset("iıjltf")
_NARROWEST, _WIDEST = 0.3, 1.15  # of a letter's height
_DOT = 0.62  # share of its box that a dot fills; a slanting stroke fills less: ű, not ü
# How far below the line a mark reaches, and how wide it is, in heights of an x.
_HANGS, _UNDER, _BROADEST = 0.22, 0.45, 1.5
_ON_THE_LINE = frozenset("abcdehiklmnorstuvwxzABCDEFGHIKLMNOPRSTUVWXYZ")
# An apostrophe at the end of a word, or before a consonant that no shortened word begins with.
_APOSTROPHE = re.compile(r"([^\W\d_]*)[dtlL](?=['’´`]([^\W\d_]*))")
_QUOTED = re.compile(r"(?<!\w)['’‘`]\w")
# What a French or an Italian word that lost its end begins with, but for the last letter.
_ELIDED = frozenset(["", *"al aujour bel col dal del gran nel quel ques san sul tut".split()])
_SHORT = frozenset(("s", "d", "ll", "ve", "re", "m", "t", "n", "em"))
_SOFT = frozenset("aeiouyhæœøı")
_FEWEST = 3  # letters that tell how high an x is
_TALL, _LOW, _WIDE = 1.22, 1.12, 1.2  # times the height of an x; of its own height
_UPPER = 0.4  # of the height of an x, from its top down: a mark ends above that
_TWO = frozenset("\u0308\u030b\u030f")  # marks of two parts
_BELOW = frozenset("\u0321\u0322\u0323\u0324\u0325\u0326\u0327\u0328\u032d\u032e\u0331")


@dataclass
class _Part:
    """A piece of ink: its edges, and the characters that have their places in it."""

    left: int
    top: int
    right: int
    bottom: int
    area: int
    characters: list[int] = field(default_factory=list)

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def filled(self) -> float:
        """Share of its box that is ink."""
        return self.area / ((self.right - self.left) * self.height)

    def far_from(self, place: float) -> float:
        """Pixels from its middle."""
        return abs((self.left + self.right) / 2 - place)


def doubtful(ink: npt.NDArray[np.bool_], reading: Reading) -> set[int]:
    """Indices of the characters of a clear line that are drawn otherwise than they were read.

    Args:
        ink: (48, width), where something is drawn.
        reading: what it seems to say.
    """
    return _softened(reading.text) | _drawn_otherwise(ink, reading)


def _softened(text: str) -> set[int]:
    """Where an apostrophe must be the mark of ď, ť or ľ: "lod'" for "loď"."""
    return {
        found.end() - 1
        for found in _APOSTROPHE.finditer(text)
        if not _QUOTED.search(text, 0, found.start() + 1) and not _is_elided(*found.groups())
    }


def _is_elided(before: str, rest: str) -> bool:
    """Whether an apostrophe may stand between: l'été, dell'arte, it's."""
    first = unicodedata.normalize("NFD", rest[:1].casefold())[:1]
    return rest.casefold() in _SHORT or (first in _SOFT and before.casefold() in _ELIDED)


def _drawn_otherwise(ink: npt.NDArray[np.bool_], reading: Reading) -> set[int]:
    parts = _parts(ink)
    bodies = [part for part in parts if part.height >= _BODY]
    _assign(bodies, reading)
    alone = {b.characters[0]: b for b in bodies if _is_alone(b, reading)}
    flat = [b for i, b in alone.items() if reading.text[i] in _FLAT]
    if len(flat) < _FEWEST:
        return set()
    high = median([b.height for b in flat])
    top = median([b.top for b in flat])
    above = [p for p in parts if p.height < _BODY and p.bottom <= top + _UPPER * high]
    marks = _marks(above, bodies, reading, high)
    line = np.polyfit([(b.left + b.right) / 2 for b in flat], [b.bottom for b in flat], 1)
    return {
        i
        for i, body in alone.items()
        if _is_doubtful(reading.text[i], body, len(marks[i]), high)
        or _has_strokes(reading.text[i], marks[i])
        or _has_mark_below(reading.text[i], body, parts, line, high, reading)
    }


def _has_strokes(character: str, marks: list[_Part]) -> bool:
    """Whether what was read as two dots is two strokes."""
    dots = "\u0308" in unicodedata.normalize("NFD", character)
    return dots and len(marks) == 2 and float(np.mean([mark.filled for mark in marks])) < _DOT


def _has_mark_below(
    character: str, body: _Part, parts: list[_Part], line: npt.NDArray[np.float64],
    high: float, reading: Reading,
) -> bool:  # fmt: skip
    """Whether there is one that was not read: grown together with the letter, or apart from it."""
    base, *signs = list(unicodedata.normalize("NFD", character))
    if base not in _ON_THE_LINE or _BELOW & set(signs):
        return False
    middle = (body.left + body.right) / 2
    ground = float(np.polyval(line, middle))
    if body.bottom > ground + _HANGS * high:
        return True
    shown = zip(reading.text, reading.places, strict=True)
    signs_at = [place for sign, place in shown if not (sign.isalnum() or sign.isspace())]
    return any(
        part.top >= body.bottom - 1
        and ground + 1 < part.bottom <= ground + _UNDER * high
        and body.left - 1 <= (part.left + part.right) / 2 <= body.right + 1
        and part.right - part.left <= _BROADEST * high
        and not any(abs(place - (part.left + part.right) / 2) <= _SIGN for place in signs_at)
        for part in parts
    )


def _assign(bodies: list[_Part], reading: Reading) -> None:
    """Give each character the nearest body; places are told in steps of eight pixels.

    A body without any takes one from a body with several that is as near to it.
    """
    shown = [i for i, character in enumerate(reading.text) if not character.isspace()]
    holder: dict[int, _Part] = {}
    for i in shown:
        near = [b for b in bodies if b.left - _NEAR <= reading.places[i] <= b.right + _NEAR]
        if near:
            holder[i] = min(near, key=lambda b: b.far_from(reading.places[i]))
            holder[i].characters.append(i)
    for body in bodies:
        nearest = min(shown, key=lambda i: body.far_from(reading.places[i]), default=None)
        if body.characters or nearest is None or body.far_from(reading.places[nearest]) > _FAR:
            continue
        if nearest not in holder or len(holder[nearest].characters) > 1:
            if nearest in holder:
                holder[nearest].characters.remove(nearest)
            holder[nearest] = body
            body.characters.append(nearest)


def _is_alone(body: _Part, reading: Reading) -> bool:
    """Whether it is one letter, neither grown together with the next nor broken."""
    inside = sum(body.left - 1 <= place <= body.right + 1 for place in reading.places)
    if len(body.characters) != 1 or inside > 1:
        return False
    character = reading.text[body.characters[0]]
    wide = (body.right - body.left) / body.height
    return character in _THIN | _BROAD or character.isupper() or _NARROWEST <= wide <= _WIDEST


def _is_doubtful(character: str, body: _Part, marks: int, high: float) -> bool:
    if not character.isalpha() or unicodedata.east_asian_width(character) in "WF":
        return False
    base, *signs = list(unicodedata.normalize("NFD", character))
    if marks > _expected(base, signs):
        return True
    if _BELOW & set(signs):
        return False
    if base in _DOTTED and not signs and not marks:
        return base == "i" and body.height <= _LOW * high
    whole = marks == _expected(base, signs)  # else a mark has grown together with the letter
    if whole and base in _FLAT | {"i"} and body.height > _TALL * high:
        return True
    return base.isupper() and base not in _BROAD and body.right - body.left > _WIDE * body.height


def _expected(base: str, signs: list[str]) -> int:
    above = [sign for sign in signs if sign not in _BELOW]
    return sum(1 + (sign in _TWO) for sign in above) or int(base in _DOTTED)


def _marks(
    above: list[_Part], bodies: list[_Part], reading: Reading, high: float
) -> dict[int, list[_Part]]:
    """The small parts above that belong to each letter that stands alone."""
    found: dict[int, list[_Part]] = defaultdict(list)
    shown = [(c, p) for c, p in zip(reading.text, reading.places, strict=True) if not c.isspace()]
    signs = [place for c, place in shown if not (c.isalnum() or c in _LOW_SIGNS)]
    for part in above:
        middle = (part.left + part.right) / 2
        if any(abs(place - middle) <= _SIGN for place in signs):
            continue  # an apostrophe
        under = [b for b in bodies if b.left - 2 <= middle <= b.right + _room(b, reading, high)]
        if not under:
            continue
        body = min(under, key=lambda b: b.far_from(middle))
        if part.bottom <= body.top + 1 or _room(body, reading, high) > 1:
            for i in body.characters:
                found[i].append(part)
    return found


def _room(body: _Part, reading: Reading, high: float) -> float:
    """How far to the right of a letter a mark of its own may be."""
    return _BESIDE * high if any(reading.text[i] in _BESIDES for i in body.characters) else 1


def _parts(ink: npt.NDArray[np.bool_]) -> list[_Part]:
    cv2 = opencv.load()
    number, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return list(_edges(boxes[1:])) if number > 1 else []


def _edges(boxes: Any) -> Iterator[_Part]:  # noqa: ANN401 - cv2 has no types
    for left, top, width, height, area in boxes.tolist():
        if area >= _SPECK:
            yield _Part(left, top, left + width, top + height, area)
