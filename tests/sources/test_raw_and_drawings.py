"""Raw pictures, JPEG XL and SVG: read, or called by their kind."""

import io

import numpy as np
import pylibjxl
import pytest
from PIL import Image

from assistant.sources import PREVIEW_NOTE, image, image_bytes
from tests.sources.made import dng, encoded, only_thumbnail, photo, sentence, tiff


def test_the_large_preview_of_a_raw_picture_is_used():
    preview = photo(1200, 900)
    frame = image_bytes(dng(photo(1600, 1200), preview), "a.dng")
    assert frame.pixels.shape == (900, 1200, 3)
    assert np.abs(frame.pixels.astype(int) - np.asarray(preview)).mean() < 5
    assert frame.notes == ()


@pytest.mark.parametrize("preview", [None, photo(160, 120)])
def test_without_one_what_the_sensor_saw_is_developed(preview):
    halves = Image.new("RGB", (640, 480), (200, 30, 30))
    halves.paste((30, 30, 200), (320, 0, 640, 480))
    frame = image_bytes(dng(halves, preview), "a.dng")
    assert frame.pixels.shape == (480, 640, 3)
    left, right = frame.pixels[:, :300].mean((0, 1)), frame.pixels[:, 340:].mean((0, 1))
    assert left[0] > left[2] + 50
    assert right[2] > right[0] + 50
    assert frame.notes == ()


def test_a_large_sensor_is_developed_at_half_its_size():
    assert image_bytes(dng(photo(2400, 1600)), "a.dng").pixels.shape == (800, 1200, 3)


def test_a_thumbnail_alone_is_told():
    frame = image_bytes(only_thumbnail(photo()), "a.nef")
    assert frame.pixels.shape == (120, 160, 3)
    assert frame.notes == (f"{PREVIEW_NOTE}; save it as JPEG so that I see more.",)


def test_a_raw_picture_that_is_cut_is_damaged_and_one_of_an_unknown_kind_is_called_that(tmp_path):
    (tmp_path / "cut.dng").write_bytes(dng(photo(640, 480))[:100_000])
    assert sentence(image, tmp_path / "cut.dng") == (
        "cut.dng is damaged and cannot be shown; copy or download it again."
    )
    unknown = tiff({254: 1, 271: b"Newest Camera\0", 259: 65000})
    (tmp_path / "new.NEF").write_bytes(unknown)
    assert sentence(image, tmp_path / "new.NEF") == (
        "new.NEF is a raw camera picture of a kind that I cannot read; save it as JPEG or PNG."
    )


def jxl(picture, **options):
    return pylibjxl.encode(np.asarray(picture), **options)


def test_jpeg_xl_is_read():
    picture = photo()
    frame = image_bytes(jxl(picture, lossless=True), "a.jxl")
    assert np.array_equal(frame.pixels, np.asarray(picture))
    grey = image_bytes(jxl(picture.convert("L"), lossless=True), "a.jxl")
    assert grey.pixels.shape == (240, 320, 3)


def test_a_jpeg_that_was_packed_into_jpeg_xl_stands_upright():
    exif = Image.Exif()
    exif[274] = 6
    turned = encoded(photo(), "JPEG", exif=exif.tobytes())
    upright = image_bytes(turned, "a.jpg").pixels
    packed = image_bytes(pylibjxl.jpeg_to_jxl(turned), "a.jxl").pixels
    assert packed.shape == upright.shape == (320, 240, 3)
    assert np.abs(packed.astype(int) - upright).mean() < 2


def test_a_jpeg_xl_that_is_cut_is_damaged():
    whole = jxl(photo())
    for length in (3, 30, len(whole) // 2, len(whole) - 1):
        assert "a.jxl is damaged" in sentence(image_bytes, whole[:length], "a.jxl")


def claiming(width, height):
    """A JPEG XL whose head tells of another size than its 16 by 16 pixels, of which none is left.

    The size stands in the bits after the two bytes of the mark, the lowest first: in nine bits
    where it is small and square, else the sides less one in eighteen bits each.
    """
    small = jxl(np.zeros((16, 16, 3), np.uint8), lossless=True)
    head = at = 0
    for value, length in ((4, 3), (height - 1, 18), (0, 3), (2, 2), (width - 1, 18)):
        head |= value << at
        at += length
    rest = int.from_bytes(small[2:], "little") >> 9
    return small[:2] + (head | rest << at).to_bytes(len(small) + 8, "little")


def test_a_jpeg_xl_that_is_far_too_large_is_not_decoded():
    told = sentence(image_bytes, claiming(9_000, 10_000), "a.jxl")
    assert "too large (9000 by 10000 pixels)" in told
    assert "is damaged" in sentence(image_bytes, claiming(300, 200), "a.jxl")  # that one is


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


def svg(size, content):
    return _SVG.format(size, content).encode()


def test_a_drawing_is_drawn_on_white():
    left = '<rect width="50" height="50" fill="#00f"/>'
    pixels = image_bytes(svg('width="100" height="50"', left), "a.svg").pixels
    assert pixels.shape == (750, 1500, 3)
    assert pixels[300, 300].tolist() == [0, 0, 255]
    assert pixels[300, 1200].tolist() == [255, 255, 255]


@pytest.mark.parametrize("family", ["", 'font-family="Nowhere Sans, sans-serif"'])
def test_its_writing_is_drawn_whatever_fonts_there_are(family):
    text = f'<text x="9" y="60" font-size="40" {family}>Hello</text>'
    pixels = image_bytes(svg('width="400" height="100"', text), "a.svg").pixels
    assert pixels.min() < 50


def test_a_drawing_sees_no_other_file(tmp_path):
    secret = tmp_path / "secret.png"
    Image.new("RGB", (9, 9), "red").save(secret)
    shown = f'<image href="{secret}" width="100" height="100"/>'
    assert image_bytes(svg('width="100" height="100"', shown), "a.svg").pixels.min() == 255


_ENTITIES = b'<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "%s"><!ENTITY c "%s">]>' % (
    b"&a;" * 9999,
    b"&b;" * 9999,
)
_HOSTILE = {
    "no size": svg('width="0" height="5"', ""),
    "cut": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect',
    "entities": _ENTITIES + svg('width="9" height="9"', "<text>&c;</text>"),
    "uses": svg(
        'width="9" height="9"',
        '<g id="u0"><rect/></g>'
        + "".join(f'<g id="u{n + 1}">{f"""<use href="#u{n}"/>""" * 10}</g>' for n in range(9)),
    ),
}


@pytest.mark.parametrize("hostile", _HOSTILE)
def test_a_hostile_drawing_harms_nothing(hostile):
    assert sentence(image_bytes, _HOSTILE[hostile], "a.svg") == (
        "a.svg is damaged and cannot be shown; copy or download it again."
    )


def test_a_huge_drawing_is_drawn_small():
    assert image_bytes(svg('width="1e10" height="1e10"', ""), "a.svg").pixels.shape[0] == 1500


def test_pictures_of_these_kinds_are_read_from_standard_input_too():
    for data in (dng(photo(640, 480)), jxl(photo()), svg('width="9" height="9"', "")):
        assert image_bytes(io.BytesIO(data).getvalue(), "standard input").pixels.size
