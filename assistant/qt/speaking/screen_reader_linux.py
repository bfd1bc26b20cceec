"""Screen readers on Linux, found on the session bus and on the accessibility bus.

Who listens there is what counts: a reader that has ended listens no more, whatever a setting says,
and one that registers for ``object:announcement`` speaks announcements (Orca does since 45;
Orca 43 does not). No call waits for its answer; joining each of the two buses does
(``qt/bus.py``), in the window's thread, as a rule for a millisecond.

Sources: at-spi2-core's Registry.xml and Status; GNOME/orca's README-REMOTE-CONTROLLER.md.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, Message, MessageFlag, new_method_call
from PySide6.QtCore import QObject, QTimer, Slot

from assistant.qt.bus import Bus, answer, connected
from assistant.qt.speaking.screen_reader import ScreenReader, ScreenReaderWatch

_PROPERTIES = "org.freedesktop.DBus.Properties"
_BUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_STATUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", _PROPERTIES)
_REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
_DAEMON = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_ORCA = DBusAddress("/org/gnome/Orca/Service", "org.gnome.Orca.Service", "org.gnome.Orca.Service")
_READERS = frozenset({"orca", "cthulhu", "odilia"})  # names of programs
# Programs that listen although they read nothing: desktops follow the focus to magnify it.
_OTHERS = frozenset({"gnome-shell", "kwin_wayland", "kwin_x11", "cinnamon", "muffin", "onboard"})
_SETTLE = 100  # ms after the last news: a reader registers for thirty events one by one
_PATIENCE = 1500  # ms for the first answers; a bus that does not answer must not make us mute

_Done = Callable[[tuple[Any, ...]], object]


class BusWatch(ScreenReaderWatch):
    """Follows ``ScreenReaderEnabled``, who listens to what, and Orca's remote controller."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = False
        self._enabled = self._controller = False
        self._programs: dict[str, str] = {}  # unique bus name → program
        self._asked: set[str] = set()  # names whose program is not known yet
        self._events: list[tuple[str, str]] = []  # the newest: name, what it listens to
        self._bus: Bus | None = None  # that of accessibility
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE)
        self._settle.timeout.connect(self._look)
        self._session = connected(self)
        if self._session is None:
            self._now(None)
            return
        QTimer.singleShot(_PATIENCE, self, self._give_up)
        self._session.told.connect(self._news)
        self._session.follow(_signal(_STATUS, "PropertiesChanged"))
        for name in (_BUS.bus_name, _ORCA.bus_name):
            owner = _signal(_DAEMON, "NameOwnerChanged")
            owner.add_arg_condition(0, name)
            self._session.follow(owner)
        self._look()

    def present(self, text: str, refused: Callable[[], object]) -> None:
        """Send a message to Orca's remote controller."""

        def answered(results: tuple[Any, ...]) -> None:
            if results[:1] != (True,):
                refused()

        self._ask(self._session, _ORCA, "PresentMessage", "s", text, then=answered)

    def close(self) -> None:
        """Look no more."""
        self._settle.stop()
        for bus in (self._session, self._bus):
            if bus is not None:
                bus.close()

    def _look(self) -> None:
        """Ask everything anew."""
        wanted = ("org.a11y.Status", "ScreenReaderEnabled")
        ask = partial(self._ask, self._session)
        ask(_DAEMON, "NameHasOwner", "s", _ORCA.bus_name, then=self._on_controller)
        ask(_STATUS, "Get", "ss", *wanted, then=self._on_enabled)

    def _on_controller(self, found: tuple[Any, ...]) -> None:
        self._controller = found == (True,)

    def _on_enabled(self, found: tuple[Any, ...]) -> None:
        self._enabled = bool(found) and found[0] == ("b", True)
        if self._bus is None:
            self._ask(self._session, _BUS, "GetAddress", then=self._on_address)
        else:
            self._ask(self._bus, _REGISTRY, "GetRegisteredEvents", then=self._on_events)

    def _on_address(self, found: tuple[Any, ...]) -> None:
        if self._bus is None and found:  # else an earlier look has found it meanwhile
            self._bus = connected(self, found[0])
            if self._bus is not None:
                self._bus.told.connect(self._news)
                self._bus.ended.connect(self._bus_ended)
                for signal in ("EventListenerRegistered", "EventListenerDeregistered"):
                    self._bus.follow(_signal(_REGISTRY, signal))
        if self._bus is None:  # accessibility does not run here
            self._now(None)
        else:
            self._ask(self._bus, _REGISTRY, "GetRegisteredEvents", then=self._on_events)

    def _on_events(self, found: tuple[Any, ...]) -> None:
        self._events = [(name, event) for name, event in found[0]] if found else []
        unknown = {name for name, _ in self._events} - self._programs.keys() - self._asked
        self._asked |= unknown
        for name in unknown:
            then = partial(self._on_program, name)
            self._ask(self._bus, _DAEMON, "GetConnectionUnixProcessID", "s", name, then=then)
        self._decide()

    def _on_program(self, name: str, found: tuple[Any, ...]) -> None:
        if name in self._asked:  # else it was another bus's
            self._asked.discard(name)
            self._programs[name] = _program(found[0]) if found else ""
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

    @Slot(object)
    def _news(self, message: Message) -> None:
        if message.body[:1] == (_BUS.bus_name,):  # the bus came, or went
            self._forget_bus()
        self._settle.start()

    @Slot()
    def _bus_ended(self) -> None:
        self._forget_bus()
        self._decide()
        self._settle.start()  # perhaps there is another one

    def _forget_bus(self) -> None:
        """The next one counts its names from the beginning again."""
        bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()
            bus.deleteLater()
        self._programs.clear()
        self._asked.clear()
        self._events = []

    def _ask(
        self, bus: Bus | None, where: DBusAddress, member: str, signature: str = "",
        *body: object, then: _Done,
    ) -> None:  # fmt: skip
        """Call a method; ``then`` gets what it answered, or nothing after an error."""
        message = new_method_call(where, member, signature or None, body)
        message.header.flags = (
            MessageFlag.no_auto_start
        )  # who has no accessibility is not given one
        if bus is not None:
            bus.call(message, lambda answered: then(answer(answered)))


def _signal(where: DBusAddress, name: str) -> MatchRule:
    return MatchRule(
        type="signal", sender=where.bus_name, interface=where.interface,
        path=where.object_path, member=name,
    )  # fmt: skip


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
