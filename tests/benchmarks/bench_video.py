"""Films: PyAV against OpenCV, cuts, pauses, content. ``python -m tests.benchmarks.bench_video``.

Films are made here of the sample photographs, or of those in ``--data DIR``: cuts, dissolves, pans
and a trembling hand, with speech of espeak-ng where it is installed.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from assistant import opencv
from assistant.video.content import content, difference
from assistant.video.film import Film
from assistant.video.sound import levels, pauses
from assistant.video.stretches import Stretch, stretches_of
from tests.video import made

_SIZE = (640, 480)
_RATE = 25
_SEEKS = 20
_TOLERANCE = 0.3  # seconds by which a cut may be off
_SENTENCES = (
    "We went down to the water, and the dog ran ahead of us.",
    "Well, that is all for today.",
    "My grandmother used to bake bread in this kitchen every Sunday morning.",
)


def measure(folder: Path | None = None) -> dict[str, float]:
    """Every figure by name."""
    photographs = list(_photographs(folder))
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "film.mp4"
        cuts = _make(path, photographs)
        figures = _reading(path) | _times(Path(place)) | _cuts(path, cuts)
        figures |= _pauses(Path(place))
    return figures | _content(photographs)


def _photographs(folder: Path | None) -> Iterator[np.ndarray]:
    if folder is None:
        for name in ("dog", "cat", "beach", "moose", "coffee", "football", "windmill", "parrot"):
            yield made.sample(name, _SIZE)
        return
    for path in sorted(folder.iterdir())[:40]:
        with Image.open(path) as picture:
            yield np.asarray(picture.convert("RGB").resize(_SIZE))


def _make(path: Path, photographs: list[np.ndarray]) -> list[float]:
    """Stills, pans and trembling ones, with a cut between any two; returns the cuts' times."""
    pictures: list[np.ndarray] = []
    cuts: list[float] = []
    for number, picture in enumerate(photographs):
        if number:
            cuts.append(len(pictures) / _RATE)
        # Not the next one: a pan that ends where the next shot begins would make it no cut.
        following = photographs[(number + 2) % len(photographs)]
        kind = number % 3
        if kind == 0:
            pictures += made.still(picture, 4, _RATE)
        elif kind == 1:
            wide = np.hstack([picture, following])
            pictures += made.pan(wide, 5, _RATE, _SIZE)
        else:
            pictures += list(_trembling(picture))
    made.film(path, pictures, rate=_RATE, codec="h264")
    return cuts


def _trembling(picture: np.ndarray) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(1)
    large = np.asarray(Image.fromarray(picture).resize((_SIZE[0] + 60, _SIZE[1] + 60)))
    x = y = 30.0
    for _ in range(4 * _RATE):
        x, y = (float(np.clip(p + rng.normal(0, 1.5), 0, 60)) for p in (x, y))
        yield np.ascontiguousarray(large[int(y) : int(y) + _SIZE[1], int(x) : int(x) + _SIZE[0]])


def _reading(path: Path) -> dict[str, float]:
    """Decoding everything, and going to a given second, with both libraries."""
    import av

    cv2 = opencv.load()
    with Film(path) as film:
        start = time.process_time()
        pictures = sum(1 for picture in film.pictures() if picture.small.any())
        pyav = time.process_time() - start
    capture = cv2.VideoCapture(str(path))
    start = time.process_time()
    while capture.read()[0]:
        pass
    figures = {
        "PyAV: CPU ms a picture, with a small copy": 1000 * pyav / pictures,
        "OpenCV: CPU ms a picture, whole": 1000 * (time.process_time() - start) / pictures,
    }
    times = np.random.default_rng(1).integers(0, pictures, _SEEKS) / _RATE

    def by_opencv(seconds: float) -> float:
        capture.set(cv2.CAP_PROP_POS_MSEC, seconds * 1000)
        capture.read()
        return float(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)

    container = av.open(str(path))

    def by_pyav(seconds: float) -> float:
        container.seek(round(seconds * 1_000_000))
        return next(f.time for f in container.decode(video=0) if f.time >= seconds - 0.001)

    for name, seek in (("OpenCV", by_opencv), ("PyAV", by_pyav)):
        figures |= _seeks(name, seek, times)
    container.close()
    capture.release()
    return figures


def _seeks(name: str, seek: Callable[[float], float], times: Any) -> dict[str, float]:
    spent, off = [], []
    for seconds in times:
        start = time.process_time()
        off.append(abs(seek(float(seconds)) - seconds))
        spent.append((time.process_time() - start) * 1000)
    return {
        f"{name}: seek, CPU ms, median": statistics.median(spent),
        f"{name}: seek, off by at most, s": max(off),
    }


