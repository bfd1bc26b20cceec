"""Wayland: the portal for global shortcuts; the desktop asks the user and has the last word.

Source: org.freedesktop.portal.GlobalShortcuts, version 1. Messages are read when they come; nothing
here waits for an answer.
"""

import logging
import os
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication

from assistant.keys import ACTIONS
from assistant.qt.screen.everywhere import BIND_IT, NO_WAY, EverywhereKeys, parted

_log = logging.getLogger(__name__)

_NAME, _PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = DBusAddress(_PATH, _NAME, "org.freedesktop.portal.GlobalShortcuts")
_REGISTRY = DBusAddress(_PATH, _NAME, "org.freedesktop.host.portal.Registry")
_REQUEST = "org.freedesktop.portal.Request"
_DONE = 0
_SAID_NO = f"The desktop did not give Glimpse its keys. {BIND_IT}"
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "CTRL",
    Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT",
    Qt.KeyboardModifier.MetaModifier: "LOGO",
}

_Then = Callable[[Message], None]


class PortalKeys(EverywhereKeys):
    """Binds shortcuts in a session of the portal, over a connection of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bus: DBusConnection | None = None
        self._notifier: QSocketNotifier | None = None
        self._wanted: dict[str, str] = {}
        self._answers: dict[int, _Then] = {}  # serial of a call → what its answer leads to
        self._requests: dict[str, Callable[[dict[str, Any]], None]] = {}  # path → the same

    def use(self, keys: Mapping[str, str]) -> None:
        """Ask for these keys and no others."""
        self.close()
        self._wanted = {name: key for name, key in keys.items() if key}
        if not self._wanted:
            return
        try:
            if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
                raise OSError("no session bus")
            self._bus = open_dbus_connection("SESSION")
        except (OSError, EOFError, ValueError) as error:
            _log.info("No bus for keys: %r", error)
            self.refused.emit(NO_WAY)
            return
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        for interface, member in ((_REQUEST, "Response"), (_SHORTCUTS.interface, "Activated")):
            rule = MatchRule(type="signal", interface=interface, member=member)
            self._call(message_bus.AddMatch(rule), _nothing)
        app_id = QGuiApplication.desktopFileName() or "glimpse"
        registration = new_method_call(_REGISTRY, "Register", "sa{sv}", (app_id, {}))
        self._call(registration, _nothing)  # older portals have not got it
        session = {"session_handle_token": ("s", f"glimpse{secrets.token_hex(8)}")}
        self._request("CreateSession", "a{sv}", (), session, self._bind)

    def close(self) -> None:
        """End the session: it lasts as long as the connection."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._bus is not None:
            self._bus.close()
            self._bus = None
        self._answers.clear()
        self._requests.clear()

    def _bind(self, results: dict[str, Any]) -> None:
        told = {row.name: row.help.rstrip(".") for row in ACTIONS}
        shortcuts = [
            (name, {"description": ("s", told[name]), "preferred_trigger": ("s", trigger(key))})
            for name, key in self._wanted.items()
        ]
        session = results["session_handle"][1]
        self._request(
            "BindShortcuts", "oa(sa{sv})sa{sv}", (session, shortcuts, ""), {}, self._bound
        )

    def _bound(self, results: dict[str, Any]) -> None:
        given = {name for name, _ in results.get("shortcuts", ("", []))[1]}
        if not given.issuperset(self._wanted):
            self.refused.emit(_SAID_NO)

    def _request(
        self, member: str, signature: str, body: tuple[Any, ...], options: dict[str, Any],
        then: Callable[[dict[str, Any]], None],
    ) -> None:  # fmt: skip
        """Call a method whose result comes later, as a signal of a request object."""
        assert self._bus is not None
        token = f"glimpse{secrets.token_hex(8)}"
        sender = self._bus.unique_name.removeprefix(":").replace(".", "_")
        self._requests[f"{_PATH}/request/{sender}/{token}"] = then
        everything = {"handle_token": ("s", token), **options}
        self._call(
            new_method_call(_SHORTCUTS, member, signature, (*body, everything)), self._called
        )

    def _call(self, message: Message, then: _Then) -> None:
        assert self._bus is not None
        serial = next(self._bus.outgoing_serial)
        self._answers[serial] = then
        self._bus.send(message, serial=serial)

    def _called(self, answer: Message) -> None:
        if answer.header.message_type == MessageType.error:
            _log.info("The portal refused: %r", answer.body)
            self.refused.emit(NO_WAY)

    def _read(self) -> None:
        while self._bus is not None:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, EOFError) as error:  # the desktop has ended
                _log.info("The bus has ended: %r", error)
                self.close()
                return
            self._take(message)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type != MessageType.signal:
            then = self._answers.pop(fields.get(HeaderFields.reply_serial, -1), None)
            if then is not None:
                then(message)
        elif fields.get(HeaderFields.member) == "Activated":
            name = message.body[1]
            if name in self._wanted:
                self.pressed.emit(name)
        elif fields.get(HeaderFields.member) == "Response":
            response = self._requests.pop(fields.get(HeaderFields.path, ""), None)
            code, results = message.body
            if response is not None and code == _DONE:
                response(results)
            elif response is not None:
                self.refused.emit(_SAID_NO)


def trigger(key: str) -> str:
    """A key as the desktops' shortcuts specification writes it: "CTRL+ALT+w"."""
    modifiers, code = parted(key)
    held = [word for modifier, word in _MODIFIERS.items() if modifiers & modifier]
    name = code.name.removeprefix("Key_")
    return "+".join([*held, name.lower() if len(name) == 1 else name])


def _nothing(_answer: Message) -> None:
    """For calls whose answer changes nothing."""
