"""Read: the whole page in a window of its own."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from assistant.qt.read.control import ReadControl
from assistant.qt.read.dialog import ReadDialog
from tests.qt.stage import Stage, picture

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PAGE = """\
Opening hours

Monday to Friday from nine to [not sure: FIVE.]

Closed on holidays."""


@pytest.fixture
def dialog(qtbot: QtBot, stage: Stage) -> ReadDialog:
    """A page that has been read."""
    stage.controller.frame = picture(150, "sign.png")
    stage.do("read")
    dialog = stage.commands[ReadControl].dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.save.isEnabled())
    return dialog


def test_the_page_is_shown_and_each_paragraph_spoken(
    qtbot: QtBot, stage: Stage, dialog: ReadDialog
) -> None:
    assert dialog.windowTitle() == "Text in sign.png"
    assert dialog.text.toPlainText() == PAGE
    qtbot.waitUntil(lambda: stage.last.startswith("There is writing in a script"))
    spoken = PAGE.replace("[not sure: FIVE.]", "FIVE., not sure,").split("\n\n")
    assert stage.heard[-4:-1] == spoken
    assert dialog.hint.text().startswith("There is writing in a script")
    assert not dialog.isModal()
    assert stage.controller.review.history.entries == []


def test_reading_is_said_at_once_and_closing_gives_it_up(qtbot: QtBot, stage: Stage) -> None:
    stage.slow.gate.clear()
    stage.controller.frame = picture(150, "sign.png")
    stage.do("read")
    assert stage.commands.dialog.text.toPlainText() == "Reading…"
    qtbot.waitUntil(lambda: stage.heard == ["Reading…"] and bool(stage.slow.asked))
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    qtbot.keyClick(stage.commands.dialog.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)
    stage.slow.gate.set()
    qtbot.wait(50)
    assert stage.heard == ["Reading…"]


def test_keys_move_by_paragraph_and_by_line(qtbot: QtBot, dialog: ReadDialog) -> None:
    text, starts = dialog.text, [PAGE.index(word) for word in ("Opening", "Monday", "Closed")]
    for key, place in (
        *((Qt.Key.Key_Down, place) for place in (*starts[1:], len(PAGE), len(PAGE))),
        *((Qt.Key.Key_Up, place) for place in (*reversed(starts), 0)),
    ):
        qtbot.keyClick(text, key, CONTROL)
        assert text.textCursor().position() == place
    qtbot.keyClick(text, Qt.Key.Key_Down)
    assert text.textCursor().position() == starts[1]  # the empty line is passed over
    qtbot.keyClick(text, Qt.Key.Key_Down, CONTROL | SHIFT)
    assert text.selected.strip() == PAGE.split("\n\n")[1]


def test_copy_takes_the_selected_words_or_all(
    qtbot: QtBot, stage: Stage, dialog: ReadDialog
) -> None:
    qtbot.keyClick(dialog.text, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == PAGE
    qtbot.keyClick(dialog.text, Qt.Key.Key_Right, CONTROL | SHIFT)
    qtbot.keyClick(dialog.text, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().strip() == "Opening"
    qtbot.waitUntil(lambda: stage.last == "Copied.")


def test_save_asks_where_and_writes_it_whole(
    qtbot: QtBot, stage: Stage, dialog: ReadDialog, tmp_path: Path
) -> None:
    dialog.activateWindow()
    qtbot.keyClick(dialog.text, Qt.Key.Key_S, CONTROL)
    ask = dialog.findChild(QFileDialog)
    assert ask is not None
    assert ask.selectedFiles()[0].endswith("sign.txt")
    assert not ask.testOption(QFileDialog.Option.DontConfirmOverwrite)
    path = tmp_path / "Übung.txt"
    path.write_text("old")
    ask.fileSelected.emit(str(path))
    assert path.read_text(encoding="utf-8") == f"{PAGE}\n"
    assert list(tmp_path.glob("*.txt*")) == [path]
    qtbot.waitUntil(lambda: stage.last == "Saved as Übung.txt.")
    photograph = tmp_path / "holiday.jpg"
    photograph.write_bytes(b"a photograph")
    ask.fileSelected.emit(str(photograph))
    qtbot.waitUntil(lambda: "holiday.jpg is no name for plain text." in stage.last)
    assert photograph.read_bytes() == b"a photograph"
    ask.fileSelected.emit(str(tmp_path / "nowhere" / "a.txt"))
    qtbot.waitUntil(lambda: "could not be saved as a.txt" in stage.last)


def test_escape_stops_the_voice_first(qtbot: QtBot, stage: Stage, dialog: ReadDialog) -> None:
    stage.controller.voice.say(["Word."] * 500)
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    assert not stage.controller.voice.speaking
    assert dialog.isVisible()
    qtbot.keyClick(dialog.text, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands[ReadControl].dialog is None)


def test_no_text_is_said_and_there_is_nothing_to_save(qtbot: QtBot, stage: Stage) -> None:
    stage.controller.frame = picture(50, "cat.png")
    stage.do("read")
    qtbot.waitUntil(lambda: "I see no text in this picture." in stage.heard)
    dialog = stage.commands.dialog
    assert dialog.text.toPlainText() == "I see no text in this picture."
    assert not any(
        b.isEnabled() for b in dialog.findChildren(QPushButton) if "lose" not in b.text()
    )


def test_reading_again_takes_the_place_of_an_older_window(qtbot: QtBot, stage: Stage) -> None:
    stage.slow.gate.clear()
    stage.controller.frame = picture(150, "old.png")
    stage.do("read")
    stage.controller.frame = picture(150, "new.png")
    stage.do("read")
    stage.slow.gate.set()
    qtbot.waitUntil(lambda: stage.commands[ReadControl].dialog.save.isEnabled())
    assert stage.commands.dialog.windowTitle() == "Text in new.png"


def test_with_the_camera_on_it_reads_what_the_camera_sees_and_live_waits(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.webcam.brightness = 150
    stage.do("live")
    qtbot.waitUntil(lambda: stage.controller.camera.newest() is not None)
    stage.do("read")
    qtbot.waitUntil(lambda: stage.commands[ReadControl].dialog.save.isEnabled())
    assert stage.commands.dialog.windowTitle() == "Text in camera"
    assert stage.controller.camera.paused
    stage.commands.dialog.close()
    qtbot.waitUntil(lambda: not stage.controller.camera.paused)


def test_without_a_picture_it_says_what_to_do(stage: Stage) -> None:
    stage.do("read")
    assert "There is no picture yet." in stage.notice
    assert stage.commands.dialog is None


def test_the_colour_of_the_middle_is_a_notice_and_no_new_explanation(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.controller.frame = picture(50)
    shown = stage.shown
    stage.window.text.setFocus()
    qtbot.keyClick(stage.window.text, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: stage.heard == ["The middle has brightness 50."])
    assert stage.notice == "The middle has brightness 50."
    assert stage.shown == shown
    assert stage.controller.review.history.entries == []


@pytest.fixture
def fax(tmp_path: Path, stage: Stage, qtbot: QtBot) -> Path:
    """A document of two pages, open in the window."""
    path = tmp_path / "fax.tif"
    first, second = (Image.new("RGB", (40, 40), (150, 150, 150)) for _ in range(2))
    first.save(path, save_all=True, append_images=[second])
    stage.controller.open(path)
    qtbot.waitUntil(lambda: len(stage.controller.review.history.entries) == 1)
    return path


def _page(stage: Stage) -> str:
    return stage.controller.frame.place if stage.controller.frame else ""


def test_keys_turn_the_pages_of_a_document(fax: Path, stage: Stage, qtbot: QtBot) -> None:
    history = stage.controller.review.history
    assert _page(stage) == "Page 1 of 2"
    stage.do("next_page")
    qtbot.waitUntil(lambda: _page(stage) == "Page 2 of 2" and len(history.entries) == 2)
    stage.do("next_page")
    qtbot.waitUntil(lambda: "This is the last page. Page 2 of 2." in stage.heard)
    stage.do("previous_page")
    qtbot.waitUntil(lambda: _page(stage) == "Page 1 of 2" and len(history.entries) == 3)


def test_a_picture_alone_has_no_other_page(stage: Stage, qtbot: QtBot) -> None:
    stage.controller.frame = picture(150, "sign.png")
    stage.do("next_page")
    qtbot.waitUntil(lambda: "There is no document with several pages." in stage.heard)


def test_the_reading_window_turns_the_pages_too(fax: Path, stage: Stage, qtbot: QtBot) -> None:
    stage.do("read")
    dialog = stage.commands[ReadControl].dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.save.isEnabled())
    qtbot.keyClick(dialog.text, Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(
        lambda: dialog.save.isEnabled() and dialog.hint.text().startswith("Page 2 of 2.")
    )
    qtbot.waitUntil(lambda: "Page 2 of 2." in stage.heard)
    assert _page(stage) == "Page 2 of 2"
