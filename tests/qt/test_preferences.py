import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from assistant import settings
from assistant.qt.settings.dialog import PreferencesDialog
from assistant.senses import SENSES
from assistant.settings import SETTINGS
from tests.qt.stage import Stage, save_picture


@pytest.fixture
def dialog(stage: Stage) -> PreferencesDialog:
    stage.do("preferences")
    assert isinstance(stage.commands.dialog, PreferencesDialog)
    return stage.commands.dialog


def control(dialog: PreferencesDialog, name: str) -> QWidget:
    return dialog.fields[name].widget


def test_every_setting_of_the_table_has_a_named_control(dialog: PreferencesDialog) -> None:
    buddies = {label.buddy() for label in dialog.findChildren(QLabel)}
    for row in SETTINGS:
        if row.section:
            widget = control(dialog, row.name)
            assert widget.accessibleName() == row.label.replace("&", "")
            assert widget.accessibleDescription() == row.help
            assert isinstance(widget, QCheckBox) or widget in buddies


def test_changes_take_effect_at_once_and_survive_a_restart(
    stage: Stage, dialog: PreferencesDialog
) -> None:
    size, mute = control(dialog, "text_size"), control(dialog, "mute")
    assert isinstance(size, QSpinBox)
    assert isinstance(mute, QCheckBox)
    size.setValue(48)
    mute.setChecked(True)
    assert stage.window.text.font().pointSize() == 48
    assert stage.action("mute").isChecked()
    again = settings.load(stage.path)
    assert (again["text_size"], again["mute"]) == (48, True)


def are_sized(widgets: Sequence[QWidget], points: int) -> bool:
    return {w.fontInfo().pointSize() for w in widgets} == {points}


def test_buttons_and_menus_follow_the_text_size(
    stage: Stage, dialog: PreferencesDialog, qtbot: QtBot
) -> None:
    size = control(dialog, "text_size")
    assert isinstance(size, QSpinBox)
    window = stage.window
    buttons = [b for b in window.findChildren(QToolButton) if b.defaultAction()]
    letters = (window.status, *buttons)
    for points, expected in ((33, 22), (48, 32), (14, 11)):
        size.setValue(points)
        qtbot.waitUntil(partial(are_sized, letters, expected))
        assert 9 < window.menuBar().font().pointSize() <= expected
        assert window.menuBar().sizeHint().width() <= window.width()
    assert window.menuBar().font().pointSize() == 11


def test_a_control_follows_when_a_key_changes_its_setting(
    stage: Stage, dialog: PreferencesDialog
) -> None:
    stage.do("brief")
    stage.do("bigger")
    level, size = control(dialog, "level"), control(dialog, "text_size")
    assert isinstance(level, QComboBox)
    assert isinstance(size, QSpinBox)
    assert level.currentData() == "brief"
    assert size.value() == 28


def test_voices_and_cameras_of_the_machine_are_offered(
    qtbot: QtBot, stage: Stage, dialog: PreferencesDialog
) -> None:
    voice, camera = control(dialog, "voice"), control(dialog, "camera")
    assert isinstance(voice, QComboBox)
    assert isinstance(camera, QComboBox)
    qtbot.waitUntil(lambda: voice.count() == 2 and camera.count() == 2)
    assert voice.itemText(1) == "English (en-gb)"
    voice.setCurrentIndex(1)
    voice.activated.emit(1)
    assert stage.store["voice"] == "en"


def test_a_chosen_camera_that_is_gone_stays_chosen(stage: Stage) -> None:
    stage.store.change("camera", "usb-9")
    stage.do("preferences")
    camera = control(stage.commands.dialog, "camera")
    assert isinstance(camera, QComboBox)
    assert camera.currentText() == "usb-9 (not found)"


def test_a_key_is_changed_by_pressing_it_and_works_at_once(
    qtbot: QtBot, stage: Stage, dialog: PreferencesDialog
) -> None:
    page = dialog.shortcuts
    dialog.tabs.setCurrentWidget(page)
    page.list.setCurrentItem(page.list.findItems("Mute: ", Qt.MatchFlag.MatchStartsWith)[0])
    qtbot.keyClick(page.field, Qt.Key.Key_F7)
    assert stage.action("mute").shortcut().toString() == "F7"
    assert page.message.text() == "Mute now has F7."
    assert json.loads(stage.path.read_text())["shortcuts"] == {"mute": "F7"}
    page.reset.click()
    assert stage.action("mute").shortcut().toString() == "Ctrl+M"


def test_a_clash_is_refused_and_spoken(
    qtbot: QtBot, stage: Stage, dialog: PreferencesDialog
) -> None:
    page = dialog.shortcuts
    dialog.tabs.setCurrentWidget(page)
    page.list.setCurrentItem(page.list.findItems("Mute: ", Qt.MatchFlag.MatchStartsWith)[0])
    qtbot.keyClick(page.field, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert "already the key for Open" in page.message.text()
    assert stage.action("mute").shortcut().toString() == "Ctrl+M"
    qtbot.waitUntil(lambda: any("already the key for Open" in said for said in stage.heard))


def test_tab_leaves_the_key_field(qtbot: QtBot, stage: Stage, dialog: PreferencesDialog) -> None:
    page = dialog.shortcuts
    dialog.tabs.setCurrentWidget(page)
    dialog.activateWindow()
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is page.remove
    assert page.message.text() == ""


def test_a_sense_that_is_switched_off_is_not_asked_about_the_next_picture(
    qtbot: QtBot, stage: Stage, dialog: PreferencesDialog, tmp_path: Path
) -> None:
    dialog.tabs.setCurrentWidget(dialog.senses)
    box = dialog.senses.boxes["text"]
    for key, on in ((None, True), (Qt.Key.Key_Space, False), (Qt.Key.Key_Space, True)):
        if key:
            box.setFocus()
            qtbot.keyClick(box, key)
        assert box.isChecked() == on
        assert settings.load(stage.path)["senses_off"] == ([] if on else ["text"])
        stage.controller.open(save_picture(tmp_path / "sign.png", 150))
        qtbot.waitUntil(lambda: bool(stage.slow.options))
        assert ("text" in stage.slow.options.pop().senses) == on
        qtbot.waitUntil(lambda: stage.shown.endswith("EXIT."))
        stage.window.show_text("")


def test_every_sense_has_a_box_that_says_what_it_does(
    stage: Stage, dialog: PreferencesDialog
) -> None:
    stage.store.change("senses_off", ["unknown to this version", "text"])
    assert set(dialog.senses.boxes) == {s.name for s in SENSES if not s.always}
    for sense in SENSES:
        if not sense.always:
            box = dialog.senses.boxes[sense.name]
            assert box.accessibleDescription() == sense.help
            assert box.isChecked() == (sense.name != "text")
    dialog.senses.boxes["text"].click()
    assert stage.store["senses_off"] == ["unknown to this version"]
