"""Finding pictures in the window, by keyboard, with indexes made here and real ones."""

import os
import shutil
import sqlite3
import threading
from contextlib import closing

import psutil
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
)

from assistant import paths
from assistant.errors import AssistantError
from assistant.qt.find import control
from assistant.qt.find.control import FindPictures
from assistant.qt.find.page import AT_ONCE
from assistant.qt.widgets.question import QuestionBox
from assistant.search import database, indexing
from assistant.search.folders import overview
from assistant.search.indexing import IndexingKind, Step
from tests.qt.stage import save_picture
from tests.search.made import FAIRLY, fill, record, saw
from tests.waiting import SECONDS
from tests.work.made import command

DOG = record(
    saw("dog"), saw("beach", FAIRLY, "scene"), brief="A dog on a beach.", vector=bytes((100, 0))
)
DOGS = record(saw("dog", FAIRLY), brief="There is a dog.", vector=bytes((90, 20)))
CAT = record(saw("cat"), brief="A cat.", vector=bytes((0, 100)))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    names = {"IMG_1.png": DOG, "IMG_2.png": DOGS, "cat.png": CAT}
    for name in names:
        save_picture(folder / name)
    fill(folder, names)
    return folder


@pytest.fixture
def opened(qtbot, stage):
    """Opens the window, and waits until the folders are counted."""

    def opened():
        stage.do("find")
        dialog = stage.commands.dialog
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.pictures.text.toPlainText() != "")
        return dialog

    return opened


def ask(qtbot, dialog, words):
    """Type and press Enter; wait for what is told then."""
    page = dialog.pictures
    page.field.selectAll()
    qtbot.keyClicks(page.field, words)
    page.show_text("")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.text.toPlainText() != "")


def items(dialog):
    results = dialog.pictures.list
    role = Qt.ItemDataRole.AccessibleTextRole
    return [results.item(row).data(role) for row in range(results.count())]


def close(qtbot, stage, dialog):
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: stage.commands.dialog is None)


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


class Indexing:
    """Steps that the test lets go one by one, in place of looking at pictures."""

    def __init__(self, monkeypatch):
        self.asked, self.paused, self.ended = [], threading.Event(), threading.Event()
        self.go = threading.Semaphore(0)
        self.steps, self.error = [], ""
        monkeypatch.setattr(indexing, "index", self.index)

    def index(self, task, folders, pause):
        self.asked.append((task, list(folders)))
        try:
            if self.error:
                raise AssistantError(self.error)
            for step in self.steps:
                while not self.go.acquire(timeout=0.01):
                    pause()
                yield step
        finally:
            self.ended.set()


@pytest.fixture
def script(monkeypatch):
    return Indexing(monkeypatch)


def steps(folder, count):
    return [
        Step(IndexingKind.ADDED, folder / f"{n}.png", stage="Looking", done=n, total=count)
        for n in range(1, count + 1)
    ]


def test_a_folder_is_added_with_progress_in_words(
    qtbot, stage, opened, photos, script, monkeypatch
):
    dialog = opened()
    page = dialog.folders
    dialog.tabs.setCurrentWidget(page)
    script.steps = [
        *steps(photos, 3),
        Step(IndexingKind.FAILED, photos, "x.png is damaged.", "Looking", 4, 4),
    ]
    page.add.click()
    (asked,) = page.findChildren(QFileDialog)
    asked.selectFile(str(photos))
    asked.fileSelected.emit(str(photos))
    asked.close()
    qtbot.waitUntil(lambda: page.text.toPlainText() == "Searching the folders…")
    page.add.setFocus()
    script.go.release()
    qtbot.waitUntil(lambda: page.text.toPlainText() == "Looking: 1 of 3 pictures.")
    assert (page.bar.value(), page.bar.maximum()) == (1, 3)
    page.again.click()  # not both at once
    qtbot.waitUntil(lambda: any("already" in said for said in stage.heard))
    script.go.release(3)
    done = "Done: 3 added, 1 failed."
    qtbot.waitUntil(lambda: page.text.toPlainText() == f"{done}\nx.png is damaged.")
    qtbot.waitUntil(lambda: done in stage.heard)
    assert dialog.focusWidget() is page.add
    ((task, folders),) = script.asked
    assert folders == [photos]
    assert task.profile == "compact"
    assert "text" in task.senses
    qtbot.waitUntil(lambda: page.list.item(0).text().startswith("photos, 3 pictures"))


def test_stop_keeps_what_is_done_and_look_again_goes_on(qtbot, stage, opened, photos, script):
    dialog = opened()
    page = dialog.folders
    page.stop.click()
    qtbot.waitUntil(lambda: "Nothing is being done." in stage.heard)
    script.steps = steps(photos, 1000)
    page.again.click()
    script.go.release(2)
    qtbot.waitUntil(lambda: page.text.toPlainText().startswith("Looking: 2 of"))
    page.stop.click()
    qtbot.waitUntil(lambda: page.text.toPlainText().startswith("Stopped: 2 added."))
    assert "“Look again” goes on" in page.text.toPlainText()
    assert script.ended.is_set()
    qtbot.waitUntil(lambda: any(s.startswith("Stopped: 2") for s in stage.heard))
    page.again.click()
    qtbot.waitUntil(lambda: len(script.asked) == 2)
    page.stop.click()
    qtbot.waitUntil(lambda: not stage.commands[FindPictures].indexer.busy)
    assert [folders for _, folders in script.asked] == [[], []]


