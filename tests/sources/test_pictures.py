"""Whatever the file, the pixels are what a person would see."""

import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from assistant.sources import SUFFIXES, image, image_bytes, raw
from tests.sources.corners import BLUE, GREEN, RED, WHITE, assert_colours, corners, four_corners
from tests.sources.made import encoded

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


@pytest.mark.parametrize(
    ("kind", "width", "wanted"),
    [("JPEG", 1008, 504), ("JPEG", 1060, 500), ("PNG", 1008, 500), ("PNG", 510, 510)],
)
def test_what_is_nearly_as_small_as_asked_for_is_not_made_smaller(tmp_path, kind, width, wanted):
    """A JPEG of 1,008 pixels is decoded at 504, as quickly as it gets."""
    (tmp_path / "photo").write_bytes(encoded(four_corners(width, width * 3 // 4), kind))
    frame = image(tmp_path / "photo", 500)
    assert (frame.width, frame.height) == (wanted, round(wanted * 3 / 4))
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
