"""The first sentence at once, what slow senses see later."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from assistant import live
from assistant.live.scene import Scene
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.qt.describe.describer import Described
from assistant.qt.describe.slow_senses import SlowSenses
from assistant.qt.live import control
from tests.qt.stage import Stage, first, hold, picture, save_picture

SIGN = 150


def describe_sign(qtbot: QtBot, stage: Stage, path: Path) -> None:
    """Up to the moment when the first sentence was spoken and the text is being read."""
    stage.slow.gate.clear()
    stage.controller.open(save_picture(path, SIGN))
    qtbot.waitUntil(lambda: stage.slow.asked[-1:] == [path.name] and "A sign." in stage.heard)


def test_the_first_sentence_does_not_wait_and_the_text_is_added_once(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    assert stage.shown == "A sign."
    assert stage.controller.status().startswith("Looking closer at sign.png")
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: stage.last == "It says EXIT.")
    assert stage.shown == "A sign. It says EXIT."
    assert stage.heard == ["A sign.", "It says EXIT."]
    assert stage.window.history_list.count() == 1
    stage.do("repeat")
    qtbot.waitUntil(lambda: stage.heard[2:] == ["A sign.", "It says EXIT."])


def test_who_reads_the_first_sentence_stays_where_they_are(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    cursor = stage.window.text.textCursor()
    cursor.setPosition(2)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfWord, QTextCursor.MoveMode.KeepAnchor)
    stage.window.text.setTextCursor(cursor)
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: "EXIT" in stage.shown)
    assert stage.window.text.selected == "sign"


def test_at_the_end_of_the_text_they_stay_before_what_is_new(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    stage.window.text.moveCursor(QTextCursor.MoveOperation.End)
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: "EXIT" in stage.shown)
    assert stage.window.text.textCursor().position() == len("A sign.")


def test_a_new_picture_does_not_wait_for_the_text_of_the_old_one(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    stage.controller.open(save_picture(tmp_path / "cat.png", 50))
    qtbot.waitUntil(lambda: stage.last == "It says EXIT.")
    stage.slow.gate.set()
    qtbot.wait(50)
    assert stage.heard == ["A sign.", "A cat.", "It says EXIT."]  # the cat's
    assert [e.title for e in stage.controller.review.history.entries] == [
        "sign.png: A sign.",
        "cat.png: A cat.",
    ]


def test_stop_stops_the_reading(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    stage.do("stop")
    assert stage.controller.status() == "Ready."
    stage.slow.gate.set()
    qtbot.wait(50)
    assert stage.heard == ["A sign."]
    assert stage.shown == "A sign."
    stage.do("copy_text")
    assert "not been read" in stage.notice


def test_gone_back_to_an_older_one_the_text_is_kept_but_not_spoken(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    stage.controller.open(save_picture(tmp_path / "cat.png", 50))
    qtbot.waitUntil(lambda: "A cat." in stage.heard)
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    stage.do("previous")
    stage.heard.clear()
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: stage.controller.status() == "Ready.")
    assert stage.shown == "A cat. It says EXIT."
    stage.do("next")
    assert stage.shown == "A sign. It says EXIT."
    qtbot.waitUntil(lambda: stage.heard[-2:] == ["A sign.", "It says EXIT."])
    assert stage.heard.count("A sign.") == 1


def test_another_level_meanwhile_tells_all_at_that_level(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    describe_sign(qtbot, stage, tmp_path / "sign.png")
    stage.do("full")
    assert stage.shown == "A sign. The picture is bright."
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: stage.shown == "A sign. It says EXIT. The picture is bright.")
    qtbot.waitUntil(
        lambda: stage.heard[1:] == ["Full.", "A sign.", "The picture is bright.", "It says EXIT."]
    )


def test_settings_and_keys_hold_for_the_next_picture(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    for off, key, how in (([], {}, "press Ctrl+R"), (["text"], {"read": "F9"}, "press F9")):
        stage.store.change("senses_off", off)
        stage.store.change("shortcuts", key)
        stage.controller.open(save_picture(tmp_path / "sign.png", SIGN))
        qtbot.waitUntil(lambda: stage.shown.endswith("EXIT."))
        options = stage.slow.options.pop()
        assert options.read_all == f"{how} to read the page"
        assert not options.senses & set(off)
        stage.window.show_text("")


def test_live_tells_new_text_once_and_shows_it_with_the_rest(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_BREATH", -0.5)  # so that nobody waits for a listener
    stage.slow.gate.clear()
    stage.webcam.brightness = SIGN
    stage.do("live")
    qtbot.waitUntil(lambda: "A sign." in stage.heard)
    assert stage.shown == "A sign."
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: stage.last == "Text: “EXIT”.")
    assert stage.shown == "A sign. It says EXIT."
    asked = len(stage.slow.asked)  # once more after some seconds in which nothing changed
    qtbot.waitUntil(lambda: len(stage.slow.asked) > asked)
    assert stage.heard == ["A sign.", "Text: “EXIT”."]
    assert stage.window.history_list.count() == 1


def test_live_reads_a_sign_again_as_soon_as_the_slow_senses_have_rested(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read once is not told: the next look must neither come too early nor by chance."""
    monkeypatch.setattr(control, "_BREATH", -0.5)
    never = partial(Scene, longest=1e9)  # nothing is looked at by the clock alone
    monkeypatch.setattr(live, "Scene", never)
    stage.slow.gate.clear()
    stage.webcam.brightness = SIGN
    stage.do("live")
    qtbot.waitUntil(lambda: stage.slow.asked == ["camera"])
    began = time.monotonic()
    qtbot.wait(600)
    stage.slow.gate.set()
    let_go = time.monotonic()
    qtbot.waitUntil(lambda: len(stage.slow.asked) == 2)
    assert time.monotonic() - let_go > 0.9 * (let_go - began)  # Qt's timers may be a little early
    qtbot.waitUntil(lambda: stage.last == "Text: “EXIT”.")


