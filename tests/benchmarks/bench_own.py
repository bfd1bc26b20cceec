"""What one taught thing costs: ``python -m tests.benchmarks.bench_own``.

The sense "own" on a photograph of 1280 × 720 with nothing taught, with one thing and with ten; and
how often seeking looks in a second, a taught thing and one of the network's own words.
"""

import os
import tempfile
import time

import numpy as np
from PIL import Image

from assistant import paths
from assistant.pipeline.frame import Frame
from assistant.seek import looker
from assistant.senses import own
from assistant.teach import lesson
from assistant.teach.recogniser import kept
from assistant.teach.store import ThingStore
from tests.benchmarks.timing import timed
from tests.teach.things import frame, views

_RUNS = 15

_MORE = "coffee cat dog moose pan pancakes stairs windmill football".split()
_LOOKS = 40


def measure() -> dict[str, float]:
    """Medians in milliseconds; looks a second."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        photograph = _sample("cameraman")
        figures = {"own_untaught_ms": _seen(photograph)}
        _teach("parrot")
        start = time.perf_counter()
        kept(ThingStore())
        figures["own_made_ms"] = (time.perf_counter() - start) * 1000
        figures["own_ms"] = _seen(photograph)
        figures["seek_taught_per_s"] = _looks("my parrot", photograph)
        figures["seek_cup_per_s"] = _looks("cup", photograph)
        for name in _MORE:
            _teach(name)
        figures["own_ten_ms"] = _seen(photograph)
    return figures


def _seen(photograph: np.ndarray) -> float:
    return timed(lambda: list(own.see(Frame(photograph))), _RUNS, before=2)


def _teach(name: str) -> None:
    store = ThingStore()
    taught = [lesson.view(kept(store), frame(view)) for view in views(name, 5)]
    lesson.teach(store, kept(store), f"my {name}", taught)


def _looks(words: str, photograph: np.ndarray) -> float:
    seeker = looker.begin(words)
    seeker(Frame(photograph))
    start = time.perf_counter()
    for _ in range(_LOOKS):
        seeker(Frame(photograph))
    return _LOOKS / (time.perf_counter() - start)


def _sample(name: str) -> np.ndarray:
    with Image.open(paths.resources() / "samples" / f"{name}.jpg") as picture:
        return np.asarray(picture.convert("RGB").resize((1280, 720)))


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.1f}")
