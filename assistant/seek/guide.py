"""Guiding to a sought thing: a tone that shows where, and words for what changes."""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Box
from assistant.wording import hedges

Event = Literal["seen", "hint", "found", "gone"]

MIDDLE = 0.12  # of the picture, across and down: the thing's middle is in the middle
_NO_MORE = 0.17  # and not there any more
_STAYS = 0.7  # seconds in the middle: found
_LOST = 1.0  # seconds without it: gone
_SPACING = 1.5  # seconds from one word to the next
_AGAIN = 4.0  # seconds until the same words come again
_STEADY = 2  # looks in a row that see it where it was: a single one may be wrong
_SIDE = 0.3  # of the picture: it has moved so far that it is another thing
_FAR, _STILL_FAR = 0.35, 0.3  # of the picture: "far to the left", and until when
_CONSTANT = 0.25  # seconds: places are averaged over about so long
_LOWEST, _HIGHEST = 220.0, 880.0  # Hz: at the edge, in the middle
# Shares of the picture's longer side, and how near that is.
_SIZES = ((0.75, "very near"), (0.4, "near"), (0.15, "not far away"), (0.0, "far away"))


class TonePlace(NamedTuple):
    """A tone: a frequency in Hz, and a place from -1 (left ear) to 1 (right ear)."""

    frequency: float
    place: float


@dataclass(frozen=True)
class Guidance:
    """Words and tone for one look.

    Attributes:
        tone: None while it is not seen.
        event: what has happened; None where there are no words.
        text: the words.
    """

    tone: TonePlace | None = None
    event: Event | None = None
    text: str = ""


class Guide:
    """Follows one thing over looks.

    Attributes:
        box: where it is; None while it is not seen.
        found: it is in the middle, and that was told.

    Args:
        name: how it is called in a sentence: "the cup".
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.box: Box | None = None
        self.found = False
        self._seen_at = -math.inf
        self._last = -math.inf
        self._row = 0  # looks in a row that saw it
        self._middle_since: float | None = None
        self._told, self._told_at = "", -math.inf
        self._place = ""  # the last direction
        self._following = self._sure = False

    def update(self, time: float, seen: Box | None, sure: bool = True) -> Guidance:
        """Take a look; return what to tell after it.

        Args:
            time: of the frame, in seconds; frames come in order.
            seen: where it is, as fractions of the picture; None if it was not seen.
            sure: it is so sure that a description would tell of it: one such look at the least
                makes it "found".
        """
        passed, self._last = time - self._last, time
        if seen is not None:
            self._take(time, seen, passed)
            self._sure = self._sure or sure
        elif not self._following:
            self._row = 0
        if not self._following:
            return Guidance()
        if time - self._seen_at > _LOST:
            return self._lose()
        assert self.box is not None
        across, down = middle(self.box)
        cue = self._words(time, across, down)
        return Guidance(tone(across, down), cue.event, cue.text)

    def _take(self, time: float, seen: Box, passed: float) -> None:
        near = self.box is not None and _apart(seen, self.box) < _SIDE
        if self.box is None or (not near and time - self._seen_at > _LOST / 2):
            self.box, self._row = seen, 0  # somewhere else, and the first place is empty
        elif near:
            part = 1 - math.exp(-min(passed, 1.0) / _CONSTANT)
            x, y, w, h = (a + (b - a) * part for a, b in zip(self.box, seen, strict=True))
            self.box = x, y, w, h
        else:
            return
        self._seen_at = time
        self._row += 1
        self._following = self._following or self._row >= _STEADY

    def _lose(self) -> Guidance:
        self._following = self.found = self._sure = False
        self.box, self._middle_since, self._row = None, None, 0
        self._told = self._place = ""
        return Guidance(event="gone", text="Gone.")

    def _words(self, time: float, across: float, down: float) -> Guidance:
        assert self.box is not None
        off = max(abs(across), abs(down))
        if off > (_NO_MORE if self._middle_since is not None else MIDDLE):
            self._middle_since = None
            self.found = False
        elif self._middle_since is None:
            self._middle_since = time
        if self._middle_since is not None:
            if self.found or time - self._middle_since < _STAYS:
                return Guidance()
            place = f"in the middle, {near(self.box)}"
            if not self._sure:
                could = hedges.perhaps(f"this could be {self.name}, {place}")
                return self._perhaps(time, f"{could}.")
            self.found = True
            return self._tell(time, "found", f"Found: {self.name} is {place}.")
        place = text = where(across, down, self._place)
        event: Event = "hint"
        if not self._told:
            event, text = "seen", f"{nouns.capital(self.name)}: {text}"
        elif time - self._told_at < (_AGAIN if text == self._told else _SPACING):
            return Guidance()
        cue = self._tell(time, event, f"{nouns.capital(text)}.")
        self._told = self._place = place
        return cue

    def _perhaps(self, time: float, text: str) -> Guidance:
        """Something like it is in the middle, and stays doubtful: that is told once."""
        if self._told == text:
            return Guidance()
        return self._tell(time, "hint", text)

    def _tell(self, time: float, event: Event, text: str) -> Guidance:
        self._told, self._told_at = text, time
        return Guidance(event=event, text=text)


def middle(box: Box) -> tuple[float, float]:
    """Distance of its middle to the right of and below the picture's: -0.5 to 0.5."""
    return box[0] + box[2] / 2 - 0.5, box[1] + box[3] / 2 - 0.5


def tone(across: float, down: float) -> TonePlace:
    """Left and right as it lies; the higher, the nearer it is to the middle."""
    far = min(1.0, math.hypot(across, down) / 0.5)
    return TonePlace(_LOWEST * (_HIGHEST / _LOWEST) ** (1 - far), max(-1.0, min(1.0, 2 * across)))


def where(across: float, down: float, before: str = "") -> str:
    """Direction to move the camera: "to the left, further up"; the further side first.

    Args:
        across: distance to the right of the picture's middle.
        down: distance below it.
        before: what was told last; a hand that trembles changes neither its order nor its "far".
    """
    sides = []
    if abs(across) > MIDDLE:
        word = "left" if across < 0 else "right"
        far = "far " if abs(across) > (_STILL_FAR if "far " in before else _FAR) else ""
        sides.append((abs(across), f"{far}to the {word}"))
    if abs(down) > MIDDLE:
        sides.append((abs(down), "further up" if down < 0 else "further down"))
    sides.sort(reverse=True)
    if all(words in before for _, words in sides):
        sides.sort(key=lambda side: before.index(side[1]))
    return ", ".join(words for _, words in sides) or "nearly in the middle"


def near(box: Box) -> str:
    """Nearness in words, by the share of the picture that it takes."""
    size = max(box[2], box[3])
    return next(words for least, words in _SIZES if size >= least)


def _apart(box: Box, other: Box) -> float:
    (x, y), (u, v) = middle(box), middle(other)
    return max(abs(x - u), abs(y - v))
