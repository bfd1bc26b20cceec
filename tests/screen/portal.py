"""A desktop's portal, played by a real service on a real message bus.

The desktop behind it is what is not here: it is told what to answer.
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

needs_bus = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dbus-daemon"), reason="dbus-daemon not installed"
)

_NAME, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_REQUEST = "org.freedesktop.portal.Request"


@contextmanager
def message_bus() -> Iterator[str]:
    """The address of a bus of one's own."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


@dataclass
class Portal:
    """Answers as it is told, in a thread of its own.

    Attributes:
        code: of the answer to every request: 0 done, 1 refused.
        picture: what a screenshot is.
        silent: a request is taken, and never answered.
        bound: shortcut → what was asked for it.
        registered: the names by which programs made themselves known.
    """

    address: str
    code: int = 0
    picture: Path | None = None
    silent: bool = False
    bound: dict[str, dict[str, Any]] = field(default_factory=dict)
    registered: list[str] = field(default_factory=list)

    def __enter__(self) -> "Portal":
        from jeepney import message_bus as daemon
        from jeepney.io.blocking import open_dbus_connection

        self._bus = open_dbus_connection(self.address)
        self._bus.send_and_get_reply(daemon.RequestName(_NAME), timeout=5)
        self._client = self._session = ""
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()
        self._bus.close()

    def activate(self, shortcut: str) -> None:
        """The user presses its key."""
        body = (self._session, shortcut, 1, {})
        self._signal(_PATH, "org.freedesktop.portal.GlobalShortcuts", "Activated", "osta{sv}", body)

    def _serve(self) -> None:
        while not self._ended.is_set():
            with suppress(TimeoutError):
                self._take(self._bus.receive(timeout=0.05))

    def _take(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType, new_error, new_method_return

        if message.header.message_type != MessageType.method_call:
            return
        member = message.header.fields[HeaderFields.member]
        self._client = message.header.fields[HeaderFields.sender]
        answers = {
            "Screenshot": self._screenshot, "CreateSession": self._create,
            "BindShortcuts": self._bind,
        }  # fmt: skip
        if member == "Register":
            self.registered.append(message.body[0])
            self._bus.send(new_method_return(message))
        elif member in answers:
            options = message.body[-1]
            token = options["handle_token"][1]
            sender = self._client.removeprefix(":").replace(".", "_")
            path = f"{_PATH}/request/{sender}/{token}"
            self._bus.send(new_method_return(message, "o", (path,)))
            if not self.silent:
                results = answers[member](message) if self.code == 0 else {}
                self._signal(path, _REQUEST, "Response", "ua{sv}", (self.code, results))
        else:
            self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _screenshot(self, _message: Any) -> dict[str, Any]:
        assert self.picture is not None
        return {"uri": ("s", self.picture.as_uri())}

    def _create(self, message: Any) -> dict[str, Any]:
        token = message.body[0]["session_handle_token"][1]
        self._session = f"{_PATH}/session/test/{token}"
        return {"session_handle": ("s", self._session)}

    def _bind(self, message: Any) -> dict[str, Any]:
        session, shortcuts, _parent, _options = message.body
        assert session == self._session
        self.bound = dict(shortcuts)
        return {"shortcuts": ("a(sa{sv})", shortcuts)}

    def _signal(self, path: str, interface: str, member: str, signature: str, body: Any) -> None:
        from jeepney import DBusAddress, HeaderFields, new_signal

        message = new_signal(DBusAddress(path, interface=interface), member, signature, body)
        message.header.fields[HeaderFields.destination] = self._client
        self._bus.send(message)
