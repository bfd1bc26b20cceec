"""A thread that writes an answer, and a listener who can leave at once."""

import logging
import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

from assistant.errors import Cancelled, EngineError, ShouldStop

_LOOK_S = 0.02
_log = logging.getLogger(__name__)

Write = Callable[[Callable[[str], None], Callable[[], bool]], None]
"""Gets where to put its letters, and whether nobody listens any more."""


class Over(Exception):
    """Nobody listens: the network is left in the middle."""


class AnswerDesk:
    """Has one answer written at a time.

    Who stops listening is free at once. What was being written ends when it next asks whether
    anybody listens, and the next answer waits for that: one thread at a time uses a network.

    Args:
        name: whose answers they are.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._writer: threading.Thread | None = None

    def listened(self, write: Write, should_stop: ShouldStop) -> Iterator[str]:
        """The letters as they come.

        Raises:
            EngineError: writing failed.
            Cancelled: ``should_stop`` said so.
        """
        while self._writer and self._writer.is_alive():
            self._writer.join(_LOOK_S)
            if should_stop():
                raise Cancelled
        queue: SimpleQueue[str | Exception | None] = SimpleQueue()
        over = threading.Event()
        self._writer = threading.Thread(
            target=_written, args=(write, queue, over), name=f"engine {self._name}"
        )
        self._writer.start()
        try:
            while True:
                if should_stop():
                    raise Cancelled
                try:
                    piece = queue.get(timeout=_LOOK_S)
                except Empty:
                    continue
                if piece is None:
                    return
                if isinstance(piece, EngineError):
                    raise piece
                if isinstance(piece, Exception):
                    raise EngineError(f"{self._name} has failed. The log says why.") from piece
                yield piece
        finally:
            over.set()


def _written(
    write: Write, queue: "SimpleQueue[str | Exception | None]", over: threading.Event
) -> None:
    try:
        write(queue.put, over.is_set)
        queue.put(None)
    except Over:
        queue.put(None)
    except Exception as error:  # noqa: BLE001 - a thread's edge: the listener raises it
        _log.debug("Failed", exc_info=True)
        queue.put(error)
