"""Where faces may be: as many are found as when all of a picture is searched, in less of it."""

import hashlib
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from assistant.bundled import PLACES
from assistant.paths import resources
from assistant.pipeline.boxes import overlap
from assistant.pipeline.frame import Pixels
from assistant.senses import faces
from assistant.senses.face_places import SCALES, FacePlaces, Marked, Rectangle
from assistant.senses.people import LEVELS

_WINDOWS = [round(20 * 1.2**step) for step in range(1, 17)]


class Everywhere:
    """What the network is measured by: all of the picture."""

    def __init__(self, grey: Pixels) -> None:
        self._whole = (0.0, 0.0, float(grey.shape[1]), float(grey.shape[0]))

    def around(self, _window: float) -> list[Rectangle]:
        return [self._whole]


@cache
def _portrait() -> Image.Image:
    return Image.open(resources() / "samples" / "astronaut.jpg").convert("RGB")


def _head() -> Image.Image:
    """A head that fills a square: brows to chin are half of it."""
    width, height = _portrait().size
    middle = (0.44 * width, 0.22 * height)
    half = 0.18 * width
    x, y = middle
    return _portrait().crop((int(x - half), int(y - half), int(x + half), int(y + half)))


def _in_a_room(side: int, x: int, y: int) -> Image.Image:
    """The coffee cup's picture, 640 pixels wide, with the head in it."""
    room = Image.open(resources() / "samples" / "coffee.jpg").convert("RGB").resize((640, 427))
    room.paste(_head().resize((side, side)), (x, y))
    return room


def _dim(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.2)


_PICTURES = {
    "as it is": lambda: _portrait(),
    "small": lambda: _in_a_room(66, 300, 200),
    "very small": lambda: _in_a_room(56, 90, 120),
    "in a corner": lambda: _in_a_room(160, 0, 0),
    "in the other corner": lambda: _in_a_room(160, 480, 267),
    "filling the picture": lambda: _head().resize((600, 600)),
    "in the dark": lambda: _dim(_in_a_room(120, 300, 200)),
    "tilted": lambda: _portrait().rotate(10, Image.Resampling.BICUBIC),
    "mirrored": lambda: ImageOps.mirror(_portrait()),
    "grey": lambda: ImageOps.grayscale(_portrait()).convert("RGB"),
    "of a few pixels": lambda: _head().resize((64, 64)),
}


def _found(detector: faces.CascadeDetector, picture: Image.Image) -> list[faces.Face]:
    return [face for face in detector(np.asarray(picture)) if face.score >= min(LEVELS.values())]


@cache
def _detectors() -> tuple[faces.CascadeDetector, faces.CascadeDetector]:
    return faces.CascadeDetector(), faces.CascadeDetector(Everywhere)


@pytest.mark.parametrize("name", _PICTURES)
def test_a_face_is_found_as_when_all_is_searched(name: str) -> None:
    picture = _PICTURES[name]()
    (found,), (wanted,) = (_found(detector, picture) for detector in _detectors())
    assert overlap(found.box, wanted.box) > 0.8
    assert found.score == pytest.approx(wanted.score, abs=0.1)


def test_several_faces_of_different_sizes_are_found() -> None:
    picture = _in_a_room(200, 20, 180)
    for side, x, y in ((70, 300, 40), (120, 500, 250), (66, 400, 150)):
        picture.paste(_head().resize((side, side)), (x, y))
    assert len(_found(_detectors()[0], picture)) == len(_found(_detectors()[1], picture)) == 4


def _searched(look: FacePlaces | type[Everywhere], grey: Pixels) -> float:
    """Windows that are looked at."""
    places = look(grey)
    return sum(
        max(0.0, right - left - window) * max(0.0, bottom - top - window) / window**2
        for window in _WINDOWS
        for left, top, right, bottom in places.around(window)
    )


def test_little_is_searched_where_nobody_is() -> None:
    look, searched, whole = FacePlaces(), 0.0, 0.0
    for path in sorted((resources() / "samples").glob("*.jpg")):
        if path.name != "astronaut.jpg":
            with Image.open(path) as picture:
                grey = np.asarray(picture.convert("L").resize((480, 360)))
            searched += _searched(look, grey)
            whole += _searched(Everywhere, grey)
    assert searched < 0.2 * whole


def _logits(**marked: tuple[int, int, int]) -> dict[str, np.ndarray]:
    """Of a picture of 480 × 360: nothing but one place each: size, down, across."""
    logits = {
        scale.name: np.full((1, len(scale.sizes), 360 // scale.stride, 480 // scale.stride), -1.0)
        for scale in SCALES
    }
    for name, place in marked.items():
        logits[name][0][place] = 1.0
    return logits


def test_only_windows_of_about_the_size_are_looked_at() -> None:
    places = Marked(_logits(small=(2, 20, 30)), (360, 480))  # faces of 28 to 40 pixels
    ((left, top, right, bottom),) = places.around(35)
    assert ((left + right) / 2, (top + bottom) / 2) == (240, 160)
    assert 35 * 1.5 < right - left < 35 * 2
    assert places.around(20) == places.around(60) == []


def test_what_overlaps_is_one_rectangle_in_the_picture() -> None:
    logits = _logits(small=(2, 0, 0), middle=(0, 1, 1))
    logits["small"][0][2, 44, 59] = 1.0
    first, second = sorted(Marked(logits, (360, 480)).around(40))
    assert first == pytest.approx((0, 0, 16 + 40 * 0.85, 16 + 40 * 0.85))
    assert second == pytest.approx((472 - 40 * 0.85, 352 - 40 * 0.85, 480, 360))


def test_large_faces_are_looked_for_everywhere() -> None:
    assert Marked(_logits(), (360, 480)).around(178) == [(0, 0, 480, 360)]
    assert Marked(_logits(), (360, 480)).around(149) == []


def test_the_network_is_small_and_its_sum_is_kept() -> None:
    content = PLACES.read_bytes()
    assert len(content) < 60_000
    listed = (PLACES.parent / "SHA256SUMS").read_text("utf-8").split()
    assert listed == [hashlib.sha256(content).hexdigest(), PLACES.name]
