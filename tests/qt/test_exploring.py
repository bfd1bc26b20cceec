"""Exploring: arrow keys over the picture."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from assistant.qt.ask.exploring import Exploring
from tests.qt.stage import Stage, picture, save_picture


@pytest.fixture
def exploring(stage: Stage, qtbot: QtBot, tmp_path: Path) -> Stage:
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: "A dog" in stage.shown)
    stage.do("explore")
    # Without a window manager no window is active, so the focus has to be told.
    if stage.controller.preview.cell is None:
        stage.commands[Exploring]._go(_middle())
    return stage


def _middle() -> object:
    from assistant.qt.describe.preview import Cell

    return Cell(1, 1)


def _press(stage: Stage, qtbot: QtBot, key: Qt.Key, words: str) -> None:
    qtbot.keyClick(stage.controller.preview, key)
    qtbot.waitUntil(lambda: stage.last.startswith(words))


def test_arrow_keys_move_and_tell(exploring: Stage, qtbot: QtBot) -> None:
    preview = exploring.controller.preview
    _press(exploring, qtbot, Qt.Key.Key_Left, "Left:")
    assert preview.cell == (1, 0)
    _press(exploring, qtbot, Qt.Key.Key_Up, "Top left:")
    _press(exploring, qtbot, Qt.Key.Key_Up, "Upper edge.")
    assert preview.cell == (0, 0)
    _press(exploring, qtbot, Qt.Key.Key_Home, "Middle:")


def test_the_colour_of_the_place_is_told(exploring: Stage, qtbot: QtBot) -> None:
    _press(exploring, qtbot, Qt.Key.Key_Right, "Right:")
    assert "grey" in exploring.last


def test_escape_goes_back_to_the_explanation(exploring: Stage, qtbot: QtBot) -> None:
    preview = exploring.controller.preview
    qtbot.keyClick(preview, Qt.Key.Key_Escape)
    assert not preview.hasFocus()


def test_without_an_explanation_there_is_one_clear_sentence(stage: Stage) -> None:
    stage.do("explore")
    assert stage.notice == "There is no explanation yet. Describe a picture first."


def test_the_outline_is_seen_on_white_and_on_black(stage: Stage, qtbot: QtBot) -> None:
    from assistant.qt.describe.preview import Cell

    preview = stage.controller.preview
    for brightness in (0, 255):
        stage.controller.show_picture(picture(brightness))
        qtbot.waitUntil(lambda: not preview._image.isNull())
        plain = _pixels(preview.grab().toImage())
        preview.outline(Cell(0, 0))
        drawn = _pixels(preview.grab().toImage())
        preview.outline(None)
        assert np.count_nonzero(np.abs(drawn - plain).max(axis=2) > 200) > 500


def _pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).astype(int)
