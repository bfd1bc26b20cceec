"""A camera that is moved over a large picture in simulated time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant import opencv
from assistant.aiming import Aim, Hint, measure
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
SIZE = (640, 360)


@dataclass(frozen=True)
class View:
    """Where the camera points: middle in the scene's pixels, zoom, and light as a factor."""

    x: float
    y: float
    zoom: float = 1.0
    light: float = 1.0


Way = Callable[[float], View]


def frames(scene: np.ndarray, path: Way, seconds: float, rate: float) -> Iterator[Frame]:
    """What the camera sees: interpolated, with a little sensor noise that is always the same."""
    cv2 = opencv.load()
    for i in range(round(seconds * rate)):
        view = path(i / rate)
        # Shrunk by areas, as a lens does: single pixels would make letters flicker.
        shrink = min(view.zoom, 1.0)
        wide, high = round(SIZE[0] / shrink), round(SIZE[1] / shrink)
        zoom = view.zoom / shrink
        move = np.array([[zoom, 0, wide / 2 - zoom * view.x], [0, zoom, high / 2 - zoom * view.y]])
        seen = cv2.warpAffine(scene, move, (wide, high), borderMode=cv2.BORDER_REPLICATE)
        seen = cv2.resize(seen, SIZE, interpolation=cv2.INTER_AREA)
        pixels = cv2.add(cv2.convertScaleAbs(seen, alpha=view.light), _noise()[i % 3])
        yield Frame(pixels, "camera", time=100 + i / rate)


@cache
def _noise() -> list[np.ndarray]:
    # Only brighter, so that whole numbers of 8 bits do: a tenth of the time.
    rng = np.random.default_rng(0)
    return [rng.integers(0, 8, (SIZE[1], SIZE[0], 3), np.uint8) for _ in range(3)]


def hints(
    scene: np.ndarray,
    path: Way,
    seconds: float,
    rate: float = 10,
    aim: Aim | None = None,
    boxes: Callable[[float], list[Box] | None] = lambda _time: None,
) -> list[tuple[float, Hint]]:
    """What is told and when, in seconds since the camera was switched on."""
    aim, before, told = aim or Aim(), None, []
    for frame in frames(scene, path, seconds, rate):
        before = measure(frame, before)
        hint = aim.update(before, boxes(frame.time - 100))
        if hint:
            told.append((frame.time - 100, hint))
    return told


def texts(told: list[tuple[float, Hint]]) -> list[str]:
    return [hint.text for _, hint in told]


def wall(colour: tuple[int, int, int] = (190, 186, 178)) -> np.ndarray:
    """A plain wall, a little lighter on one side."""
    scene = np.full((1200, 2000, 3), colour, np.float32)
    scene *= np.linspace(0.95, 1.05, 2000, dtype=np.float32)[None, :, None]
    return scene.astype(np.uint8)


def mug(size: int = 130) -> np.ndarray:
    """A blue thing in the middle of a plain wall, at (1000, 600)."""
    scene = Image.fromarray(wall())
    draw = ImageDraw.Draw(scene)
    half = size // 2
    draw.rectangle((1000 - half, 600 - half, 1000 + half, 600 + half), fill=(30, 60, 150))
    draw.ellipse((1000 - half // 2, 600 - half // 2, 1000, 600 + half // 2), fill=(60, 100, 200))
    return np.asarray(scene)


def page(size: int = 24, lines: int = 16) -> np.ndarray:
    """A printed page on a desk, its middle at (1000, 600)."""
    scene = Image.new("RGB", (2000, 1200), (90, 70, 50))
    draw = ImageDraw.Draw(scene)
    words = "the library is open every day from nine to six and closed on public holidays".split()
    font = ImageFont.load_default(size)
    width = 24 * size
    top = 600 - lines * size * 0.7
    height = lines * size * 1.4
    left, right = 1000 - width // 2, 1000 + width // 2
    sheet = (left - 60, top - 60, right + 60, top + height + 60)
    draw.rectangle(sheet, fill=(235, 233, 228))
    for n in range(lines):
        line, k = "", n * 5
        while draw.textlength(line, font) < width - size * 3:
            line, k = f"{line}{words[k % len(words)]} ", k + 1
        draw.text((left, top + n * size * 1.4), line, fill=(30, 30, 30), font=font)
    return np.asarray(scene)


def photograph(name: str, width: int = 2000) -> np.ndarray:
    """One of the samples, scaled up."""
    picture = Image.open(SAMPLES / name).convert("RGB")
    return np.asarray(picture.resize((width, round(width * picture.height / picture.width))))


def shaken(view: View, amount: float, seed: int = 1) -> Way:
    """A hand that trembles: some sines of 1 to 6 Hz; ``amount`` in pixels of the scene."""
    rng = np.random.default_rng(seed)
    rates, phases = rng.uniform(1, 6, (2, 4)), rng.uniform(0, 6.3, (2, 4))

    def path(time: float) -> View:
        by = amount * np.sin(2 * np.pi * rates * time + phases).mean(axis=1) * 2
        return View(view.x + float(by[0]), view.y + float(by[1]), view.zoom, view.light)

    return path
