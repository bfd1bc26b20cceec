"""Parts of the screen by words and numbers."""

import numpy as np
import pytest

from assistant.errors import SettingsError
from assistant.pipeline.frame import Element, Frame, Screen
from assistant.screen import Area, cut, parsed, region

WHOLE = Area(0, 0, 1000, 800)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("left", (0, 0, 500, 800)),
        ("Right half", (500, 0, 500, 800)),
        ("top-left", (0, 0, 500, 400)),
        ("bottom right quarter", (500, 400, 500, 400)),
        ("bottom", (0, 400, 1000, 400)),
        ("middle", (250, 200, 500, 400)),
        ("10,20,300,400", (10, 20, 300, 400)),
        ("10%, 0, 50%, 300", (100, 0, 500, 300)),
        ("900,700,300,300", (900, 700, 100, 100)),  # cut to the screen
    ],
)
def test_a_part_is_found(words: str, there: tuple[int, int, int, int]) -> None:
    assert region(parsed(words), WHOLE) == there


@pytest.mark.parametrize("words", ["", "sideways", "left right", "half", "1,2,3", "1,2,0,4"])
def test_what_is_not_understood_is_refused_with_what_is_possible(words: str) -> None:
    with pytest.raises(SettingsError, match="top left or middle"):
        parsed(words)


def test_a_part_outside_is_refused_with_the_size_of_the_screen() -> None:
    with pytest.raises(SettingsError, match="1000 by 800 pixels"):
        region(parsed("2000,0,10,10"), WHOLE)


def test_a_part_keeps_the_elements_that_lie_in_it() -> None:
    inside = Element("image", "", (0.5, 0.5, 0.25, 0.25))
    outside = Element("image", "", (0.0, 0.0, 0.1, 0.1))
    pixels = np.arange(100 * 200 * 3, dtype=np.uint8).reshape(100, 200, 3)
    whole = Frame(pixels, screen=Screen("screen", "Letters", (inside, outside)))
    part = cut(whole, Area(100, 50, 100, 50))
    assert (part.pixels == pixels[50:, 100:]).all()
    assert part.screen == Screen(
        "part of the screen", "Letters", (Element("image", "", (0.0, 0.0, 0.5, 0.5)),)
    )
