"""Words at the edge of a part of the screen."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant import reading
from assistant.pipeline.frame import Frame, Screen
from assistant.screen import Area, cut

LINES = ("He ran over the grass", "all the morning with", "everybody else there")


def screen() -> Frame:
    """A screen with three lines of text, from 60, 40 on."""
    image = Image.new("RGB", (600, 300), (238, 238, 238))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(22)
    for row, line in enumerate(LINES):
        draw.text((60, 40 + 60 * row), line, "black", font)
    return Frame(np.asarray(image), screen=Screen("screen"))


def wide(text: str) -> int:
    return int(ImageFont.load_default(22).getlength(text))


def read(left: int, top: int, right: int, bottom: int) -> list[str]:
    page = reading.read(cut(screen(), Area(left, top, right - left, bottom - top)))
    return [line.text for line in page.lines]


def test_a_word_that_the_edge_cuts_is_left_out_and_that_is_shown() -> None:
    """At the left edge "ran" would be read as "an", at the right one "grass" as "gra"."""
    left, right = 60 + wide("He ra") - 4, 60 + wide("He ran over the gra")
    assert read(left, 20, right, 90) == ["… over the …"]


def test_words_close_to_an_edge_that_does_not_cut_them_stay() -> None:
    assert read(58, 20, 62 + wide(LINES[0]), 90) == [LINES[0]]
    assert read(58, 20, 63 + wide("He ran"), 90) == ["He ran"]


def test_a_line_that_is_mostly_outside_is_left_out() -> None:
    assert read(20, 58, 500, 200) == [*LINES[1:]]
    assert read(20, 20, 500, 162) == [*LINES[:2]]
