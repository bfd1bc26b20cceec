"""The explanations of this run: step back and forth, or choose one from the list.

Nothing of it is written to disk: what somebody looked at is theirs alone.
"""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from assistant.engines.telling import Said
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame

_MOST = 50  # explanations
_WHOLE = 40_000_000  # bytes of pictures that are kept whole, so that they can still be read
_SIDE = 640  # longest side of the older ones in pixels: 50 of them are 45 MB, not 2 GB


@dataclass(frozen=True)
class HistoryEntry:
    """One explanation and its picture, which is smaller when others came after it.

    Attributes:
        explanation: what Glimpse said of it.
        frame: the picture.
        answers: what engines said of it, in order.
    """

    explanation: Explanation
    frame: Frame
    answers: tuple[Said, ...] = ()

    def text(self, level: Level) -> str:
        """Everything that is shown of it."""
        return "\n\n".join([self.explanation.text(level), *(said.text for said in self.answers)])

    def spoken(self, level: Level) -> list[str]:
        """Everything that is said of it."""
        own = [sentence.text for sentence in self.explanation.sentences[level]]
        return [*own, *(line for said in self.answers for line in said.spoken())]

    @property
    def title(self) -> str:
        """One line for the list: where the picture came from, and the brief explanation."""
        return f"{self.frame.source or 'picture'}: {self.explanation.brief.text}"


class History(QObject):
    """The explanations, oldest first, and which of them is shown."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[HistoryEntry] = []
        self.position = -1

    @property
    def current(self) -> HistoryEntry | None:
        """The one that is shown."""
        return self.entries[self.position] if self.entries else None

    def add(self, explanation: Explanation, frame: Frame) -> None:
        """Put a new one at the end and show it; the oldest may drop out."""
        whole = Frame(frame.pixels, frame.source, frame.time, frame.notes)  # no reduced copies
        self.entries = [*self.entries, HistoryEntry(explanation, whole)][-_MOST:]
        self._shrink_older()
        self.position = len(self.entries) - 1
        self.changed.emit()

    def replace(self, first: Explanation, final: Explanation) -> int | None:
        """Put ``final`` in the place of ``first``; returns where, or None if it dropped out."""
        for row, entry in enumerate(self.entries):
            if entry.explanation is first:
                self.entries[row] = replace(entry, explanation=final)
                return row
        return None

    def answer(self, explanation: Explanation, before: Said, now: Said) -> int | None:
        """Keep what an engine says now in the place of what it had said; returns where."""
        for row, entry in enumerate(self.entries):
            if entry.explanation is explanation:
                others = tuple(said for said in entry.answers if said is not before)
                self.entries[row] = replace(entry, answers=(*others, now))
                return row
        return None

    def go(self, position: int) -> HistoryEntry | None:
        """Show another one; None when there is none at that position."""
        if not 0 <= position < len(self.entries):
            return None
        self.position = position
        self.changed.emit()
        return self.entries[position]

    def step(self, by: int) -> HistoryEntry | None:
        """Go back (-1) or on (1)."""
        return self.go(self.position + by)

    def _shrink_older(self) -> None:
        room = _WHOLE
        for row in reversed(range(len(self.entries) - 1)):
            entry = self.entries[row]
            room -= entry.frame.pixels.nbytes
            if room < 0:
                self.entries[row] = replace(entry, frame=shrunk(entry.frame))


def shrunk(frame: Frame, side: int = _SIDE) -> Frame:
    """The frame with its longest side at most ``side`` pixels, by leaving out rows and columns."""
    every = -(-max(frame.width, frame.height) // side)
    if every == 1:
        return frame
    pixels = np.ascontiguousarray(frame.pixels[::every, ::every])
    return Frame(pixels, frame.source, frame.time, frame.notes)
