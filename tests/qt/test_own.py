"""Teaching and seeking in the window: the shipped network, and pictures in place of a camera."""

import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant.pipeline.frame import Frame
from assistant.qt.live.camera_thread import CameraJob
from assistant.qt.own.seek_control import SeekControl
from assistant.qt.own.seek_dialog import SeekDialog
from assistant.qt.own.teach_control import TeachControl
from assistant.qt.widgets.question import QuestionBox
from assistant.teach import lesson
from assistant.teach.recogniser import ThingRecogniser
from assistant.teach.store import ThingStore
from tests.qt.stage import Stage
from tests.teach.things import frame, on_a_wall, save, views
from tests.waiting import wait_for


@pytest.fixture(autouse=True)
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes every tone."""
    monkeypatch.setattr("assistant.qt.sound.tone.ToneOutput.begin", lambda _: None)


def _show(stage: Stage, look: Callable[[], Frame]) -> None:
    """What the camera sees from now on."""

    def read() -> Frame:
        time.sleep(0.01)
        return Frame(look().pixels, "camera")

    stage.webcam.read = read  # type: ignore[method-assign]


def _sees(stage: Stage, shown: Frame) -> bool:
    newest = stage.controller.camera.newest()
    return newest is not None and bool((newest.pixels == shown.pixels).all())


def _heard(stage: Stage, qtbot: QtBot, words: str) -> None:
    qtbot.waitUntil(lambda: any(words in line for line in stage.heard))


def test_what_waits_for_the_camera_is_said_after_that_it_is_on(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = CameraJob.start

    def start_quickly(job: CameraJob) -> None:
        start(job)
        wait_for(lambda: job.newest() is not None)  # the window was busy meanwhile

    monkeypatch.setattr(CameraJob, "start", start_quickly)
    voice = stage.controller.voice
    stage.controller.camera.when_on(lambda before: voice.say([*before, "Hold it."]))
    qtbot.waitUntil(lambda: bool(stage.heard) and not voice.speaking)
    assert stage.heard[-2:] == ["The camera is on.", "Hold it."]  # one after the other
    stage.controller.camera.when_on(lambda before: voice.say([*before, "Hold it again."]))
    qtbot.waitUntil(lambda: stage.last == "Hold it again.")
    assert stage.heard.count("The camera is on.") == 1


def test_a_thing_is_taught_with_the_keyboard_and_known(stage: Stage, qtbot: QtBot) -> None:
    pictures = [frame(view) for view in views("parrot", 6)]
    now = [pictures[0]]
    _show(stage, lambda: now[0])
    stage.do("teach")
    dialog = stage.commands[TeachControl].dialog
    assert dialog is not None
    QTest.keyClick(dialog.teach.field, Qt.Key.Key_Return)
    _heard(stage, qtbot, "Type a name for it first")
    QTest.keyClicks(dialog.teach.field, "Polly")
    QTest.keyClick(dialog.teach.field, Qt.Key.Key_Return)
    _heard(stage, qtbot, "Hold it before the camera")
    for number, said in enumerate(
        ("One. Turn it", "Two. Now the other side", "Three. Come nearer")
    ):
        now[0] = pictures[number]
        qtbot.waitUntil(lambda: _sees(stage, now[0]))
        QTest.keyClick(dialog.teach.take, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda said=said: said in dialog.teach.text.toPlainText())
    QTest.keyClick(dialog.teach.take, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: dialog.teach.text.toPlainText().startswith("Still three: that is the same")
    )
    now[0] = pictures[5]
    qtbot.waitUntil(lambda: _sees(stage, now[0]))
    QTest.keyClick(dialog.teach.done, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "I see it now: Polly." in dialog.teach.text.toPlainText())
    for once in ("Type a name for it first", "Hold it before the camera"):
        assert sum(once in line for line in stage.heard) == 1  # Enter in the field is the field's
    assert [thing.views for thing in ThingStore().things()] == [3]
    assert dialog.things.list.item(0).text() == "Polly, 3 views"
    dialog.things.field.setText("my parrot")
    QTest.keyClick(dialog.things.field, Qt.Key.Key_Return)
    assert [thing.name for thing in ThingStore().things()] == ["my parrot"]
    dialog.close()


def _teach() -> None:
    store = ThingStore()
    recogniser = ThingRecogniser(store)
    seen = [lesson.view(recogniser, frame(view)) for view in views("parrot", 4)]
    lesson.teach(store, recogniser, "Polly", seen)


def test_the_camera_is_led_to_a_thing_until_it_is_found_and_gone(
    stage: Stage, qtbot: QtBot
) -> None:
    _teach()
    parrot = views("parrot", 1, seed=3)[0]
    scenes = {
        "left": on_a_wall(parrot, 10, 120, 240), "middle": on_a_wall(parrot, 200, 120, 240),
        "gone": on_a_wall(parrot, 639, 479, 240),
    }  # fmt: skip
    now = ["left"]
    _show(stage, lambda: scenes[now[0]])
    stage.do("seek")
    dialog = stage.commands.dialog
    dialog.field.setText("Polly")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    _heard(stage, qtbot, "I look for Polly.")
    _heard(stage, qtbot, "Polly: ")
    assert any("to the left" in line for line in stage.heard)
    now[0] = "middle"
    _heard(stage, qtbot, "Found: Polly is in the middle")
    now[0] = "gone"
    _heard(stage, qtbot, "Gone.")
    assert stage.controller.status().startswith("Looking for Polly, the camera is on")
    stage.do("stop")
    assert not stage.commands[SeekControl].on
    _heard(stage, qtbot, "Seeking has ended. The camera is still on.")
    assert "Polly" not in stage.controller.status()
    assert not stage.controller.camera.paused


def test_the_button_takes_what_was_typed_or_chosen_last(stage: Stage, qtbot: QtBot) -> None:
    _teach()
    stage.window.activateWindow()
    wanted: list[str] = []

    def asked() -> SeekDialog:
        stage.do("seek")
        dialog = stage.commands.dialog
        assert isinstance(dialog, SeekDialog)
        dialog.wanted.disconnect()
        dialog.wanted.connect(wanted.append)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.field.hasFocus)
        return dialog

    dialog = asked()
    _heard(stage, qtbot, "Tab leads to your own things.")  # without a reader it is told
    QTest.keyClicks(dialog.field, "cup")
    QTest.keyClick(dialog.field, Qt.Key.Key_Tab)
    qtbot.waitUntil(dialog.list.hasFocus)
    QTest.keyClick(dialog.list, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    dialog = asked()
    QTest.keyClicks(dialog.field, "cup")
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    assert wanted == ["Polly", "cup"]


def test_what_cannot_be_sought_is_said_at_once(stage: Stage, qtbot: QtBot) -> None:
    stage.do("seek")
    stage.commands.dialog.wanted.emit("keys")
    _heard(stage, qtbot, "I can't find “keys”")
    assert not stage.commands[SeekControl].on
    assert not stage.controller.camera.on


def test_without_a_camera_seeking_ends(stage: Stage, qtbot: QtBot) -> None:
    stage.webcam.brightness = -1
    stage.commands[SeekControl].seek("cup")
    assert stage.commands[SeekControl].on
    qtbot.waitUntil(lambda: not stage.commands[SeekControl].on)
    assert not stage.controller.camera.paused


def test_a_thing_is_taught_from_pictures_then_more_exported_and_forgotten(
    stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.do("teach")
    dialog = stage.commands[TeachControl].dialog
    assert dialog is not None
    teach, things = dialog.teach, dialog.things
    teach.field.setText("Polly")
    pictures = [Path(name) for name in save(tmp_path, "parrot", 3)]
    teach.picked.emit(pictures)
    qtbot.waitUntil(lambda: teach.text.toPlainText() == "Three. Come nearer.")
    teach.picked.emit([*pictures, Path(save(tmp_path, "parrot", 1, seed=7)[0])])
    left_out = "Four. 3 were the same as others, and left out."
    qtbot.waitUntil(lambda: teach.text.toPlainText() == left_out)
    teach.finished.emit()
    qtbot.waitUntil(lambda: "I know Polly now, from four views." in teach.text.toPlainText())
    assert not stage.controller.camera.on  # it was not needed
    dialog.tabs.setCurrentWidget(things)
    things.teach_more()
    assert dialog.tabs.currentWidget() is teach
    assert teach.field.text() == "Polly"
    _heard(stage, qtbot, "Hold it before the camera")
    things.exported.emit(ThingStore().things(), tmp_path / "things.zip")
    _heard(stage, qtbot, "Saved as things.zip.")
    assert zipfile.is_zipfile(tmp_path / "things.zip")
    things.ask_to_delete()
    _heard(stage, qtbot, "Forget Polly? Its 4 views are deleted, too.")
    (question,) = dialog.findChildren(QuestionBox)
    question.yes.click()
    _heard(stage, qtbot, "Polly is forgotten.")
    assert not ThingStore().things()
    dialog.close()
