"""Pictures in, explanations out, for the window: the pipeline in a thread that never blocks it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.pipeline.pipeline import Pipeline
from assistant.qt.workers.newest import NewestWorker

Load = Callable[[], Pipeline]

_DEFAULT = Options()


@dataclass(eq=False)
class _Request:
    """One picture to describe; without a frame, a wish to have the models ready."""

    frame: Frame | None
    live: bool
    load: Load
    options: Options = _DEFAULT


@dataclass(frozen=True, eq=False)
class Described:
    """A picture and what was explained of it at once; slow senses may still be pending.

    Attributes:
        frame: the picture.
        first: what was explained.
        live: the picture is a live one.
        options: how it was looked at, and is to be looked at on.
    """

    frame: Frame
    first: Explanation
    live: bool
    options: Options


class _Describing:
    """What the thread does: keeps one pipeline, loaded when it is first needed."""

    def __init__(self, tell: Callable[[str, _Request], None]) -> None:
        self._tell = tell
        self._pipeline: Pipeline | None = None
        self._loaded_by: Load | None = None

    def __call__(self, request: _Request, should_stop: ShouldStop) -> Explanation | None:
        pipeline = self._ready(request)
        if request.frame is None or should_stop():
            return None
        self._tell("started", request)
        return pipeline.glance(request.frame, should_stop, request.options)

    def _ready(self, request: _Request) -> Pipeline:
        if self._pipeline is None or self._loaded_by is not request.load:
            self._pipeline = None  # before, or two would be in memory at once
            self._tell("loading", request)
            self._pipeline = request.load()
            self._loaded_by = request.load
            self._tell("ready", request)
        return self._pipeline


class Describer(QObject):
    """Describes the newest picture. Methods and signals: the GUI thread only.

    A picture that was asked for (not a live one) is always answered by ``explained`` or
    ``failed``; only :meth:`cancel`, or a newer one that was asked for while it still waits, takes
    that away. It interrupts a live picture, and live pictures are dropped until it is answered.

    Signals:
        explained(described): a picture was described; for slow senses that are pending there is
            the :class:`~assistant.qt.describe.slow_senses.SlowSenses`.
        failed(message): it could not be, or the models could not be loaded.
        loading(), ready(): the models.
        started(): describing a picture begins.
    """

    explained = Signal(object)
    failed = Signal(str)
    loading = Signal()
    ready = Signal()
    started = Signal()
    _told = Signal(str, object)  # what, request

    def __init__(
        self, load: Load, on_failure: Callable[[str], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._load = load
        self._is_loading = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._worker: NewestWorker[_Request, Explanation | None] = NewestWorker(
            self._make, self._on_failed, self
        )
        self._worker.done.connect(self._on_done)

    @property
    def busy(self) -> bool:
        """Whether a picture is still to be answered."""
        return any(request.frame is not None for request in self._worker.pending)

    def submit(self, frame: Frame, live: bool = False, options: Options = _DEFAULT) -> None:
        """Describe ``frame``; a live one only if nothing that was asked for is unanswered."""
        pending = self._worker.pending
        if live and any(r.frame is not None and not r.live for r in pending):
            return
        overtakes = not live and bool(pending) and pending[0].live
        self._worker.submit(_Request(frame, live, self._load, options), interrupt=overtakes)

    def warm_up(self) -> None:
        """Load the models now, in the background; call it after the first paint."""
        if not self._worker.pending:
            self._worker.submit(_Request(None, False, self._load))

    def set_load(self, load: Load) -> None:
        """Use other models from the next picture on; the old ones are freed then."""
        self._load = load

    def cancel(self) -> None:
        """Drop every picture. Models that are being loaded go on, as they will be needed."""
        self._worker.cancel()
        if self._is_loading:  # should that fail, it must still be told: this one will find it
            self.warm_up()

    def close(self) -> None:
        """Stop and wait for the thread's end."""
        self._worker.close()

    def _make(self) -> _Describing:
        return _Describing(self._told.emit)

    def _on_told(self, what: str, request: _Request) -> None:
        if what == "started" and request in self._worker.pending:
            self.started.emit()
        elif what == "loading":
            self._is_loading = True
            self.loading.emit()
        elif what == "ready":
            self._is_loading = False
            self.ready.emit()

    def _on_done(self, request: _Request, explanation: Explanation | None) -> None:
        if explanation is not None and request.frame is not None:
            done = Described(request.frame, explanation, request.live, request.options)
            self.explained.emit(done)

    def _on_failed(self, message: str) -> None:
        self._is_loading = False
        self.failed.emit(message)
