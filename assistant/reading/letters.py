"""Letters that were read as near ones: ť as t, İ as i, Œ as E.

The recogniser is sure of them. What is drawn tells: a mark above that the letter has not, a small
letter as high as a capital, one that is twice as wide as it can be. Clear lines only.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
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

_FLAT = frozenset("acemnorsuvwxzı")  # as high as an x
_DOTTED = frozenset("ij")
_BROAD = frozenset("mwMWOQDGCNHUKRAVXYT@%&œæŒÆøØþÞſ")
_THIN = frozenset("iıjltf")
_NARROWEST, _WIDEST = 0.3, 1.15  # of a letter's height
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
    characters: list[int] = field(default_factory=list)

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def far_from(self, place: float) -> float:
        """Pixels from its middle."""
        return abs((self.left + self.right) / 2 - place)


def doubtful(ink: npt.NDArray[np.bool_], reading: Reading) -> set[int]:
    """Indices of the characters of a clear line that are drawn otherwise than they were read.

    Args:
        ink: (48, width), where something is drawn.
        reading: what it seems to say.
    """
    parts = _parts(ink)
    bodies = [part for part in parts if part.height >= _BODY]
    _assign(bodies, reading)
    alone = {b.characters[0]: b for b in bodies if _is_alone(b, reading)}
    flat = [b for i, b in alone.items() if reading.text[i] in _FLAT]
    if len(flat) < _FEWEST:
        return set()
    high = float(np.median([b.height for b in flat]))
    top = float(np.median([b.top for b in flat]))
    above = [p for p in parts if p.height < _BODY and p.bottom <= top + _UPPER * high]
    marks = _marks(above, bodies, reading, high)
    return {i for i, body in alone.items()
            if _is_doubtful(reading.text[i], body, marks[i], high)}  # fmt: skip


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
) -> dict[int, int]:
    """How many of the small parts above belong to each letter that stands alone."""
    found: dict[int, int] = defaultdict(int)
    shown = [(c, p) for c, p in zip(reading.text, reading.places, strict=True) if not c.isspace()]
    signs = [place for character, place in shown if not character.isalnum()]
    for part in above:
        middle = (part.left + part.right) / 2
        if any(abs(place - middle) <= _SIGN for place in signs):
            continue  # an apostrophe
        under = [b for b in bodies if b.left - 2 <= middle <= b.right + _room(b, reading, high)]
        if not under:
            continue
        body = min(under, key=lambda b: b.far_from(middle))
        if part.bottom <= body.top + 1 or _room(body, reading, high) > 1:
            found.update({i: found[i] + 1 for i in body.characters})
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
            yield _Part(left, top, left + width, top + height)
