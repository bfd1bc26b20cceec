"""Texts go into every format that can hold them, and the picture stays as it is, bit for bit."""

import re
import struct
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms

from assistant.errors import AssistantError
from assistant.library.outcome import OutcomeKind, WriteTarget
from tests.library.made import (
    TEXTS,
    annotated,
    needs_exiftool,
    packet,
    picture,
    pixels,
    prepared,
    same_pixels,
    told_by_exiftool,
    told_independently,
    write_by_hand,
)
from tests.sources.made import photo

pytestmark = needs_exiftool

FORMATS = {
    "jpeg": ("a.jpg", "JPEG", {}),
    "progressive, turned by EXIF": ("a.jpeg", "JPEG", {"progressive": True, "exif": "turned"}),
    "several in one JPEG": ("a.mpo", "MPO", {"save_all": True, "append_images": [photo(80, 60)]}),
    "png": ("a.png", "PNG", {}),
    "moving png": ("b.png", "PNG", {"save_all": True, "append_images": [photo(320, 240)]}),
    "webp": ("a.webp", "WEBP", {}),
    "lossless webp": ("b.webp", "WEBP", {"lossless": True}),
    "moving webp": ("c.webp", "WEBP", {"save_all": True, "append_images": [photo(320, 240)]}),
    "tiff of several pages": ("a.tif", "TIFF", {"save_all": True, "append_images": [photo(9, 9)]}),
    "heic": ("a.heic", "HEIF", {}),
    "avif": ("a.avif", "AVIF", {}),
    "moving gif": ("a.gif", "GIF", {"save_all": True, "append_images": [photo(320, 240)]}),
    "jpeg 2000": ("a.jp2", "JPEG2000", {}),
    "jpeg that is called png": ("wrong.png", "JPEG", {}),
}  # fmt: skip


def made(folder, name):
    file, kind, options = FORMATS[name]
    if options.get("exif"):
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "Camera"
        options = options | {"exif": exif}
    return picture(folder / "pictures" / file, kind, **options)


@pytest.mark.parametrize("name", FORMATS)
def test_exiftool_reads_every_field_and_the_pixels_stay(name, tmp_path):
    path = made(tmp_path, name)
    before, bytes_before = pixels(path), path.stat().st_size
    result = annotated(path, tmp_path)
    assert result.kind == OutcomeKind.WRITTEN
    assert same_pixels(pixels(path), before)
    told = told_by_exiftool(path)
    assert told["XMP-iptcCore:AltTextAccessibility"] == TEXTS.alt
    assert told["XMP-iptcCore:ExtDescrAccessibility"] == TEXTS.description
    assert told["XMP-dc:Description"] == TEXTS.caption
    assert told["XMP-dc:Subject"] == list(TEXTS.keywords)
    assert told["XMP-photoshop:CaptionWriter"].startswith("Glimpse ")
    assert told["XMP-glimpse:TextFound"] == list(TEXTS.text)
    assert told["XMP-glimpse:Generator"].startswith("Glimpse ")
    assert prepared(path, tmp_path).kind == OutcomeKind.DONE_BEFORE
    assert annotated(path, tmp_path, remove=True).kind == OutcomeKind.REMOVED
    left = [name for name in told_by_exiftool(path) if "XMP" in name]
    assert [name for name in left if name != "XMP-x:XMPToolkit"] == []
    assert same_pixels(pixels(path), before)
    assert path.stat().st_size <= bytes_before + 3000


def test_programs_that_know_nothing_of_ours_read_the_same(tmp_path):
    path = annotated(picture(tmp_path / "a.webp", "WEBP"), tmp_path).made[0].place
    assert b"Iptc4xmpCore:AltTextAccessibility" in packet(path)
    assert TEXTS.alt.encode() in packet(path)
    assert path.read_bytes()[20] & 4  # VP8X tells that there is XMP
    told = told_independently(path)
    assert told["XMP-dc:Subject"] == list(TEXTS.keywords)
    assert told["XMP-glimpse:TextFound"] == list(TEXTS.text)


def test_a_webp_keeps_what_others_wrote_into_it(tmp_path):
    theirs = picture(tmp_path / "a.jpg")
    write_by_hand(theirs, "-XMP-dc:Title=Holiday")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = picture(tmp_path / "a.webp", "WEBP", xmp=packet(theirs), icc_profile=profile)
    annotated(path, tmp_path)
    assert told_by_exiftool(path)["XMP-dc:Title"] == "Holiday"
    with Image.open(path) as opened:
        assert opened.info["icc_profile"] == profile
    annotated(path, tmp_path, remove=True)
    assert told_by_exiftool(path)["XMP-dc:Title"] == "Holiday"


def test_what_follows_a_webp_stays(tmp_path):
    path = picture(tmp_path / "a.webp", "WEBP")
    with path.open("ab") as file:
        file.write(b"a film")
    annotated(path, tmp_path)
    assert path.read_bytes().endswith(b"a film")
    annotated(path, tmp_path, remove=True)
    assert path.read_bytes().endswith(b"a film")


