"""Icons of a toolkit beside words, alone and in rows, on a screen that is read."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QStyle

from assistant import reading
from assistant.pipeline.frame import Frame, Screen

Icon = QStyle.StandardPixmap
CROSSES = (Icon.SP_DialogCancelButton, Icon.SP_MessageBoxCritical, Icon.SP_BrowserStop)


def icon(which: QStyle.StandardPixmap, side: int = 16) -> Image.Image:
    """One of Qt's own, as it lies on a window."""
    drawn = QApplication.style().standardIcon(which).pixmap(side, side).toImage()
    drawn = drawn.convertToFormat(QImage.Format.Format_RGBA8888)
    size = drawn.width(), drawn.height()
    return Image.frombytes(
        "RGBA", size, bytes(drawn.constBits()), "raw", "RGBA", drawn.bytesPerLine()
    )


class Window:
    """A window that is drawn row by row."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (500, 320), (239, 239, 239))
        self._draw = ImageDraw.Draw(self._image)
        self._font = ImageFont.load_default(15)
        self._top = 20

    def row(self, text: str, icons: Sequence[QStyle.StandardPixmap] = (), apart: int = 8) -> None:
        left = 30
        for one in icons:
            drawn = icon(one)
            self._image.paste(drawn, (left, self._top), drawn)
            left += drawn.width + apart
        self._draw.text((left, self._top), text, "black", self._font)
        self._top += 40

    def cross(self, text: str, space: int, before: bool = False) -> None:
        """A row with a plain cross, as high as the letters, behind its words."""
        side = 11
        left = 30.0 if before else 30 + self._draw.textlength(text, self._font) + space
        self._draw.text((30 + before * (side + space), self._top), text, "black", self._font)
        large = Image.new("L", (8 * side, 8 * side))
        pen = ImageDraw.Draw(large)
        for one, other in (((6, 6), (82, 82)), ((6, 82), (82, 6))):
            pen.line((one, other), 255, 12)
        drawn = large.resize((side, side), Image.Resampling.LANCZOS)
        self._image.paste("black", (round(left), self._top + 3), drawn)
        self._top += 40

    def read(self, on_screen: bool = True) -> str:
        screen = Screen("window") if on_screen else None
        return reading.read(Frame(np.asarray(self._image), screen=screen)).text


@pytest.mark.usefixtures("qapp")
def test_icons_before_words_are_no_letters() -> None:
    window, words = Window(), ("Share it", "Remove it", "Close")
    for text, which in zip(words, CROSSES, strict=True):
        window.row(text, [which])
    assert window.read().split() == " ".join(words).split()
    assert "X" in window.read(on_screen=False)  # as what would be heard in a photograph


@pytest.mark.usefixtures("qapp")
def test_a_row_of_icons_is_no_writing_in_another_script() -> None:
    window = Window()
    window.row("Holiday pictures of last summer")
    window.row("", [*CROSSES, Icon.SP_MessageBoxQuestion, Icon.SP_BrowserReload], apart=16)
    page = window.read()
    assert page == "Holiday pictures of last summer"


def test_words_of_one_letter_stay() -> None:
    window = Window()
    lines = (
        "A cat on a roof",
        "I think so",
        "x = 3 metres",
        "1. Open the door",
        "Plan B",
        "A man ran",
        "He ran on",
    )
    for line in lines:
        window.row(line)
    assert window.read().split() == " ".join(lines).split()


def test_a_letter_alone_is_kept_where_others_are_in_line() -> None:
    window = Window()
    for line in ("Numbers of the year", "A" + 20 * " " + "B" + 20 * " " + "C"):
        window.row(line)
    assert {"A", "B"} <= set(window.read().split())
    window = Window()
    for line in ("Numbers of the year", "A"):
        window.row(line)
    assert window.read() == "Numbers of the year"
    assert "A" in window.read(on_screen=False)


def test_a_plain_cross_that_stands_off_the_words_is_no_letter() -> None:
    window = Window()
    window.cross("Inbox", 10)
    window.cross("Delete it", 10, before=True)
    window.cross("Settings", 12)
    assert window.read().split() == "Inbox Delete it Settings".split()
    photograph = window.read(on_screen=False)
    assert photograph.count("X") + photograph.count("×") + photograph.count("x") >= 3


def test_an_x_that_is_a_word_stays() -> None:
    window, lines = Window(), ("Mac OS X", "X marks the spot", "Malcolm X", "Zoom 2 x")
    for line in lines:
        window.row(line)
    window.cross("Repeat 12", 10)  # times
    lines = (*lines, "Repeat 12 X")
    # The space is small in this face.
    read = window.read().replace("Xmarks", "X marks").replace("×", "X")
    assert read.split() == " ".join(lines).split()
