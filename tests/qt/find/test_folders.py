"""Indexing folders from the window: step by step, and with the real networks."""

import shutil
import sqlite3
import threading
from contextlib import closing

import psutil
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
)

from assistant import paths
from assistant.errors import AssistantError
from assistant.qt.find import control
from assistant.qt.find.control import FindPictures
from assistant.qt.widgets.question import QuestionBox
from assistant.search import database, indexing
from assistant.search.folders import overview
from assistant.search.indexing import IndexingKind, Step
from tests.qt.find.made import ask, close, items
from tests.work.made import command


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