def test_a_webp_with_two_packets_is_left_as_it_is(tmp_path):
    data = picture(tmp_path / "a.webp", "WEBP", xmp=b"<x/>").read_bytes()
    data += b"XMP " + struct.pack("<I", 4) + b"<x/>"
    path = tmp_path / "a.webp"
    path.write_bytes(data[:4] + struct.pack("<I", len(data) - 8) + data[8:])
    before = path.read_bytes()
    with pytest.raises(AssistantError, match="holds XMP twice"):
        annotated(path, tmp_path)
    assert path.read_bytes() == before


def test_a_raw_picture_gets_a_sidecar(tmp_path):
    path = picture(tmp_path / "a.dng", "TIFF")
    before = path.read_bytes()
    assert annotated(path, tmp_path).made[0].place.name == "a.dng.xmp"
    assert path.read_bytes() == before


def test_a_heic_that_a_film_follows_gets_a_sidecar(tmp_path):
    path = picture(tmp_path / "a.heic", "HEIF")
    with path.open("ab") as file:
        file.write(_box(b"mpvd", b"a film"))  # motion photo: its players count from the end
    before = path.read_bytes()
    assert annotated(path, tmp_path).made[0].place.name == "a.heic.xmp"
    assert path.read_bytes() == before


@pytest.mark.parametrize("missing", [0.3, 0.001])
def test_a_picture_that_is_not_whole_is_left_as_it_is(missing, tmp_path):
    path = picture(tmp_path / "a.jpg")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * (1 - missing))])
    before = path.read_bytes()
    with pytest.raises(AssistantError, match="not copied whole yet"):
        annotated(path, tmp_path)
    assert path.read_bytes() == before
    assert annotated(path, tmp_path, WriteTarget.SIDECAR).kind == OutcomeKind.WRITTEN


def test_a_format_without_a_place_for_texts_gets_a_sidecar(tmp_path):
    path = picture(tmp_path / "a.bmp", "BMP")
    before = path.read_bytes()
    result = annotated(path, tmp_path)
    assert result.note == "a.bmp cannot hold texts itself; they are in a.bmp.xmp."
    assert path.read_bytes() == before
    assert told_by_exiftool(tmp_path / "a.bmp.xmp")["XMP-dc:Description"] == TEXTS.caption
    annotated(path, tmp_path, remove=True)
    assert not (tmp_path / "a.bmp.xmp").exists()


def test_a_file_that_exiftool_refuses_is_left_as_it_is(tmp_path):
    path = picture(tmp_path / "a.tif", "TIFF")
    data = bytearray(path.read_bytes())
    data[4:8] = b"\xff\xff\xff\x7f"  # the directory is said to be far behind the end
    path.write_bytes(data)
    with pytest.raises(AssistantError) as caught:
        annotated(path, tmp_path)
    assert caught.value.message.startswith("a.tif ")
    assert path.read_bytes() == data


def test_a_picture_with_content_credentials_is_not_broken_open(tmp_path):
    path = picture(tmp_path / "a.jpg")
    sealed = _seal(path)
    result = annotated(path, tmp_path)
    assert result.note == "a.jpg is sealed by Content Credentials; its texts are in a.jpg.xmp."
    assert path.read_bytes() == sealed
    assert told_by_exiftool(tmp_path / "a.jpg.xmp")["XMP-dc:Description"] == TEXTS.caption


def test_what_was_sealed_with_its_texts_keeps_them(tmp_path):
    path = picture(tmp_path / "a.jpg")
    annotated(path, tmp_path)
    sealed = _seal(path)
    with pytest.raises(AssistantError, match="is sealed by Content Credentials with its texts"):
        annotated(path, tmp_path, remove=True)
    assert path.read_bytes() == sealed


def _seal(path):
    """Put Content Credentials into a JPEG, as far as they tell that they are there."""
    kind = bytes.fromhex("6332706100110010800000AA00389B71")
    seal = _box(b"jumb", _box(b"jumd", kind + b"\x03c2pa\0") + _box(b"json", b"{}"))
    segment = b"JP" + struct.pack(">HI", 1, 1) + seal
    data = path.read_bytes()
    head = b"\xff\xeb" + struct.pack(">H", len(segment) + 2)
    path.write_bytes(data[:2] + head + segment + data[2:])
    return path.read_bytes()


def _box(kind, content):
    return struct.pack(">I", 8 + len(content)) + kind + content


def test_the_marks_are_in_a_namespace_that_needs_no_host(tmp_path):
    path = made(tmp_path, "jpeg")
    annotated(path, tmp_path)
    names = {e.tag for e in ElementTree.fromstring(packet(path)).iter()}
    (namespace,) = {name[1:].split("}")[0] for name in names if name.endswith("}Wrote")}
    assert re.fullmatch("urn:uuid:[0-9a-f-]{36}#", namespace)
