"""Progress of a run, by the time it really ran."""

import math
import time
from collections.abc import Callable

GAP = 20.0  # s: a longer step was a pause (the process was stopped), not work


class Clock:
    """Counts running time, and says how far the schedule is."""

    def __init__(
        self,
        seconds: float,
        until: float = math.inf,
        elapsed: float = 0.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Start counting.

        Args:
            seconds: of running time, pauses left out.
            until: the run ends then at the latest, in seconds since 1970.
            elapsed: running time of earlier parts of the run.
            now: the time; a test brings its own.
        """
        self.elapsed, self._seconds, self._until, self._now = elapsed, seconds, until, now
        self._last = now()

    def tick(self) -> None:
        """Call it once a step."""
        now = self._now()
        if now - self._last <= GAP:
            self.elapsed += now - self._last
        self._last = now

    @property
    def progress(self) -> float:
        """0 at the start, 1 at the end; a pause before a fixed end makes it jump ahead."""
        left = max(0.0, min(self._seconds - self.elapsed, self._until - self._now()))
        return self.elapsed / (self.elapsed + left) if left else 1.0


def rate(progress: float, step: int, warm_up: int = 200) -> float:
    """Share of the full learning rate: linear warm-up, then a cosine down to 1 %."""
    return min(1.0, (step + 1) / warm_up) * (0.01 + 0.99 * (1 + math.cos(math.pi * progress)) / 2)
