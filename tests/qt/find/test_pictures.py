"""Finding pictures in the window, by keyboard, with indexes made here."""

import os
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from assistant.qt.find.page import AT_ONCE
from tests.qt.find.made import DOG, ask, close, items
from tests.search.made import fill
from tests.waiting import SECONDS


def test_found_pictures_are_listed_with_name_text_and_reason_and_said_once(
    qtbot, stage, opened, photos
):
    dialog = opened()
    assert dialog.pictures.text.toPlainText() == "3 pictures can be searched."
    ask(qtbot, dialog, "dog on a beach")
    assert items(dialog) == [
        "IMG_1.png. A dog on a beach. dog: sure; beach: the place, fairly sure.",
        "IMG_2.png. There is a dog. dog: fairly sure; beach: not found.",
    ]
    shown = dialog.pictures.list.item(0).text()
    assert shown.splitlines()[:2] == ["IMG_1.png", "A dog on a beach."]
    told = "One picture fits: dog; beach. 1 more perhaps or in part."
    assert dialog.pictures.text.toPlainText() == told
    assert dialog.pictures.field.hasFocus()
    qtbot.waitUntil(lambda: f"First: {items(dialog)[0]}" in stage.heard)
    qtbot.wait(100)
    assert stage.heard.count(told) == 1
    qtbot.keyClick(dialog.pictures.field, Qt.Key.Key_Down)
    assert dialog.pictures.list.hasFocus()
    assert dialog.pictures.list.currentRow() == 0


def test_nothing_found_and_unknown_words_are_told(qtbot, stage, opened, photos):
    dialog = opened()
    ask(qtbot, dialog, "wardrobe")
    text = dialog.pictures.text.toPlainText()
    assert text.startswith("I found no picture for: wardrobe. I searched 3 pictures.")
    assert "I don't know what a wardrobe looks like" in text
    assert items(dialog) == []
    qtbot.waitUntil(lambda: "I found no picture for: wardrobe." in " ".join(stage.heard))
    ask(qtbot, dialog, "?!")
    assert "Name something to search for" in dialog.pictures.text.toPlainText()


def test_enter_describes_the_picture_in_the_main_window_and_the_list_stays(
    qtbot, stage, opened, photos
):
    dialog = opened()
    ask(qtbot, dialog, "dog")
    qtbot.keyClick(dialog.pictures.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.pictures.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.pictures.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.shown.startswith("A dog."))
    assert stage.controller.frame.source == "IMG_2.png"
    assert dialog.isVisible()
    assert dialog.pictures.list.hasFocus()
    assert len(items(dialog)) == 2


