"""A real server of chat completions, with good habits and all the bad ones."""

import base64
import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from PIL import Image

STORY = ("A dog ", "runs on the gra", "ss. It has a red b", "all.", " The sky is blue.")


class Server(ThreadingHTTPServer):
    """Answers ``pieces`` in the way that ``habit`` says.

    Attributes:
        habit: "good" or one of the faults below.
        pieces: of the answer.
        messages: the bodies that came, and their Authorization.
        gone: set when a client has closed its connection while the answer was being sent.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.habit = "good"
        self.pieces: tuple[str, ...] = STORY
        self.models = ["small-eyes"]
        self.messages: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.gone = threading.Event()
        self.closing = threading.Event()
        self.refusals: list[tuple[int, dict[str, str]]] = []  # before the good answer
        self.no_list = 0  # status with which it tells no models
        self.blind: tuple[int, str] | None = None  # the refusal of whatever has a picture
        self.elsewhere: list[str] = []  # paths that a redirect was followed to

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no fault of the server's."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.server.no_list:
            return self._refuse(self.server.no_list, {})
        if not self.path.startswith("/v1"):
            self.server.elsewhere.append(self.path)
        return self._json({"data": [{"id": name} for name in self.server.models]})

    def do_POST(self) -> None:
        server = self.server
        length = int(self.headers["Content-Length"])
        server.messages.append(json.loads(self.rfile.read(length)))
        server.keys.append(self.headers.get("Authorization", ""))
        if not self.path.startswith("/v1"):
            server.elsewhere.append(self.path)
        if server.refusals:
            status, headers = server.refusals.pop(0)
            return self._refuse(status, headers)
        if server.blind and "image_url" in json.dumps(server.messages[-1]):
            return self._refuse(server.blind[0], {}, server.blind[1])
        return getattr(self, f"_{server.habit}")()

    def _good(self) -> None:
        self._begin()
        for piece in self.server.pieces:
            self._event(piece)
        self._event("", "stop")
        self._raw(b"data: [DONE]\n\n")
        self.close_connection = True

    def _seeing(self) -> None:
        """Names the colour of the picture, as a model does that sees."""
        content = self.server.messages[-1]["messages"][-1]["content"]
        said = "Hello."
        if not isinstance(content, str):
            data = base64.b64decode(content[0]["image_url"]["url"].partition(",")[2])
            red, _, blue = np.asarray(Image.open(io.BytesIO(data)))[9, 9]
            said = "Red." if red > blue else "Blue."
        self.server.pieces = (said,)
        self._good()

    def _slow(self) -> None:
        """Says the first pieces, then nothing for ever."""
        self._begin()
        for piece in self.server.pieces:
            self._event(piece)
        self._wait_for_end()

    def _dumb(self) -> None:
        """Takes the message and says nothing at all."""
        self._wait_for_end()

    def _cut(self) -> None:
        self._begin(chunked=True)
        self._chunk(_event("A dog runs. A ca"))
        self.close_connection = True  # without the last chunk

    def _ends_early(self) -> None:
        self._begin()
        self._event("A dog runs. A ca")
        self.close_connection = True

    def _garbage(self) -> None:
        self._begin()
        self._raw(b"data: {\x00\xff not json\n\n" * 10)
        self.close_connection = True

    def _page(self) -> None:
        self._plain(b"<html><body>Welcome to the router</body></html>", "text/html")

    def _whole(self) -> None:
        """Streams nothing, though it was asked to."""
        text = "".join(self.server.pieces)
        self._json({"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})

    def _gigabyte(self) -> None:
        self._begin()
        self._flood(b"data: " + b"x" * 100_000)

    def _comments(self) -> None:
        self._begin()
        self._flood(b": still there\n" * 5_000)

    def _zipped(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self._flood(b"\x1f\x8b" + b"\x00" * 1000)

    def _same(self) -> None:
        self._begin()
        while not self.server.closing.is_set():
            if not self._event("A dog. "):
                return

    def _stutter(self) -> None:
        self._begin()
        while not self.server.closing.is_set():
            if not self._event("the dog and "):
                return

    def _fails_inside(self) -> None:
        self._begin()
        self._event("A dog runs. ")
        self._raw(b'data: {"error": {"message": "CUDA out of memory"}}\n\n')
        self.close_connection = True

    def _begin(self, chunked: bool = False) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header(
            *(("Transfer-Encoding", "chunked") if chunked else ("Connection", "close"))
        )
        self.end_headers()

    def _event(self, words: str, finish: str | None = None) -> bool:
        return self._raw(_event(words, finish))

    def _chunk(self, data: bytes) -> None:
        self._raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _raw(self, data: bytes) -> bool:
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:
            self.server.gone.set()
            self.close_connection = True
            return False
        return True

    def _flood(self, data: bytes) -> None:
        sent = 0
        while sent < 1_000_000_000 and not self.server.closing.is_set():
            if not self._raw(data):
                return
            sent += len(data)

    def _wait_for_end(self) -> None:
        """Until the client has gone."""
        self.connection.settimeout(0.02)
        while not self.server.closing.is_set():
            try:
                if not self.connection.recv(1):
                    self.server.gone.set()
                    break
            except TimeoutError:
                continue
            except OSError:
                self.server.gone.set()
                break
        self.close_connection = True

    def _refuse(
        self, status: int, headers: dict[str, str], why: str = "It is **your** fault.\x1b[2J"
    ) -> None:
        body = json.dumps({"error": {"message": why}}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _json(self, value: Any) -> None:
        self._plain(json.dumps(value).encode(), "application/json")

    def _plain(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _event(words: str, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": {"content": words}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice], 'created': time.time()})}\n\n".encode()
