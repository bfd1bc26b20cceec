"""How long does a search take? ``python -m tests.benchmarks.bench_search [NUMBER…]``.

The index is made up: what was seen follows Zipf's law over real labels, as in real collections, so
that the commonest thing is in more than a third of the pictures. Each number of pictures is
measured in a process of its own, with the memory that searching needs beyond Python's. The time
goes from the words to the results with their reasons; starting Python is not in it.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.pipeline import kinds
from assistant.search import database, finding, likeness
from assistant.search.facts import Dated
from assistant.search.record import Record, Sighting
from assistant.search.store import IndexStamp, IndexStore
from tests.benchmarks.timing import timed

_NUMBERS = (1_000, 10_000, 100_000)
_WIDTH = 320  # of an embedding
_COMMON = (
    "person dog car chair bicycle cat bottle cup bird horse table television book boat bench"
).split()
_COLOURS = "black grey white brown red pink orange yellow green blue purple".split()
_PLACES = "kitchen bedroom bathroom street forest beach office".split()
_SEARCHES = (
    "person",
    "dog on a beach",
    "animals",
    "red car without people",
    "two people on a street in summer 2021",
    "person with a bicycle, blue",
    "dog on the left",
    "nobody in the kitchen, 2019",
    '"no entry"',
    "IMG_000123",
    "wardrobe holiday",
    "photos from July 2022",
)
_RUNS = 5


def measure(numbers: tuple[int, ...] = _NUMBERS) -> dict[str, float]:
    """Milliseconds and megabytes, by the number of pictures."""
    figures: dict[str, float] = {}
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            environment = dict(os.environ, XDG_DATA_HOME=folder)
            code = f"from tests.benchmarks.bench_search import part; part({number})"
            out = subprocess.check_output(
                [sys.executable, "-c", code], text=True, env=environment, cwd=_ROOT
            )
            told: dict[str, float] = json.loads(out.splitlines()[-1])
            figures |= {f"{name}_{number}": value for name, value in told.items()}
    return figures


def part(number: int) -> None:
    """Print the figures for this many pictures as JSON."""
    # Made in another process: its memory is not what searching needs.
    made = subprocess.run(
        [sys.executable, "-c", f"from tests.benchmarks.bench_search import make; make({number})"],
        check=True, capture_output=True, text=True, cwd=_ROOT,
    )  # fmt: skip
    before = _memory()
    figures = {"put_ms": float(made.stdout) / number * 1000}
    with database.reading() as opened:
        times = {words: _timed(_search(opened, words)) for words in _SEARCHES}
        worst = max(times, key=lambda words: times[words])
        figures |= {"median_ms": statistics.median(times.values()), "worst_ms": times[worst]}
        print(f"{number}: slowest is {worst!r}", file=sys.stderr)
        figures["search_mb"] = _memory() - before
        vector = np.random.default_rng(0).integers(-127, 128, _WIDTH, dtype=np.int8).tobytes()
        figures["like_ms"] = _timed(lambda: likeness.nearest(opened, vector, 1, 10))
        figures["like_mb"] = _memory() - before
    figures["index_mb"] = database.place().stat().st_size / 1e6
    print(json.dumps(figures))


def make(number: int) -> None:
    """Make an index of this many pictures; print the seconds."""
    rng, numbers = random.Random(1), np.random.default_rng(1)
    labels = [
        *_COMMON,
        *sorted(kinds.words().kinds["animal"]),
        *sorted(kinds.words().kinds["tool"]),
    ]
    weights = [1 / (rank + 1) for rank in range(len(labels))]
    start = time.perf_counter()
    with database.writing() as opened:
        store = IndexStore(opened)
        version = store.version("made up")
        store.know(labels)
        for i in range(number):
            path = Path(f"/made/{rng.choice(labels)} {i // 500}/IMG_{i:06}.jpg")
            made = _record(rng, numbers, labels, weights)
            store.put(path, Path("/made"), IndexStamp(i, i), made, version)
        opened.commit()
    print(time.perf_counter() - start)


def _record(
    rng: random.Random, numbers: np.random.Generator, labels: list[str], weights: list[float]
) -> Record:
    things = [
        Sighting(label, "object", rng.randrange(3), rng.random(), rng.choice((None, 1, 2)),
                 rng.choice((0, 1 << rng.randrange(9))))
        for label in set(rng.choices(labels, weights, k=3))
    ]  # fmt: skip
    place = Sighting(rng.choice(_PLACES), "scene", rng.randrange(3), rng.random())
    colours = [
        Sighting(label, "colour", rng.randrange(1, 3), rng.random(), None, rng.choice((0, 16)))
        for label in set(rng.choices(_COLOURS, k=3))
    ]
    named = " and a ".join(s.label for s in things)
    read = " ".join(rng.choices(("no entry", "sale", "exit", "coffee"), k=3))
    day = f"{rng.randrange(2008, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    return Record(
        digest=numbers.bytes(32), taken=f"{day} 12:00", dated=Dated.CAMERA, width=4000, height=3000,
        brief=f"A {named}.",
        whole=f"A {named}. The main colours are {' and '.join(s.label for s in colours)}.",
        read=read if rng.random() < 0.1 else "",
        sightings=(*things, place, *colours),
        scores={},
        vector=numbers.integers(-127, 128, _WIDTH, dtype=np.int8).tobytes(),
        unread=False,
    )  # fmt: skip


def _search(opened: object, words: str) -> Callable[[], object]:
    return lambda: finding.find(opened, words)


def _timed(call: Callable[[], object]) -> float:
    """Median in milliseconds; the first time, with the tables of words, is told apart."""
    return timed(call, _RUNS)


def _memory() -> float:
    """The most memory that this process had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


_ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    for name, value in measure(tuple(map(int, sys.argv[1:])) or _NUMBERS).items():
        print(f"{name:28} {value:10.2f}")
