"""Pictures to and from Qt, and from the clipboard."""

import base64
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.qt.describe import frames


@pytest.mark.parametrize("width", [1, 2, 3, 5, 64])
def test_there_and_back(width: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (7, width, 3), np.uint8)
    again = frames.from_qimage(frames.to_qimage(Frame(pixels)), "x")
    assert np.array_equal(again.pixels, pixels)
    assert again.source == "x"
    assert again.pixels.flags["C_CONTIGUOUS"]


def test_transparency_is_laid_on_white(qtbot: QtBot) -> None:
    image = QImage(2, 1, QImage.Format.Format_ARGB32)
    image.setPixel(0, 0, 0x00000000)
    image.setPixel(1, 0, 0x80FF0000)
    seen = frames.from_qimage(image, "x").pixels[0]
    assert seen[0].tolist() == [255, 255, 255]
    assert seen[1].tolist() == pytest.approx([255, 127, 127], abs=1)


def test_white_on_nothing_is_laid_on_something_darker(qtbot: QtBot) -> None:
    image = QImage(9, 9, QImage.Format.Format_ARGB32)
    image.fill(0x00FFFFFF)
    image.setPixel(4, 4, 0xFFFFFFFF)
    pixels = frames.from_qimage(image, "x").pixels
    assert pixels[4, 4].tolist() == [255, 255, 255]
    assert pixels[0, 0].max() < 128


@pytest.mark.parametrize("kind", ["Format_Grayscale8", "Format_Indexed8", "Format_RGBA64"])
def test_every_kind_of_image(qtbot: QtBot, kind: str) -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB32)
    image.fill(0xFF646464)
    frame = frames.from_qimage(image.convertToFormat(getattr(QImage.Format, kind)), "x")
    assert np.abs(frame.pixels.astype(int) - 100).max() <= 1


def test_the_clipboard_gives_pixels(qtbot: QtBot) -> None:
    mime, image = QMimeData(), QImage(4, 2, QImage.Format.Format_RGB32)
    image.fill(0xFF0000FF)
    mime.setImageData(image)
    found = frames.from_mime(mime, "The clipboard")
    assert isinstance(found, Frame)
    assert found.source == "clipboard"
    assert found.pixels.tolist() == [[[0, 0, 255]] * 4] * 2


def test_the_clipboard_gives_a_file_rather_than_its_icon(qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(4, 2, QImage.Format.Format_RGB32))
    mime.setUrls([QUrl("https://example.org/a.jpg"), QUrl.fromLocalFile(str(tmp_path / "ä b.jpg"))])
    assert frames.from_mime(mime, "The clipboard") == tmp_path / "ä b.jpg"


def test_a_clipboard_without_a_picture(qtbot: QtBot) -> None:
    text, page, address = QMimeData(), QMimeData(), QMimeData()
    text.setText("words")
    page.setHtml("<p>Hello</p>")
    address.setUrls([QUrl("https://example.org/a.jpg")])
    told = {
        QMimeData(): "is empty; copy a picture",
        text: "holds text, not a picture",
        page: "holds a part of a page or document",
        address: "holds a web address, and I do not go online",
    }
    for mime, sentence in told.items():
        with pytest.raises(SourceError, match=f"^The clipboard {sentence}"):
            frames.from_mime(mime, "The clipboard")


def test_a_picture_inside_a_page_is_taken(qtbot: QtBot, tmp_path: Path) -> None:
    Image.new("RGB", (4, 2), "red").save(tmp_path / "a.png")
    data = base64.b64encode((tmp_path / "a.png").read_bytes()).decode()
    mime = QMimeData()
    mime.setHtml(f'<p>Look: <img src="data:image/png;base64,{data}"></p>')
    found = frames.from_mime(mime, "The clipboard")
    assert isinstance(found, Frame)
    assert found.pixels.tolist() == [[[255, 0, 0]] * 4] * 2


def test_of_several_files_the_first_picture_is_taken(qtbot: QtBot, tmp_path: Path) -> None:
    mime = QMimeData()
    names = ("notes.txt", "ä%20 b.JPG", "c.png")
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    assert frames.from_mime(mime, "What was dropped") == tmp_path / "ä%20 b.JPG"


def test_an_empty_image() -> None:
    with pytest.raises(SourceError):
        frames.from_qimage(QImage(), "x")
