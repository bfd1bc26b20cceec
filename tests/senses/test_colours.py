from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant import paths
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import colours
from tests.benchmarks.truth import colours as truth


def _even(colour: tuple[int, int, int]) -> Pixels:
    return np.full((180, 320, 3), colour, np.uint8)


def _sample(name: str) -> Frame:
    with Image.open(Path(paths.resources(), "samples", name)) as picture:
        return Frame(np.asarray(picture.convert("RGB")))


def _said(pixels: Pixels) -> str:
    return colours.colour_words(colours.middle(Frame(pixels)))


@pytest.mark.parametrize(
    ("rgb", "word"),
    [
        ((0, 0, 0), "black"), ((70, 70, 70), "dark grey"), ((128, 128, 128), "grey"),
        ((200, 200, 200), "light grey"), ((255, 255, 255), "white"), ((220, 20, 30), "red"),
        ((110, 10, 20), "dark red"), ((255, 130, 10), "orange"), ((90, 55, 25), "brown"),
        ((235, 220, 30), "yellow"), ((30, 150, 50), "green"), ((10, 60, 20), "dark green"),
        ((0, 255, 0), "green"), ((20, 70, 220), "blue"), ((10, 20, 70), "dark blue"),
        ((160, 205, 250), "light blue"), ((120, 40, 160), "purple"),
        ((200, 170, 240), "light purple"),
        ((255, 150, 190), "pink"), ((225, 205, 165), "beige"), ((64, 224, 208), "turquoise"),
    ],
)  # fmt: skip
def test_a_colour_is_called_as_people_call_it(rgb: tuple[int, int, int], word: str) -> None:
    assert colours.name(rgb) == word


def test_most_patches_are_named_rightly_by_day_and_in_dim_light() -> None:
    for kind in ("daylight", "cold sky", "dim"):
        rng = np.random.default_rng(0)
        right = [
            truth.is_right(patch, truth.said(truth.scene(colour, "room", kind, rng)))
            for patch, colour in truth.patches()
        ]
        assert np.mean(right) >= 0.9, kind


def test_shares_of_a_region_add_up_and_begin_with_the_largest() -> None:
    pixels = _even((20, 70, 220))
    pixels[:, :100] = (220, 20, 30)
    found = colours.of(pixels)
    assert [name for name, _ in found[:2]] == ["blue", "red"]
    assert found[1][1] == pytest.approx(100 / 320, abs=0.03)
    assert sum(share for _, share in found) == pytest.approx(1)


def test_the_same_picture_gets_the_same_answer() -> None:
    assert len({colours.see(_sample("parrot.jpg")) for _ in range(3)}) == 1


def test_one_colour_dominates_or_the_main_ones_are_told() -> None:
    whole = [o for o in colours.see(Frame(_even((30, 150, 50)))) if o.box is None]
    assert [(o.label, o.sureness) for o in whole] == [("green", Sureness.SURE)]
    flag = _even((255, 255, 255))
    flag[:, :107], flag[:, 213:] = (20, 70, 220), (220, 20, 30)
    whole = [o for o in colours.see(Frame(flag)) if o.box is None]
    assert {o.label for o in whole} == {"white", "blue", "red"}


def test_black_and_white_is_told_and_a_colour_photograph_is_not_called_so() -> None:
    for name in ("cameraman.jpg", "stairs.jpg"):
        whole = [o.label for o in colours.see(_sample(name)) if o.box is None]
        assert whole == [colours.BLACK_AND_WHITE]
    for name in ("pan.jpg", "football.jpg"):  # mostly grey
        assert colours.BLACK_AND_WHITE not in [o.label for o in colours.see(_sample(name))]
    assert _said(np.asarray(_sample("stairs.jpg").pixels)).endswith("is black and white.")


def test_the_middle_is_told_and_not_what_is_around() -> None:
    pixels = _even((30, 150, 50))
    pixels[60:120, 107:213] = (220, 20, 30)
    assert _said(pixels) == "Red, plain."


def test_in_the_dark_a_colour_is_doubted() -> None:
    pixels = np.clip(_even((30, 150, 50)) * 0.3, 0, 255).astype(np.uint8)
    assert _said(pixels).endswith("It is dark, so colours may be wrong.")
    assert all(o.sureness != Sureness.SURE for o in colours.see(Frame(pixels)))


@pytest.mark.parametrize(
    ("shares", "look", "text"),
    [
        ([("dark blue", 0.9)], "", "Dark blue."),
        ([("dark blue", 0.7), ("white", 0.2)], "", "Mostly dark blue, with some white."),
        ([("red", 0.4), ("white", 0.35), ("green", 0.2)], "", "Red and white, with some green."),
        ([("red", 0.4)], "", "Mostly red."),
        (
            [("red", 0.55), ("white", 0.45)], "striped",
            "Mostly red, with some white, perhaps striped.",
        ),
        ([("red", 0.95)], "plain", "Red, plain."),
        ([("red", 0.55), ("white", 0.45)], "plain", "Mostly red, with some white."),
        ([], "", "I can't tell the colour."),
    ],
)  # fmt: skip
def test_how_the_middle_is_said(shares: list[tuple[str, float]], look: str, text: str) -> None:
    seen = [*shares, *([(look, 1.0)] if look else [])]
    assert text == colours.colour_words(
        [
            Observation(name, share, "colours", Sureness.SURE, "colour", box=colours.MIDDLE)
            for name, share in seen
        ]
    )


@pytest.mark.parametrize(("kind", "look"), truth.KINDS.items())
def test_a_clear_pattern_is_named(kind: str, look: str) -> None:
    for degrees in (0, 30, 90):
        cloth = truth.cloth(kind, 32, degrees, 0.3, 4, np.random.default_rng(degrees))
        assert colours.pattern(cloth) == look


def test_what_is_no_pattern_is_not_named() -> None:
    for kind in truth.OTHERS:
        cloth = truth.cloth(kind, 20, 30, 0.0, 4, np.random.default_rng(0))
        assert colours.pattern(cloth) == ""
    _, x = np.mgrid[0:192, 0:192] / 192 * 2 * np.pi
    folds = 128 + 30 * np.sign(np.sin(8 * x)) + 40 * np.sin(1.7 * x)  # ribs on a broad fold
    assert colours.pattern(np.repeat(folds[..., None], 3, axis=2).astype(np.uint8)) == ""
    for name in ("moose.jpg", "parrot.jpg", "football.jpg", "dog.jpg"):
        assert colours.pattern(_sample(name).pixels) == ""


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 700), (3, 3), (24, 24)])
def test_a_tiny_picture_is_no_trouble(height: int, width: int) -> None:
    pixels = np.full((height, width, 3), (220, 20, 30), np.uint8)
    assert _said(pixels).startswith("Red")
    assert colours.see(Frame(pixels))[0].label == "red"
