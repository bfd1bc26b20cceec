"""Transparency, depth and profiles: the colours are those that a person would see."""

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from assistant.sources import image_bytes
from tests.sources.corners import BLUE, GREEN, RED, WHITE, assert_colours, corners, four_corners
from tests.sources.made import encoded


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_transparent_parts_are_white(kind):
    picture = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (20, 0, 40, 20))
    frame = image_bytes(encoded(picture, kind), "icon")
    assert tuple(frame.pixels[10, 5]) == WHITE
    assert tuple(frame.pixels[10, 35]) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    "colours", [("white",), ("black",), ("white", "black"), ("#e8e8ff", "#777")]
)
def test_what_is_drawn_on_nothing_stands_out(kind, colours):
    picture = Image.new("RGBA", (200, 60), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    for i, colour in enumerate(colours):
        draw.line((20 + 80 * i, 10, 60 + 80 * i, 50), colour, 4)
    pixels = image_bytes(encoded(picture, kind), "logo").pixels.astype(int)
    ground = pixels[2, 100]
    for i in range(len(colours)):
        assert abs(pixels[30, 40 + 80 * i] - ground).max() > 40


def test_half_transparent_is_mixed_with_white():
    picture = Image.new("RGBA", (20, 20), (255, 0, 0, 128))
    assert_colours(image_bytes(encoded(picture, "PNG"), "x").pixels[5, 5], (255, 127, 127), 2)


def test_transparency_of_grey_palette_and_colour_key():
    grey = Image.new("LA", (20, 20), (0, 0))
    palette = Image.new("P", (20, 20), 0)
    palette.putpalette([10, 20, 30, 200, 0, 0])
    key = Image.new("RGB", (20, 20), (1, 2, 3))
    for data in (
        encoded(grey, "PNG"),
        encoded(palette, "PNG", transparency=0),
        encoded(palette, "PNG", transparency=bytes([0, 255])),
        encoded(palette, "GIF", transparency=0),
        encoded(key, "PNG", transparency=(1, 2, 3)),
    ):
        assert tuple(image_bytes(data, "x").pixels[5, 5]) == WHITE


def ramp(dtype, top):
    return np.tile(np.linspace(0, top, 256).astype(dtype), (20, 1))


@pytest.mark.parametrize(("kind", "top"), [("PNG", 65535), ("TIFF", 65535), ("TIFF", 4095)])
def test_sixteen_bit_grey_is_scaled_not_clipped(kind, top):
    # 4095: what a 12-bit scanner stores; shown as it is, it would be black.
    data = encoded(Image.fromarray(ramp(np.uint16, top)), kind)
    row = image_bytes(data, "scan").pixels[10, :, 0].astype(int)
    assert np.abs(row - np.arange(256)).max() <= 1


def test_a_dark_sixteen_bit_png_stays_dark():
    data = encoded(Image.fromarray(np.full((20, 20), 3000, np.uint16)), "PNG")
    assert image_bytes(data, "night").pixels.max() <= 12


@pytest.mark.parametrize("top", [1.0, 255.0, 1e6, 3e38])
def test_floating_point_grey_is_scaled(top):
    values = ramp(np.float32, top)
    values[0, 0] = np.nan
    values[1, 0] = np.inf
    row = image_bytes(encoded(Image.fromarray(values), "TIFF"), "x").pixels[10, :, 0]
    if top < 1e30:
        assert np.abs(row.astype(int) - np.arange(256)).max() <= 1
    assert row[0] == 0
    assert row[-1] == 255


def test_thirty_two_bit_grey_is_scaled():
    values = ramp(np.float64, 2**31 - 1).astype(np.int32)
    row = image_bytes(encoded(Image.fromarray(values), "TIFF"), "x").pixels[10, :, 0]
    assert np.abs(row.astype(int) - np.arange(256)).max() <= 1


def test_one_bit_is_black_and_white():
    picture = Image.new("1", (20, 20), 1)
    picture.paste(0, (0, 0, 10, 20))
    frame = image_bytes(encoded(picture, "TIFF"), "fax")
    assert tuple(frame.pixels[5, 2]) == (0, 0, 0)
    assert tuple(frame.pixels[5, 15]) == WHITE


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_colours_are_not_inverted(kind):
    # Pillow writes CMYK JPEGs as Adobe does: inverted, with the marker that says so.
    data = encoded(four_corners().convert("CMYK"), kind, quality=95)
    assert_colours(corners(image_bytes(data, "print")), [RED, GREEN, BLUE, WHITE], 20)


def test_lab_colours():
    lab = Image.new("LAB", (20, 20), (0, 0, 0))
    lab.paste((255, 128, 128), (0, 0, 20, 20))  # L 100 %, no colour; TIFF keeps a and b signed
    frame = image_bytes(encoded(lab, "TIFF"), "lab")
    assert frame.pixels.shape == (20, 20, 3)


def test_a_colour_profile_is_applied():
    # A profile in which red and blue have changed places shows what was applied.
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    start = swapped.index(b"s\0R\0G\0B")
    swapped[start : start + 8] = b"t\0e\0s\0t\0"
    data = encoded(Image.new("RGB", (20, 20), RED), "PNG", icc_profile=bytes(swapped))
    assert_colours(image_bytes(data, "x").pixels[5, 5], BLUE)


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_a_broken_or_wrong_colour_profile_is_ignored(profile):
    data = encoded(four_corners(), "PNG", icc_profile=profile)
    assert_colours(corners(image_bytes(data, "x")), [RED, GREEN, BLUE, WHITE])


def test_a_profile_for_another_kind_of_picture_is_ignored():
    rgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(Image.new("L", (20, 20), 100), "PNG", icc_profile=rgb)
    assert tuple(image_bytes(data, "x").pixels[5, 5]) == (100, 100, 100)
