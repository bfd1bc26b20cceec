from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from assistant.keys import ACTIONS
from assistant.qt.settings.shortcuts import current, refusal
from tests.qt.stage import Stage


def letter(text: str) -> str:
    return QKeySequence.mnemonic(text).toString()


def test_every_action_stands_in_a_menu_with_its_key(stage: Stage) -> None:
    menus = {m.title(): m for m in stage.window.menuBar().findChildren(QMenu)}
    for row in ACTIONS:
        action = stage.action(row.name)
        assert action in menus[row.menu].actions()
        assert action.shortcut() == QKeySequence(row.shortcut)


def test_every_action_does_something(stage: Stage) -> None:
    parts = (stage.commands, *stage.commands.features)
    names = {name for part in parts for name in (*part.handlers(), *part.switches())}
    assert names == {row.name for row in ACTIONS}


def test_no_two_keys_and_no_two_letters_of_a_menu_are_the_same(stage: Stage) -> None:
    keys = Counter(row.shortcut for row in ACTIONS if row.shortcut)
    assert max(keys.values()) == 1
    for row in ACTIONS:
        assert refusal(row.name, row.shortcut, {}) == ""
    for menu in stage.window.menuBar().findChildren(QMenu):
        letters = Counter(letter(a.text()) for a in menu.actions() if letter(a.text()))
        assert not letters or max(letters.values()) == 1, menu.title()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Ctrl+O", "already the key for Open"),
        ("Tab", "needed to move"),
        ("Alt+P", "opens the menu Picture"),
    ],
)
def test_a_clashing_key_is_refused_with_a_sentence(key: str, words: str) -> None:
    assert words in refusal("describe", key, {})


def test_a_key_that_was_given_away_is_free() -> None:
    changed = {"open": "F3"}
    assert refusal("describe", "Ctrl+O", changed) == ""
    assert "already the key for Open" in refusal("describe", "F3", changed)
    assert current(changed)["open"] == "F3"


def test_the_letter_of_a_key_is_typed_where_letters_are_typed(qtbot: QtBot, stage: Stage) -> None:
    line = QLineEdit(stage.window)
    line.show()
    for widget in (line, stage.window.history_list):
        widget.show()
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_C)
    qtbot.wait(50)
    assert line.text() == "c"
    assert not stage.notice  # which would tell that there is no picture yet
    stage.window.text.setFocus()
    qtbot.keyClick(stage.window.text, Qt.Key.Key_C)
    assert stage.notice


def test_a_single_letter_key_works_and_does_not_break_typing(qtbot: QtBot, stage: Stage) -> None:
    stage.store.change("shortcuts", {"mute": "M"})
    line = QLineEdit(stage.window)
    line.show()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_M)
    assert line.text() == "m"
    assert not stage.store["mute"]
    stage.window.text.setFocus()
    qtbot.keyClick(stage.window.text, Qt.Key.Key_M)
    assert stage.store["mute"]


def test_faster_and_louder_stay_within_limits_and_tell_the_new_value(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.do("faster")
    assert stage.store["rate"] == 200
    qtbot.waitUntil(lambda: "Rate 200." in stage.heard)
    stage.do("louder")
    assert stage.store["volume"] == 100
    stage.do("softer")
    assert stage.store["volume"] == 90


def test_mute_is_silent_but_shows(qtbot: QtBot, stage: Stage) -> None:
    stage.do("mute")
    qtbot.waitUntil(lambda: stage.heard == ["Speech is off."])
    stage.do("describe")  # would interrupt it
    assert "There is no picture" in stage.notice
    qtbot.wait(50)
    assert stage.heard == ["Speech is off."]
    assert "speech is off" in stage.controller.status()


def test_a_recent_picture_can_be_chosen_and_all_forgotten(qtbot: QtBot, stage: Stage) -> None:
    stage.store.change("recent", ["/nowhere/a & b.png"])
    menu = stage.window.recent_menu
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "&1 a && b.png"
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: "a & b.png" in stage.notice)
    menu.actions()[-1].trigger()
    assert stage.store["recent"] == []


def test_the_cameras_of_the_machine_can_be_chosen(qtbot: QtBot, stage: Stage) -> None:
    menu = stage.window.camera_menu
    qtbot.waitUntil(lambda: len(menu.actions()) == 2)
    menu.actions()[1].trigger()
    assert stage.store["camera"] == "usb-1"
    assert [a.isChecked() for a in menu.actions()] == [False, True]
