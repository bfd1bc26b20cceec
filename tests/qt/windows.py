"""Opens every window of the program, one after the other, filled as a user would find it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget

from assistant import models
from assistant.library import AltTexts
from assistant.qt.alttexts.dialog import AnnotateDialog
from assistant.qt.ask.control import AskControl
from assistant.qt.describe.download_dialog import DownloadDialog
from assistant.qt.engines.get_dialog import GetDialog
from assistant.qt.film.dialog import FilmDialog
from assistant.qt.read.control import ReadControl
from assistant.qt.screen.picker import Picker
from assistant.qt.widgets.question import QuestionBox
from tests.qt.find.made import CAT, DOG, DOGS
from tests.qt.stage import Stage, save_picture, saying
from tests.qt.test_annotate_dialog import Scripted
from tests.qt.test_film_dialog import steps, with_tracks
from tests.search.made import fill
from tests.waiting import SECONDS

_PATIENCE = SECONDS
_LONG = "A picture with a long name that somebody gave it on holiday.png"
_Found = tuple[str, QWidget] | tuple[str, QWidget, QTabWidget]


class Opened(NamedTuple):
    """A window, and its tabs if there is something to see on each."""

    name: str
    window: QWidget
    tabs: QTabWidget | None = None

    def pages(self) -> Iterator[str]:
        """Turn to one tab after the other; returns their names. Of others there is one page."""
        if self.tabs is None:
            yield self.name
            return
        for index in range(self.tabs.count()):
            self.tabs.setCurrentIndex(index)
            yield f"{self.name} {self.tabs.tabText(index)}"


def until(condition: Callable[[], object]) -> None:
    """Let the program go on until this is so."""
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the window never came to the state that was waited for")
        QCoreApplication.processEvents()
        time.sleep(0.002)


def settle() -> None:
    """Let everything take its place and be painted."""
    for _ in range(6):
        QCoreApplication.processEvents()


def every(stage: Stage, folder: Path) -> Iterator[Opened]:
    """Each window with its name; it is closed when the next one is asked for."""
    for part in (_main(stage, folder), _small(stage), _find(stage, folder), _media(stage, folder)):
        yield from (Opened(*found) for found in part)


def _main(stage: Stage, folder: Path) -> Iterator[_Found]:
    window = stage.window
    yield "welcome", window
    review = stage.controller.review
    stage.controller.open(save_picture(folder / _LONG, 150))
    until(lambda: review.history.entries and not stage.controller.slow_senses.busy)
    stage.do("full")
    yield "explained", window
    stage.do("explore")
    stage.action("history").trigger()
    stage.controller.voice.notify("There is no camera. Connect one and try again.")
    yield "notice and history", window
    stage.action("history").trigger()
    stage.do("ask")
    stage.commands[AskControl].bar.field.setText("Is there a dog?")
    stage.commands[AskControl].ask("Is there a dog?")
    until(lambda: stage.commands[AskControl].bar.answer.isVisible())
    yield "answer", window
    stage.commands[AskControl].leave()
    stage.do("live")
    until(lambda: stage.controller.camera.newest() is not None)
    yield "live", window
    stage.do("camera")
    until(lambda: not stage.controller.camera.on)
    for title in ("&Picture", "&Explanation", "Sc&reen"):
        menu = next(a for a in window.menuBar().actions() if a.text() == title).menu()
        menu.popup(window.mapToGlobal(window.rect().topLeft()))
        yield f"menu {title.replace('&', '')}", menu
        menu.close()


def _small(stage: Stage) -> Iterator[_Found]:
    for name in ("why", "help", "preferences"):
        stage.do(name)
        dialog = stage.commands.dialog
        yield (name, dialog, dialog.tabs) if name == "preferences" else (name, dialog)
        dialog.close()
    stage.do("seek")
    yield "seek", stage.commands.dialog
    stage.do("teach")
    dialog = stage.commands.dialog
    yield "own things", dialog, dialog.tabs
    dialog.close()
    stage.do("describe_part")
    until(lambda: isinstance(stage.commands.dialog, Picker))
    picker = stage.commands.dialog
    yield "part of the screen", picker
    picker.close()
    dialog = DownloadDialog(models.for_profile("standard"), lambda _: iter(()), stage.window)
    dialog.bar.show()
    dialog.bar.setValue(400)
    dialog.show()
    yield "download", dialog
    dialog.close()
    dialog = GetDialog(stage.window)
    dialog.show()
    yield "get an engine", dialog
    dialog.close()
    stage.do("open")
    dialog = stage.commands.dialog
    assert isinstance(dialog, QFileDialog)
    yield "open a file", dialog
    dialog.close()


def _find(stage: Stage, folder: Path) -> Iterator[_Found]:
    photos = folder / "photos"
    photos.mkdir()
    names = {"IMG_1.png": DOG, "IMG_2.png": DOGS, "cat.png": CAT}
    for name in names:
        save_picture(photos / name)
    fill(photos, names)
    stage.do("find")
    dialog = stage.commands.dialog
    until(lambda: dialog.pictures.text.toPlainText() != "")
    dialog.pictures.field.setText("dog on a beach")
    dialog.pictures.search()
    until(lambda: dialog.pictures.list.count())
    yield "find", dialog
    dialog.tabs.setCurrentIndex(1)
    yield "folders", dialog
    until(lambda: dialog.folders.list.count())
    dialog.folders.list.setCurrentRow(0)
    dialog.folders.ask_to_forget()
    (question,) = dialog.findChildren(QuestionBox)
    yield "question", question
    question.close()
    dialog.close()


def _media(stage: Stage, folder: Path) -> Iterator[_Found]:
    stage.do("read")
    until(lambda: stage.commands[ReadControl].dialog.save.isEnabled())
    yield "read", stage.commands[ReadControl].dialog
    stage.commands[ReadControl].dialog.close()
    path = with_tracks(folder / "a.mkv", "eng", "deu")
    dialog = FilmDialog(path, steps, saying([]), lambda: None, 180, stage.window)
    dialog.show()
    until(lambda: dialog.list.count() == 3 and dialog.tracks.isVisible())
    yield "film", dialog
    dialog.close()
    texts = AltTexts("A dog.", "A dog.", "A dog on the left of a garden.", ("dog", "garden"))
    review = Scripted(texts, texts)
    dialog = AnnotateDialog(review, saying([]), stage.window)
    dialog.show()
    until(lambda: len(review.proposals) == 2 and dialog.alt.toPlainText())
    yield "alt texts", dialog
    dialog.reject()
    until(lambda: not dialog.isVisible())
