"""How long something takes, again and again."""

import statistics
import time
from collections.abc import Callable


def timed(call: Callable[[], object], runs: int, before: int = 1) -> float:
    """The median of some runs, in milliseconds.

    Args:
        call: what is measured.
        runs: that count.
        before: runs that do not, while caches fill.
    """
    for _ in range(before):
        call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
