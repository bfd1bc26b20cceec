"""Documents: pages of PDF and TIFF files, with what a document says of its own text."""

import io
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from assistant import sources
from assistant.errors import SourceError
from assistant.reading import read
from assistant.sources import image_bytes
from tests.reading.made import page
from tests.sources import made_pdf

_LETTER = ["Dear neighbour,", "the lift is out of order until Friday,", "because it is broken."]


def _read(data: bytes, number: int = 1) -> str:
    return " ".join(read(image_bytes(data, "letter.pdf", number)).text.split())


def test_pages_have_the_text_that_the_document_has_for_them() -> None:
    data = made_pdf.pdf([made_pdf.text(_LETTER), made_pdf.text(["Größe 38"]), b""])
    first = image_bytes(data, "letter.pdf")
    assert (first.place, first.remarks) == ("Page 1 of 3", ("Page 1 of 3.",))
    assert _read(data) == " ".join(_LETTER)
    assert [line.score for line in read(first).lines] == [1.0] * 3
    assert _read(data, 2) == "Größe 38"
    assert _read(data, 3) == ""


def test_columns_are_read_one_after_the_other() -> None:
    left = ["The river is low in the month", "of August, and the old ferry", "does not run."]
    right = ["Whoever wants to cross should", "come in the morning, or wait", "for the moon."]
    both = made_pdf.text(left, 60) + b" " + made_pdf.text(right, 320)
    assert _read(made_pdf.pdf([both])) == " ".join([*left, *right])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_all_the_same(turn: int) -> None:
    assert _read(made_pdf.pdf([made_pdf.text(_LETTER)], turn=turn)) == " ".join(_LETTER)


def test_a_scanned_page_is_read_as_a_picture() -> None:
    data = made_pdf.scanned([page(_LETTER), page(["Second page"])])
    assert _read(data) == " ".join(_LETTER)
    assert _read(data, 2) == "Second page"


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 2), (2, 14_400), (30, 20)])
def test_pages_of_any_size_stay_within_bounds(size: tuple[int, int]) -> None:
    frame = image_bytes(made_pdf.pdf([made_pdf.text(["Hi"], 2, 5, 6)], size), "x.pdf")
    assert max(frame.width, frame.height) <= 4096
    assert image_bytes(made_pdf.pdf([b""]), "x.pdf").width < 2000


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made_pdf.locked(), "x.pdf is locked with a password; save a copy without one"),
        (b"%PDF-1.4 and nothing more", "x.pdf is damaged and cannot be shown"),
        (made_pdf.scanned([Image.new("RGB", (50, 50))])[:400], "x.pdf is damaged"),
    ],
)
def test_what_cannot_be_opened_is_told_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as error:
        image_bytes(data, "x.pdf")
    assert error.value.message.count(".") <= 2


def test_a_page_that_is_not_there_is_told() -> None:
    data = made_pdf.pdf([made_pdf.text(_LETTER)] * 3)
    with pytest.raises(SourceError, match=r"x.pdf has 3 pages; there is no page 4\."):
        image_bytes(data, "x.pdf", 4)
    png = io.BytesIO()
    Image.new("RGB", (50, 50)).save(png, "PNG")
    with pytest.raises(SourceError, match=r"x.png has only one page; there is no page 2\."):
        image_bytes(png.getvalue(), "x.png", 2)


def test_a_long_document_opens_at_any_page() -> None:
    data = made_pdf.pdf([made_pdf.text([f"This is page {i}"]) for i in range(1, 2001)])
    assert _read(data, 1999) == "This is page 1999"


def test_a_fax_has_its_pages_but_not_the_small_copies_of_them(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    pages = [page([f"Page {i} of the fax"]).convert("1") for i in (1, 2, 3)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4")
    frames = [sources.image(path, page=i) for i in (1, 2, 3)]
    assert [frame.place for frame in frames] == [f"Page {i} of 3" for i in (1, 2, 3)]
    assert [read(frame).text for frame in frames] == [f"Page {i} of the fax" for i in (1, 2, 3)]
    small = TiffImagePlugin.ImageFileDirectory_v2()
    small[254] = 1
    copy = pages[0].resize((40, 10))
    copy.encoderinfo = {"tiffinfo": small}
    pages[0].save(path, save_all=True, append_images=[copy])
    assert sources.image(path).place == ""
