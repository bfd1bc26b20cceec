"""A real web server with the habits, good and bad, of those that models come from."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Serves ``contents``; the other attributes are its habits."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.contents: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []  # (path, Range header)
        self.ranges = True  # knows Range
        self.heeds_if_range = True
        self.cuts: list[int] = []  # the next answers break off after so many bytes
        self.errors: list[tuple[int, str]] = []  # (status, Retry-After) of the next answers
        self.tells_length = True
        self.pace = 0.0  # seconds between two pieces
        self.hangs = threading.Event()  # set: accept, then say nothing
        self.release = threading.Event()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Answer, in a thread of its own, until the block ends."""
        thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        thread.start()
        yield
        self.release.set()
        self.shutdown()
        thread.join()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no fault of the server's."""


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server, asked = self.server, self.headers.get("Range", "")
        path = self.path.lstrip("/")
        server.requests.append((path, asked))
        if server.hangs.is_set():
            server.release.wait(10)
            return None
        if server.errors:
            return self._refuse(*server.errors.pop(0))
        if path.startswith("moved/"):
            return self._refuse(302, location=server.url(path.removeprefix("moved/")))
        if path not in server.contents:
            return self._refuse(404)
        return self._give(server.contents[path], asked)

    def _refuse(self, status: int, retry: str = "", location: str = "") -> None:
        self.send_response(status)
        for name, value in (("Retry-After", retry), ("Location", location)):
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _give(self, content: bytes, asked: str) -> None:
        server = self.server
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        same = self.headers.get("If-Range", tag) == tag or not server.heeds_if_range
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and server.ranges else 0
        start = start if same else 0
        if start >= len(content) and start:
            return self._refuse(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("ETag", tag)
        if server.tells_length:
            self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        end = start + server.cuts.pop(0) if server.cuts else len(content)
        for at in range(start, min(end, len(content)), 16_384):
            self.wfile.write(content[at : min(at + 16_384, end)])
            time.sleep(server.pace)
        self.close_connection = True
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
