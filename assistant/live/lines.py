"""Live: which lines are new, and steady enough to be told."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

_STEADY = 2  # frames in a row: what is misread in one frame is not told
_ALIKE = 0.8  # difflib ratio from which two readings are one line, misread in places
_INSIDE = 0.9  # share of the shorter reading that a longer one has in one piece
_SHORTEST = 4  # letters of a piece of a line by which the line is known again
_GROWING = 0.1  # share by which a line that is coming into the picture is longer than before
_GROWN = 1.2  # so many times longer than what was told: the line is told again, whole
_AWAY = 5.0  # seconds out of sight after which a line that comes back is new again
_COMPARED = 200  # letters of a line, for the time it takes
_MOST = 100  # lines of a frame, likewise

_NUMBERS = re.compile(r"\d+")


@dataclass(eq=False)
class _Known:
    """A line in sight: how it was last read, when, in how many frames up to then, what was told."""

    text: str
    time: float
    frames: int = 1
    told: str = ""

    def is_due(self) -> bool:
        grown = len(self.text) >= max(_GROWN * len(self.told), len(self.told) + 3)
        return self.frames >= _STEADY and (grown or not self.told)


class Lines:
    """Lets each line through once, when it was read alike in two frames in a row.

    Lines are compared without case and with some tolerance, but their numbers must agree:
    "Platform 3" is not "Platform 4". A line of which only a part was in the picture is told again
    when much more of it is. It has no clock: the time is what the caller says it is.
    """

    def __init__(self) -> None:
        self._known: list[_Known] = []
        self._last = float("-inf")  # time of the frame before

    @property
    def unsettled(self) -> bool:
        """Whether a line in the newest frame was not told yet and may be, if it is read again."""
        return any(not known.told for known in self._known if known.time == self._last)

    def new(self, lines: Iterable[str], time: float) -> list[str]:
        """The lines to be told now, in the order in which they were given.

        Args:
            lines: what was read in one frame.
            time: of that frame, in seconds; later than that of the frame before.
        """
        # What the frame before showed has not been away, however long ago that was.
        known = [k for k in self._known if k.time == self._last or time - k.time <= _AWAY]
        told: list[str] = []
        for line in islice(lines, _MOST):
            match = _match(line, [k for k in known if k.time < time])
            if match is None:
                known.append(_Known(line, time))
                continue
            steady = match.time == self._last and _as_long(match.text, line)
            match.frames = match.frames + 1 if steady else 1
            match.text, match.time = line, time
            if match.is_due():
                match.told = line
                told.append(line)
        self._known, self._last = known, time
        return told


def _match(line: str, known: Sequence[_Known]) -> _Known | None:
    """The line in sight that this is another reading of; the nearest kind of likeness first."""
    told_first = sorted(known, key=lambda k: not k.told)
    for same in (str.__eq__, _alike, _part):
        for one in told_first:
            if same(one.text, line) or same(one.told, line):
                return one
    return None


def _alike(one: str, other: str) -> bool:
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    matcher = _matcher(one, other)
    return (
        matcher.real_quick_ratio() >= _ALIKE
        and matcher.quick_ratio() >= _ALIKE
        and matcher.ratio() >= _ALIKE
    )


def _part(one: str, other: str) -> bool:
    """Whether one is a piece of the other, as when half of a line is out of the picture."""
    shorter, longer = sorted((one, other), key=len)
    numbers = set(_NUMBERS.findall(shorter))
    if len(shorter) < _SHORTEST or not numbers <= set(_NUMBERS.findall(longer)):
        return False
    return _matcher(shorter, longer).find_longest_match().size >= _INSIDE * len(shorter)


def _as_long(one: str, other: str) -> bool:
    """Whether no more of the line is in the picture than before."""
    return abs(len(one) - len(other)) <= max(1.0, _GROWING * len(one))


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    first, second = one[:_COMPARED].casefold(), other[:_COMPARED].casefold()
    return SequenceMatcher(None, first, second, autojunk=False)
