"""Hints for aiming: what stands out, print, light, on made scenes and on photographs.

Photographs were cut so that their one large thing is out of the middle, with a detector's box as
the truth: "refused" is no hint at all, which is the usual case, as few scenes have a plain ground.
Thresholds were set while looking at some of the same photographs, so that these are no
figures of pictures never seen. The pictures are small (192 pixels on the shorter side).
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from assistant import opencv
from assistant.aiming import Measures, measure
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame, Pixels
from tests.aiming.camera import View, frames, mug, page, photograph, wall
from tests.benchmarks.truth import photographs
from tests.benchmarks.truth.row import Row

_OFF = 0.2  # from the middle on, a hint is given (assistant/aiming/troubles.py)
_SURELY = 0.05  # from the middle on, the truth has a side
_SCENES = ("coco", "flickr8k", "vocsub", "imagen", "nips", "nyu", "houses", "intel", "doors")
_SIZES = (10, 12, 16, 20, 24, 32, 40)  # pixels of print in a picture of 720
_FINGERS = ((60, 20, 15), (120, 50, 40), (40, 40, 42), (180, 90, 70), (25, 12, 10))


def rows(data: Path | None = None) -> Iterator[Row]:
    """Right, wrong and refused; photographs only with their folder."""
    yield _speed()
    yield _placed()
    for size in _SIZES:
        yield _print(size)
    yield _covered()
    if data:
        labels = [label for label in photographs.listed(data) if photographs.is_test(label)]
        yield from _cut_photographs(data, labels)
        yield from _whole_photographs(data, labels)


def _speed() -> Row:
    picture, spent, before = photograph("moose.jpg", 1280)[:720].copy(), [], None
    for i in range(30):
        begin = time.perf_counter()
        before = measure(Frame(picture, time=i / 15), before)
        spent.append((time.perf_counter() - begin) * 1000)
    note = f"1280×720: {min(spent):.1f} ms at best, {np.median(spent):.1f} in the middle; aim 8"
    return Row("time", int(min(spent) <= 8), int(min(spent) > 8), 0, note)


def _placed() -> Row:
    """A thing on a wall, at 80 places and sizes."""
    counts = [0, 0, 0]
    for size in (60, 100, 160, 220):
        for x in (-200, -150, 150, 200):
            for y in (-60, -30, 0, 30, 60):
                (frame,) = frames(mug(size), lambda _t, x=x, y=y: View(1000 - x, 600 - y), 0.1, 10)
                counts[_verdict(measure(frame).subject, (0.5 + x / 640, 0.5 + y / 360))] += 1
    return Row("a thing on a plain wall", *counts)


def _print(size: int) -> Row:
    found = [0, 0]
    for x in (-40, -20, 0, 20, 40):
        for tilt in (-4, 0, 4):
            scene = _turned(page(size), tilt)[240:960, 360:1640]
            found[measure(Frame(np.roll(scene, x, axis=1))).text is None] += 1
    return Row(f"print of {size} pixels", found[0], 0, found[1])


def _turned(scene: Pixels, degrees: float) -> Pixels:
    cv2 = opencv.load()
    turn = cv2.getRotationMatrix2D((1000, 600), degrees, 1)
    turned: Pixels = cv2.warpAffine(scene, turn, (2000, 1200), borderMode=cv2.BORDER_REPLICATE)
    return turned


def _covered() -> Row:
    found = 0
    for colour in _FINGERS:
        (frame,) = frames(wall(colour), lambda _t: View(1000, 600), 0.1, 10)
        found += measure(frame).covered
    return Row("a finger on the lens", found, 0, len(_FINGERS) - found)


def _cut_photographs(data: Path, labels: list[dict[str, Any]]) -> Iterator[Row]:
    wanted = [label for label in labels if label["src"] in _SCENES and _dominant(label)]
    rng, counts = np.random.default_rng(5), [0, 0, 0]
    for label, pixels in photographs.opened(data, photographs.sample(wanted, 2000)):
        for _ in range(3):
            cut, middle = _cut(pixels, _dominant(label), rng)
            counts[_verdict(measure(Frame(cut)).subject, middle)] += 1
    yield Row("photographs, one thing out of the middle", *counts, "direction")


def _dominant(label: dict[str, Any]) -> Box | None:
    """The box of the one thing that is clearly larger than any other."""
    boxes = sorted(label["boxes"], key=lambda box: -box[4] * box[5])
    areas = [box[4] * box[5] for box in boxes]
    if not boxes or boxes[0][1] < 0.5 or not 0.04 < areas[0] < 0.7:
        return None
    return None if len(areas) > 1 and areas[1] > areas[0] / 2 else tuple(boxes[0][2:])


def _cut(
    pixels: Pixels, box: Box | None, rng: np.random.Generator
) -> tuple[Pixels, tuple[float, float]]:
    """A part of the picture with nearly all of the thing, and where the thing's middle is."""
    assert box
    height, width = pixels.shape[:2]
    for _ in range(30):
        share = rng.uniform(0.55, 1)
        w, h = int(width * share), int(height * share)
        x, y = int(rng.integers(0, width - w + 1)), int(rng.integers(0, height - h + 1))
        left, top = (box[0] * width - x) / w, (box[1] * height - y) / h
        right, bottom = left + box[2] * width / w, top + box[3] * height / h
        seen = (max(0, left), max(0, top), min(1, right), min(1, bottom))
        area = max(0, seen[2] - seen[0]) * max(0, seen[3] - seen[1])
        if area > 0.8 * (right - left) * (bottom - top):
            cut = np.ascontiguousarray(pixels[y : y + h, x : x + w])
            return cut, ((seen[0] + seen[2]) / 2, (seen[1] + seen[3]) / 2)
    return pixels, (box[0] + box[2] / 2, box[1] + box[3] / 2)


def _verdict(subject: Box | None, middle: tuple[float, float]) -> int:
    """0: the larger direction is right, 1: it is wrong, 2: there is none."""
    if subject is None:
        return 2
    off = [subject[i] + subject[i + 2] / 2 - 0.5 for i in (0, 1)]
    axis = int(abs(off[1]) > abs(off[0]))
    if abs(off[axis]) < _OFF:
        return 2
    return int(np.sign(off[axis]) * (middle[axis] - 0.5) < _SURELY)


def _whole_photographs(data: Path, labels: list[dict[str, Any]]) -> Iterator[Row]:
    scenes = [label for label in labels if label["src"] in _SCENES]
    seen = _measured(data, photographs.sample(scenes, 3000))
    print_, covered = sum(m.text is not None for m in seen), sum(m.covered for m in seen)
    dark = sum(m.light < 16 for m in seen)
    yield Row("photographs: print", 0, print_, len(seen) - print_, "a few do show print")
    yield Row("photographs: covered", 0, covered, len(seen) - covered)
    yield Row("photographs: too dark", 0, dark, len(seen) - dark, "night pictures are dark")
    documents = [label for label in labels if label["src"] == "receipts"]
    receipts = _measured(data, photographs.sample(documents, 300))
    found = sum(m.text is not None for m in receipts)
    yield Row("photographs of receipts: print", found, 0, len(receipts) - found)


def _measured(data: Path, labels: list[dict[str, Any]]) -> list[Measures]:
    return [measure(Frame(pixels)) for _label, pixels in photographs.opened(data, labels)]
