"""The day of a picture: as its metadata tell, its name, or the file."""

import pytest
from PIL import Image

from assistant.search.facts import Dated, date_of_name, facts
from tests.search.telling import packet, picture


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("IMG-20190704-WA0003", "2019-07-04 00:00"),
        ("PXL_20230507_101112345", "2023-05-07 10:11"),
        ("Screenshot_2021-03-04-10-11-12-123_com.app", "2021-03-04 10:11"),
        ("Screenshot 2021-03-04 at 10.11.12", "2021-03-04 10:11"),
        ("20190704_101010", "2019-07-04 10:10"),
        ("IMG_20190704_101010_HDR", "2019-07-04 10:10"),
        ("WhatsApp Image 2019-07-04 at 22.11.12", "2019-07-04 22:11"),
        ("VID20190704101010", "2019-07-04 10:10"),
        ("signal-2022-12-31-235959_001", "2022-12-31 23:59"),
        ("2018-02-03 15.16.17", "2018-02-03 15:16"),
        ("Oma 04.07.2019", "2019-07-04 00:00"),
        ("2001-09-08 birthday 12", "2001-09-08 00:00"),
    ],
)
def test_dates_in_names(name, when):
    found = date_of_name(name)
    assert found is not None
    assert found.isoformat(sep=" ", timespec="minutes") == when


@pytest.mark.parametrize(
    "name",
    ["IMG_1234", "DSC01907", "20190230", "scan 19450508", "120190704", "20991231_101010",
     "12345678", "photo-1920x1080", "2019", "A4 300dpi", "10203040506070",
     "550e8400-e29b-41d4-a716-446655440000"],
)  # fmt: skip
def test_numbers_that_are_no_dates(name):
    assert date_of_name(name) is None


def test_a_telephones_clock_in_a_name():
    found = date_of_name("FB_IMG_1562234567890")
    assert found is not None
    assert found.date().isoformat() == "2019-07-04"
    assert date_of_name("received_1562234567890123") is None


def test_metadata_come_before_the_name_and_the_name_before_the_file(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2015:01:02 03:04:05"
    told = facts(picture(tmp_path / "IMG-20190704-WA0003.jpg", exif=exif))
    assert (told.taken, told.dated) == ("2015-01-02 03:04", Dated.CAMERA)
    told = facts(picture(tmp_path / "IMG-20190704-WA0004.jpg"))
    assert (told.taken, told.dated) == ("2019-07-04 00:00", Dated.NAME)
    entered = packet(attributes='photoshop:DateCreated="1955-06-01"')
    told = facts(picture(tmp_path / "scan_2020-01-01.jpg", xmp=entered))
    assert (told.taken, told.dated) == ("1955-06-01 00:00", Dated.CAMERA)
    assert facts(picture(tmp_path / "a.jpg")).dated == Dated.FILE
