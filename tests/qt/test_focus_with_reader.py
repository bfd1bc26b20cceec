"""Where the focus is, with a screen reader: only what that does not read by itself."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch
from tests.qt.pressing import hold, numbers, press
from tests.qt.stage import Stage, save_picture
from tests.qt.test_notification import Reader as Orca43


class Reader(ScreenReaderWatch):
    """A screen reader that takes messages, and keeps them."""

    def __init__(self, parent: object) -> None:
        super().__init__(parent)
        self.told: list[str] = []

    @property
    def found(self) -> ScreenReader:
        return ScreenReader(announcements=False, messages=True)

    def present(self, text: str, refused: object) -> None:
        self.told.append(text)


def test_with_a_screen_reader_only_what_it_does_not_read_is_told(
    qtbot: QtBot, tmp_path: Path
) -> None:
    readers: list[Reader] = []

    def watch(parent: object) -> Reader:
        readers.append(Reader(parent))
        return readers[-1]

    stage = Stage(tmp_path / "settings.json", speaks_focus=True, watch_reader=watch)
    qtbot.addWidget(stage.window)
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: stage.window.text.hasFocus())
    press(qtbot, Qt.Key.Key_Tab)
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: readers[0].told == ["A dog. It says EXIT."])
    assert stage.heard == []
    stage.close()


def test_orca_43_is_told_the_choice_of_a_closed_combo_box_before_what_comes_of_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    orca = Orca43()
    stage = Stage(tmp_path / "settings.json", speaks_focus=True, watch_reader=lambda _: orca)
    qtbot.addWidget(stage.window)
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: stage.window.text.hasFocus())

    def spoken() -> str:
        orca.take(stage.window)
        return " ".join(orca.spoken)

    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: spoken().endswith("A dog. It says EXIT."))
    stage.do("preferences")
    level = stage.commands.dialog.fields["level"].widget
    assert isinstance(level, QComboBox)
    level.setFocus()
    qtbot.waitUntil(level.hasFocus)
    stage.do("mute")  # what a control is set to is heard all the same
    qtbot.waitUntil(lambda: spoken().endswith("Speech is off."))
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: spoken().endswith("Speech is off. Full."))
    stage.do("mute")
    qtbot.waitUntil(lambda: spoken().endswith("Speech is on."))
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(
        lambda: spoken().endswith("Speech is on. Standard. A dog. It says EXIT. Brief. A dog.")
    )
    QApplication.processEvents()  # the key is over
    stage.store.change("level", "full")  # by no key of the combo box
    qtbot.waitUntil(lambda: not spoken().endswith("Brief. A dog."))
    assert spoken().count("Full.") == 1
    assert stage.heard == []
    stage.close()


def test_orca_43_is_told_where_a_held_key_came_to(qtbot: QtBot, tmp_path: Path) -> None:
    orca = Orca43()
    stage = Stage(tmp_path / "settings.json", speaks_focus=True, watch_reader=lambda _: orca)
    qtbot.addWidget(stage.window)
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: stage.window.text.hasFocus())
    box = numbers(stage.window)
    qtbot.waitUntil(box.hasFocus)
    hold(qtbot, box, Qt.Key.Key_Down, 3)

    def spoken() -> str:
        orca.take(stage.window)
        return " ".join(orca.spoken)

    qtbot.waitUntil(lambda: spoken().endswith("two. five."))
    hold(qtbot, box, Qt.Key.Key_Down, 2)  # it is at its end
    press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: spoken().endswith("two. five. four."))
    stage.close()
