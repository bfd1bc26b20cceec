"""Colours of single things: told where the box says so, and nowhere else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import explore, paths
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Description, Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import thing_colours

BOX = (0.3, 0.3, 0.4, 0.4)
GRASS, SKY = (90, 140, 60), (140, 180, 230)
RED, BROWN, BLACK, WHITE = (200, 30, 30), (120, 75, 40), (18, 17, 16), (240, 240, 238)


def _scene(colour: tuple[int, int, int], behind: tuple[int, int, int] = GRASS) -> Pixels:
    """A round thing of one colour on grass under a sky, with some noise."""
    pixels = np.full((240, 240, 3), behind, np.float32)
    pixels[:60] = SKY
    y, x = np.mgrid[:240, :240]
    pixels[(x - 120) ** 2 + (y - 120) ** 2 < 48**2] = colour
    noise = np.random.default_rng(3).normal(0, 4, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def _thing(label: str, **more: object) -> Observation:
    seen = Observation(label, 0.9, "cnn", Sureness.SURE, "object", 1, BOX, boxes=(BOX,))
    return replace(seen, **more)  # type: ignore[arg-type]


def _colour(pixels: Pixels, *seen: Observation) -> list[str]:
    return [o.colour for o in thing_colours.coloured(seen, Frame(pixels))]


@pytest.mark.parametrize(
    ("label", "colour", "word"),
    [
        ("dog", BROWN, "brown"), ("dog", BLACK, "black"), ("dog", WHITE, "white"),
        ("car", RED, "red"), ("car", (30, 70, 190), "blue"), ("bus", (240, 200, 30), "yellow"),
    ],
)  # fmt: skip
def test_a_thing_has_the_colour_of_its_middle(
    label: str, colour: tuple[int, int, int], word: str
) -> None:
    assert _colour(_scene(colour), _thing(label)) == [word]


def test_what_is_around_a_thing_is_not_its_colour() -> None:
    red = (200, 30, 30)
    assert _colour(_scene(red, behind=red), _thing("car")) == [""]


def test_a_car_that_may_be_white_grey_or_silver_has_none() -> None:
    assert _colour(_scene((150, 150, 152)), _thing("car")) == [""]


@pytest.mark.parametrize(
    "other",
    [
        _thing("person"),
        _thing("banana"),
        _thing("car", kind="scene"),
        _thing("car", count=2, box=None, boxes=(BOX, BOX)),
        _thing("car", box=None, boxes=()),
        _thing("car", sureness=Sureness.UNSURE),
    ],
)
def test_only_single_sure_things_have_one(other: Observation) -> None:
    assert _colour(_scene(RED), other) == [""]


def test_of_what_may_be_several_the_one_that_is_seen_has_one() -> None:
    (seen,) = thing_colours.coloured([_thing("car", more=True)], Frame(_scene(RED)))
    assert nouns.with_count(seen) == "at least one red car"


def test_not_in_the_dark_nor_where_all_is_of_one_hue() -> None:
    scene = _scene(BROWN)
    grey = np.repeat(scene.mean(axis=2, keepdims=True), 3, axis=2)
    sepia = np.clip(grey * (1.1, 0.9, 0.7), 0, 255)
    assert _colour(scene, _thing("dog")) == ["brown"]
    for changed in (grey, sepia, scene * 0.25):
        assert _colour(changed.astype(np.uint8), _thing("dog")) == [""]


def test_four_things_of_a_picture_at_most() -> None:
    assert _colour(_scene(RED), *[_thing("car")] * 6) == ["red"] * 4 + ["", ""]


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (300, 2), (5000, 3)])
def test_any_picture_and_any_box_will_do(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    for box in (BOX, (-0.2, -0.2, 1.4, 1.4), (0.999, 0.999, 0.001, 0.001), (0.5, 0.5, 1e-6, 1e-6)):
        assert len(_colour(pixels, _thing("dog", box=box), _thing("car", box=box))) == 2


def test_exploring_names_the_same_colour() -> None:
    frame = Frame(_scene(RED))
    seen = thing_colours.coloured([_thing("car")], frame)
    told = explore.cell_sentence(Description(tuple(seen)), frame, 1, 1).text
    assert told.startswith("Middle: a red car; ")


def test_the_dog_of_the_samples_is_brown() -> None:
    with Image.open(Path(paths.resources(), "samples", "dog.jpg")) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    whole = (0.05, 0.05, 0.9, 0.9)
    assert _colour(pixels, _thing("dog", box=whole, boxes=(whole,))) == ["brown"]
