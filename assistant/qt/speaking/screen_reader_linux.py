"""Screen readers on Linux, found on the session bus and on the accessibility bus.

Who listens there is what counts: a reader that has ended listens no more, whatever a setting says,
and one that registers for ``object:announcement`` speaks announcements (Orca does since 45;
Orca 43 does not). Nothing here waits for an answer.

Sources: at-spi2-core's Registry.xml and Status; GNOME/orca's README-REMOTE-CONTROLLER.md.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, QTimer, Slot
from PySide6.QtDBus import (
    QDBusArgument,
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCallWatcher,
)

from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch

_BUS = ("org.a11y.Bus", "/org/a11y/bus")
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")
_DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ORCA = ("org.gnome.Orca.Service", "/org/gnome/Orca/Service", "org.gnome.Orca.Service")
_READERS = frozenset({"orca", "cthulhu", "odilia"})  # names of programs
# Programs that listen although they read nothing: desktops follow the focus to magnify it.
_OTHERS = frozenset({"gnome-shell", "kwin_wayland", "kwin_x11", "cinnamon", "muffin", "onboard"})
_SETTLE = 100  # ms after the last news: a reader registers for thirty events one by one
_PATIENCE = 1500  # ms for the first answers; a bus that does not answer must not make us mute
_NEWS: Any = SLOT("_news(QDBusMessage)")  # PySide6's stubs want bytes, PySide6 itself text
_CONNECTION = "glimpse-accessibility"

_Done = Callable[[list[Any]], object]


class BusWatch(ScreenReaderWatch):
    """Follows ``ScreenReaderEnabled``, who listens to what, and Orca's remote controller."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = False
        self._calls: dict[QDBusPendingCallWatcher, _Done] = {}
        self._enabled = self._controller = False
        self._programs: dict[str, str] = {}  # unique bus name → program
        self._asked: set[str] = set()  # names whose program is not known yet
        self._events: list[tuple[str, str]] = []  # the newest: name, what it listens to
        self._session = QDBusConnection.sessionBus()
        self._bus: QDBusConnection | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settle.timeout.connect(self._look)
        if not self._session.isConnected():
            self._now(None)
            return
        QTimer.singleShot(_PATIENCE, self, self._give_up)
        _subscribe(self._session, (*_BUS, _PROPERTIES), "PropertiesChanged", self)
        for name in (_BUS[0], _ORCA[0]):  # QDBusServiceWatcher would wait for ever for the GIL
            self._session.connect(*_DAEMON, "NameOwnerChanged", [name], "sss", self, _NEWS)
        self._look()

    def present(self, text: str, refused: Callable[[], object]) -> None:
        """Send a message to Orca's remote controller."""

        def answered(answer: list[Any]) -> None:
            if answer[:1] != [True]:
                refused()

        self._ask(self._session, _ORCA, "PresentMessage", [text], answered)

    def close(self) -> None:
        """Forget what is on its way."""
        self._settle.stop()
        self._calls.clear()

    def _look(self) -> None:
        """Ask everything anew."""
        status = (*_BUS, _PROPERTIES)
        wanted = ["org.a11y.Status", "ScreenReaderEnabled"]
        self._ask(self._session, _DAEMON, "NameHasOwner", [_ORCA[0]], self._on_controller)
        self._ask(self._session, status, "Get", wanted, self._on_enabled)

    def _on_controller(self, answer: list[Any]) -> None:
        self._controller = answer == [True]

    def _on_enabled(self, answer: list[Any]) -> None:
        self._enabled = bool(answer) and answer[0].variant() is True
        if self._bus is None:
            self._ask(self._session, (*_BUS, _BUS[0]), "GetAddress", [], self._on_address)
        else:
            self._ask(self._bus, _REGISTRY, "GetRegisteredEvents", [], self._on_events)

    def _on_address(self, answer: list[Any]) -> None:
        if not answer:  # accessibility does not run here
            self._now(None)
            return
        QDBusConnection.disconnectFromBus(_CONNECTION)
        self._bus = QDBusConnection.connectToBus(answer[0], _CONNECTION)
        for signal in ("EventListenerRegistered", "EventListenerDeregistered"):
            _subscribe(self._bus, _REGISTRY, signal, self)
        self._ask(self._bus, _REGISTRY, "GetRegisteredEvents", [], self._on_events)

    def _on_events(self, answer: list[Any]) -> None:
        if not answer:  # the bus has ended; the next one has another address
            self._forget_bus()
        self._events = list(_pairs(answer[0])) if answer else []
        unknown = {name for name, _ in self._events} - self._programs.keys() - self._asked
        if self._bus is not None:
            self._asked |= unknown
            for name in unknown:
                then = partial(self._on_program, name)
                self._ask(self._bus, _DAEMON, "GetConnectionUnixProcessID", [name], then)
        self._decide()

    def _on_program(self, name: str, answer: list[Any]) -> None:
        if name in self._asked:  # else it was another bus's
            self._asked.discard(name)
            self._programs[name] = _program(answer[0]) if answer else ""
            self._decide()

    def _decide(self) -> None:
        """Tell what is known by now; not while it is still asked who listens."""
        if self._asked:
            return
        listens = {(self._programs.get(name, ""), event) for name, event in self._events}
        readers = {(program, event) for program, event in listens if program in _READERS}
        others = {pair for pair in listens if pair[0] not in _OTHERS}
        heard = [event for _, event in readers or others]
        announcements = _any(heard, "object", "announcement")
        notifications = _any(heard, "object", "statechanged", "showing")
        sure = bool(readers) or self._enabled or self._controller
        if not heard and not self._controller:
            self._now(None)
            return
        self._now(ScreenReader(
            sure, announcements, notifications and not announcements, self._controller
        ))  # fmt: skip

    def _give_up(self) -> None:
        if not self.known:
            self._now(None)

    @Slot("QDBusMessage")
    def _news(self, message: QDBusMessage) -> None:
        if message.arguments()[:1] == [_BUS[0]]:  # the bus came, or went
            self._forget_bus()
        self._settle.start()

    def _forget_bus(self) -> None:
        """The next one counts its names from the beginning again."""
        self._bus = None
        self._programs.clear()
        self._asked.clear()

    def _ask(
        self, bus: QDBusConnection, where: tuple[str, str, str], member: str,
        arguments: list[Any], done: _Done,
    ) -> None:  # fmt: skip
        """Call a method; ``done`` gets what it answered, or nothing after an error."""
        message = QDBusMessage.createMethodCall(where[0], where[1], where[2], member)
        message.setArguments(arguments)
        message.setAutoStartService(False)  # who has no accessibility is not given one
        call = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        self._calls[call] = done
        call.finished.connect(self._answered)

    @Slot("QDBusPendingCallWatcher*")
    def _answered(self, call: QDBusPendingCallWatcher) -> None:
        done = self._calls.pop(call, None)
        if done is not None:
            done([] if call.isError() else call.reply().arguments())
        call.deleteLater()


def _subscribe(
    bus: QDBusConnection, where: tuple[str, str, str], signal: str, watch: QObject
) -> None:
    """Have the slot ``_news`` called."""
    bus.connect(*where, signal, watch, _NEWS)


def _pairs(argument: QDBusArgument) -> Iterator[tuple[str, str]]:
    """Read an answer of type a(ss).

    ``beginArray`` enters a structure as well; PySide6 has only the ``beginStructure`` that writes.
    """
    argument.beginArray()
    while not argument.atEnd():
        pair = argument.asVariant()
        pair.beginArray()
        yield pair.asVariant(), pair.asVariant()


def _program(pid: int) -> str:
    """The name of the program that runs as this process; of a script, the script's."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # gone already, or of another namespace
        return ""
    names = [Path(word).name for word in words if word and not word.startswith("-")]
    if len(names) > 1 and names[0].startswith("python"):
        return names[1]
    return names[0].split()[0] if names else ""


def _any(events: list[str], *wanted: str) -> bool:
    """Whether one of the patterns, such as "Object:StateChanged:", takes in this event."""
    for event in events:
        parts = [part.lower().replace("-", "") for part in event.split(":") if part]
        if parts == list(wanted[: len(parts)]):
            return True
    return False