def _times(folder: Path) -> dict[str, float]:
    """The times of pictures where the rate varies."""
    truth = [0, 0.5, 0.6, 3.0, 3.04, 9.0, 9.5, 14.0]
    path = made.film(folder / "vfr.mp4", [made.sample("dog")] * len(truth), times=truth)
    cv2 = opencv.load()
    capture = cv2.VideoCapture(str(path))
    by_opencv = []
    while capture.read()[0]:
        by_opencv.append(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000)
    with Film(path) as film:
        by_pyav = [picture.time for picture in film.pictures()]
    return {
        f"{name}: rate varies, time off by at most, s": float(np.abs(np.array(t) - truth).max())
        for name, t in (("OpenCV", by_opencv), ("PyAV", by_pyav))
    }


def _cuts(path: Path, truth: list[float]) -> dict[str, float]:
    start = time.process_time()
    with Film(path) as film:
        found = [step for step in stretches_of(film) if isinstance(step, Stretch)]
        seconds = film.seconds or 1.0
    spent = time.process_time() - start
    cuts = [look.start for look in found if look.cut][1:]
    right = sum(any(abs(c - t) < _TOLERANCE for c in cuts) for t in truth)
    return {
        "cuts": len(truth),
        "cuts found": right,
        "cuts found where none is": len(cuts) - right,
        "looks a minute": 60 * len(found) / seconds,
        "watching: CPU s a minute of film": 60 * spent / seconds,
    }


def _pauses(folder: Path) -> dict[str, float]:
    """Share of the time in which speech and pauses are told right, with and without a hum."""
    parts, truth = [], []
    for sentence in _SENTENCES * 3:
        voice = made.speech(sentence, folder)
        parts += [made.quiet(2.5), voice]
        truth += [np.zeros(round(2.5 * made.SOUND_RATE)), np.ones(len(voice))]
    samples, spoken = made.sound(*parts).astype(float), np.concatenate(truth)
    at = np.arange(len(samples)) / made.SOUND_RATE
    noise = np.random.default_rng(1).normal(0, 1, len(samples))
    chord = sum(np.sin(2 * np.pi * f * at) for f in (220, 277, 330, 440))
    backgrounds = {
        "quiet": 0 * at,
        "hum": 1500 * np.sin(2 * np.pi * 100 * at),
        "wind": 250 * noise,
        "steady chord": 800 * chord,
        "beat": 3000 * chord * (np.sin(2 * np.pi * 2 * at) > 0.6),
    }
    figures = {}
    for name, background in backgrounds.items():
        mixed = (samples + background).clip(-32_768, 32_767).astype(np.int16)
        path = made.film(folder / "s.mkv", [made.sample("dog")], mixed)
        found = pauses(np.concatenate(list(levels(path, "s"))), at[-1])
        free = np.zeros(len(samples), bool)
        for pause in found:
            free[round(pause.start * made.SOUND_RATE) : round(pause.end * made.SOUND_RATE)] = True
        figures[f"pauses, {name}: % of speech taken for a pause"] = 100 * free[spoken == 1].mean()
        figures[f"pauses, {name}: % of pauses found"] = 100 * free[spoken == 0].mean()
    return figures


def _content(photographs: list[np.ndarray]) -> dict[str, float]:
    """How far two pictures differ: median and the worse end (95 % for the same, 5 % for others)."""
    rng = np.random.default_rng(1)
    same: dict[str, list[float]] = {"trembling 5 %": [], "a quarter darker": []}
    other: dict[str, list[float]] = {"turned by 30 %": [], "another picture": []}
    width, height = 320, 240
    for number, picture in enumerate(photographs):
        following = photographs[(number + 1) % len(photographs)]
        noisy = (picture + rng.normal(0, 4, picture.shape)).clip(0, 255).astype(np.uint8)
        first = content(_part(picture, 100, 100, width, height))
        cases = {
            "trembling 5 %": _part(noisy, 116, 108, width, height),
            "a quarter darker": _part(noisy, 100, 100, width, height) // 4 * 3,
            "turned by 30 %": _part(noisy, 196, 100, width, height),
            "another picture": _part(following, 100, 100, width, height),
        }
        for name, pixels in cases.items():
            (same if name in same else other)[name].append(difference(first, content(pixels)))
    worst = {name: np.percentile(values, 95) for name, values in same.items()}
    worst |= {name: np.percentile(values, 5) for name, values in other.items()}
    return {f"content, {n}: median": statistics.median(v) for n, v in (same | other).items()} | {
        f"content, {name}: worse end": float(value) for name, value in worst.items()
    }


def _part(picture: np.ndarray, x: int, y: int, width: int, height: int) -> np.ndarray:
    return np.ascontiguousarray(picture[y : y + height, x : x + width])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, help="folder of photographs")
    for name, value in measure(parser.parse_args().data).items():
        print(f"{name:58} {value:10.3f}")