def test_live_begun_again_tells_all_again(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_BREATH", -0.5)
    stage.webcam.brightness = SIGN
    for turn in (1, 2):
        stage.slow.gate.clear()  # no text comes over a sentence that a slow voice has not begun
        stage.do("live")
        qtbot.waitUntil(lambda n=turn: stage.heard.count("A sign.") == n)
        stage.slow.gate.set()
        qtbot.waitUntil(lambda n=turn: stage.heard.count("Text: “EXIT”.") == n)
        if turn == 1:
            assert stage.heard == ["A sign.", "Text: “EXIT”."]
            stage.do("live")
            assert not stage.controller.camera.live


def test_when_live_was_switched_off_nothing_more_is_told(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_BREATH", -0.5)
    stage.slow.gate.clear()
    stage.webcam.brightness = SIGN
    stage.do("live")
    for reading in (1, 2):
        qtbot.waitUntil(lambda n=reading: len(stage.slow.asked) == n and "A sign." in stage.heard)
        if reading == 2:
            stage.do("live")
        stage.slow.let_go()
    qtbot.waitUntil(lambda: stage.last == "Live is off.")
    qtbot.wait(300)
    assert stage.heard == ["A sign.", "Live is off."]


def test_the_newest_live_picture_waits_for_the_slow_senses(qtbot: QtBot) -> None:
    gate, asked = threading.Event(), list[str]()

    def finish(
        frame: Frame, y: Explanation, should_stop: Callable[[], bool], _: Options
    ) -> Explanation:
        asked.append(frame.source)
        hold(gate, should_stop)
        return y

    slow_senses = SlowSenses(finish, print)
    for name in ("wall", "door", "sign"):
        slow_senses.submit(Described(picture(source=name), first("sign", name), True, Options()))
        qtbot.wait(100)
    gate.set()
    qtbot.waitUntil(lambda: asked == ["wall", "sign"])
    gate.clear()
    slow_senses.submit(Described(picture(source="cat"), first("sign", "cat"), True, Options()))
    slow_senses.cancel()
    gate.set()
    qtbot.wait(600)
    assert asked == ["wall", "sign"]
    slow_senses.close()


def test_live_goes_on_while_text_is_being_read(
    qtbot: QtBot, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_BREATH", -0.5)
    stage.slow.gate.clear()
    stage.webcam.brightness = SIGN
    stage.do("live")
    qtbot.waitUntil(lambda: "A sign." in stage.heard)
    qtbot.waitUntil(lambda: bool(stage.slow.asked))
    stage.webcam.brightness = 50
    qtbot.waitUntil(lambda: "A cat." in stage.heard)
    assert stage.slow.asked == ["camera"]
    stage.do("stop")
    stage.slow.gate.set()