def test_a_picture_that_is_gone_is_told(qtbot, stage, opened, photos):
    dialog = opened()
    ask(qtbot, dialog, "cat")
    (photos / "cat.png").unlink()
    qtbot.keyClick(dialog.pictures.field, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.pictures.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no picture named cat.png" in stage.notice)


def test_more_like_this(qtbot, stage, opened, photos):
    dialog = opened()
    dialog.pictures.alike.click()
    qtbot.waitUntil(lambda: "Choose a result first." in stage.heard)
    ask(qtbot, dialog, "dog")
    dialog.pictures.alike.click()
    qtbot.waitUntil(lambda: "most like IMG_1.png" in dialog.pictures.text.toPlainText())
    assert [item.split(". ")[0] for item in items(dialog)] == ["IMG_2.png", "cat.png"]
    assert "very much alike" in items(dialog)[0]


def test_more_results_come_when_asked_and_the_place_in_the_list_stays(
    qtbot, stage, opened, tmp_path
):
    fill(tmp_path, {f"{n}.png": DOG for n in range(AT_ONCE + 7)})
    dialog = opened()
    ask(qtbot, dialog, "dog")
    assert f"The best {AT_ONCE} are listed." in dialog.pictures.text.toPlainText()
    dialog.pictures.list.setCurrentRow(40)
    dialog.pictures.more.click()
    qtbot.waitUntil(lambda: len(items(dialog)) == AT_ONCE + 7)
    assert dialog.pictures.list.currentRow() == 40
    dialog.pictures.more.click()
    qtbot.waitUntil(lambda: "There are no more results." in stage.heard)


def test_the_newest_question_wins_and_is_not_spoken_over_a_picture(
    qtbot, stage, opened, photos, monkeypatch
):
    from assistant.search import finding

    held, find = threading.Event(), finding.find

    def slowly(opened, words, most, should_stop):
        assert held.wait(SECONDS)
        return find(opened, words, most, should_stop)

    dialog = opened()
    ask(qtbot, dialog, "cat")
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    monkeypatch.setattr(finding, "find", slowly)
    page = dialog.pictures
    for words in ("dog", "beach", "cat"):
        page.field.setText(words)
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    page.show_text("")
    held.set()
    qtbot.waitUntil(lambda: page.text.toPlainText() == "One picture fits: cat.")
    qtbot.wait(100)
    assert not any("fit: dog" in said or "fits: beach" in said for said in stage.heard)
    held.clear()
    page.field.setText("dog")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    page.open()  # a picture is more recent than the question
    held.set()
    qtbot.waitUntil(lambda: stage.shown.startswith("A dog."))
    qtbot.wait(200)
    assert page.text.toPlainText() == "One picture fits: cat."


def test_names_with_odd_characters_are_plain_words(qtbot, stage, opened, tmp_path):
    if os.name == "nt":
        pytest.skip("such names are impossible there")
    odd = {"<b>a\nb\u202egnp.png": DOG, os.fsdecode(b"caf\xe9.png"): DOG, "🐕 x.png": DOG}
    fill(tmp_path / "odd <i>\n", odd)
    dialog = opened()
    ask(qtbot, dialog, "dog")
    names = {item.split(". A dog")[0] for item in items(dialog)}
    assert names == {"<b>a bgnp.png", "caf.png", "🐕 x.png"}
    assert all(
        label.textFormat() != Qt.TextFormat.RichText for label in dialog.findChildren(QLabel)
    )
    folders = dialog.folders.list
    assert folders.item(0).text().startswith("odd <i>, 3 pictures")
    assert "\n\n" not in folders.item(0).text()
    dialog.pictures.alike.click()
    qtbot.waitUntil(lambda: len(items(dialog)) == 2)


def test_an_empty_index_says_what_to_do(qtbot, stage, opened):
    dialog = opened()
    assert dialog.tabs.currentWidget() is dialog.folders
    assert dialog.folders.add.hasFocus()
    sentence = "No pictures can be found yet. Add a folder first."
    assert dialog.folders.text.toPlainText() == sentence
    qtbot.waitUntil(lambda: sentence in stage.heard)
    dialog.tabs.setCurrentWidget(dialog.pictures)
    ask(qtbot, dialog, "dog")
    assert dialog.pictures.text.toPlainText() == sentence


def test_it_opens_again_with_what_it_showed(qtbot, stage, opened, photos):
    dialog = opened()
    ask(qtbot, dialog, "dog")
    dialog.pictures.list.setCurrentRow(1)
    close(qtbot, stage, dialog)
    dialog = opened()
    assert dialog.pictures.field.text() == "dog"
    assert dialog.focusWidget() is dialog.pictures.field
    assert len(items(dialog)) == 2
    assert dialog.pictures.list.currentRow() == 1


def test_escape_stops_the_voice_before_it_closes(qtbot, stage, opened, photos):
    dialog = opened()
    stage.controller.voice.say(["Word."] * 500)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not stage.controller.voice.speaking
    assert dialog.isVisible()
    close(qtbot, stage, dialog)


def test_everything_is_named_and_reached_with_tab(qtbot, stage, opened, photos):
    dialog = opened()
    kinds = (QLineEdit, QListWidget, QPlainTextEdit, QPushButton)
    for page in (dialog.pictures, dialog.folders):
        dialog.tabs.setCurrentWidget(page)
        dialog.tabs.setFocus()
        reached = set()
        for _ in range(20):
            qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
            reached.add(QApplication.focusWidget())
        wanted = {w for kind in kinds for w in page.findChildren(kind)}
        assert wanted <= reached
        for widget in wanted:
            name = widget.text() if isinstance(widget, QPushButton) else widget.accessibleName()
            assert name
            if not isinstance(widget, QPlainTextEdit):
                assert widget.accessibleDescription()
    buddies = {label.buddy() for label in dialog.findChildren(QLabel)}
    assert {dialog.pictures.field, dialog.pictures.list, dialog.folders.list} <= buddies
