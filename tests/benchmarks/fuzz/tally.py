"""What a part of the fuzz found: counted, printed, kept."""

import contextlib
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_WARM = 30  # cases until everything that stays has been loaded


def resident_mb() -> float:
    """Memory that this process has now."""
    return float(psutil.Process().memory_info().rss) / 1e6


@dataclass
class Tally:
    """One part's counts.

    Attributes:
        title: of the part.
        keep: folder for what failed.
        counts: outcome → how often.
        failures: one line for each thing that is wrong.
    """

    title: str
    keep: Path
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    warm_mb: float = 0.0
    seconds: float = 0.0
    slowest: float = 0.0

    @contextlib.contextmanager
    def case(self) -> Iterator[None]:
        """Time one case, and take note of the memory once everything is loaded."""
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        self.counts["cases"] += 1
        self.seconds += took
        self.slowest = max(self.slowest, took)
        if self.counts["cases"] == _WARM:
            self.warm_mb = resident_mb()

    def failed(self, what: str, data: bytes = b"", name: str = "") -> None:
        """Count a failure, and keep its file."""
        place = ""
        if name:
            self.keep.mkdir(parents=True, exist_ok=True)
            path = self.keep / name
            path.write_bytes(data)
            place = f" (kept as {path})"
        self.failures.append(f"{what}{place}")
        print(f"{self.title}: {what}{place}", file=sys.stderr, flush=True)

    def row(self) -> str:
        """The line of the table."""
        counted = ", ".join(f"{n} {k}" for k, n in self.counts.items() if k != "cases")
        now = resident_mb()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        growth = f"{now - self.warm_mb:+.0f}" if self.warm_mb else "not measured"
        return (
            f"| {self.title} | {self.counts['cases']} | {counted} | {len(self.failures)} | "
            f"{self.seconds:.0f} | {self.slowest:.1f} | {growth} | {peak:.0f} |"
        )


HEAD = (
    "| part | cases | outcomes | failures | seconds | slowest | growth MB | peak MB |\n"
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |"
)
