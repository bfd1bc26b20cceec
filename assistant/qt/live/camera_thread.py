"""The camera's thread: keeps the newest picture only, so that nobody ever waits for a camera."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assistant import sources
from assistant.pipeline.frame import Frame
from assistant.qt import uncaught
from assistant.qt.workers.threads import close_at_quit
from assistant.sources import Capture, Notice

_log = logging.getLogger(__name__)

_PATIENCE_S = 0.9  # how long a camera may take to let go before it is left to itself


class _Run:
    """One time that the camera is on: a thread from opening to closing.

    A daemon thread, not a QThread: opening a broken camera can hang in its driver for minutes and
    cannot be interrupted. Such a thread is left to itself, which a QThread does not survive.
    """

    def __init__(
        self, open_: Callable[[], Capture], tell: Callable[..., None], before: "_Run | None"
    ) -> None:
        self.newest: Frame | None = None  # replaced whole, which needs no lock
        self.stopped = False
        self._open = open_
        self._tell: Callable[..., None] | None = tell
        self._lock = Lock()
        self._before = before
        self._thread = Thread(target=self._go, name="camera", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Take no further picture; returns at once."""
        self.stopped = True
        self.newest = None

    def join(self) -> bool:
        """Wait for the camera to let go, for a while; says whether it has."""
        self._thread.join(_PATIENCE_S)
        return not self._thread.is_alive()

    def forget(self) -> None:
        """Tell nothing more: whoever listened may soon be gone."""
        with self._lock:
            self._tell = None

    def _go(self) -> None:
        if self._before is not None:
            self._before.join()  # two must not hold one camera
            self._before = None
        try:
            self._watch()
        except Exception as error:  # noqa: BLE001 - a worker's edge: told by the signal `failed`
            self._say("failed", uncaught.sentence(error))
        self.newest = None
        self._say("stopped")

    def _watch(self) -> None:
        for item in sources.live(self._open, self._should_stop):
            if self.stopped:  # it may have been stopped while a picture was being taken
                return
            if isinstance(item, Notice):
                self.newest = None
                self._say("noticed", item.text)
                continue
            if self.newest is None:
                self._say("started")
            self.newest = item

    def _should_stop(self) -> bool:
        return self.stopped

    def _say(self, what: str, text: str = "") -> None:
        with self._lock:
            if self._tell is not None:
                self._tell(self, what, text)


class CameraJob(QObject):
    """Runs :func:`assistant.sources.live` in a thread. Methods and signals: the GUI thread only.

    Signals:
        started(): the first picture is there (again, after the camera was lost).
        noticed(text): lost, or back again.
        failed(message): it could not be opened; ``stopped`` follows.
        stopped(): it is off, or (after a second) left to itself because its driver hangs.
    """

    started = Signal()
    noticed = Signal(str)
    failed = Signal(str)
    stopped = Signal()
    _told = Signal(object, str, str)  # run, what, text

    def __init__(
        self,
        open: Callable[[], Capture],
        on_failure: Callable[[str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._open = open
        self._run: _Run | None = None
        self._last: _Run | None = None  # it may still hold the camera
        self._closed = False
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self, singleShot=True, interval=round(_PATIENCE_S * 1000))
        self._patience.timeout.connect(self._give_up)
        close_at_quit(self.close)

    def newest(self) -> Frame | None:
        """The newest picture; None while there is none."""
        run = self._run
        return run.newest if run is not None else None

    def start(self) -> None:
        """Switch the camera on; does nothing while it is on."""
        if self._closed or (self._run is not None and not self._run.stopped):
            return
        self._patience.stop()
        self._run = self._last = _Run(self._open, self._told.emit, self._last)

    def stop(self) -> None:
        """Switch the camera off; returns at once, ``stopped`` tells when it has let go."""
        if self._run is not None and not self._run.stopped:
            self._run.stop()
            self._patience.start()

    def close(self) -> None:
        """Switch it off without any further signal and wait for it, one second at the most."""
        self._closed = True
        self._patience.stop()
        if self._run is None:
            return
        run, self._run = self._run, None
        run.stop()
        run.forget()
        if not run.join():
            _log.warning("The camera does not let go; its thread is left to itself")

    def _on_told(self, run: _Run, what: str, text: str) -> None:
        if run is not self._run:
            return  # a newer one has taken its place
        if what == "stopped":
            self._end()
        elif run.stopped:
            return
        elif what == "failed":
            self.failed.emit(text)
        elif what == "noticed":
            self.noticed.emit(text)
        else:
            self.started.emit()

    def _give_up(self) -> None:
        if self._run is not None:
            _log.warning("The camera does not let go; its thread is left to itself")
            self._run.forget()
            self._end()

    def _end(self) -> None:
        self._run = None
        self._patience.stop()
        self.stopped.emit()
