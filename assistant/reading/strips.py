"""Lines as upright boxes on a straightened page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.reading.networks import FoundLine

WIDE_SPACE = 1.2  # heights of a line: widest gap between two pieces of one line


@dataclass(frozen=True, eq=False)
class Strip:
    """Pieces side by side, and the box around them in pixels of the straightened page."""

    pieces: tuple[FoundLine, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    @property
    def height(self) -> float:
        """In pixels."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle on the page, downwards."""
        return (self.top + self.bottom) / 2

    @property
    def is_row(self) -> bool:
        """Whether its pieces lie further apart than words do."""
        gaps = [
            -a.shares(b) for a, b in pairwise(straightened(piece, 0.0) for piece in self.pieces)
        ]
        return max(gaps, default=0.0) > WIDE_SPACE * self.height

    @property
    def text(self) -> str:
        """Text of its last piece."""
        return self.pieces[-1].reading.text

    def shares(self, other: "Strip") -> float:
        """Pixels of width that both have, negative for the gap between them."""
        return min(self.right, other.right) - max(self.left, other.left)


Column = list[Strip]


def around(strips: Sequence[Strip]) -> Strip:
    """One strip with the pieces of all."""
    return Strip(
        tuple(piece for strip in strips for piece in strip.pieces),
        min(strip.left for strip in strips),
        min(strip.top for strip in strips),
        max(strip.right for strip in strips),
        max(strip.bottom for strip in strips),
    )


def tilt(found: Sequence[FoundLine]) -> float:
    """The median slope of the lines, each weighted by its length, in degrees clockwise."""
    if not found:
        return 0.0
    along = np.array([(f.corners[1] - f.corners[0] + f.corners[2] - f.corners[3]) for f in found])
    angles = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    lengths = np.hypot(along[:, 0], along[:, 1]) * (np.abs(angles) < 45)
    order = np.argsort(angles, kind="stable")
    heavier = np.cumsum(lengths[order]) >= lengths.sum() / 2
    return float(angles[order][np.argmax(heavier)]) if lengths.any() else 0.0


def straightened(one: FoundLine, degrees: float) -> Strip:
    """The box around one line after the page, tilted by that many degrees, is put straight."""
    turn = np.radians(-degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = one.corners @ matrix.T
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Strip((one,), float(left), float(top), float(right), float(bottom))
