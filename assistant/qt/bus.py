"""D-Bus in the window's own thread: messages are read when they come, no call waits for its answer.

Only joining a bus waits, as a rule a millisecond; one that keeps silent is given up.

Not by QtDBus. That has a thread of its own, which asks for Python's lock whenever something that
Python made is connected to a bus, or a bus ends; and ``connectToBus`` waits for that thread with
the lock held. Now and then each waited for the other, and the window stood still for ever.
"""

import logging
import os
from collections.abc import Callable

from jeepney import (
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
)
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket
from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_log = logging.getLogger(__name__)

SESSION = "SESSION"
_PATIENCE = 1.0  # seconds, for being let in, and again for being greeted

Then = Callable[[Message], object]


class _Connection(DBusConnection):  # type: ignore[misc]
    """One that is not waited for without end: jeepney's greeting has no limit."""

    def send_and_get_reply(self, message: Message, *, timeout: float | None = None) -> Message:
        """The answer to a call.

        Raises:
            TimeoutError: there was none in time.
        """
        return super().send_and_get_reply(message, timeout=timeout or _PATIENCE)


class Bus(QObject):
    """A connection to a bus.

    Signals:
        told(message): somebody sent a signal that is followed.
        ended: the bus is gone.

    Args:
        parent: its owner.
        address: of the bus; without one that of the session.

    Raises:
        OSError: there is no such bus.
    """

    told = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject, address: str = SESSION) -> None:
        super().__init__(parent)
        self._answers: dict[int, Then] = {}  # serial of a call → what its answer leads to
        self._bus: DBusConnection | None = _connection(address)
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    @property
    def name(self) -> str:
        """Our own on this bus; empty when it has ended."""
        return self._bus.unique_name if self._bus is not None else ""

    def call(self, message: Message, then: Then) -> None:
        """Call a method; ``then`` gets the answer or the error."""
        if self._bus is None:
            return
        serial = next(self._bus.outgoing_serial)
        self._answers[serial] = then
        try:
            self._bus.send(message, serial=serial)
        except OSError as error:
            self._end(error)

    def follow(self, rule: MatchRule) -> None:
        """Have signals sent to us."""
        self.call(message_bus.AddMatch(rule), _nothing)

    def close(self) -> None:
        """Leave the bus; what was asked is not answered any more."""
        if self._bus is not None:
            self._notifier.setEnabled(False)
            self._bus.close()
            self._bus = None
        self._answers.clear()

    @Slot()
    def _read(self) -> None:
        while self._bus is not None:
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, EOFError) as error:
                self._end(error)
                return
            self._take(message)

    def _take(self, message: Message) -> None:
        if message.header.message_type == MessageType.signal:
            self.told.emit(message)
            return
        serial = message.header.fields.get(HeaderFields.reply_serial, -1)
        if then := self._answers.pop(serial, None):
            then(message)

    def _end(self, error: Exception) -> None:
        _log.info("A bus has ended: %r", error)
        self.close()
        self.ended.emit()


def connected(parent: QObject, address: str = SESSION) -> Bus | None:
    """A connection to a bus, or None where there is none."""
    try:
        return Bus(parent, address)
    except OSError as error:
        _log.info("No bus: %r", error)
        return None


def answer(message: Message) -> tuple[object, ...]:
    """A method's answer; nothing after an error."""
    fine = message.header.message_type == MessageType.method_return
    return tuple(message.body) if fine else ()


def _connection(address: str) -> DBusConnection:
    if address == SESSION and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise OSError("there is no session bus")
    try:
        door = prep_socket(get_bus(address), timeout=_PATIENCE)
        try:
            return _Connection(door)
        except OSError:  # it did not greet
            door.close()
            raise
    except (EOFError, ValueError, RuntimeError) as error:  # an address that leads nowhere
        raise OSError(str(error)) from error


def _nothing(_answer: Message) -> None:
    """For calls whose answer changes nothing."""
