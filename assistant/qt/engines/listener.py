"""Listens to an engine in a thread of its own: each sentence is told as it comes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from assistant.engines import Entry
from assistant.engines.protocol import Engine, Result, Turn, listened
from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.qt.workers.newest import NewestWorker


@dataclass(frozen=True, eq=False)
class Request:
    """A question to an engine.

    Attributes:
        entry: the engine.
        frame: the picture.
        question: None for a description.
        history: the conversation about this picture so far.
    """

    entry: Entry
    frame: Frame
    question: str | None = None
    history: tuple[Turn, ...] = ()


class _Listening:
    """What the thread does: keeps the engine that was used last."""

    def __init__(self, tell: Callable[[Request, str], None]) -> None:
        self._tell = tell
        self._entry: Entry | None = None
        self._engine: Engine | None = None

    def __call__(self, request: Request, should_stop: ShouldStop) -> Result:
        engine = self._opened(request.entry)
        steps = engine.describe(
            request.frame, request.question, request.history, should_stop=should_stop
        )
        return listened(steps, partial(self._tell, request))

    def _opened(self, entry: Entry) -> Engine:
        from assistant.engines.opening import opened  # not before the first paint

        if self._engine is None or self._entry != entry:
            if self._engine is not None:
                self._engine.close()
            self._engine, self._entry = opened(entry), entry
        return self._engine


class Listener(QObject):
    """Asks engines; the newest request wins. Methods and signals: the GUI thread only.

    Signals:
        heard(request, sentence): it has said one more.
        done(request, result): it has said everything.
        failed(request, message): it could not, perhaps after some sentences.
    """

    heard = Signal(object, str)
    done = Signal(object, object)
    failed = Signal(object, str)
    _told = Signal(object, str)

    def __init__(
        self, on_failure: Callable[[Request, str], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._worker: NewestWorker[Request, Result] = NewestWorker(
            self._make, self._on_failed, self
        )
        self._worker.done.connect(self.done)

    def ask(self, request: Request) -> None:
        """Ask this now; what was asked before is given up."""
        self._worker.submit(request, interrupt=True)

    def cancel(self) -> None:
        """Give up; the connection is closed at once."""
        self._worker.cancel()

    def _make(self) -> _Listening:
        return _Listening(self._told.emit)

    def _on_told(self, request: Request, sentence: str) -> None:
        if request in self._worker.pending:
            self.heard.emit(request, sentence)

    def _on_failed(self, message: str, request: Request) -> None:
        self.failed.emit(request, message)
