"""Words and dates in files that are made of boxes: JPEG XL, and Canon's raw pictures."""

import pytest
from PIL import Image

from assistant.search.facts import Dated, facts
from assistant.search.own_words import OwnWords
from tests.search.telling import bag, packet


def box(kind, *contents):
    data = b"".join(contents)
    return (8 + len(data)).to_bytes(4, "big") + kind + data


def _exif(tags, inner=None):
    made = Image.Exif()
    made.update(tags)
    made.get_ifd(0x8769).update(inner or {})
    return made.tobytes().removeprefix(b"Exif\0\0")


_JXL = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl ", bytes(4), b"jxl ")
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_ADOBE = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def _made_of_boxes(path, told, caption, when):
    """A JPEG XL or CR3 file as far as its metadata go: there is no picture in it."""
    if path.suffix == ".jxl":
        exif = _exif({0x010E: caption}, {0x9003: when})
        path.write_bytes(
            _JXL + box(b"Exif", bytes(4), exif) + box(b"xml ", told) + box(b"jxlc", b"\xff\x0a")
        )
    else:
        own = box(b"uuid", _CANON, box(b"CMT1", _exif({0x010E: caption})),
                  box(b"CMT2", _exif({0x9003: when})))  # fmt: skip
        path.write_bytes(
            box(b"ftyp", b"crx ", bytes(4)) + box(b"moov", own) + box(b"uuid", _ADOBE, told)
            + box(b"mdat", bytes(1000))
        )  # fmt: skip
    return path


@pytest.mark.parametrize("name", ["a.jxl", "b.cr3"])
def test_files_of_boxes_tell_words_and_date(tmp_path, name):
    told = packet(bag("dc:subject", "birthday"), bag("Iptc4xmpExt:PersonInImage", "Anna"))
    path = _made_of_boxes(tmp_path / name, told, "Blowing out", "2019:07:04 10:11:12")
    found = facts(path)
    assert found.words == OwnWords("birthday", "Blowing out", "Anna", "Rome")
    assert (found.taken, found.dated) == ("2019-07-04 10:11", Dated.CAMERA)


@pytest.mark.parametrize("name", ["a.jxl", "b.cr3"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_cut_off_file_of_boxes_tells_what_is_there(tmp_path, name, share):
    told = packet(bag("dc:subject", "birthday"))
    path = _made_of_boxes(tmp_path / name, told, "Blowing out", "2019:07:04 10:11:12")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert facts(path).words.keywords in ("", "birthday")


def test_boxes_in_boxes_without_end_tell_nothing(tmp_path):
    path = tmp_path / "a.cr3"
    deep = b"".join((8 * n).to_bytes(4, "big") + b"moov" for n in range(5000, 0, -1))
    path.write_bytes(box(b"ftyp", b"crx ", bytes(4)) + deep)
    assert facts(path).words == OwnWords()


def test_compressed_metadata_of_a_jpeg_xl_are_read_by_its_decoder(tmp_path):
    import pylibjxl

    pylibjxl.register_pillow()
    path = tmp_path / "a.jxl"
    Image.new("RGB", (64, 48), "grey").save(
        path, exif=_exif({0x010E: "Blowing out"}), xmp=packet(bag("dc:subject", "birthday"))
    )
    assert facts(path).words == OwnWords("birthday", "Blowing out", places="Rome")
