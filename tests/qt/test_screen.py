"""The screen in the window: what is described, how a part is chosen, and who may ask for it."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assistant import settings
from assistant.qt.describe.main_window import MainWindow
from assistant.qt.read.dialog import ReadDialog
from assistant.qt.screen import control, instance
from assistant.qt.screen.control import ScreenControl
from assistant.qt.screen.page import ROWS
from assistant.qt.screen.picker import Picker
from assistant.qt.settings.dialog import PreferencesDialog
from assistant.qt.settings.store import SettingsStore
from assistant.screen import What
from tests.qt.stage import PARAGRAPHS, Stage

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("action", "what"), [("describe_window", What.WINDOW), ("describe_screen", What.ALL)]
)
def test_the_screen_is_described_and_heard(
    stage: Stage, qtbot: QtBot, action: str, what: What
) -> None:
    stage.do(action)
    qtbot.waitUntil(lambda: "A dog." in stage.heard)
    assert stage.screen.asked == [what]
    assert stage.shown.startswith("A dog.")
    stage.do("why")  # as of any picture
    qtbot.waitUntil(lambda: any("on the left" in line for line in stage.heard))


def test_a_screen_that_gives_no_picture_is_told(stage: Stage, qtbot: QtBot) -> None:
    stage.screen.brightness = -1
    stage.do("describe_screen")
    qtbot.waitUntil(lambda: stage.last == "The system gives no picture of the screen.")
    assert stage.notice == stage.last


def test_in_front_a_window_is_read_in_the_reading_window(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "in_front", lambda: True)
    stage.screen.brightness = 150
    stage.do("read_window")
    qtbot.waitUntil(lambda: isinstance(stage.commands.dialog, ReadDialog))
    qtbot.waitUntil(lambda: PARAGRAPHS[0] in stage.heard)


def test_behind_another_program_it_is_read_aloud_and_no_window_comes_up(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "in_front", lambda: False)
    stage.screen.brightness = 150
    stage.commands[ScreenControl].do("read_window")
    qtbot.waitUntil(lambda: "Closed on holidays." in stage.heard)
    assert stage.commands.dialog is None
    assert "Opening hours" in stage.shown


@pytest.fixture
def picker(stage: Stage, qtbot: QtBot) -> Picker:
    stage.do("describe_part")
    qtbot.waitUntil(lambda: isinstance(stage.commands.dialog, Picker))
    qtbot.waitUntil(lambda: any("Arrow keys move the part" in line for line in stage.heard))
    assert isinstance(stage.commands.dialog, Picker)
    return stage.commands.dialog


def press(picker: Picker, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(picker, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_a_part_is_moved_and_sized_by_keys_and_its_edges_are_told(
    stage: Stage, picker: Picker, qtbot: QtBot
) -> None:
    assert picker.part == (100, 50, 200, 100)  # the middle of 400 by 200
    press(picker, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: stage.last == "Left edge at 30, right edge at 80 per cent.")
    press(picker, Qt.Key.Key_Up, CONTROL)
    qtbot.waitUntil(lambda: stage.last == "Top edge at 24, bottom edge at 74 per cent.")
    press(picker, Qt.Key.Key_Left, SHIFT)
    qtbot.waitUntil(lambda: stage.last == "Right edge at 75 per cent.")
    press(picker, Qt.Key.Key_Down, SHIFT)
    qtbot.waitUntil(lambda: stage.last == "Bottom edge at 79 per cent.")
    assert picker.part == (120, 48, 180, 110)
    for _ in range(9):
        press(picker, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: stage.last.startswith("No further. Left edge at 0,"))
    press(picker, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: stage.last == "The whole screen.")
    press(picker, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "A dog." in stage.heard)
    frame = stage.controller.frame
    assert frame is not None
    assert frame.screen is not None
    assert (frame.screen.label, frame.width, frame.height) == ("part of the screen", 400, 200)
    assert stage.store["screen_part"] == "0,0,400,200"


def test_a_part_is_drawn_with_the_mouse_and_offered_again(
    stage: Stage, picker: Picker, qtbot: QtBot
) -> None:
    across, down = picker.width() / 400, picker.height() / 200

    def at(x: int, y: int) -> QPoint:
        return QPoint(round(x * across), round(y * down))

    QTest.mousePress(picker, Qt.MouseButton.LeftButton, pos=at(40, 20))
    QTest.mouseMove(picker, at(200, 120))
    QTest.mouseRelease(picker, Qt.MouseButton.LeftButton, pos=at(200, 120))
    qtbot.waitUntil(lambda: "edge at 10, top edge at 10" in stage.last)
    press(picker, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "A dog." in stage.heard)
    chosen = stage.store["screen_part"]
    stage.do("describe_part")
    qtbot.waitUntil(lambda: isinstance(stage.commands.dialog, Picker))
    assert isinstance(stage.commands.dialog, Picker)
    assert ",".join(map(str, stage.commands.dialog.part)) == chosen


def test_escape_leaves_without_describing(stage: Stage, picker: Picker, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)  # the first Escape is for silence
    press(picker, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)
    assert stage.controller.frame is None
    assert stage.store["screen_part"] == ""


@pytest.fixture
def preferences(stage: Stage) -> PreferencesDialog:
    stage.do("preferences")
    assert isinstance(stage.commands.dialog, PreferencesDialog)
    return stage.commands.dialog


def test_keys_are_off_until_they_are_chosen(stage: Stage, preferences: PreferencesDialog) -> None:
    page = preferences.everywhere
    assert stage.store["everywhere"] == {}
    page.suggested.click()
    assert stage.store["everywhere"] == {row.name: row.everywhere for row in ROWS}
    assert page.fields["read_window"].keySequence().toString() == "Ctrl+Alt+R"
    page.none.click()
    assert stage.store["everywhere"] == {}


def test_a_key_that_people_type_or_that_is_taken_is_refused(
    stage: Stage, preferences: PreferencesDialog, qtbot: QtBot
) -> None:
    page = preferences.everywhere
    window, whole = page.fields["describe_window"], page.fields["describe_screen"]
    QTest.keyClick(window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: stage.last.startswith("That key is typed in other programs."))
    assert page.message.text() == stage.last
    assert window.keySequence().isEmpty()
    QTest.keyClick(window, Qt.Key.Key_F9)
    QTest.keyClick(whole, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: stage.last.startswith("Describe the window has that key already."))
    assert stage.store["everywhere"] == {"describe_window": "F9"}


def test_at_first_it_is_told_that_there_are_such_keys(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    first = MainWindow(SettingsStore(settings.load(path)))
    qtbot.addWidget(first)
    assert "under Everywhere, you can choose keys" in first.text.toPlainText()
    path.write_text('{"text_size": 30}')
    later = MainWindow(SettingsStore(settings.load(path)))
    qtbot.addWidget(later)
    assert "Everywhere" not in later.text.toPlainText()


def test_a_later_start_hands_its_wish_to_the_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    wish = "open /tmp/a photo\udcff.jpg"
    assert not instance.send(wish)  # there is nobody
    owner = QObject()
    killed = instance.Instance(owner)
    [left] = tmp_path.iterdir()
    killed.close()
    with socket.socket(socket.AF_UNIX) as dead:  # what a Glimpse leaves that was killed
        dead.bind(str(left))
    first = instance.Instance(owner)
    wishes: list[str] = []
    first.wished.connect(wishes.append)
    later = subprocess.Popen([sys.executable, "-c", _SEND, wish])
    qtbot.waitUntil(lambda: later.poll() is not None)
    assert later.returncode == 0
    assert wishes == [wish]
    first.close()


_SEND = """
import sys
from assistant.qt.screen import instance
sys.exit(not instance.send(sys.argv[1]))
"""
