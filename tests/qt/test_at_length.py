"""Describe at length in the window: agreed to, streamed, checked, stopped, kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.engines import Book, Entry, Scope, consent
from assistant.pipeline.evidence import (
    Description,
    Explanation,
    Level,
    Observation,
    Sentence,
    Sureness,
)
from assistant.qt.ask.control import AskControl
from assistant.qt.widgets.question import QuestionBox
from tests.engines.conftest import server
from tests.engines.hostile import Server
from tests.qt.stage import Stage, picture, save_picture

__all__ = ["server"]


@pytest.fixture
def described(stage: Stage, qtbot: QtBot, tmp_path: Path, server: Server) -> Stage:
    """A picture is explained, and there is an engine that has no consent yet."""
    Book().add(Entry("eyes", "server", "small-eyes", server.url))
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: "A dog" in stage.shown)
    qtbot.waitUntil(lambda: not stage.controller.slow_senses.busy)
    return stage


@pytest.fixture
def allowed(described: Stage) -> Stage:
    entry = Book()["eyes"]
    Book().allow("eyes", consent.token(entry, Scope.PICTURES))
    return described


def test_nothing_is_sent_before_the_question_is_answered(
    described: Stage, qtbot: QtBot, server: Server
) -> None:
    described.do("at_length")
    dialog = described.commands.dialog
    assert isinstance(dialog, QuestionBox)
    assert f"to {server.host} on this computer, no further" in dialog.text
    assert dialog.no.isDefault()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: described.commands.dialog is None)
    assert not server.messages
    described.do("at_length")
    described.commands.dialog.yes.click()
    qtbot.waitUntil(lambda: "The sky is blue." in described.shown)
    assert len(server.messages) == 1
    assert consent.is_given(Book()["eyes"], Scope.PICTURES)


def test_the_question_is_read_with_the_first_button_and_not_again(
    described: Stage, qtbot: QtBot, server: Server
) -> None:
    described.do("at_length")
    box = described.commands.dialog
    assert isinstance(box, QuestionBox)
    qtbot.waitUntil(box.no.hasFocus)
    assert box.no.accessibleDescription() == box.text
    for key in (Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        qtbot.keyClick(QApplication.focusWidget(), key)
        focus = QApplication.focusWidget()
        assert focus in (box.yes, box.no)
        face = QAccessible.queryAccessibleInterface(focus)
        assert face.text(QAccessible.Text.Description).endswith("and closes the question.")
    qtbot.keyClick(box.no, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)  # "&I agree"
    qtbot.waitUntil(lambda: "The sky is blue." in described.shown)


def test_spoken_and_shown_as_it_comes_then_checked(
    allowed: Stage, qtbot: QtBot, server: Server
) -> None:
    own = allowed.shown
    server.pieces = ("A dog sits there. ", "A ship sails on the sea.")
    allowed.do("at_length")
    qtbot.waitUntil(lambda: "[confirmed]" in allowed.shown)
    assert allowed.shown.startswith(own)
    assert "eyes: A dog sits there. [" in allowed.shown
    assert "A ship sails on the sea. [" in allowed.shown
    qtbot.waitUntil(lambda: any(s.startswith("Glimpse ") for s in allowed.heard))
    told = allowed.heard[allowed.heard.index("Asking eyes.") :]
    assert told[:3] == ["Asking eyes.", "A dog sits there.", "A ship sails on the sea."]
    assert allowed.controller.listening == ""
    first = next(iter(allowed.controller.review.why()))
    assert first.startswith("“A dog sits there.” Confirmed: a dog.")


def test_escape_ends_it_and_closes_the_connection(
    allowed: Stage, qtbot: QtBot, server: Server
) -> None:
    server.habit = "slow"
    allowed.do("at_length")
    qtbot.waitUntil(lambda: "A dog runs on the grass." in allowed.shown)
    assert "Listening to eyes" in allowed.controller.status()
    allowed.do("stop")
    assert "Stopped." in allowed.shown
    assert "Listening" not in allowed.controller.status()
    qtbot.waitUntil(server.gone.is_set)


def test_when_it_fails_that_is_told_and_our_own_words_stand(
    allowed: Stage, qtbot: QtBot, server: Server
) -> None:
    own = allowed.shown
    server.habit = "cut"
    allowed.do("at_length")
    qtbot.waitUntil(lambda: "stopped in the middle" in allowed.notice)
    assert allowed.shown.startswith(own)
    assert "A dog runs. [" in allowed.shown
    qtbot.waitUntil(lambda: any("stopped in the middle" in s for s in allowed.heard))


def test_another_picture_gives_it_up(
    allowed: Stage, qtbot: QtBot, server: Server, tmp_path: Path
) -> None:
    server.habit = "slow"
    allowed.do("at_length")
    qtbot.waitUntil(lambda: "A dog runs on the grass." in allowed.shown)
    allowed.controller.open(save_picture(tmp_path / "other.png"))
    qtbot.waitUntil(server.gone.is_set)
    qtbot.waitUntil(lambda: len(allowed.controller.review.history.entries) == 2)
    assert "grass" not in allowed.shown
    allowed.do("previous")
    qtbot.waitUntil(lambda: "eyes: A dog runs on the grass." in allowed.shown)


def test_questions_go_to_it_when_that_was_chosen(
    allowed: Stage, qtbot: QtBot, server: Server
) -> None:
    bar = allowed.commands[AskControl].bar

    def ask(question: str) -> None:
        allowed.do("ask")
        bar.field.setText(question)
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)

    ask("Is there a dog?")
    qtbot.waitUntil(lambda: "dog" in bar.answer.toPlainText())
    own = bar.answer.toPlainText()
    assert not server.messages
    allowed.controller.store.change("engine_answers", True)
    server.pieces = ("Yes, on the left.",)
    ask("Is there a dog?")
    qtbot.waitUntil(lambda: "Yes, on the left." in bar.answer.toPlainText())
    assert bar.answer.toPlainText().startswith(own)
    qtbot.waitUntil(lambda: allowed.controller.listening == "")
    ask("What colour?")
    qtbot.waitUntil(lambda: len(server.messages) == 2)
    said = [m["content"] for m in server.messages[-1]["messages"]]
    assert said[0][:8] == "You desc"
    assert "Is there a dog?" in str(said[1])
    assert said[2:] == ["Yes, on the left.", "What colour?"]
    qtbot.waitUntil(lambda: allowed.controller.listening == "")


def test_a_black_picture_is_not_sent_at_first(stage: Stage, qtbot: QtBot, server: Server) -> None:
    book = Book()
    book.add(Entry("eyes", "server", "small-eyes", server.url))
    book.allow("eyes", consent.token(book["eyes"], Scope.PICTURES))
    black = Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")
    told = (Sentence("It is too dark to see anything.", (black,)),)
    y = Explanation(dict.fromkeys(Level, told), Description((black,)), "black.png")
    stage.controller.review.add(y, picture(0))
    stage.do("at_length")
    assert stage.notice.endswith("I did not send it. Do the same again to send it all the same.")
    assert not server.messages
    stage.do("at_length")
    qtbot.waitUntil(lambda: "[differs: " in stage.shown)


def test_without_an_engine_it_is_told_how_to_have_one(described: Stage) -> None:
    Book().remove("eyes")
    described.do("at_length")
    assert described.notice.startswith("There is no engine yet. Add one in Preferences")
