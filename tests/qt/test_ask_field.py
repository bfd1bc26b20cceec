"""Questions in the window: typed, answered, gone back to."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from assistant.qt.ask.control import AskControl
from tests.qt.stage import Stage, save_picture


@pytest.fixture
def described(stage: Stage, qtbot: QtBot, tmp_path: Path) -> Stage:
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: "A dog" in stage.shown)
    qtbot.waitUntil(lambda: not stage.controller.slow_senses.busy)
    return stage


def _ask(stage: Stage, qtbot: QtBot, question: str) -> str:
    bar = stage.commands[AskControl].bar
    stage.do("ask")
    bar.answer.clear()
    bar.field.setText(question)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(bar.answer.toPlainText()))
    return bar.answer.toPlainText()


def test_a_question_is_answered_shown_and_spoken(described: Stage, qtbot: QtBot) -> None:
    text = _ask(described, qtbot, "Where is the dog?")
    assert "dog" in text
    assert "on the left" in text
    qtbot.waitUntil(lambda: text in described.heard)
    assert "dog" in described.shown  # the explanation stays


def test_why_tells_what_the_answer_rests_on_while_it_is_shown(
    described: Stage, qtbot: QtBot
) -> None:
    _ask(described, qtbot, "Is there a dog?")
    assert list(described.commands[AskControl].why()) == [
        "dog: the picture network, fairly sure, on the left."
    ]
    described.commands[AskControl].leave()
    assert described.commands[AskControl].why() == {}


def test_escape_leaves_the_field_and_earlier_questions_come_back(
    described: Stage, qtbot: QtBot
) -> None:
    bar = described.commands[AskControl].bar
    _ask(described, qtbot, "Is there a dog?")
    _ask(described, qtbot, "Is there a cat?")
    qtbot.keyClick(bar.field, Qt.Key.Key_Up)
    assert bar.field.text() == "Is there a dog?"
    qtbot.keyClick(bar.field, Qt.Key.Key_Up)
    assert bar.field.text() == "Is there a dog?"
    qtbot.keyClick(bar.field, Qt.Key.Key_Down)
    assert bar.field.text() == "Is there a cat?"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_without_a_picture_there_is_one_clear_sentence(stage: Stage, qtbot: QtBot) -> None:
    stage.do("ask")
    bar = stage.commands[AskControl].bar
    bar.field.setText("Is there a dog?")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert stage.notice.startswith("There is no picture yet.")


def test_a_question_to_the_camera_is_about_what_it_sees_now(stage: Stage, qtbot: QtBot) -> None:
    stage.do("camera")
    qtbot.waitUntil(lambda: stage.controller.camera.newest() is not None)
    assert "dog" in _ask(stage, qtbot, "Is there a dog?")
    stage.webcam.brightness = 50
    qtbot.waitUntil(lambda: stage.controller.camera.newest().pixels[0, 0, 0] == 50)
    assert "cat" in _ask(stage, qtbot, "Is there a cat?")


def test_letters_typed_into_the_field_are_no_commands(described: Stage, qtbot: QtBot) -> None:
    bar = described.commands[AskControl].bar
    described.do("ask")
    bar.field.clear()
    qtbot.keyClicks(bar.field, "c r what colour")
    assert bar.field.text() == "c r what colour"


def test_the_field_has_a_name_for_screen_readers(stage: Stage) -> None:
    bar = stage.commands[AskControl].bar
    assert bar.field.accessibleName() == "Question"
    assert bar.answer.accessibleName() == "Answer"
    (label,) = bar.findChildren(QLabel)
    assert label.buddy() is bar.field


@pytest.fixture
def unread(stage: Stage, qtbot: QtBot, tmp_path: Path) -> Stage:
    """The first sentence is there, the text is still being read."""
    stage.slow.gate.clear()
    stage.controller.open(save_picture(tmp_path / "sign.png", 150))
    qtbot.waitUntil(lambda: stage.slow.asked == ["sign.png"])
    return stage


def test_a_question_waits_for_the_text_that_is_being_read(unread: Stage, qtbot: QtBot) -> None:
    unread.commands[AskControl].ask("what does it say?")
    unread.slow.gate.set()
    qtbot.waitUntil(lambda: "EXIT" in unread.commands[AskControl].bar.answer.toPlainText())


def test_a_question_that_waited_is_given_up_by_stop(
    unread: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    unread.commands[AskControl].ask("what does it say?")
    unread.do("stop")
    unread.slow.gate.set()
    unread.controller.open(save_picture(tmp_path / "cat.png", 50))
    qtbot.waitUntil(lambda: "A cat." in unread.heard)
    qtbot.wait(100)
    assert unread.commands[AskControl].bar.answer.toPlainText() == ""


def test_after_stop_there_is_nothing_to_wait_for(unread: Stage, qtbot: QtBot) -> None:
    unread.do("stop")
    unread.commands[AskControl].ask("what does it say?")
    qtbot.waitUntil(lambda: bool(unread.commands[AskControl].bar.answer.toPlainText()))
