"""Does memory stay flat? ``python -m tests.benchmarks.bench_memory``.

Ten pages of text are read, each of another size; then ten minutes of live looks (one in four
seconds, 150) at pictures without text, as fast as they come; then the pages once more.
"""

import numpy as np
import psutil
from PIL import Image

from assistant import paths
from assistant.pipeline import pipeline
from assistant.pipeline.frame import Frame
from assistant.reading import read

_LOOKS = 150
_SAMPLES = ("cameraman.jpg", "cat.jpg", "dog.jpg")


def measure() -> dict[str, float]:
    """Resident memory in MB after each part."""
    describer = pipeline.load("compact")
    figures = {"loaded_mb": _memory()}
    pages = [_picture("page.jpg", 700 + 60 * n) for n in range(10)]
    for page in pages:
        read(page)
    figures["pages_mb"] = _memory()
    frames = [_picture(name, 1280) for name in _SAMPLES]
    for number in range(_LOOKS):
        describer.describe(Frame(frames[number % len(frames)].pixels))
        if number == _LOOKS // 10:
            figures["first_minute_mb"] = _memory()
    figures["ten_minutes_mb"] = _memory()
    for page in pages:
        read(Frame(page.pixels))
    figures["pages_again_mb"] = _memory()
    return figures


def _memory() -> float:
    return psutil.Process().memory_info().rss / 1e6


def _picture(name: str, width: int) -> Frame:
    with Image.open(paths.resources() / "samples" / name) as image:
        height = round(width * image.height / image.width)
        return Frame(np.asarray(image.convert("RGB").resize((width, height))).copy())


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.0f}")
