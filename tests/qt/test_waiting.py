"""Nobody waits in silence for a picture."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.qt.stage import Stage, save_picture


def test_what_takes_long_is_said_and_shown(qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(tmp_path / "settings.json", tells_what_takes_long=True)
    qtbot.addWidget(stage.window)
    stage.gate.clear()
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    assert stage.shown == "Opening dog.png."
    qtbot.waitUntil(lambda: "Describing dog.png." in stage.heard)
    stage.gate.set()
    qtbot.waitUntil(lambda: stage.shown.startswith("A dog."))
    stage.close()


def test_a_picture_that_cannot_be_opened_leaves_what_was_there(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    welcome = stage.shown
    stage.controller.open(tmp_path / "gone.png")
    qtbot.waitUntil(lambda: "gone.png" in stage.notice)
    assert stage.shown == welcome


def test_a_level_is_said_also_without_a_picture(qtbot: QtBot, stage: Stage) -> None:
    stage.do("brief")
    qtbot.waitUntil(lambda: stage.heard == ["Brief."])


def test_speech_that_is_off_says_so_once(qtbot: QtBot, stage: Stage) -> None:
    stage.do("mute")
    qtbot.waitUntil(lambda: stage.heard == ["Speech is off."])
    stage.do("mute")
    qtbot.waitUntil(lambda: stage.heard == ["Speech is off.", "Speech is on."])


def test_the_key_says_who_speaks_now(qtbot: QtBot, stage: Stage) -> None:
    stage.do("speaker")
    qtbot.waitUntil(lambda: stage.heard[-1:] == ["Glimpse's own voice speaks."])
    stage.do("speaker")
    said = "The screen reader should speak, but none is found: Glimpse's own voice speaks."
    qtbot.waitUntil(lambda: stage.heard[-1:] == [said])
    assert stage.store["speaker"] == "screen reader"
