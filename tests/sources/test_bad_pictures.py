"""Every bad file gives one sentence that can be acted on, or as much of it as can be seen."""

import io
import os
import random
import stat
import struct
import sys
import zlib
from contextlib import suppress
from types import SimpleNamespace

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageFile

from assistant.errors import SourceError
from assistant.sources import image, image_bytes
from tests.sources.made import encoded, photo, sentence, somebody_else


def test_a_missing_file(tmp_path):
    text = sentence(image, tmp_path / "gone.jpg")
    assert text == "There is no picture named gone.jpg; check the name and the folder."
    photo().save(tmp_path / "file.png")
    assert sentence(image, tmp_path / "file.png" / "x.jpg").startswith("There is no picture")


def test_an_empty_file(tmp_path):
    (tmp_path / "a.jpg").touch()
    assert sentence(image, tmp_path / "a.jpg") == "a.jpg is empty; copy or download it again."
    assert "standard input is empty" in sentence(image_bytes, b"", "standard input")


def test_a_folder(tmp_path):
    assert f"{tmp_path.name} is a folder" in sentence(image, tmp_path)
    assert "is a folder" in sentence(image, "/")


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes")
def test_a_name_that_cannot_be_seen_or_said_is_told_without_that(tmp_path):
    path = tmp_path / "a\x1b[31m\nb\u202egnp.exe\udcff.png"
    assert sentence(image, path).startswith("There is no picture named a[31m bgnp.exe.png;")
    photo().save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(path)
    assert image(path).source == "a[31m bgnp.exe.png"
    assert sentence(image, tmp_path / "\u202e\u2066").startswith(
        "There is no picture named the file"
    )


def test_a_name_that_cannot_be():
    assert "name" in sentence(image, "a\0b.jpg")
    assert "too long" in sentence(image, "a" * 5000 + ".jpg")


def test_a_link_to_itself(tmp_path):
    (tmp_path / "a.jpg").symlink_to(tmp_path / "a.jpg")
    assert "link" in sentence(image, tmp_path / "a.jpg")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such permissions")
def test_a_file_that_may_not_be_read(tmp_path):
    for folder in (tmp_path, *tuple(tmp_path.parents)[:3]):
        folder.chmod(0o755)
    photo().save(tmp_path / "secret.png")
    (tmp_path / "secret.png").chmod(0)
    with somebody_else():
        text = sentence(image, tmp_path / "secret.png")
    assert text.startswith("You are not allowed to read secret.png;")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_device_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert "pipe or a device" in sentence(image, tmp_path / "pipe.jpg")
    assert "pipe or a device" in sentence(image, "/dev/zero")