def test_indexing_goes_on_when_the_window_is_closed_and_ends_with_the_program(
    qtbot, stage, opened, photos, script
):
    dialog = opened()
    script.steps = steps(photos, 1000)
    dialog.folders.again.click()
    script.go.release()
    qtbot.waitUntil(lambda: dialog.folders.text.toPlainText().startswith("Looking: 1"))
    close(qtbot, stage, dialog)
    said = "Glimpse goes on looking at the pictures."
    qtbot.waitUntil(lambda: said in stage.heard)
    assert not script.ended.is_set()
    dialog = opened()
    assert dialog.folders.text.toPlainText() == "Looking: 1 of 1000 pictures."
    script.go.release()
    qtbot.waitUntil(lambda: dialog.folders.text.toPlainText().startswith("Looking: 2"))
    stage.commands.close()
    assert script.ended.is_set()


def test_how_far_it_is_is_said_now_and_then_but_not_over_speech(
    qtbot, stage, opened, photos, script, monkeypatch
):

    monkeypatch.setattr(control, "_EVERY_S", 0.0)
    dialog = opened()
    script.steps = steps(photos, 1000)
    dialog.folders.again.click()
    qtbot.waitUntil(lambda: not stage.controller.voice.speaking)
    script.go.release()
    qtbot.waitUntil(lambda: "Looking: 1 of 1000 pictures." in stage.heard)
    monkeypatch.setattr(type(stage.controller.voice), "speaking", property(lambda _: True))
    script.go.release()
    qtbot.waitUntil(lambda: dialog.folders.text.toPlainText().startswith("Looking: 2"))
    qtbot.wait(100)
    assert "Looking: 2 of 1000 pictures." not in stage.heard


def test_what_goes_wrong_is_shown_and_said(qtbot, stage, opened, photos, script):
    dialog = opened()
    script.error = "Models are missing. Install Glimpse again."
    dialog.folders.again.click()
    qtbot.waitUntil(lambda: dialog.folders.text.toPlainText() == script.error)
    qtbot.waitUntil(lambda: script.error in stage.heard)
    assert not stage.commands[FindPictures].indexer.busy


def test_another_process_that_indexes_is_told(qtbot, stage, opened, photos):
    dialog = opened()
    with database.writing():
        dialog.folders.again.click()
        qtbot.waitUntil(lambda: "indexing already" in dialog.folders.text.toPlainText())


def test_the_index_of_a_newer_version_is_told(qtbot, stage, opened, photos):
    with closing(sqlite3.connect(database.place())) as changed:
        changed.execute(f"PRAGMA user_version = {database.SCHEMA + 1}")
    dialog = opened()
    for text in (dialog.pictures.text, dialog.folders.text):
        assert "newer version of Glimpse" in text.toPlainText()
    ask(qtbot, dialog, "dog")
    assert "newer version of Glimpse" in dialog.pictures.text.toPlainText()


def test_a_folder_is_forgotten_after_consent(qtbot, stage, opened, photos):
    dialog = opened()
    page = dialog.folders
    dialog.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: page.list.count() == 1)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    (box,) = page.findChildren(QuestionBox)
    assert box.text.startswith("Forget photos? Its 3 pictures can then no longer be found")
    qtbot.waitUntil(lambda: box.text in stage.heard)
    qtbot.keyClick(box, Qt.Key.Key_Return)  # the default is no
    qtbot.wait(50)
    assert overview().pictures == 3
    page.forget.click()
    box = page.findChildren(QuestionBox)[-1]
    box.yes.click()
    qtbot.waitUntil(lambda: page.list.count() == 0)
    assert page.text.toPlainText() == "3 pictures are forgotten. The files are untouched."
    assert overview().folders == ()
    assert (photos / "cat.png").exists()


def test_from_a_folder_to_the_described_picture_with_the_real_networks(
    qtbot, stage, opened, tmp_path
):
    folder = tmp_path / "real"
    folder.mkdir()
    for name in ("cat.jpg", "dog.jpg"):
        shutil.copy(paths.resources() / "samples" / name, folder / name)
    (folder / "damaged.jpg").write_bytes(b"no picture")
    dialog = opened()
    dialog.folders.added.emit(folder)
    page = dialog.folders
    qtbot.waitUntil(lambda: page.text.toPlainText().startswith("Done:"))
    assert page.text.toPlainText().startswith("Done: 2 added, 2 read for text, 1 failed.")
    assert "damaged.jpg" in page.text.toPlainText()
    ask(qtbot, dialog, "file cat")
    assert items(dialog)[0].startswith("cat.jpg. ")


def test_closing_the_program_while_the_networks_look_leaves_no_process(
    qtbot, stage, opened, tmp_path
):
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        Image.new("RGB", (400, 300), (n, 90, 200)).save(folder / f"{n}.jpg")
    before = set(psutil.Process().children(recursive=True))
    dialog = opened()
    dialog.folders.added.emit(folder)
    qtbot.waitUntil(lambda: len(set(psutil.Process().children(recursive=True)) - before) > 1)
    stage.commands.close()

    def left():
        every = set(psutil.Process().children(recursive=True)) - before
        return [p for p in every if "resource_tracker" not in command(p)]

    qtbot.waitUntil(lambda: not left())
