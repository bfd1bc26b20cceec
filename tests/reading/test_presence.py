"""The look that tells whether there is anything to read."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from assistant import paths
from assistant.pipeline.frame import Frame, Printed, Screen
from assistant.reading import may_be_written
from assistant.reading.presence import score
from tests.reading.made import font, page
from tests.reading.made import frame as framed

_SAMPLES = paths.resources() / "samples"


def _photograph(name: str, size: tuple[int, int] = (1280, 853)) -> Image.Image:
    with Image.open(_SAMPLES / f"{name}.jpg") as picture:
        return picture.convert("RGB").resize(size)


def _signed(picture: Image.Image, words: str, pixels: int, angle: int = 0) -> Frame:
    """A photograph with a white sign."""
    used = font(pixels)
    sign = Image.new("RGB", (round(used.getlength(words)) + pixels, 2 * pixels), "white")
    ImageDraw.Draw(sign).text((pixels // 2, pixels // 3), words, "black", used)
    sign = sign.rotate(angle, expand=True)
    picture.paste(sign, (picture.width // 3, picture.height // 4))
    return framed(picture)


@pytest.mark.parametrize("name", ["cameraman", "cat", "beach", "dog", "parrot"])
def test_photographs_without_writing_are_not_read(name: str) -> None:
    assert not may_be_written(framed(_photograph(name)))


@pytest.mark.parametrize("name", ["cat", "dandelions", "stairs"])
@pytest.mark.parametrize(("pixels", "angle"), [(16, 0), (30, 8), (30, 90), (90, 0)])
def test_a_sign_in_a_photograph_is_read(name: str, pixels: int, angle: int) -> None:
    assert may_be_written(_signed(_photograph(name), "Ticket office", pixels, angle))


def test_large_letters_out_of_focus_are_read() -> None:
    """The first look is too close to see them."""
    stop = Image.new("RGB", (1280, 960), (30, 30, 34))
    pen = ImageDraw.Draw(stop)
    ink, ground = (150, 140, 120), (40, 70, 120)
    pen.regular_polygon((640, 480, 430), 8, rotation=22, fill=ground, outline=ink)
    pen.text((640, 480), "STOP", ink, font(256), anchor="mm")
    assert may_be_written(framed(stop.filter(ImageFilter.GaussianBlur(8))))


def test_small_print_in_a_large_photograph_is_read() -> None:
    assert may_be_written(_signed(_photograph("cat", (4000, 2666)), "Ticket office", 48))


def test_a_page_is_read() -> None:
    assert may_be_written(framed(page(["Platform 3", "to the harbour"])))


def test_what_is_known_to_have_words_is_read_whatever_it_looks_like() -> None:
    nothing = np.full((400, 600, 3), 128, np.uint8)
    assert not may_be_written(Frame(nothing))
    assert may_be_written(Frame(nothing, screen=Screen("window")))
    assert may_be_written(Frame(nothing, printed=(Printed("word", (0, 0, 1, 1)),)))
    assert may_be_written(Frame(nothing, written=True))


def test_a_strip_has_no_writing() -> None:
    assert not may_be_written(Frame(np.zeros((3, 900, 3), np.uint8)))


def test_one_place_alone_is_not_enough() -> None:
    logits = np.full((1, 4, 6), -9.0, np.float32)
    logits[0, 1, 1] = 8
    assert score(logits) < 0
    logits[0, 1, 2] = 8
    assert score(logits) > 0
    assert score(logits[:, 1:2, 1:2]) > 0
    assert score(-logits, logits[:, 1:2, 1:2]) > 0, "the second look alone is enough"
