"""When each description is spoken: in a pause of the speech, while the thing is still in view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.video.sound import Span
from assistant.video.told import Told

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

    The first pause in which there is room is taken, with the longest level that fits into it. Where
    none has room, the brief one begins in the longest pause there is, or at once, and is marked
    as not fitting. What would come only after the thing is out of view gets no time at all.

    Args:
        pauses: where nobody speaks, in order.
        seconds: how long it takes to say a text.
    """

    def __init__(self, pauses: Sequence[Span], seconds: Seconds) -> None:
        self._pauses = pauses
        self._seconds = seconds
        self._free = 0.0  # from when on nothing is being described

    def place(self, told: Told) -> Cue | None:
        """The time of the next description; None when there is none left for it."""
        start = max(told.look.start, self._free)
        gaps = [gap for gap in self._gaps(start, told.look.end) if gap.seconds > 0]
        found = next((c for gap in gaps for c in [self._in(gap, told)] if c), None)
        if found is None and start < told.look.end:
            found = self._over_sound(max(gaps, key=lambda g: g.seconds, default=None), start, told)
        if found:
            self._free = found.end + _BREATH
        return found

    def _gaps(self, start: float, until: float) -> list[Span]:
        return [
            Span(max(p.start, start), min(p.end, until + _AFTER))
            for p in self._pauses
            if p.end > start and p.start < until
        ]

    def _in(self, gap: Span, told: Told) -> Cue | None:
        for text in told.texts.values():
            if (seconds := self._seconds(text)) <= gap.seconds:
                return Cue(gap.start, gap.start + seconds, text, fits=True)
        return None

    def _over_sound(self, longest: Span | None, start: float, told: Told) -> Cue:
        text = list(told.texts.values())[-1]
        begin = longest.start if longest else start
        return Cue(begin, begin + self._seconds(text), text, fits=False)
