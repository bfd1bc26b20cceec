"""While a film plays: which description is to be spoken now, and which come before and after."""

from bisect import bisect_right, insort

from assistant.video.cues import Cue

_JUMP = 2.0  # seconds forward from one tick to the next, from which it was a jump and no playing
_START = 0.5  # seconds: a film that is put back to before that begins again
_HERE = 2.0  # seconds after a description's start in which "previous" means the one before it


class Script:
    """The descriptions of a film, in order; new ones may come while it plays."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self._at = 0.0
        self._has_begun = False

    def add(self, cue: Cue) -> int:
        """One more; returns its place in the list."""
        insort(self.cues, cue, key=lambda c: c.start)
        return self.cues.index(cue)

    def due(self, position: float) -> Cue | None:
        """The description to speak now that the film has come to ``position`` (seconds).

        After a jump, forwards or back, those that were passed over are not made up for.
        """
        before, self._at = self._at, position
        begins_again = position < _START < before - position
        if begins_again or not self._has_begun:
            self._has_begun, before = True, -1.0 if position < _JUMP else position
        if not before < position <= before + _JUMP:
            return None
        passed = [c for c in self.cues if before < c.start <= position]
        return passed[-1] if passed else None

    def after(self, position: float) -> Cue | None:
        """The next description after ``position``; None after the last."""
        place = bisect_right(self.cues, position, key=lambda c: c.start)
        return self.cues[place] if place < len(self.cues) else None

    def before(self, position: float) -> Cue | None:
        """The description before the one that is spoken at ``position``; None at the first."""
        place = bisect_right(self.cues, position, key=lambda c: c.start) - 1
        if place >= 0 and position - self.cues[place].start <= _HERE:
            place -= 1
        return self.cues[place] if place >= 0 else None

    def jump(self, position: float) -> None:
        """The film was put to ``position``: what begins just there is still to be spoken."""
        self._at, self._has_begun = position - 0.001, True
