"""How long the stages of a description take."""

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Result of the work, and the milliseconds that it took."""
    start = time.perf_counter()
    return work(), (time.perf_counter() - start) * 1000


class Clock:
    """Milliseconds of stages, some of which run beside each other, and of the whole."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages: dict[str, float] = {}

    def add(self, stages: Mapping[str, float]) -> None:
        """Take in what stages took."""
        self._stages |= stages

    def timings(self, whole: str) -> dict[str, float]:
        """All of them, and under ``whole`` what has passed since the beginning."""
        return self._stages | {whole: (time.perf_counter() - self._start) * 1000}
