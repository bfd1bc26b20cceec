"""The help window: pages, searching, reading aloud."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from assistant import manual
from assistant.keys import ACTIONS
from assistant.qt.help.dialog import HelpDialog
from assistant.qt.help.markdown import HelpLine, heading_of, lines, matching
from tests.qt.stage import Stage


@pytest.fixture
def dialog(stage: Stage) -> HelpDialog:
    stage.store.change("shortcuts", {"describe": "F9"})
    stage.do("help")
    opened = stage.commands.dialog
    assert isinstance(opened, HelpDialog)
    return opened


def rows(dialog: HelpDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def search(qtbot: QtBot, dialog: HelpDialog, words: str) -> None:
    dialog.field.setText(words)
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)


def line(dialog: HelpDialog) -> str:
    return dialog.text.textCursor().block().text()


def test_all_pages_are_listed_and_each_is_shown(dialog: HelpDialog) -> None:
    assert rows(dialog) == [page.title for page in manual.pages()]
    for row, page in enumerate(manual.pages()):
        dialog.list.setCurrentRow(row)
        assert dialog.text.accessibleName() == page.title
        assert dialog.text.toPlainText().startswith(f"{page.title}\n")
        for mark in ("<!--", "](", "| ", "**", "`"):
            assert mark not in dialog.text.toPlainText(), (page.name, mark)


def test_every_action_is_told_with_the_key_that_it_has_now(dialog: HelpDialog) -> None:
    dialog.list.setCurrentRow(1)
    shown = dialog.text.toPlainText()
    assert "\nF9: Describe. Describes the picture" in shown
    assert all(row.help in shown for row in ACTIONS)


def test_a_search_leads_to_the_lines_that_have_the_words(
    qtbot: QtBot, stage: Stage, dialog: HelpDialog
) -> None:
    search(qtbot, dialog, "aiming tones")
    assert all("aiming" in row.lower() and "tones" in row for row in rows(dialog))
    qtbot.waitUntil(lambda: f"{dialog.list.count()} places. First: Keys: Camera: " in stage.last)
    assert line(dialog).startswith("Ctrl+Shift+A: Help with aiming.")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.list.hasFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.text.hasFocus()
    assert line(dialog).startswith("Ctrl+Shift+A: Help with aiming.")
    search(qtbot, dialog, "")
    assert len(rows(dialog)) == len(manual.pages())


def test_a_screen_reader_finds_the_rows_that_are_there_now(
    qtbot: QtBot, dialog: HelpDialog
) -> None:
    QAccessible.setActive(True)
    try:
        face = QAccessible.queryAccessibleInterface(dialog.list)
        assert face.child(1).text(QAccessible.Text.Name) == rows(dialog)[1]
        search(qtbot, dialog, "mute")
        there = [face.child(n).text(QAccessible.Text.Name) for n in range(face.childCount())]
        assert there == rows(dialog)
    finally:
        QAccessible.setActive(False)


def test_nothing_found_is_said_and_the_list_stays(
    qtbot: QtBot, stage: Stage, dialog: HelpDialog
) -> None:
    search(qtbot, dialog, "helicopter")
    qtbot.waitUntil(lambda: stage.last == "Help has nothing about “helicopter”.")
    assert len(rows(dialog)) == len(manual.pages())


def test_a_page_is_read_aloud_from_the_line_and_escape_ends_it(
    qtbot: QtBot, stage: Stage, dialog: HelpDialog
) -> None:
    search(qtbot, dialog, "three matter most")
    qtbot.waitUntil(lambda: stage.last.startswith("One place. First: First steps"))
    before = len(stage.heard)
    dialog.aloud.click()
    qtbot.waitUntil(lambda: any(heard.startswith("Then: Space") for heard in stage.heard))
    assert stage.heard[before].startswith("Three matter most")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    if stage.commands.dialog is not None:  # the voice was still speaking: the first was silence
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)


def test_markdown_becomes_lines_that_can_be_heard(qapp: object) -> None:
    text = """# Films

One *long*
line with `code`.

- first
- [second](other.md)

| Key | Does | Since |
| --- | --- | --- |
| F1 | Help | 1.0 |

```sh
glimpse   keys   # all
glimpse doctor
```
"""
    page = lines(text)
    assert page[0] == HelpLine("Films", heading=True)
    assert [each.text for each in page[1:]] == [
        "", "One long line with code.",
        "", "first", "second",
        "", "F1: Does: Help; Since: 1.0",
        "", "glimpse keys # all", "glimpse doctor",
    ]  # fmt: skip


def test_words_may_stand_in_the_heading_but_not_all_of_them() -> None:
    page = [
        HelpLine("Films", heading=True),
        HelpLine(),
        HelpLine("Sound tracks are kept."),
        HelpLine("Other."),
    ]
    assert list(matching(page, "films tracks")) == [2]
    assert list(matching(page, "films")) == [0]
    assert list(matching(page, "tracks pictures")) == []
    assert heading_of(page, 2) == "Films"
