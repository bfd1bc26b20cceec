"""Wayland: the portal for global shortcuts; the desktop asks the user and has the last word.

Source: org.freedesktop.portal.GlobalShortcuts, version 1. Messages are read when they come; no
call waits for its answer. Joining the bus does wait (``qt/bus.py``), in the window's thread.
"""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    new_method_call,
)
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication

from assistant.keys import ACTIONS
from assistant.qt.bus import Bus, connected
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


class PortalKeys(EverywhereKeys):
    """Binds shortcuts in a session of the portal, over a connection of its own."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bus: Bus | None = None
        self._wanted: dict[str, str] = {}
        self._requests: dict[str, Callable[[dict[str, Any]], None]] = {}  # path → the same

    def use(self, keys: Mapping[str, str]) -> None:
        """Ask for these keys and no others."""
        self.close()
        self._wanted = {name: key for name, key in keys.items() if key}
        if not self._wanted:
            return
        self._bus = connected(self)
        if self._bus is None:
            self.refused.emit(NO_WAY)
            return
        self._bus.told.connect(self._take)
        for interface, member in ((_REQUEST, "Response"), (_SHORTCUTS.interface, "Activated")):
            self._bus.follow(MatchRule(type="signal", interface=interface, member=member))
        app_id = QGuiApplication.desktopFileName() or "glimpse"
        registration = new_method_call(_REGISTRY, "Register", "sa{sv}", (app_id, {}))
        self._bus.call(registration, _nothing)  # older portals have not got it
        session = {"session_handle_token": ("s", f"glimpse{secrets.token_hex(8)}")}
        self._request("CreateSession", "a{sv}", (), session, self._bind)

    def close(self) -> None:
        """End the session: it lasts as long as the connection."""
        if self._bus is not None:
            self._bus.close()
            self._bus.deleteLater()
            self._bus = None
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
        sender = self._bus.name.removeprefix(":").replace(".", "_")
        self._requests[f"{_PATH}/request/{sender}/{token}"] = then
        everything = {"handle_token": ("s", token), **options}
        self._bus.call(
            new_method_call(_SHORTCUTS, member, signature, (*body, everything)), self._called
        )

    def _called(self, answer: Message) -> None:
        if answer.header.message_type == MessageType.error:
            _log.info("The portal refused: %r", answer.body)
            self.refused.emit(NO_WAY)

    @Slot(object)
    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if fields.get(HeaderFields.member) == "Activated":
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
