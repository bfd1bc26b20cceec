"""Whatever the file, the pixels are what a person would see."""

import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms, ImageDraw

from assistant.sources import SUFFIXES, image, image_bytes, raw
from tests.sources.made import encoded

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def four_corners(width=64, height=48):
    """Red and green above, blue and white below."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture


def corners(frame):
    """The colours a quarter in from each corner: top left, top right, bottom left, bottom right."""
    y, x = frame.height // 4, frame.width // 4
    return [tuple(int(v) for v in frame.pixels[r, c]) for r in (y, -y) for c in (x, -x)]


def assert_colours(found, wanted, tolerance=12):
    difference = np.abs(np.array(found, dtype=int) - np.array(wanted, dtype=int)).max()
    assert difference <= tolerance, f"{found} is not {wanted}"


KINDS = [
    ("a.jpg", {"quality": 95, "subsampling": 0}),
    ("progressive.jpg", {"quality": 95, "subsampling": 0, "progressive": True}),
    ("a.png", {}),
    ("a.gif", {}),
    ("a.webp", {"lossless": True}),
    ("a.bmp", {}),
    ("a.tif", {}),
    ("lzw.tif", {"compression": "tiff_lzw"}),
    ("a.avif", {"quality": 95, "subsampling": "4:4:4"}),
    ("a.heic", {"quality": 95, "chroma": 444}),
    ("a.jp2", {}),
    ("a.ppm", {}),
    ("a.ico", {"sizes": [(64, 48)]}),
    ("a.tga", {}),
    ("a.pcx", {}),
]


@pytest.fixture(scope="module", autouse=True)
def _heif_can_be_written():
    pillow_heif.register_heif_opener()


@pytest.mark.parametrize(("name", "options"), KINDS, ids=[k[0] for k in KINDS])
def test_every_kind_of_file_gives_the_same_picture(tmp_path, name, options):
    four_corners().save(tmp_path / name, **options)
    frame = image(tmp_path / name)
    assert (frame.width, frame.height, frame.source, frame.notes) == (64, 48, name, ())
    assert frame.pixels.flags.c_contiguous
    assert_colours(corners(frame), [RED, GREEN, BLUE, WHITE])


def test_a_picture_is_known_by_its_content_not_its_name(tmp_path):
    four_corners().save(tmp_path / "photo.txt", "PNG")
    assert_colours(corners(image(str(tmp_path / "photo.txt"))), [RED, GREEN, BLUE, WHITE])


def test_bytes_give_the_same_picture_as_a_file():
    frame = image_bytes(encoded(four_corners(), "PNG"), "standard input")
    assert frame.source == "standard input"
    assert_colours(corners(frame), [RED, GREEN, BLUE, WHITE])


UPRIGHT = [RED, GREEN, BLUE, WHITE]
STORED = {  # orientation → how such a camera stores the upright picture
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_turned_camera_gives_an_upright_picture(kind, orientation):
    turn = STORED[orientation]
    stored = four_corners() if turn is None else four_corners().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    frame = image_bytes(encoded(stored, kind, exif=exif.tobytes(), quality=95), "turned")
    assert (frame.width, frame.height) == (64, 48)
    assert_colours(corners(frame), UPRIGHT, tolerance=40)  # AVIF and HEIF halve the colours


def test_broken_exif_does_not_matter():
    data = bytearray(encoded(four_corners(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\0\x01"))
    assert image_bytes(bytes(data), "photo").notes == ()


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


def test_an_animation_shows_its_first_picture_and_says_so():
    first, second = Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), BLUE)
    for kind in ("GIF", "PNG", "WEBP", "AVIF"):
        options = {"lossless": True} if kind == "WEBP" else {}
        data = encoded(first, kind, save_all=True, append_images=[second], **options)
        frame = image_bytes(data, "moving")
        assert_colours(frame.pixels[5, 5], RED)
        assert frame.notes == ("This is an animation; I look at its first picture.",)


def test_several_pages_show_the_first_and_say_so():
    data = encoded(
        Image.new("RGB", (20, 20), RED), "TIFF", save_all=True,
        append_images=[Image.new("RGB", (30, 30), BLUE)],
    )  # fmt: skip
    frame = image_bytes(data, "fax")
    assert tuple(frame.pixels[5, 5]) == RED
    assert frame.remarks == ("Page 1 of 2.",)


@pytest.mark.parametrize(("kind", "size"), [("JPEG", (9000, 500)), ("PNG", (300, 5000))])
def test_large_pictures_are_made_smaller_in_their_own_shape(kind, size):
    frame = image_bytes(encoded(four_corners(*size), kind), "panorama")
    assert max(frame.width, frame.height) == 4096
    assert frame.width / frame.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert_colours(corners(frame), [RED, GREEN, BLUE, WHITE])


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak of memory")
def test_a_hundred_megapixel_jpeg_needs_little_memory(tmp_path):
    Image.new("RGB", (11_600, 8_700), RED).save(tmp_path / "photo.jpg")
    # Not getrusage(): its peak begins with that of the process that started this one.
    script = """
import re, sys
from pathlib import Path
from assistant.sources import image
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
frame = image(sys.argv[1])
print(frame.width, frame.height, (peak() - before) // 1024)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "photo.jpg"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    width, height, megabytes = map(int, done.stdout.split())
    assert (width, height) == (4096, 3072)
    assert megabytes < 300  # decoded whole it would be 400, and two or three times that on the way


def test_an_extremely_long_picture_keeps_a_pixel_of_width():
    frame = image_bytes(encoded(Image.new("RGB", (1, 60_000), RED), "PNG"), "line")
    assert (frame.width, frame.height) == (1, 4096)


def test_pillow_does_not_warn_the_listener():
    palette = four_corners().quantize(4)
    data = encoded(palette, "PNG", transparency=bytes([0, 128, 255, 255]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image_bytes(data, "x")


def test_several_threads_read_at_once():
    whole = encoded(four_corners(600, 400), "JPEG")
    noise = np.random.default_rng(0).integers(0, 255, (400, 600, 3), dtype=np.uint8)
    cut = encoded(Image.fromarray(noise), "JPEG")[:60_000]
    notes: list[tuple[str, ...]] = []

    def read(data):
        notes.extend(image_bytes(data, "x").notes for _ in range(10))

    threads = [threading.Thread(target=read, args=(d,)) for d in (whole, cut, whole, cut)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notes) == 40
    assert sum(bool(note) for note in notes) == 20


def test_a_folder_is_searched_for_what_can_be_read(tmp_path):
    # Each ending is one that Pillow or pillow-heif has registered, so none is a false promise.
    Image.init()
    own = raw.SUFFIXES | {".jxl", ".svg"}  # test_raw_and_drawings.py
    assert set(Image.registered_extensions()) >= SUFFIXES - own
    assert Path("x.JPG").suffix.lower() in SUFFIXES
