"""Pictures in, explanations out, for the window: the pipeline in a thread that never blocks it."""

import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.pipeline import Pipeline
from assistant.qt.latest import LatestWorker, ShouldStop

Load = Callable[[], Pipeline]


@dataclass(eq=False)
class _Request:
    """One picture to describe; without a frame, a wish to have the models ready."""

    frame: Frame | None
    live: bool
    load: Load


class _Hands:
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
        return pipeline.describe(request.frame, should_stop)

    def _ready(self, request: _Request) -> Pipeline:
        if self._pipeline is None or self._loaded_by is not request.load:
            self._pipeline = None  # before, or two would be in memory at once
            self._tell("loading", request)
            with _window_kept_alive():
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
        explained(explanation, live): a picture was described.
        failed(message): it could not be, or the models could not be loaded.
        loading(), ready(): the models.
        started(): describing a picture begins.
    """

    explained = Signal(object, bool)
    failed = Signal(str)
    loading = Signal()
    ready = Signal()
    started = Signal()
    _told = Signal(str, object)  # what, request

    def __init__(self, load: Load, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._is_loading = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._worker: LatestWorker[_Request, Explanation | None] = LatestWorker(self._make, self)
        self._worker.done.connect(self._on_done)
        self._worker.failed.connect(self._on_failed)

    @property
    def busy(self) -> bool:
        """Whether a picture is still to be answered."""
        return any(request.frame is not None for request in self._worker.pending)

    def submit(self, frame: Frame, live: bool = False) -> None:
        """Describe ``frame``; a live one only if nothing that was asked for is unanswered."""
        pending = self._worker.pending
        if live and any(r.frame is not None and not r.live for r in pending):
            return
        overtakes = not live and bool(pending) and pending[0].live
        self._worker.submit(_Request(frame, live, self._load), interrupt=overtakes)

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

    def _make(self) -> _Hands:
        return _Hands(self._told.emit)

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
        if explanation is not None:
            self.explained.emit(explanation, request.live)

    def _on_failed(self, _request: _Request, message: str) -> None:
        self._is_loading = False
        self.failed.emit(message)


@contextmanager
def _window_kept_alive() -> Iterator[None]:
    """Load models in here: without it, loading stops all Python threads for 0.4 s at a time.

    Measured on two cores while torch, torchvision and transformers are imported: the longest time
    that another thread waited was 450 ms with the garbage collector on (it walks through all their
    400,000 objects again and again), 300 ms with it off (the dynamic linker works on libtorch with
    the GIL held), 30 ms with both cures. What was loaded stays, so it is never looked at again.
    """
    # OpenMP's threads spin while they wait for each other, on the core that the window or another
    # program needs: with both cores busy, describing took 840 ms instead of 27 ms.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when libtorch is linked
    _link_torch()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _link_torch() -> None:
    """Link torch's library before Python does: a foreign call lets go of the GIL, import does not.

    Windows needs no help: there torch itself links by foreign calls. A library that is not there is
    no error, as torch will say it better.
    """
    spec = None if "torch" in sys.modules else importlib.util.find_spec("torch")
    if sys.platform == "win32" or spec is None or spec.origin is None:
        return
    folder, suffix = Path(spec.origin).parent / "lib", "dylib" if sys.platform == "darwin" else "so"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    # In the order and the way of torch/__init__.py.
    for name, scope in (("libtorch_global_deps", os.RTLD_GLOBAL), ("libtorch_cpu", os.RTLD_LOCAL)):
        dlopen(os.fsencode(folder / f"{name}.{suffix}"), os.RTLD_LAZY | scope)
