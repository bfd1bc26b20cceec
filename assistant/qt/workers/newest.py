"""A worker for which only the newest work counts: one in flight, one waiting, the rest forgotten.

The bookkeeping lives in the GUI thread alone, so it needs no lock; the other thread only takes
tickets from a queue and sends results back by queued signals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from assistant.errors import Cancelled, ShouldStop
from assistant.qt import uncaught
from assistant.qt.workers.threads import Worker, close_at_quit, end_with

T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False)
class _Ticket:
    """One item on its way. ``stopped`` is set by the GUI thread and read by the other one."""

    item: Any
    stopped: bool = False

    def should_stop(self) -> bool:
        return self.stopped


class _Thread(Worker):
    """The thread: makes the work function at its first ticket and drops it at its end."""

    began = Signal(object)  # ticket
    ended = Signal(object, object, str)  # ticket, result, message of the failure

    def __init__(self, make: Callable[[], Callable[[Any, ShouldStop], Any]]) -> None:
        super().__init__()
        self._make = make
        self._work: Callable[[Any, ShouldStop], Any] | None = None
        self.tickets: SimpleQueue[_Ticket | None] = SimpleQueue()

    def run(self) -> None:
        while (ticket := self.tickets.get()) is not None:
            result, message = self._outcome(ticket)
            self.ended.emit(ticket, result, message)
            del ticket, result  # nothing big is kept while waiting
        self._work = None  # models are freed in the thread that made them

    def end(self) -> None:
        """Wait for the thread to run out of tickets."""
        self.tickets.put(None)
        self.wait()

    def _outcome(self, ticket: _Ticket) -> tuple[Any, str]:
        try:
            if self._work is None:
                self._work = self._make()
            if ticket.stopped:
                return None, ""
            self.began.emit(ticket)
            return self._work(ticket.item, ticket.should_stop), ""
        except Cancelled:
            ticket.stopped = True
            return None, ""
        except Exception as error:  # noqa: BLE001 - a worker's edge: told by the signal `failed`
            return None, uncaught.sentence(error)


class NewestWorker(QObject, Generic[T, R]):
    """Runs ``work(item, should_stop)`` in a thread of its own, for the newest item only.

    ``make()`` is called once, inside the thread and at first use, and returns ``work``; where it
    fails, the next item tries it again. ``on_failure(message)`` is what happens when either
    fails: it is asked for here, so that no failure goes unheard. All methods are for the GUI
    thread, and all signals are emitted there. The owner calls :meth:`close`; the end of the
    application does it too, and so does the end of this object.

    Signals:
        started(item): the work on it begins (``make`` is done).
        done(item, result), failed(message, item): how it ended. Cancelled items end silently.
        idle(): nothing is in flight any more.
    """

    started = Signal(object)
    done = Signal(object, object)
    failed = Signal(str, object)
    idle = Signal()

    def __init__(
        self,
        make: Callable[[], Callable[[T, ShouldStop], R]],
        on_failure: Callable[[str], object] | Callable[[str, T], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.failed.connect(on_failure)
        self._in_flight: _Ticket | None = None
        self._waiting: _Ticket | None = None
        self._closed = False
        self._thread = _Thread(make)
        self._thread.began.connect(self._on_began, Qt.ConnectionType.QueuedConnection)
        self._thread.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._end = end_with(self, self._thread)
        close_at_quit(self.close)

    @property
    def pending(self) -> list[T]:
        """The items that will still be answered: the one in flight, then the one waiting."""
        both = (self._in_flight, self._waiting)
        return [ticket.item for ticket in both if ticket is not None and not ticket.stopped]

    def submit(self, item: T, interrupt: bool = False) -> None:
        """Work on ``item`` next; it takes the place of one that still waits.

        ``interrupt`` tells the one in flight to stop, and drops its result.
        """
        if self._closed:
            return
        ticket = _Ticket(item)
        if self._in_flight is None:
            self._start(ticket)
            return
        self._waiting = ticket
        if interrupt:
            self._in_flight.stopped = True

    def cancel(self) -> None:
        """Drop everything: what waits is forgotten, what is in flight is told to stop."""
        self._waiting = None
        if self._in_flight is not None:
            self._in_flight.stopped = True

    def close(self) -> None:
        """Stop and wait for the thread's end; work in flight is told to stop, never killed."""
        self.cancel()
        self._closed = True
        self._end()

    def _start(self, ticket: _Ticket) -> None:
        self._in_flight = ticket
        if not self._thread.isRunning():
            self._thread.start(QThread.Priority.LowPriority)
        self._thread.tickets.put(ticket)

    def _on_began(self, ticket: _Ticket) -> None:
        if not ticket.stopped:
            self.started.emit(ticket.item)

    def _on_ended(self, ticket: _Ticket, result: object, message: str) -> None:
        if self._closed:
            return
        self._in_flight, waiting, self._waiting = None, self._waiting, None
        if waiting is not None:  # before the signals: their slots may take a while
            self._start(waiting)
        if not ticket.stopped:
            self._emit_outcome(ticket.item, result, message)
        if self._in_flight is None:
            self.idle.emit()

    def _emit_outcome(self, item: Any, result: object, message: str) -> None:  # noqa: ANN401
        if message:
            self.failed.emit(message, item)
        else:
            self.done.emit(item, result)
