"""Words under, in and across the pictures of a screen."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from assistant import paths, reading
from assistant.pipeline.frame import Frame, Screen
from tests.reading.made import font

_SIDE, _APART, _TOP = 200, 24, 60  # pixels
_NAMES = ("dog", "cat", "coffee")
_HEADING = "Holiday pictures of last summer"


def _gallery(words: Sequence[str]) -> Image.Image:
    """Photographs side by side, each with lines of words under it."""
    shown = Image.new("RGB", (900, 420), "white")
    draw = ImageDraw.Draw(shown)
    draw.text((30, 20), _HEADING, "black", font(16))
    for i, (name, below) in enumerate(zip(_NAMES, words, strict=False)):
        with Image.open(paths.resources() / "samples" / f"{name}.jpg") as sample:
            photograph = sample.convert("RGB").resize((_SIDE, _SIDE * 3 // 4))
        left = 30 + i * (_SIDE + _APART)
        shown.paste(photograph, (left, _TOP))
        for row, line in enumerate(below.split("\n")):
            room = (_SIDE - draw.textlength(line, font(16))) / 2
            top = _TOP + photograph.height + 8 + 22 * row
            draw.text((left + room, top), line, "black", font(16))
    return shown


def _read(shown: Image.Image, on_screen: bool = True) -> list[str]:
    screen = Screen("window") if on_screen else None
    page = reading.read(Frame(np.asarray(shown), screen=screen))
    return [" ".join(block.text.split()) for block in page.blocks]


def test_words_under_pictures_beside_each_other_are_not_joined() -> None:
    shown = _gallery(("A brown dog", "The cat sleeps"))
    assert _read(shown) == [_HEADING, "A brown dog", "The cat sleeps"]
    assert len(_read(shown, on_screen=False)) < 3  # as the cells of a table


def test_lines_under_each_picture_stay_together() -> None:
    shown = _gallery(("Red shoes\nin leather", "Blue shoes\nin cotton", "White cup\nof clay"))
    cards = ["Red shoes in leather", "Blue shoes in cotton", "White cup of clay"]
    assert _read(shown) == [_HEADING, *cards]


def test_words_in_a_picture_and_across_its_edge_are_whole() -> None:
    shown = _gallery(("A brown dog", "The cat sleeps"))
    draw = ImageDraw.Draw(shown)
    draw.text((60, 80), "SUMMER", "white", font(30), stroke_width=4, stroke_fill="black")
    draw.text((640, 180), "Everything is sold", "black", font(20))
    across = Image.new("RGB", (190, 30), "white")
    ImageDraw.Draw(across).text((4, 2), "Opening hours", "black", font(20))
    shown.paste(across, (380, 110))
    read = " ".join(_read(shown))
    assert "SUMMER" in read
    assert read.count("Opening hours") == 1
    assert "Everything is sold" in read
    assert "The cat sleeps" in read


def test_a_table_below_pictures_keeps_its_rows() -> None:
    shown = _gallery(("A brown dog", "The cat sleeps"))
    draw = ImageDraw.Draw(shown)
    for row, cells in enumerate((("Rex", "20 kg"), ("Mia", "4 kg"))):
        for column, cell in enumerate(cells):
            draw.text((90 + 224 * column, 310 + 26 * row), cell, "black", font(16))
    assert "Rex20kgMia4kg" in "".join(_read(shown)).replace(" ", "")
