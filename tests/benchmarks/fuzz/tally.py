"""What a part of the fuzz found: counted, printed, kept."""

import contextlib
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_WARM = 30  # cases until everything that stays has been loaded
_TOLD, _LONGEST = 3, 600  # faults of one case; characters of a fault


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
        failures: cases with which something is wrong.
    """

    title: str
    keep: Path
    counts: Counter[str] = field(default_factory=Counter)
    failures: int = 0
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

    def judge(self, what: str, faults: Iterable[str], data: bytes, name: str) -> None:
        """Count a case as failed if it has faults, tell the first of them, and keep its file."""
        different = list(dict.fromkeys(faults))
        if not different:
            return
        self.keep.mkdir(parents=True, exist_ok=True)
        (self.keep / name).write_bytes(data)
        more = f" (and {len(different) - _TOLD} more)" if len(different) > _TOLD else ""
        told = "; ".join(fault[:_LONGEST] for fault in different[:_TOLD])
        self.failures += 1
        print(f"{self.title}: {what}: {told}{more}; kept as {self.keep / name}",
              file=sys.stderr, flush=True)  # fmt: skip

    def row(self) -> str:
        """The line of the table."""
        counted = ", ".join(f"{n} {k}" for k, n in self.counts.items() if k != "cases")
        now = resident_mb()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        growth = f"{now - self.warm_mb:+.0f}" if self.warm_mb else "not measured"
        return (
            f"| {self.title} | {self.counts['cases']} | {counted} | {self.failures} | "
            f"{self.seconds:.0f} | {self.slowest:.1f} | {growth} | {peak:.0f} |"
        )


HEAD = (
    "| part | cases | outcomes | failures | seconds | slowest | growth MB | peak MB |\n"
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |"
)
