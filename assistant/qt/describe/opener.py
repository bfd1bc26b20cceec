"""Opening picture files, in a thread of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from assistant import sources
from assistant.errors import SettingsError, ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.describe.providers import Providers
from assistant.qt.settings.store import SettingsStore
from assistant.qt.workers.newest import NewestWorker

_RECENT = 8  # files


class _Wanted(NamedTuple):
    path: Path
    page: int


class Opener(QObject):
    """Reads the newest file that was asked for, and remembers it among the recent ones.

    Signals:
        opened(frame): its picture.
        not_remembered(message): the settings could not be written.
    """

    opened = Signal(object)
    not_remembered = Signal(str)

    def __init__(
        self,
        store: SettingsStore,
        providers: Providers,
        on_failure: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._providers = store, providers
        self._worker: NewestWorker[_Wanted, Frame] = NewestWorker(self._make, on_failure, self)
        self._worker.done.connect(self._done)

    @property
    def opening(self) -> str:
        """Name of the file that is being read, or empty."""
        pending = self._worker.pending
        return sources.title(pending[-1].path) if pending else ""

    def open(self, path: Path, page: int = 1) -> None:
        """Read this file next; of a document that page."""
        self._worker.submit(_Wanted(path, page), interrupt=True)

    def cancel(self) -> None:
        """Forget what is being read."""
        self._worker.cancel()

    def close(self) -> None:
        """End the thread."""
        self._worker.close()

    def _make(self) -> Callable[[_Wanted, ShouldStop], Frame]:
        return lambda wanted, _should_stop: self._providers.read(*wanted)

    def _done(self, wanted: _Wanted, frame: Frame) -> None:
        self.opened.emit(frame)
        name = str(wanted.path)
        others = [other for other in self._store["recent"] if other != name]
        try:
            self._store.change("recent", [name, *others][:_RECENT])
        except SettingsError as error:
            self.not_remembered.emit(error.message)
