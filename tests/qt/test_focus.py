"""Where the focus goes when something that had it goes away, and what Escape does meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assistant.qt.ask.control import AskControl
from assistant.qt.ask.exploring import Exploring
from assistant.qt.describe.preview import Cell
from assistant.qt.widgets.text_view import TextView
from tests.qt.stage import Stage, save_picture

ESC = Qt.Key.Key_Escape
LONG = ["Word."] * 500


@pytest.fixture
def described(stage: Stage, qtbot: QtBot, tmp_path: Path) -> Stage:
    """A picture is described and the window is the active one."""
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: stage.last == "It says EXIT.")
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    return stage


def why_button(stage: Stage) -> QToolButton:
    why = stage.action("why")
    return next(b for b in stage.window.findChildren(QToolButton) if b.defaultAction() is why)


def press(qtbot: QtBot, stage: Stage, key: Qt.Key) -> None:
    focus = stage.window.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


@pytest.mark.parametrize("where", ["text", "button"])
def test_leaving_ask_leads_back_and_says_nothing(
    described: Stage, qtbot: QtBot, where: str
) -> None:
    before: QWidget = described.window.text if where == "text" else why_button(described)
    before.setFocus()
    heard = list(described.heard)
    described.do("ask")
    press(qtbot, described, ESC)
    assert not described.commands[AskControl].bar.isVisible()
    assert described.window.focusWidget() is before
    assert described.controller.preview.cell is None
    qtbot.waitUntil(lambda: not described.commands[Exploring]._worker.pending)
    described.controller.voice.say(["After."])  # had anything been told, it would come before
    qtbot.waitUntil(lambda: described.last == "After.")
    assert described.heard == [*heard, "After."]


def test_exploring_goes_on_where_it_was_after_a_question(described: Stage, qtbot: QtBot) -> None:
    preview = described.controller.preview
    described.do("explore")
    qtbot.waitUntil(lambda: described.last.startswith("Middle:"))
    press(qtbot, described, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: described.last.startswith("Left:"))
    heard = list(described.heard)
    described.do("ask")
    assert preview.cell is None
    press(qtbot, described, ESC)
    assert described.window.focusWidget() is preview
    assert preview.cell == Cell(1, 0)
    assert described.heard == heard
    described.do("explore")  # asked for again: from the middle
    qtbot.waitUntil(lambda: described.last.startswith("Middle:"))


def test_a_notice_that_is_put_away_starts_nothing(described: Stage, qtbot: QtBot) -> None:
    described.controller.voice.notify("A notice.")
    qtbot.waitUntil(lambda: described.last == "A notice.")
    dismiss = described.window.notices.findChild(QPushButton)
    dismiss.setFocus()
    qtbot.keyClick(dismiss, Qt.Key.Key_Space)
    assert described.window.notices.isHidden()
    assert described.window.focusWidget() is described.window.text
    assert described.controller.preview.cell is None


@pytest.mark.parametrize("by", ["key", "escape"])
def test_history_is_left_to_where_one_was_and_is_silent(
    described: Stage, qtbot: QtBot, by: str
) -> None:
    button = why_button(described)
    button.setFocus()
    described.do("history")
    assert described.window.focusWidget() is described.window.history_list
    described.controller.voice.say(LONG)
    if by == "key":
        described.do("history")
    else:
        press(qtbot, described, ESC)
        assert not described.controller.voice.speaking
    assert not described.window.history_list.isVisible()
    assert not described.action("history").isChecked()
    assert described.window.focusWidget() is button
    assert described.controller.preview.cell is None


@pytest.mark.parametrize("window", ["why", "help", "preferences", "find", "open", "download"])
def test_escape_is_silent_first_and_then_closes(
    described: Stage, qtbot: QtBot, window: str
) -> None:
    described.do(window)
    dialog = described.commands.dialog
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    described.controller.voice.say(LONG)
    qtbot.keyClick(dialog.focusWidget() or dialog, ESC)
    assert not described.controller.voice.speaking
    assert dialog.isVisible()
    qtbot.keyClick(dialog.focusWidget() or dialog, ESC)
    assert not dialog.isVisible()


def test_what_why_says_ends_with_its_window(described: Stage) -> None:
    described.do("why")
    described.controller.voice.say(LONG)
    described.commands.dialog.reject()
    assert not described.controller.voice.speaking


def test_a_reader_hears_of_another_text_only_where_the_focus_is(qtbot: QtBot) -> None:
    window = QWidget()
    heard: list[bool] = []
    text, other = TextView("Text"), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(text)
    layout.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    text.textChanged.connect(lambda: heard.append(QAccessible.isActive()))
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        text.setPlainText("A dog.")
        text.revise("A dog on grass.")
        assert heard
        assert not any(heard)
        heard.clear()
        text.setFocus()
        qtbot.waitUntil(text.hasFocus)
        text.setPlainText("A cat.")
        assert heard
        assert all(heard)
    finally:
        QAccessible.setActive(before)
