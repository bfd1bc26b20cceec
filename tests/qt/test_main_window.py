import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.qt.describe.preview import Preview
from tests.qt.places import SMALLEST_TARGET
from tests.qt.stage import Stage, save_picture


def button(stage: Stage, name: str) -> QToolButton:
    return next(
        b for b in stage.window.findChildren(QToolButton) if b.defaultAction() is stage.action(name)
    )


def opened(qtbot: QtBot, stage: Stage, path: Path) -> None:
    before = len(stage.controller.review.history.entries)
    stage.controller.open(path)
    qtbot.waitUntil(lambda: len(stage.controller.review.history.entries) == before + 1)


def test_a_file_is_opened_described_and_spoken(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    opened(qtbot, stage, save_picture(tmp_path / "dog.png"))
    assert stage.shown == "A dog. It says EXIT."
    qtbot.waitUntil(lambda: stage.heard[-2:] == ["A dog.", "It says EXIT."])
    assert stage.store["recent"] == [str(tmp_path / "dog.png")]


def test_a_dropped_file_is_described(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(save_picture(tmp_path / "cat.png", 50)))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    stage.window.dropEvent(drop)
    qtbot.waitUntil(lambda: stage.shown.startswith("A cat."))


def test_the_result_never_takes_the_focus(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.window.activateWindow()
    button(stage, "why").setFocus()
    opened(qtbot, stage, save_picture(tmp_path / "dog.png"))
    assert stage.window.focusWidget() is button(stage, "why")


def test_space_describes_from_the_text_and_presses_a_focused_button(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    opened(qtbot, stage, save_picture(tmp_path / "dog.png"))
    entries = stage.controller.review.history
    stage.window.text.setFocus()
    qtbot.keyClick(stage.window.text, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(entries.entries) == 2)
    live = button(stage, "camera")
    live.setFocus()
    qtbot.keyClick(live, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: stage.controller.camera.on)
    assert len(entries.entries) == 2


def test_tab_leaves_the_explanation(qtbot: QtBot, stage: Stage) -> None:
    stage.window.text.setFocus()
    qtbot.keyClick(stage.window.text, Qt.Key.Key_Tab)
    assert stage.window.focusWidget() is button(stage, "describe")


def test_another_level_puts_the_explanation_in_other_words_at_once(
    qtbot: QtBot, stage: Stage, tmp_path: Path
) -> None:
    opened(qtbot, stage, save_picture(tmp_path / "dog.png"))
    stage.do("brief")
    assert stage.shown == "A dog."
    stage.do("full")
    assert stage.shown == "A dog. It says EXIT. The picture is bright."
    qtbot.waitUntil(lambda: stage.last == "The picture is bright.")


def test_history_goes_back_on_and_by_list(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    for name, brightness in (("dog.png", 100), ("cat.png", 50)):
        opened(qtbot, stage, save_picture(tmp_path / name, brightness))
    stage.do("previous")
    assert stage.shown.startswith("A dog.")
    stage.do("next")
    assert stage.shown.startswith("A cat.")
    stage.do("next")
    qtbot.waitUntil(lambda: stage.last == "There is no later explanation.")
    stage.do("history")
    titles = [stage.window.history_list.item(row).text() for row in range(2)]
    assert titles == ["dog.png: A dog.", "cat.png: A cat."]
    assert stage.window.focusWidget() is stage.window.history_list
    stage.window.history_list.setCurrentRow(0)
    qtbot.keyClick(stage.window.history_list, Qt.Key.Key_Return)
    assert stage.shown.startswith("A dog.")


def test_why_copy_and_copy_text(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.do("why")
    assert "no explanation yet" in stage.notice
    opened(qtbot, stage, save_picture(tmp_path / "dog.png"))
    stage.do("why")
    reasons = stage.commands.dialog.text.toPlainText()
    assert "dog: the picture network, fairly sure, on the left." in reasons
    stage.commands.dialog.close()
    stage.do("copy_text")
    assert QGuiApplication.clipboard().text() == "EXIT"
    qtbot.keyClick(stage.window.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "A dog. It says EXIT."


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.png", None, "gone.png"),
        ("text.jpg", b"just words", "text.jpg"),
        ("empty.png", b"", ""),
    ],
)
def test_a_bad_file_gives_a_notice_that_is_spoken_once(
    qtbot: QtBot, stage: Stage, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    stage.controller.open(tmp_path / name)
    qtbot.waitUntil(lambda: bool(stage.notice))
    assert words in stage.notice
    qtbot.waitUntil(lambda: bool(stage.heard) and not stage.controller.voice.speaking)
    qtbot.wait(50)
    assert " ".join(stage.heard).count(stage.heard[0]) == 1


def test_describe_without_a_picture_says_what_to_do(qtbot: QtBot, stage: Stage) -> None:
    stage.do("describe")
    assert "There is no picture yet." in stage.notice
    assert stage.window.notices.isVisible()
    stage.do("stop")
    assert not stage.window.notices.isVisible()


def test_a_new_request_replaces_an_older_one(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.gate.clear()
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: stage.controller.status() == "Describing dog.png.")
    stage.controller.open(save_picture(tmp_path / "cat.png", 50))
    stage.gate.set()
    qtbot.waitUntil(lambda: stage.shown.startswith("A cat.") and "A cat." in stage.heard)
    assert "A dog." not in stage.heard


def test_live_speaks_only_what_changes(qtbot: QtBot, stage: Stage) -> None:
    stage.do("live")
    assert stage.action("camera").isChecked()
    qtbot.waitUntil(lambda: stage.shown.startswith("A dog."))
    qtbot.waitUntil(lambda: "A dog." in stage.heard)
    stage.controller.camera.hold("")  # a second of quiet, during which nothing changes
    qtbot.wait(1600)
    assert stage.heard.count("A dog.") == 1
    stage.webcam.brightness = 50
    qtbot.waitUntil(lambda: stage.shown.startswith("A cat."))
    stage.do("live")
    qtbot.waitUntil(lambda: "Live is off." in stage.heard)
    stage.do("live")
    stage.do("camera")
    qtbot.waitUntil(lambda: stage.last == "The camera is off.")
    assert not stage.action("live").isChecked()
    assert stage.controller.status().startswith(("Ready", "Speaking"))


def test_the_picture_comes_back_when_the_camera_cannot_be_used(
    stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.controller.open(save_picture(tmp_path / "white.png", 200))
    qtbot.waitUntil(lambda: stage.controller.frame is not None)
    preview = stage.window.findChild(Preview)
    assert preview is not None
    stage.webcam.brightness = -1
    stage.do("camera")
    qtbot.waitUntil(lambda: "no camera" in stage.notice)
    qtbot.waitUntil(lambda: preview.accessibleName() == "Picture: white.png")


def test_no_camera_is_a_clear_notice_and_the_switch_goes_back(qtbot: QtBot, stage: Stage) -> None:
    stage.webcam.brightness = -1
    stage.do("camera")
    qtbot.waitUntil(lambda: stage.notice == "There is no camera. Connect one and try again.")
    assert not stage.action("camera").isChecked()


def test_the_status_key_says_what_goes_on(qtbot: QtBot, stage: Stage, tmp_path: Path) -> None:
    stage.gate.clear()
    stage.controller.open(save_picture(tmp_path / "dog.png"))
    qtbot.waitUntil(lambda: stage.window.status.text() == "Describing dog.png.")
    stage.do("status")
    qtbot.waitUntil(lambda: "Describing dog.png." in stage.heard)


def test_every_control_has_a_name(stage: Stage) -> None:
    for widget in stage.window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
def test_a_file_named_like_markup_is_shown_as_it_is_named(
    stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    stage.gate.clear()
    path = save_picture(tmp_path / "a.png").rename(tmp_path / "<b>bold &amp;\u202e\n.png")
    stage.controller.open(path)
    qtbot.waitUntil(lambda: stage.window.status.text() == "Describing <b>bold &amp; .png.")
    assert stage.window.status.textFormat() == Qt.TextFormat.PlainText
    stage.gate.set()
    qtbot.waitUntil(lambda: stage.window.history_list.count() == 1)
    assert stage.window.history_list.item(0).text() == "<b>bold &amp; .png: A dog."
    assert stage.store["recent"] == [str(path)]
    stage.window.recent_menu.aboutToShow.emit()
    assert stage.window.recent_menu.actions()[0].text() == "&1 <b>bold &&amp; .png"


def test_the_button_to_the_menus_that_have_no_room_can_be_seen_and_hit(
    qtbot: QtBot, stage: Stage
) -> None:
    stage.window.resize(320, 500)
    more = stage.window.menuBar().findChild(QToolButton, "qt_menubar_ext_button")
    assert more is not None
    qtbot.waitUntil(more.isVisible)
    assert min(more.width(), more.height()) >= SMALLEST_TARGET
    drawn = more.grab().toImage()
    inside = {drawn.pixelColor(x, drawn.height() // 2).lightness() for x in range(6, 22)}
    assert max(inside) - min(inside) > 100  # an arrow, not an empty frame
