"""Consent to a download, then its progress; it can be cancelled and goes on where it stopped."""

from collections.abc import Callable, Generator, Iterator, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QPushButton, QWidget

from assistant.models import DownloadProgress, Model, describe_download
from assistant.qt.widgets import room
from assistant.qt.widgets.text_view import TextView
from assistant.qt.workers.job import Job

_MB = 1_000_000
_SCALE = 1000  # steps of the bar: bytes of a big model do not fit into Qt's int


class DownloadDialog(QDialog):
    """Says what would be downloaded, asks, and does it. Accepted: everything is there.

    Args:
        models: what to get.
        download: gets it; each step is progress and a place to stop.
        parent: the window that asks.
        title: of this window.
        told: what a user has to know before agreeing; else what :func:`describe_download` says.
        here: what is said when everything is there.
    """

    told = Signal(str)  # something that should be spoken too

    def __init__(
        self,
        models: Sequence[Model],
        download: Callable[[Sequence[Model]], Iterator[DownloadProgress]],
        parent: QWidget,
        title: str = "Get the standard models",
        told: str = "",
        here: str = "The standard models are here.",
    ) -> None:
        super().__init__(parent)
        self._models, self._download = models, download
        self._job: Job | None = None
        self._leaving = False
        self._here = here
        self.setWindowTitle(title)
        self.text = TextView("What is downloaded")
        self.text.setPlainText(f"{told or describe_download(models)}\n\nDo you want this?")
        self.bar = QProgressBar()
        self.bar.setRange(0, _SCALE)
        self.bar.setAccessibleName("Progress of the download")
        self.bar.hide()
        self.go = QPushButton("&Download")
        self.go.clicked.connect(self._start)
        self._lay_out()
        self.text.setFocus()

    def reject(self) -> None:
        """Cancel: stop the download first; what has arrived is kept for the next time."""
        self._leaving = True
        if self._job is None:
            super().reject()
        else:
            self._job.cancel()

    def _lay_out(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        # Enter while reading the question is no consent: only on the button itself.
        self.go.setAutoDefault(False)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        self.buttons.rejected.connect(self.reject)
        layout = room.scrolling(self)
        for widget in (self.text, self.bar, self.buttons):
            layout.addWidget(widget)
        room.fit(self, QSize(640, 420))

    def _start(self) -> None:
        self._leaving = False
        self.go.setEnabled(False)
        self.bar.show()
        self._job = Job(self._steps, self._failed, self)
        self._job.progressed.connect(self._progressed)
        self._job.finished.connect(self._finished)
        self._job.cancelled.connect(self._cancelled)
        self._job.start()
        self._tell("Downloading.")

    def _steps(self) -> Generator[DownloadProgress, None, None]:
        yield from self._download(self._models)

    def _progressed(self, progress: DownloadProgress) -> None:
        self.bar.setValue(_SCALE * progress.done // max(1, progress.total))
        done, total = progress.done // _MB, progress.total // _MB
        self.text.setPlainText(f"Downloading {progress.name}: {done} of {total} MB.")

    def _finished(self) -> None:
        self._job = None
        self._tell(self._here)
        self.accept()

    def _failed(self, message: str) -> None:
        self._job = None
        self._tell(message)
        self._offer_again()

    def _cancelled(self) -> None:
        self._job = None
        if self._leaving:
            super().reject()

    def _offer_again(self) -> None:
        self.go.setText("&Resume")
        self.go.setEnabled(True)
        self.go.setFocus()

    def _tell(self, text: str) -> None:
        self.text.setPlainText(text)
        self.told.emit(text)
