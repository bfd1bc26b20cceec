"""How many pictures a second in whole folders? ``python -m tests.benchmarks.bench_folders``.

The samples over and over: as they are, and as JPEGs of 12 megapixels with a camera's noise. Two
workers; counted is from the first picture that is done to the last.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from assistant import paths, senses
from assistant.search import indexing
from assistant.work import Setup
from tests.benchmarks.bench_index import enlarge

_SMALL, _LARGE, _ANNOTATED = 150, 32, 16  # pictures
_WORKERS = 2


def measure() -> dict[str, float]:
    """Pictures a second."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        os.environ["XDG_DATA_HOME"] = name
        small, large, annotated = (_folder(top / n) for n in ("small", "large", "annotated"))
        samples = sorted((paths.resources() / "samples").glob("*.jpg"))
        for number in range(_SMALL):
            source = samples[number % len(samples)].read_bytes()
            # Behind its end, a JPEG may have anything: no two files are the same.
            (small / f"{number:03}.jpg").write_bytes(source + str(number).encode())
        for number in range(_LARGE):
            enlarge(samples[number % len(samples)], large / f"{number:03}.jpg", number)
        for path in sorted(large.iterdir())[:_ANNOTATED]:
            (annotated / path.name).write_bytes(path.read_bytes())
        return {
            "index_small_per_s": rate(glances(small)),
            "index_large_per_s": rate(glances(large)),
            "annotate_large_per_s": rate(_annotated_ones(annotated)),
        }


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def rate(steps: Iterator[object]) -> float:
    """Steps a second, from the first to the last."""
    times = [time.perf_counter() for _ in steps]
    return (len(times) - 1) / (times[-1] - times[0])


def glances(folder: Path) -> Iterator[object]:
    """First looks at a folder's pictures."""
    asked = frozenset(sense.name for sense in senses.SENSES)
    with closing(indexing.index(Setup(senses=asked, workers=_WORKERS), [folder])) as steps:
        for step in steps:
            if step.stage == "Reading":
                return
            yield step


def _annotated_ones(folder: Path) -> Iterator[object]:
    command = [sys.executable, "-m", "assistant", "annotate", str(folder), "--json"]
    with subprocess.Popen(
        [*command, "--workers", str(_WORKERS)], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if "state" in json.loads(line):  # one a picture, also where nothing can be said
                yield line


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
