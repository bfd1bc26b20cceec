"""Pictures are found in a screenshot: those that are there, where they are, and no text."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant import paths
from assistant.pipeline import cutting
from assistant.pipeline.boxes import overlap
from assistant.pipeline.evidence import Box

WIDTH, HEIGHT = 900, 560


def window() -> Image.Image:
    """A window with a toolbar, a column of words and lines around them."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (238, 238, 238))
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 50, 400, 540), fill="white", outline=(150, 150, 150))
    for row in range(24):
        draw.text((20, 60 + 20 * row), "Thank you for your letter of the third of May.", "black")
    for button in range(6):
        draw.rectangle((10 + 60 * button, 8, 60 + 60 * button, 40), outline=(120, 120, 120))
        draw.text((18 + 60 * button, 18), "Open", "black")
    return image


def paste(image: Image.Image, sample: str, left: int, top: int, side: int) -> Box:
    picture = Image.open(paths.resources() / "samples" / sample).convert("RGB")
    picture.thumbnail((side, side))
    image.paste(picture, (left, top))
    return left / WIDTH, top / HEIGHT, picture.width / WIDTH, picture.height / HEIGHT


@pytest.mark.parametrize("sample", ["dog.jpg", "coffee.jpg", "astronaut.jpg"])
def test_a_picture_is_found_where_it_is(sample: str) -> None:
    image = window()
    there = paste(image, sample, 430, 70, 400)
    [found] = cutting.pictures(np.asarray(image))
    assert overlap(found, there) > 0.95


def test_two_pictures_come_from_left_to_right() -> None:
    image = window()
    right = paste(image, "cat.jpg", 680, 70, 200)  # higher, yet beside the other one
    left = paste(image, "dog.jpg", 430, 90, 200)
    found = cutting.pictures(np.asarray(image))
    assert [overlap(f, t) > 0.9 for f, t in zip(found, (left, right), strict=True)] == [True] * 2


def test_words_and_buttons_are_no_pictures() -> None:
    assert cutting.pictures(np.asarray(window())) == []


def test_what_is_too_small_is_left_out() -> None:
    image = window()
    paste(image, "dog.jpg", 500, 90, 40)
    assert cutting.pictures(np.asarray(image)) == []


def test_what_the_accessibility_tree_tells_is_cut_to_what_is_drawn() -> None:
    image = window()
    there = paste(image, "dog.jpg", 450, 100, 300)
    told = (430 / WIDTH, 60 / HEIGHT, 460 / WIDTH, 480 / HEIGHT)  # with its empty margin
    [found] = cutting.pictures(np.asarray(image), told=[told])
    assert overlap(found, there) > 0.95
