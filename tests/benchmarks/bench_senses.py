"""How long do the senses take on 1280 × 720? ``python -m tests.benchmarks.bench_senses``.

Everything is on, the compact profile is the real one. Each run gets a frame of its own, as a
camera would give it: smaller copies are made anew.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image

from assistant import paths, senses
from assistant.pipeline import pipeline
from assistant.pipeline.frame import Frame, Pixels
from tests.benchmarks.timing import timed

_RUNS = 15
_SIZE = (1280, 720)


def measure() -> dict[str, float]:
    """Medians in milliseconds; for live, results a second."""
    photograph = _sample("cameraman.jpg")
    page = _page()
    compact = pipeline.load("compact")

    def glance() -> object:
        return compact.glance(Frame(photograph))

    def whole(pixels: Pixels) -> Callable[[], object]:
        return lambda: compact.describe(Frame(pixels))

    figures = {
        "first_ms": timed(glance, _RUNS, before=2),
        "whole_photograph_ms": timed(whole(photograph), _RUNS, before=2),
        "whole_page_ms": timed(whole(page), 5, before=2),
    }
    figures["live_per_s"] = 1000 / figures["first_ms"]
    for sense in senses.SENSES:
        figures[f"sense_{sense.name}_ms"] = timed(_alone(sense, photograph), _RUNS, before=2)
    return figures


def _alone(sense: senses.Sense, pixels: Pixels) -> Callable[[], object]:
    return lambda: list(sense.see(Frame(pixels), lambda: False))


def _sample(name: str) -> Pixels:
    with Image.open(paths.resources() / "samples" / name) as picture:
        return np.asarray(picture.convert("RGB").resize(_SIZE)).copy()


def _page() -> Pixels:
    """A page that fills the frame."""
    with Image.open(paths.resources() / "samples" / "page.jpg") as picture:
        sheet = Image.new("RGB", _SIZE, "white")
        picture = picture.convert("RGB")
        picture.thumbnail(_SIZE)
        sheet.paste(picture, ((_SIZE[0] - picture.width) // 2, 0))
        return np.asarray(sheet).copy()


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.1f}")
