"""What the bytes of two files tell: only the XMP differs, or the picture has to be looked at."""

import random

import pytest
from PIL import Image

from assistant.library.same_picture import only_xmp_differs
from tests.library.made import annotated, needs_exiftool, picture


@needs_exiftool
@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
@pytest.mark.parametrize("had", [False, True])
def test_what_exiftool_writes_is_nothing_but_xmp(tmp_path, name, kind, had):
    exif = Image.Exif()
    exif[270] = "At the lake"
    path = picture(tmp_path / name, kind, exif=exif)
    if had:
        annotated(path, tmp_path)
    before = tmp_path / f"before-{name}"
    before.write_bytes(path.read_bytes())
    annotated(path, tmp_path, **({"remove": True} if had else {}))
    assert path.read_bytes() != before.read_bytes()
    assert only_xmp_differs(before, path)


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_any_other_byte_is_noticed(tmp_path, name, kind):
    path = picture(tmp_path / name, kind)
    whole, changed = path.read_bytes(), tmp_path / f"changed-{name}"
    chance = random.Random(1)
    places = {2, 5, len(whole) - 1, *(chance.randrange(2, len(whole)) for _ in range(300))}
    for place in places:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        assert not only_xmp_differs(path, changed)
    for cut in (whole[:-1], whole[: len(whole) // 2], whole + b"\0", b""):
        changed.write_bytes(cut)
        assert not only_xmp_differs(path, changed)


@pytest.mark.parametrize("end", [b"", b"\xff", b"\xff\xff", b"\xff\xe1", b"\xff\xe1\0\4ab"])
def test_of_a_jpeg_that_ends_too_early_nothing_is_told(tmp_path, end):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0\0\2" + end)
    assert not only_xmp_differs(path, path)


def test_of_other_formats_nothing_is_told(tmp_path):
    path = picture(tmp_path / "a.tif", "TIFF")
    assert not only_xmp_differs(path, path)
