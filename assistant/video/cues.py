"""Times of descriptions: in a pause of the speech, while the thing is still in view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.video.sound import Span
from assistant.video.telling import ToldDescription

Seconds = Callable[[str], float]  # how long it takes to say a text

_LETTERS = 15.0  # characters a second at 180 words a minute
_WORDS = 180  # a minute
_BREATH = 0.3  # seconds between two descriptions
_AFTER = 1.5  # seconds that a description may go on when the next thing is in view already


@dataclass(frozen=True)
class Cue:
    """A description on its way to the listener.

    Attributes:
        start, end: seconds of the film.
        text: what is said; a shorter level where the pause is short.
        fits: it is all in a pause; otherwise it is spoken over other sound.
    """

    start: float
    end: float
    text: str
    fits: bool


def reading_time(rate: int = _WORDS) -> Seconds:
    """An estimate of how long a text takes at ``rate`` words a minute."""
    return lambda text: len(text) / (_LETTERS * rate / _WORDS)


class Cues:
    """Gives descriptions their times, in the order of the film.

    The first pause in which there is room is taken, with the longest level that fits into it while
    the thing is in view. Where none has room, the brief one begins in a pause in which it can be
    said to its end, though something else is in view by then; or in the longest pause there is, or
    at once, and is marked as not fitting. What would come only after the thing is out of view gets
    no time at all.

    Args:
        pauses: where nobody speaks, in order.
        seconds: how long it takes to say a text.
    """

    def __init__(self, pauses: Sequence[Span], seconds: Seconds) -> None:
        self._pauses = pauses
        self._seconds = seconds
        self._free = 0.0  # from when on nothing is being described

    def place(self, told: ToldDescription) -> Cue | None:
        """The time of the next description; None when there is none left for it."""
        start = max(told.look.start, self._free)
        gaps = self._gaps(start, told.look.end)
        found = self._while_in_view(gaps, told)
        if found is None and start < told.look.end:
            found = self._brief(max(gaps, key=lambda g: g.seconds, default=None), start, told)
        if found:
            self._free = found.end + _BREATH
        return found

    def _gaps(self, start: float, until: float) -> list[Span]:
        """Rest of the pauses that begin while the thing is in view."""
        return [
            Span(max(p.start, start), p.end)
            for p in self._pauses
            if p.end > start and p.start < until
        ]

    def _while_in_view(self, gaps: Sequence[Span], told: ToldDescription) -> Cue | None:
        for gap in gaps:
            limit = min(gap.end, told.look.end + _AFTER)
            for text in told.texts.values():
                if (end := gap.start + self._seconds(text)) <= limit:
                    return Cue(gap.start, end, text, fits=True)
        return None

    def _brief(self, longest: Span | None, start: float, told: ToldDescription) -> Cue:
        text = list(told.texts.values())[-1]
        begin = longest.start if longest else start
        end = begin + self._seconds(text)
        return Cue(begin, end, text, fits=longest is not None and end <= longest.end)