def test_a_disk_that_fails_is_not_called_a_damaged_picture(tmp_path):
    class FailingDisk(io.BytesIO):
        def read(self, size=-1, /):
            if self.tell() > 5000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    file = FailingDisk(encoded(photo(), "PNG"))
    path = SimpleNamespace(
        name="disk.png", open=lambda mode: file,
        stat=lambda: SimpleNamespace(st_mode=stat.S_IFREG, st_size=1),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.sources.picture.Path", lambda given: path)
        text = sentence(image, "disk.png")
    assert text.startswith("disk.png cannot be read (Input/output error)")


FAKES = [
    (b"Dear Anna,\nthank you for your letter. \xc3\xa4\n" * 30, "is a text, not a picture"),
    (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", "is a film, not a picture"),
    (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00", "is a film, not a picture"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "is a sound recording, not a picture"),
    (b"PK\x03\x04\x14\x00\x06\x00", "is an archive or an office document, not a picture"),
    (b"<!DOCTYPE html><html>", "is a web page, not a picture"),
    (b'<?xml version="1.0"?><svg xmlns="x"/>', "is damaged and cannot be shown"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is a PostScript document"),
    (b"\xff\x0a\x00\x10", "is damaged and cannot be shown"),
    (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01", "is damaged and cannot be shown"),
    (bytes(range(1, 200)) * 9, "is not a picture that I can read; save it as JPEG or PNG"),
    (b"\x00" * 2000, "is not a picture that I can read"),
]


@pytest.mark.parametrize(("content", "expected"), FAKES, ids=[f[1][:24] for f in FAKES])
def test_what_only_has_the_name_of_a_picture_is_called_what_it_is(tmp_path, content, expected):
    (tmp_path / "holiday.jpg").write_bytes(content)
    assert f"holiday.jpg {expected}" in sentence(image, tmp_path / "holiday.jpg")


def png_of_size(width, height):
    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def test_a_picture_without_width_or_height():
    bmp = bytearray(encoded(photo(), "BMP"))
    bmp[18:22] = b"\0\0\0\0"
    for data in (png_of_size(0, 10), png_of_size(10, 0), bytes(bmp)):
        assert "0 pixels wide or high" in sentence(image_bytes, data, "x.png")


@pytest.mark.parametrize("size", [(9_500, 9_500), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size):
    assert "is too large" in sentence(image_bytes, png_of_size(*size), "bomb.png")


def test_a_bomb_in_a_text_of_the_picture_is_refused():
    data = encoded(photo(), "PNG")
    text = b"Comment\0\0" + zlib.compress(b"0" * 80_000_000)
    chunk = (
        struct.pack(">I", len(text))
        + b"zTXt"
        + text
        + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    )
    assert sentence(image_bytes, data[:33] + chunk + data[33:], "bomb.png")


@pytest.mark.skipif(sys.platform == "win32", reason="libtiff cannot be reached there")
def test_nothing_is_printed_about_a_damaged_tiff(capfd):
    data = bytearray(encoded(photo(), "TIFF", compression="tiff_adobe_deflate"))
    data[200:300] = bytes(100)
    for cut in (len(data), len(data) // 2):
        with suppress(SourceError):
            image_bytes(bytes(data[:cut]), "scan.tif")
    assert capfd.readouterr() == ("", "")


UPPER = ("The file is damaged; only the upper part can be seen, the rest is missing.",)
LOWER = ("The file is damaged; only the lower part can be seen, the rest is missing.",)


@pytest.mark.parametrize(
    ("kind", "options", "notes"),
    [
        ("JPEG", {}, UPPER), ("PNG", {}, UPPER), ("TIFF", {}, UPPER), ("PPM", {}, UPPER),
        ("GIF", {"interlace": 0}, UPPER), ("BMP", {}, LOWER),
    ],
)  # fmt: skip
def test_half_a_file_shows_half_the_picture(kind, options, notes):
    data = encoded(photo(), kind, **options)
    whole = image_bytes(data, "whole").pixels
    frame = image_bytes(data[: len(data) // 2], "half")
    assert frame.notes == notes
    assert frame.width == 320
    assert 90 <= frame.height <= 150
    same = whole[: frame.height - 16] if notes == UPPER else whole[-frame.height + 16 :]
    seen = frame.pixels[: len(same)] if notes == UPPER else frame.pixels[-len(same) :]
    assert np.array_equal(seen, same)


@pytest.mark.parametrize(
    ("orientation", "side"), [(1, "upper"), (3, "lower"), (6, "right"), (8, "left")]
)
def test_the_part_is_named_as_it_is_seen_after_turning(orientation, side):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(photo(), "JPEG", exif=exif)
    (note,) = image_bytes(data[: len(data) // 2], "x").notes
    assert note == f"The file is damaged; only the {side} part can be seen, the rest is missing."


def test_half_a_progressive_jpeg_shows_all_of_it_coarsely():
    data = encoded(photo(), "JPEG", progressive=True)
    frame = image_bytes(data[: len(data) * 2 // 3], "web.jpg")
    assert frame.notes == ("The file is damaged; fine detail is missing.",)
    whole = image_bytes(data, "web.jpg")
    assert (frame.width, frame.height) == (whole.width, whole.height)
    assert abs(frame.pixels.mean() - whole.pixels.mean()) < 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF", "AVIF"])
def test_too_little_of_a_file_is_refused(kind):
    pillow_heif.register_heif_opener()
    data = encoded(photo(), kind)
    text = sentence(image_bytes, data[: max(60, len(data) // 20)], "cut.x")
    assert text == "cut.x is damaged and cannot be shown; copy or download it again."


def test_an_interlaced_file_with_holes_is_refused():
    data = encoded(photo(), "GIF", interlace=1)
    assert "damaged" in sentence(image_bytes, data[: len(data) // 3], "holes.gif")


def test_pillows_switch_for_all_threads_is_left_alone():
    data = encoded(photo(), "JPEG")
    image_bytes(data[: len(data) // 2], "x")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@pytest.mark.parametrize(
    "kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "HEIF", "AVIF", "ICO", "TGA"]
)
def test_damage_anywhere_gives_a_picture_or_a_sentence(kind):
    pillow_heif.register_heif_opener()
    whole = encoded(photo(64, 48), kind)
    chance, refused = random.Random(kind), []
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(min(len(data), chance.choice([64, 10**6])))] = chance.randrange(
                256
            )
        try:
            image_bytes(bytes(data[: chance.randrange(len(data) // 2, len(data))]), "x")
        except SourceError as error:
            refused.append(error.message)
    assert all(text.startswith("x is ") for text in refused)
