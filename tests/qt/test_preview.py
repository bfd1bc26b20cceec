"""What can be seen and heard of the picture on the screen."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from assistant.pipeline.frame import Frame
from assistant.qt.describe.preview import Preview


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    preview = Preview(print)
    qtbot.addWidget(preview)
    preview.resize(400, 300)
    preview.show()
    qtbot.waitExposed(preview)
    return preview


def plain(red: int, green: int, blue: int, width: int = 160, height: int = 90) -> Frame:
    return Frame(np.full((height, width, 3), (red, green, blue), np.uint8), "lake.jpg")


def colour(preview: Preview, x: float, y: float) -> tuple[int, int, int]:
    image: QImage = preview.grab().toImage()
    seen = QColor(image.pixel(int(x * (image.width() - 1)), int(y * (image.height() - 1))))
    return seen.red(), seen.green(), seen.blue()


def wait_for(qtbot: QtBot, preview: Preview, wanted: tuple[int, int, int]) -> None:
    qtbot.waitUntil(lambda: colour(preview, 0.5, 0.5) == wanted)


def test_a_picture_fills_the_width_and_keeps_its_shape(qtbot: QtBot, preview: Preview) -> None:
    preview.show_frame(plain(200, 100, 50, 320, 90))  # 400 × 112 of 400 × 300
    wait_for(qtbot, preview, (200, 100, 50))
    background = colour(preview, 0.5, 0.02)
    assert background != (200, 100, 50)
    assert colour(preview, 0.01, 0.5) == colour(preview, 0.99, 0.5) == (200, 100, 50)
    assert colour(preview, 0.5, 0.98) == colour(preview, 0.5, 0.25) == background


def test_left_and_right_and_colours_are_not_mixed_up(qtbot: QtBot, preview: Preview) -> None:
    pixels = np.zeros((300, 401, 3), np.uint8)  # an odd width: lines without padding
    pixels[:, :200] = 255, 0, 0
    pixels[:, 200:] = 0, 0, 255
    preview.show_frame(Frame(pixels))
    qtbot.waitUntil(lambda: colour(preview, 0.25, 0.5) == (255, 0, 0))
    assert colour(preview, 0.75, 0.5) == (0, 0, 255)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 2000), (5000, 4000), (4000, 1)])
def test_odd_and_big_pictures(qtbot: QtBot, preview: Preview, width: int, height: int) -> None:
    preview.show_frame(plain(10, 200, 30, width, height))
    wait_for(qtbot, preview, (10, 200, 30))


def test_it_follows_the_window(qtbot: QtBot, preview: Preview) -> None:
    preview.show_frame(plain(1, 2, 3))
    wait_for(qtbot, preview, (1, 2, 3))
    preview.resize(800, 600)
    qtbot.waitUntil(lambda: preview._image.width() == 800)  # scaled anew, not stretched
    assert colour(preview, 0.01, 0.5) == (1, 2, 3)


def test_a_newer_picture_and_then_none(qtbot: QtBot, preview: Preview) -> None:
    preview.show_frame(plain(9, 9, 9, 4000, 3000))
    preview.show_frame(plain(50, 60, 70))
    wait_for(qtbot, preview, (50, 60, 70))
    preview.show_frame(plain(9, 9, 9))
    preview.show_frame(None)
    qtbot.wait(100)
    assert (9, 9, 9) != colour(preview, 0.5, 0.5) != (50, 60, 70)


def test_its_name_says_what_it_shows(qtbot: QtBot, preview: Preview) -> None:
    names = [preview.accessibleName()]
    preview.show_frame(plain(1, 2, 3))
    names.append(preview.accessibleName())
    preview.follow(lambda: None)
    names.append(preview.accessibleName())
    preview.unfollow()
    names.append(preview.accessibleName())
    assert names == [
        "No picture yet",
        "Picture: lake.jpg",
        "Live camera picture",
        "No picture yet",
    ]
    assert preview.accessibleDescription()


def test_live_pictures_are_pulled_only_while_they_can_be_seen(
    qtbot: QtBot, preview: Preview
) -> None:
    pulls: list[int] = []
    frames: Iterator[Frame] = iter([plain(n, n, n) for n in (10, 20, 30)])
    newest = [next(frames)]

    def source() -> Frame:
        pulls.append(1)
        return newest[0]

    preview.follow(source)
    wait_for(qtbot, preview, (10, 10, 10))
    newest[0] = next(frames)
    wait_for(qtbot, preview, (20, 20, 20))
    preview.hide()
    qtbot.wait(50)
    pulls.clear()
    qtbot.wait(120)
    assert pulls == []
    newest[0] = next(frames)
    preview.show()
    wait_for(qtbot, preview, (30, 30, 30))


def test_when_the_camera_is_lost_the_old_picture_goes(qtbot: QtBot, preview: Preview) -> None:
    newest: list[Frame | None] = [plain(10, 20, 30)]
    preview.follow(lambda: newest[0])
    wait_for(qtbot, preview, (10, 20, 30))
    newest[0] = None
    qtbot.waitUntil(lambda: colour(preview, 0.5, 0.1) != (10, 20, 30))
    qtbot.waitUntil(lambda: colour(preview, 0.2, 0.5) != (10, 20, 30))
