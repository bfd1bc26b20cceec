"""Finding pictures: searches and indexing in threads, shown in a window of their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, ShouldStop
from assistant.pipeline.options import Options
from assistant.qt.describe.window_features import Feature, FeatureSet, Handlers
from assistant.qt.find.dialog import FindDialog
from assistant.qt.find.folders_page import IDLE, NONE
from assistant.qt.find.indexer import BUSY, Indexer, IndexProgress
from assistant.qt.find.page import Wish
from assistant.qt.widgets.question import QuestionBox
from assistant.qt.workers.newest import NewestWorker

if TYPE_CHECKING:
    from assistant.search.finding import Results
    from assistant.search.folders import Overview

_EVERY_S = 30.0  # how far indexing is, is said in passing


@dataclass(frozen=True)
class _Shown:
    """What stood in the window; it stands there again when it is opened again."""

    typed: str
    wish: Wish
    found: "Results"
    row: int = 0


class FindPictures(Feature):
    """Opens the window, searches, and keeps the index up to date, also when it is closed."""

    def __init__(self, features: FeatureSet) -> None:
        super().__init__(features)
        self._voice = self._controller.voice
        self.dialog: FindDialog | None = None
        self._shown: _Shown | None = None
        self._mentioned = 0.0
        self.indexer = Indexer(self._failed, self)
        self._searcher: NewestWorker[Wish, Results] = NewestWorker(
            _searching, self._not_found, self
        )
        self._counter: NewestWorker[None, Overview] = NewestWorker(
            _counting, self._not_counted, self
        )
        self._searcher.done.connect(self._found)
        self._counter.done.connect(self._counted)
        self.indexer.progressed.connect(self._progressed)
        self.indexer.ended.connect(self._ended)

    def handlers(self) -> Handlers:
        """Action name → what it does."""
        return {"find": self.open}

    def open(self) -> None:
        """Show the window, with what it showed before."""
        from assistant.search import database

        c = self._controller
        dialog = FindDialog(c.window)
        self._wire(dialog)
        self._show_alone(dialog)  # closes an older one
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        if self._shown is not None:
            dialog.pictures.field.setText(self._shown.typed)
            dialog.pictures.field.selectAll()
            dialog.pictures.show_found(self._shown.wish, self._shown.found, self._shown.row)
        if self.indexer.busy:
            dialog.folders.show_progress(self.indexer.progress)
        elif not database.place().exists():
            dialog.begin_with_folders()
        self._counter.submit(None)

    def close(self) -> None:
        """End all threads and processes."""
        self.indexer.close()
        super().close()

    def _wire(self, dialog: FindDialog) -> None:
        pictures, folders = dialog.pictures, dialog.folders
        pictures.wanted.connect(self._search)
        pictures.chosen.connect(self._open_picture)
        pictures.told.connect(self._voice.answer)
        folders.added.connect(self._add)
        folders.renewed.connect(self._look_again)
        folders.forgotten.connect(self._forget)
        folders.stopped.connect(self._stop)
        folders.asked.connect(self._ask)
        folders.told.connect(self._voice.answer)

    def _search(self, wish: Wish) -> None:
        self._controller.stop()  # nothing older is to be spoken over what is asked for now
        self._searcher.submit(wish, interrupt=True)

    def _found(self, wish: Wish, found: "Results") -> None:
        if self.dialog is None:
            return
        page = self.dialog.pictures
        row = page.list.currentRow() if wish.more else 0
        self._shown = _Shown(page.field.text(), wish, found, row)
        told = page.show_found(wish, found, row)
        self._voice.play("done" if found.results else "nothing")
        self._voice.say(told)

    def _not_found(self, message: str) -> None:
        if self.dialog is not None:
            self.dialog.pictures.show_text(message)
            self._voice.answer(message)

    def _open_picture(self, path: Path) -> None:
        self._searcher.cancel()  # its answer would be spoken over the picture
        self._controller.open(path)

    def _add(self, folder: Path) -> None:
        self._look([folder])

    def _look_again(self) -> None:
        self._look([])

    def _look(self, folders: list[Path]) -> None:
        if self._is_free():
            chosen = self._controller.store.settings
            self.indexer.look(folders, chosen["profile"], Options.of(chosen).public)
            self._begun()

    def _forget(self, folder: Path) -> None:
        if self._is_free():
            self.indexer.forget(folder)
            self._begun()

    def _is_free(self) -> bool:
        if self.indexer.busy:
            self._voice.answer(BUSY)
        return not self.indexer.busy

    def _begun(self) -> None:
        self._mentioned = time.monotonic()
        self._voice.say([self.indexer.progress.text])

    def _stop(self) -> None:
        if self.indexer.busy:
            self.indexer.stop()
        else:
            self._voice.answer(IDLE)

    def _progressed(self, progress: IndexProgress) -> None:
        if self.dialog is not None:
            self.dialog.folders.show_progress(progress)
        if progress.done == 1:
            self._counter.submit(None)  # the folder is in the list now
        if time.monotonic() - self._mentioned > _EVERY_S and not self._voice.speaking:
            self._mentioned = time.monotonic()
            self._voice.hint(progress.text)

    def _ended(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.folders.show_end(sentence, self.indexer.progress.notes)
        self._voice.add([sentence])  # after what is being said
        self._counter.submit(None)

    def _failed(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.folders.show_end(sentence)
        self._voice.notify(sentence)
        self._counter.submit(None)

    def _counted(self, _: None, overview: "Overview") -> None:
        if self.dialog is None:
            return
        self.dialog.folders.show_folders(overview)
        if self._shown is None and not self.dialog.pictures.text.toPlainText():
            self._greet(overview.pictures)

    def _greet(self, pictures: int) -> None:
        assert self.dialog is not None
        if pictures:
            text = "One picture" if pictures == 1 else f"{pictures} pictures"
            self.dialog.pictures.show_text(f"{text} can be searched.")
            self._voice.say_unless_read(["Find pictures.", f"{text} can be searched."])
        elif not self.indexer.busy:
            self.dialog.pictures.show_text(NONE)
            self._voice.answer(NONE)

    def _not_counted(self, message: str) -> None:
        if self.dialog is not None:
            self.dialog.folders.show_text(message)
            self.dialog.pictures.show_text(message)
            self._voice.answer(message)

    def _ask(self, box: QuestionBox) -> None:
        box.finished.connect(self._voice.stop)
        self._voice.say_unless_read([box.text])

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None and self._shown is not None:
            page = dialog.pictures
            self._shown = replace(self._shown, typed=page.field.text(), row=page.list.currentRow())
        self._searcher.cancel()
        if self.indexer.busy:
            self._voice.say(["Glimpse goes on looking at the pictures."])


def _searching() -> Callable[[Wish, ShouldStop], "Results"]:
    """In the thread: the search of one wish."""
    from assistant.search import database, finding

    def search(wish: Wish, should_stop: ShouldStop) -> "Results":
        try:
            with database.reading() as opened:
                if wish.like is not None:
                    return finding.like(opened, wish.like, most=wish.most)
                return finding.find(opened, wish.words, wish.most, should_stop=should_stop)
        except database.NoIndex as error:
            raise AssistantError(NONE) from error

    return search


def _counting() -> Callable[[None, ShouldStop], "Overview"]:
    from assistant.search.folders import overview

    return lambda _, _should_stop: overview()
