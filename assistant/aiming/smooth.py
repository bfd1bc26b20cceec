"""Averages over time and switches that do not flutter."""

import math
from dataclasses import dataclass

from assistant.pipeline.evidence import Box


class Average:
    """An exponential average that forgets with time, not with frames.

    Args:
        half_life: roughly how many seconds back it remembers (its time constant).
    """

    def __init__(self, half_life: float) -> None:
        self._constant = half_life
        self.value: float | None = None

    def add(self, value: float, passed: float) -> float:
        """The average after ``value`` was seen ``passed`` seconds after the one before it."""
        if self.value is None:
            self.value = value
        else:
            self.value += (value - self.value) * (1 - math.exp(-passed / self._constant))
        return self.value


@dataclass
class Gate:
    """On above one threshold, off below a lower one; knows since when.

    Attributes:
        on: at or above this it switches on.
        off: below this it switches off.
        since: when it switched to what it is now; None before the first value.
    """

    on: float
    off: float
    active: bool = False
    since: float | None = None

    def update(self, value: float, time: float) -> None:
        """Take the value of this moment."""
        active = value >= (self.off if self.active else self.on)
        if self.since is None or active != self.active:
            self.active, self.since = active, time

    def lasted(self, time: float) -> float:
        """For how many seconds it has been what it is."""
        return 0.0 if self.since is None else time - self.since


class BoxTrack:
    """Follows one box over frames and averages it; another thing elsewhere is not the same."""

    _CONSTANT = 0.3  # seconds
    _FAR = 0.25  # of the picture: the middle of one thing does not jump this far
    _GONE, _THERE = 0.3, 0.7  # share of the last frames in which it was seen

    def __init__(self) -> None:
        self._sides = [Average(self._CONSTANT) for _ in range(4)]
        self._seen = Average(self._CONSTANT)

    @property
    def box(self) -> Box | None:
        """The place of it; None unless it is seen steadily."""
        if (self._seen.value or 0) < self._THERE:
            return None
        return self._box

    def update(self, box: Box | None, passed: float) -> None:
        """Take what was seen in a frame, ``passed`` seconds after the one before it."""
        old = self._box
        same = box is not None and (old is None or _apart(box, old) < self._FAR)
        if self._seen.add(1.0 if same else 0.0, passed) < self._GONE:
            self._sides = [Average(self._CONSTANT) for _ in range(4)]
            if box is not None:  # begin to follow the other one
                self._seen.value = self._GONE
                same = True
        if box is not None and same:
            for average, side in zip(self._sides, box, strict=True):
                average.add(side, passed)

    @property
    def _box(self) -> Box | None:
        x, y, width, height = (average.value for average in self._sides)
        if x is None or y is None or width is None or height is None:
            return None
        return x, y, width, height


def _apart(box: Box, other: Box) -> float:
    """The larger distance, across or down, between two middles."""
    return max(abs(box[i] + box[i + 2] / 2 - other[i] - other[i + 2] / 2) for i in (0, 1))
