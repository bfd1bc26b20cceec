"""The slow senses, in a thread of their own: no picture waits for the text of an older one."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Explanation
from assistant.pipeline.frame import Frame
from assistant.pipeline.options import Options
from assistant.qt.describe.describer import Described
from assistant.qt.workers.newest import NewestWorker

# The slow senses take all processors: the first word is heard 40 ms sooner if they wait for it.
_VOICE_FIRST_S = 0.05

Finish = Callable[[Frame, Explanation, ShouldStop, Options], Explanation]


class SlowSenses(QObject):
    """Completes the newest explanation. Methods and signals: the GUI thread only.

    Signals:
        completed(described, explanation): nothing is pending any more.
    """

    completed = Signal(object, object)

    def __init__(
        self, finish: Finish, on_failure: Callable[[str], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._finish, self._on_failure = finish, on_failure
        self._live_began = 0.0
        self._waiting: Described | None = None  # the newest live one
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._take_waiting)
        self._worker: NewestWorker[Described, Explanation] = NewestWorker(
            self._make, self._failed, self
        )
        self._worker.done.connect(self._on_done)

    @property
    def busy(self) -> str:
        """Name of the picture that was asked for, while it is worked on; or empty."""
        asked = [u.frame.source or "the picture" for u in self._worker.pending if not u.live]
        return asked[0] if asked else ""

    @property
    def rested_at(self) -> float:
        """Time of the next live picture, as ``time.monotonic()`` tells it."""
        return time.monotonic() + max(0, self._rest.remainingTime()) / 1000

    def submit(self, described: Described) -> None:
        """Ask the pending senses; a live picture, the newest one, when they are free.

        After a live one they rest for as long as it took, so that the networks get their share of
        the processor.
        """
        self._waiting = None
        if not described.first.description.pending:
            return
        if described.live and (self._worker.pending or self._rest.isActive()):
            self._waiting = described
            return
        self._live_began = time.monotonic()
        self._worker.submit(described, interrupt=True)

    def cancel(self) -> None:
        """Stop: what is being worked on is never completed."""
        self._waiting = None
        self._worker.cancel()

    def close(self) -> None:
        """Stop and wait for the thread's end."""
        self._worker.close()

    def _make(self) -> Callable[[Described, ShouldStop], Explanation]:
        def finish(u: Described, should_stop: ShouldStop) -> Explanation:
            time.sleep(_VOICE_FIRST_S)
            return self._finish(u.frame, u.first, should_stop, u.options)

        return finish

    def _on_done(self, described: Described, explanation: Explanation) -> None:
        if described.live:
            self._rest.start(round((time.monotonic() - self._live_began) * 1000))
        else:
            self._take_waiting()
        self.completed.emit(described, explanation)

    def _take_waiting(self) -> None:
        if self._waiting:
            self.submit(self._waiting)

    def _failed(self, message: str) -> None:
        self._waiting = None
        self._on_failure(message)
