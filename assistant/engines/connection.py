"""One conversation with a server that can be ended at any moment.

The network is read in a thread of its own: whatever it waits for, a name, a connection, a model
that is being loaded, the listener looks every 20 ms whether it shall stop, and shuts the socket.

httpx2 does the work, for these reasons: Glimpse has it already, it reads server-sent events, bounds
their size, redirects nowhere by itself and hands out the socket. The client that companies give
(``openai``) brings a second HTTP library and takes ten times as long to import; what it adds is
types of answers that other servers do not keep to.
"""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.engines import faults
from assistant.engines.addresses import Address, Reach
from assistant.errors import Cancelled, EngineError, ShouldStop

if TYPE_CHECKING:
    import httpx2

_LOOK_S = 0.02
_MOST = 8_000_000  # bytes of an answer, with all that is around its letters
_MOST_EVENT = 256_000  # bytes of one event
_MOST_ERROR = 20_000  # bytes of an error's body


@dataclass(frozen=True)
class Limits:
    """Times to wait, in seconds.

    Attributes:
        connect: for the connection.
        first: for the first word; a model may have to be loaded.
        between: from word to word.
        whole: for all of it.
    """

    connect: float = 10.0
    first: float = 180.0
    between: float = 60.0
    whole: float = 600.0


LIMITS = Limits()


def spoken_to(
    place: Address,
    path: str,
    message: Mapping[str, Any] | None,
    *,
    model: str,
    key: str,
    should_stop: ShouldStop,
    limits: Limits = LIMITS,
) -> Iterator[str]:
    """Pieces of a server's answer as they come: the data of events, or one whole body.

    Args:
        place: the server.
        path: after its address, such as ``/chat/completions``.
        message: sent as JSON; None only asks.
        model: named in sentences about what went wrong; empty where none is asked.
        key: sent along, if it is not empty.
        should_stop: asked every 20 ms.
        limits: how long is waited.

    Raises:
        EngineError: the answer cannot be had.
        Cancelled: ``should_stop`` said so; the connection is closed.
    """
    line = _Line(place, path, message, model, key, limits)
    thread = threading.Thread(target=line.talk, name="engine", daemon=True)
    thread.start()
    try:
        yield from _listened(line, limits, should_stop)
    finally:
        line.hang_up()


def _listened(line: "_Line", limits: Limits, should_stop: ShouldStop) -> Iterator[str]:
    began = heard = time.monotonic()
    patience = limits.first
    while True:
        if should_stop():
            raise Cancelled
        try:
            piece = line.heard.get(timeout=_LOOK_S)
        except Empty:
            now = time.monotonic()
            if now - heard > patience:
                raise faults.silent(line.place) from None
            if now - began > limits.whole:
                raise faults.slow(line.place) from None
            continue
        if piece is None:
            return
        if isinstance(piece, Exception):
            raise piece
        if time.monotonic() - began > limits.whole:
            raise faults.slow(line.place)
        heard, patience = time.monotonic(), limits.between
        yield piece


class _Line:
    """The other thread's part: sends the message, and puts what comes into ``heard``.

    Attributes:
        heard: pieces; in the end None, or what went wrong.
    """

    def __init__(
        self,
        place: Address,
        path: str,
        message: Mapping[str, Any] | None,
        model: str,
        key: str,
        limits: Limits,
    ) -> None:
        self.place = place
        self.heard: SimpleQueue[str | Exception | None] = SimpleQueue()
        self._url, self._message, self._model = place.url + path, message, model
        self._key, self._limits = key, limits
        self._over = threading.Event()
        self._stream: Any = None
        self._began = False

    def talk(self) -> None:
        """Say and hear everything; never raises."""
        try:
            self._talk()
            self.heard.put(None)
        except EngineError as error:
            self.heard.put(error)
        except Exception as error:  # noqa: BLE001 - a thread's edge: the listener raises it
            self.heard.put(self._told(error))

    def hang_up(self) -> None:
        """Close the connection now; what still comes is not wanted."""
        self._over.set()
        stream = self._stream
        raw = stream.get_extra_info("socket") if stream is not None else None
        if raw is not None:
            _shut(raw)

    def _talk(self) -> None:
        import httpx2

        for name in ("httpx2", "httpcore2"):  # they would log addresses and headers
            logging.getLogger(name).setLevel(logging.WARNING)
        headers = {"User-Agent": f"Glimpse/{__version__}", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        timeout = httpx2.Timeout(self._limits.between, connect=self._limits.connect)
        timeout.read = max(self._limits.first, self._limits.between)
        # Nothing that stays on this computer or in this network goes to a proxy outside.
        trusts = self.place.reach is Reach.INTERNET
        # Where nothing is encrypted, the world's certificates (30 ms) are not read.
        safe = True if self.place.encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        with httpx2.Client(
            timeout=timeout, headers=headers, trust_env=trusts, verify=safe
        ) as client:
            self._exchange(client)

    def _exchange(self, client: "httpx2.Client") -> None:
        method = "GET" if self._message is None else "POST"
        trace = {"trace": self._traced}
        with client.sse(
            self._url,
            method=method,
            json=self._message,
            headers={"Accept": "text/event-stream, application/json"},
            extensions=trace,
            max_event_size=_MOST_EVENT,
        ) as source:
            response = source.response
            if not response.is_success:
                body = _body(response, _MOST_ERROR, whole=False)
                raise faults.of_status(
                    self.place, self._model, response, body, keyed=bool(self._key)
                )
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise faults.garbage(self.place)
            self._began = True
            _bounded(response, self._checked)
            if response.headers.get("Content-Type", "").startswith("text/event-stream"):
                for event in source:
                    self.heard.put(event.data)
            else:
                body = _body(response, _MOST, whole=True)
                self.heard.put(body.decode("utf-8", "replace"))

    def _checked(self, count: int) -> None:
        """Look at each chunk whether it is one too many.

        Raises:
            EngineError: it is.
        """
        if self._over.is_set():
            raise Cancelled
        if count > _MOST:
            raise faults.too_much(self.place.host)

    def _traced(self, event: str, info: Mapping[str, Any]) -> None:
        """Keep the newest socket: httpx2 tells of it as soon as there is one."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._stream = info.get("return_value")
            if self._over.is_set():
                self.hang_up()

    def _told(self, error: Exception) -> Exception:
        import httpx2

        if isinstance(error, httpx2.RequestError):
            return faults.of_connection(self.place, error, self._began)
        return error


def _bounded(response: "httpx2.Response", check: Callable[[int], None]) -> None:
    """Have each chunk of a response counted before it is read."""
    import httpx2

    assert isinstance(response.stream, httpx2.SyncByteStream)
    inner: httpx2.SyncByteStream = response.stream

    class Counted(httpx2.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            count = 0
            for chunk in inner:
                count += len(chunk)
                check(count)
                yield chunk

        def close(self) -> None:
            inner.close()

    response.stream = Counted()


def _body(response: "httpx2.Response", most: int, *, whole: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    for chunk in response.iter_raw():
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            if whole:
                break
            return b""
    return b"".join(parts)


def _shut(raw: socket.socket) -> None:
    try:
        raw.shutdown(socket.SHUT_RDWR)
    except OSError:
        logging.getLogger(__name__).debug("The connection was closed already")
