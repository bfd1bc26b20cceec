"""Getting an engine that runs inside Glimpse: which one, then consent and the download."""

from collections.abc import Callable, Generator, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidgetItem, QWidget

from assistant.engines import Book
from assistant.engines.book import check_name
from assistant.engines.catalogue import OFFERS, Offer
from assistant.errors import ShouldStop
from assistant.models import Model
from assistant.qt.appearance.text_size import HintLabel
from assistant.qt.describe.download_dialog import DownloadDialog
from assistant.qt.widgets import room
from assistant.qt.widgets.controls import WordsList, button
from assistant.qt.widgets.flow import Flow
from assistant.qt.workers.newest import NewestWorker

_ABOUT = (
    "These run inside Glimpse: no picture leaves this computer. Size and licence are told, and you "
    "are asked, before anything is downloaded."
)


class GetDialog(QDialog):
    """A list of what there is; the hub is asked in a thread of its own, then the user is.

    Args:
        parent: the page.

    Signals:
        told(sentence): what came of it, to be spoken.
        opened(text): a question was opened, which a screen reader reads by itself.
        added(name): the engine is here and in the book.
    """

    told = Signal(str)
    opened = Signal(str)
    added = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Get an engine")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.list = WordsList("Engines that Glimpse can get", "Enter gets the chosen one.", lines=6)
        for offer in OFFERS.values():
            item = QListWidgetItem(f"{offer.told}.")
            item.setData(Qt.ItemDataRole.UserRole, offer.name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._get)
        self.hint = HintLabel(_ABOUT)
        self.get = button("&Get it…", "Asks how large it is, then asks you.", self._get)
        self.no = button("Cancel", "Closes this window.", self.reject)
        self.asking: DownloadDialog | None = None
        self._worker: NewestWorker[Offer, Model] = NewestWorker(self._make, self._say, self)
        self._worker.done.connect(self._ask)
        layout = room.scrolling(self)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint)
        layout.addLayout(Flow([self.get, self.no], fill=True))
        room.fit(self, QSize(600, 480))

    def done(self, result: int) -> None:
        """Close; what the hub is asked is given up."""
        self._worker.close()
        super().done(result)

    def _get(self) -> None:
        offer = OFFERS[self.list.currentItem().data(Qt.ItemDataRole.UserRole)]
        self._say(f"Asking about {offer.title}.")
        self._worker.submit(offer, interrupt=True)

    def _make(self) -> Callable[[Offer, ShouldStop], Model]:
        from assistant.engines import obtaining

        def work(offer: Offer, should_stop: ShouldStop) -> Model:
            begun = obtaining.begun(offer)
            if not begun:
                check_name(offer.name, (entry.name for entry in Book()))
            return begun or obtaining.planned(offer, should_stop)

        return work

    def _ask(self, offer: Offer, model: Model) -> None:
        from assistant.engines import adding, obtaining

        names: list[str] = []

        def steps(_models: Sequence[Model]) -> Generator[Any, None, None]:
            yield from obtaining.download(offer, model)
            place = obtaining.folder(model)
            names.append(adding.add_downloaded(Book(), offer.name, offer, place).name)

        dialog = DownloadDialog(
            [model],
            steps,
            self,
            title=f"Get {offer.title}",
            told=obtaining.describe(offer, model),
            here=f"{offer.title} is here. It is called {offer.name}.",
        )
        dialog.told.connect(self.told)
        dialog.accepted.connect(lambda: self._got(names[-1]))
        dialog.rejected.connect(self._declined)
        self.asking = dialog
        dialog.open()
        self.opened.emit(dialog.text.toPlainText())

    def _got(self, name: str) -> None:
        self.asking = None
        self.added.emit(name)
        self.accept()

    def _declined(self) -> None:
        self.asking = None
        self._say("It was not downloaded. What has arrived is kept for the next time.")
        self.list.setFocus()

    def _say(self, text: str) -> None:
        self.hint.show_text(text)
        self.told.emit(text)
