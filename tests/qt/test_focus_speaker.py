"""Our own voice in place of a screen reader: what the focus comes to is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.qt.pressing import hold, numbers, press
from tests.qt.stage import Stage, save_picture


@pytest.fixture
def spoken(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path / "settings.json", speaks_focus=True)
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.window.text.hasFocus())
    yield made
    made.close()


def hears(qtbot: QtBot, stage: Stage, words: str) -> None:
    def said() -> None:
        assert "".join(stage.heard[-1:]).startswith(words), stage.heard

    qtbot.waitUntil(said)


def test_the_start_says_where_one_is_and_what_can_be_done(qtbot: QtBot, spoken: Stage) -> None:
    hears(qtbot, spoken, "In Preferences, under Everywhere, you can choose keys")
    assert spoken.heard[0].startswith("Glimpse. Explanation, Welcome to Glimpse. Open")
    assert spoken.heard[0].endswith("opens the help.")


def test_tab_says_the_control(qtbot: QtBot, spoken: Stage) -> None:
    press(qtbot, Qt.Key.Key_Tab)
    hears(qtbot, spoken, "Describe, button.")


def test_help_says_its_pages_and_each_line(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    spoken.do("help")
    hears(qtbot, spoken, "Help. Pages, list, First steps, 1 of ")
    press(qtbot, Qt.Key.Key_Down)
    hears(qtbot, spoken, "Keys, 2 of ")
    press(qtbot, Qt.Key.Key_Return)
    hears(qtbot, spoken, "Keys, Keys.")
    press(qtbot, Qt.Key.Key_Down)
    hears(qtbot, spoken, "Everything that the window can do.")
    for _ in range(2):
        press(qtbot, Qt.Key.Key_PageDown)
    line = spoken.commands.dialog.text.textCursor().block().text()
    qtbot.waitUntil(lambda: bool(spoken.heard[-1]) and spoken.heard[-1][:10] in line)


def test_preferences_say_labels_values_and_changes(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    spoken.do("preferences")
    hears(qtbot, spoken, "Preferences. tab, Description, 1 of")
    level = spoken.commands.dialog.fields["level"].widget
    assert isinstance(level, QComboBox)
    level.setFocus()
    hears(qtbot, spoken, "Level of detail, choice, Standard.")
    press(qtbot, Qt.Key.Key_Up)
    hears(qtbot, spoken, "Brief")
    assert spoken.store["level"] == "brief"


def test_a_level_chosen_in_preferences_is_said_with_what_it_makes_of_the_explanation(
    qtbot: QtBot, spoken: Stage, tmp_path: Path
) -> None:
    spoken.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: spoken.heard[-1:] == ["It says EXIT."])
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    spoken.do("preferences")
    spoken.commands.dialog.fields["level"].widget.setFocus()
    qtbot.waitUntil(lambda: spoken.last.endswith("Level of detail, choice, Standard."))
    press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: spoken.heard[-2:] == ["Brief.", "A dog."])


def test_history_says_its_rows(qtbot: QtBot, spoken: Stage, tmp_path: Path) -> None:
    entries = spoken.controller.review.history
    for number, (name, brightness) in enumerate((("dog.png", 100), ("cat.png", 50)), 1):
        spoken.controller.open(save_picture(tmp_path / name, brightness))
        qtbot.waitUntil(lambda n=number: len(entries.entries) == n)
    spoken.do("history")
    hears(qtbot, spoken, "History, list, cat.png: A cat, 2 of 2.")
    press(qtbot, Qt.Key.Key_Up)
    hears(qtbot, spoken, "dog.png: A dog, 1 of 2.")


def test_menus_say_their_items(qtbot: QtBot, spoken: Stage) -> None:
    menu = next(a for a in spoken.window.menuBar().actions() if a.text() == "&Speech").menu()
    menu.popup(spoken.window.pos())
    voice = spoken.controller.voice
    qtbot.waitUntil(lambda: bool(spoken.heard) and not voice.speaking)  # the window itself
    before = len(spoken.heard)
    menu.setActiveAction(spoken.action("mute"))
    hears(qtbot, spoken, "Mute, not checked, Ctrl+M")
    assert len(spoken.heard) == before + 1
    menu.close()


def test_ctrl_alone_is_silence(qtbot: QtBot, spoken: Stage) -> None:
    voice = spoken.controller.voice
    voice.say(["One."] * 50)
    qtbot.keyClick(spoken.window.text, Qt.Key.Key_Control)
    assert not voice.speaking


def test_ctrl_with_another_key_is_no_silence(qtbot: QtBot, spoken: Stage) -> None:
    voice, text = spoken.controller.voice, spoken.window.text
    voice.say(["One."] * 500)
    qtbot.keyPress(text, Qt.Key.Key_Control)
    qtbot.keyClick(text, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyRelease(text, Qt.Key.Key_Control)
    assert voice.speaking


def test_a_held_key_is_said_when_it_is_let_go(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    box = numbers(spoken.window)
    hears(qtbot, spoken, "Number, choice, one")
    hold(qtbot, box, Qt.Key.Key_Down, 3)
    hears(qtbot, spoken, "five")
    hold(qtbot, box, Qt.Key.Key_Up, 2)
    hears(qtbot, spoken, "two")


def test_a_box_that_is_checked_says_so(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    spoken.do("preferences")
    hears(qtbot, spoken, "Preferences. tab, Description, 1 of")
    dialog = spoken.commands.dialog
    dialog.tabs.setCurrentWidget(dialog.engines)
    box = dialog.engines.too
    box.setFocus()
    hears(qtbot, spoken, "Ask the engine, too, check box, not checked.")
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: spoken.heard[-1] == "checked")
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: spoken.heard[-1] == "not checked")
    dialog.engines.list.setFocus()
    hears(qtbot, spoken, "Engines, list")
    qtbot.keyClick(dialog.engines.list, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: spoken.heard[-1] == "checked")
    assert spoken.heard[-2] == "Ask the engine, too, check box, not checked."


def test_a_sentence_that_leads_to_a_control_is_said_before_the_control(
    qtbot: QtBot, spoken: Stage
) -> None:
    voice = spoken.controller.voice
    qtbot.waitUntil(lambda: not voice.speaking)
    field = QLineEdit(spoken.window)
    field.setAccessibleName("Key")
    field.show()
    press(qtbot, Qt.Key.Key_Tab)
    hears(qtbot, spoken, "Describe, button.")
    said = ["It wants a key."] * 30
    voice.say(said)  # as when a server has been asked
    field.setFocus()
    qtbot.waitUntil(lambda: spoken.heard[-31:] == [*said, "Key, edit, blank."])


def test_what_is_typed_is_said_by_letter_and_word(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    spoken.do("ask")
    hears(qtbot, spoken, "Question, edit")
    field = QApplication.focusWidget()
    for letter, words in (("I", "capital I"), ("s", "s"), (" ", "Is"), ("?", "question mark")):
        qtbot.keyClicks(field, letter)
        hears(qtbot, spoken, words)
    press(qtbot, Qt.Key.Key_Backspace)
    hears(qtbot, spoken, "question mark")


def test_what_is_typed_for_nobody_to_see_is_not_said(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    field = QLineEdit("secret", spoken.window)
    field.setAccessibleName("Password")
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.show()
    field.setFocus()
    hears(qtbot, spoken, "Password, edit")
    qtbot.keyClicks(field, "xyz")
    press(qtbot, Qt.Key.Key_Home)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not spoken.last.startswith("Password"))
    assert not any(word in " ".join(spoken.heard) for word in ("secret", "xyz", " x", " z"))


def test_words_that_are_written_in_a_text_are_said(qtbot: QtBot, spoken: Stage) -> None:
    qtbot.waitUntil(lambda: not spoken.controller.voice.speaking)
    text = QPlainTextEdit("A dog", spoken.window)
    text.show()
    text.setFocus()
    text.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(text, " ")
    hears(qtbot, spoken, "dog")
    text.setPlainText("A cat.")  # nobody typed that
    qtbot.keyClicks(text, ".")
    hears(qtbot, spoken, "dot")
    assert "cat" not in " ".join(spoken.heard[-2:])
