from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.qt.describe.notices import Notices
from tests.qt.stage import Stage


def test_a_notice_is_shown_named_and_dismissed(qtbot: QtBot) -> None:
    home = QPushButton()
    notices = Notices(home)
    qtbot.addWidget(home)
    qtbot.addWidget(notices)
    assert notices.isHidden()
    notices.show_notice("The camera <b>was</b> disconnected.")
    label = notices.findChild(QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface.text(QAccessible.Text.Name) == "The camera <b>was</b> disconnected."
    notices.findChild(QPushButton).click()
    assert notices.isHidden()
    assert notices.text == ""


def test_it_stays_until_the_next_action(qtbot: QtBot, stage: Stage) -> None:
    stage.controller.voice.notify("Something is wrong.")
    assert not stage.window.notices.isHidden()
    stage.do("repeat")
    assert stage.window.notices.isHidden()
    qtbot.waitUntil(lambda: stage.heard.count("Something is wrong.") >= 1)


def test_escape_dismisses_it_and_leaves_the_focus_alone(qtbot: QtBot, stage: Stage) -> None:
    stage.window.text.setFocus()
    stage.controller.voice.notify("Something is wrong.")
    assert stage.window.focusWidget() is stage.window.text
    qtbot.keyClick(stage.window.text, Qt.Key.Key_Escape)
    assert stage.window.notices.isHidden()
