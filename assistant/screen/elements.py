"""Elements of a window, from the accessibility tree: its focused control, unnamed pictures.

It is asked over D-Bus (AT-SPI 2, at-spi2-core's Accessible.xml and Component.xml), level by level,
many questions at once. Where there is no tree, as on Windows and macOS, nothing is told.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.pipeline.frame import Element
from assistant.screen.desk import Area
from assistant.untrusted import plain

_log = logging.getLogger(__name__)

_PATIENCE_S = 0.6  # for the whole tree: a program that is busy must not hold up the description
_MOST = 600  # nodes that are asked
_CHILDREN = 60  # of one node: a list of thousands is not walked through
_LONGEST_NAME = 100  # characters
_SMALLEST = 24  # pixels: what is smaller is an icon, of which nothing could be told

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_FOCUSED, _SHOWING = 12, 25  # bits of a state
_IMAGE, _CANVAS = 27, 6  # roles
_SCREEN_COORDINATES = 0
_CONTROLS = {
    7: "check box", 8: "menu item", 11: "combo box", 31: "list", 32: "list item", 35: "menu item",
    37: "tab", 40: "password field", 43: "button", 44: "radio button", 45: "menu item",
    51: "slider", 52: "spin box", 55: "table", 56: "table cell", 60: "terminal", 61: "text field",
    62: "switch", 65: "tree", 79: "text field", 88: "link", 91: "tree item", 94: "document",
    95: "document",
}  # fmt: skip

_Node = tuple[str, str]  # bus name, object path


@dataclass(frozen=True)
class _Facts:
    node: _Node
    role: int
    state: int
    children: list[_Node]

    def has(self, bit: int) -> bool:
        return bool(self.state >> bit & 1)


def of(pid: int, area: Area) -> tuple[Element, ...]:
    """The elements worth a word in the windows of a program, in an area of the screen.

    Nothing where accessibility is off, or does not answer in time: what is seen does not depend
    on it.
    """
    if not pid or not sys.platform.startswith("linux"):
        return ()
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ()
    from jeepney import DBusErrorResponse
    from jeepney.bus import parse_addresses  # noqa: F401 - the whole library, before the clock

    try:
        return tuple(_asked(pid, area))
    except (DBusErrorResponse, OSError, KeyError, ValueError, EOFError) as error:
        _log.info("The accessibility tree tells nothing: %r", error)
        return ()


def _asked(pid: int, area: Area) -> Iterator[Element]:
    tree = _Tree.connected()
    with tree:
        found = list(tree.walk(pid))
        for facts, name, box in tree.details(found):
            part = Area(*box).within(area)
            if facts.has(_FOCUSED) and part.width and part.height:
                yield Element(_CONTROLS[facts.role], name, part.share_of(area), focused=True)
            elif facts.role not in _CONTROLS and not name and min(part[2:]) >= _SMALLEST:
                yield Element("image", "", part.share_of(area))


class _Tree:
    """A connection to the accessibility bus that asks many questions at once."""

    def __init__(self, address: str, deadline: float) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._bus = open_dbus_connection(address)
        self._deadline = deadline

    @classmethod
    def connected(cls) -> "_Tree":
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        deadline = time.monotonic() + _PATIENCE_S
        where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        with open_dbus_connection("SESSION") as session:
            question = new_method_call(where, "GetAddress")
            answer = session.send_and_get_reply(question, timeout=_PATIENCE_S)
        return cls(unwrap_msg(answer)[0], deadline)

    def __enter__(self) -> "_Tree":
        return self

    def __exit__(self, *_error: object) -> None:
        self._bus.close()

    def walk(self, pid: int) -> Iterator[_Facts]:
        """What can be seen of the program with this number, from the outside inwards."""
        root = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        [programs] = self._ask([(root, _ACCESSIBLE, "GetChildren", "", ())])
        names = [program[0] for program in programs or []]
        daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        pids = self._ask(
            [(daemon, daemon[0], "GetConnectionUnixProcessID", "s", (name,)) for name in names]
        )
        level: list[_Node] = [
            tuple(program)
            for program, answer in zip(programs or [], pids, strict=True) if answer == pid
        ]  # fmt: skip
        asked = 0
        first = True
        while level and asked < _MOST:
            asked += len(level)
            facts = list(self._facts(level))
            shown = facts if first else [f for f in facts if f.has(_SHOWING)]
            first = False  # the program itself is not shown, its windows are
            yield from shown
            level = [child for f in shown for child in f.children[:_CHILDREN]][: _MOST - asked]

    def details(
        self, found: Sequence[_Facts]
    ) -> Iterator[tuple[_Facts, str, tuple[int, int, int, int]]]:
        """Name and place of those that may be worth a word."""
        wanted = [
            f for f in found
            if f.role in (_IMAGE, _CANVAS) or (f.has(_FOCUSED) and f.role in _CONTROLS)
        ]  # fmt: skip
        names = self._ask([
            (f.node, "org.freedesktop.DBus.Properties", "Get", "ss", (_ACCESSIBLE, "Name"))
            for f in wanted
        ])  # fmt: skip
        boxes = self._ask([
            (f.node, "org.a11y.atspi.Component", "GetExtents", "u", (_SCREEN_COORDINATES,))
            for f in wanted
        ])  # fmt: skip
        for f, name, box in zip(wanted, names, boxes, strict=True):
            if box is not None:
                yield f, plain(name[1] if name else "", _LONGEST_NAME), tuple(box)

    def _facts(self, level: Sequence[_Node]) -> Iterator[_Facts]:
        roles, states, children = (
            self._ask([(node, _ACCESSIBLE, member, "", ()) for node in level])
            for member in ("GetRole", "GetState", "GetChildren")
        )
        for node, role, state, below in zip(level, roles, states, children, strict=True):
            if role is not None and state is not None:
                bits = state[0] | state[1] << 32
                yield _Facts(node, role, bits, [tuple(child) for child in below or []])

    def _ask(self, questions: Sequence[tuple[_Node, str, str, str, tuple[Any, ...]]]) -> list[Any]:
        """The first value of each answer; None for an error, or where none came in time."""
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call

        places: dict[int, int] = {}
        answers: list[Any] = [None] * len(questions)
        for place, ((name, path), interface, member, signature, body) in enumerate(questions):
            where = DBusAddress(path, name, interface)
            message = new_method_call(where, member, signature or None, body)
            serial = next(self._bus.outgoing_serial)
            places[serial] = place
            self._bus.send(message, serial=serial)
        while places and (left := self._deadline - time.monotonic()) > 0:
            try:
                answer = self._bus.receive(timeout=left)
            except TimeoutError:
                break
            place = places.pop(answer.header.fields.get(HeaderFields.reply_serial, -1), -1)
            if place >= 0 and answer.header.message_type == MessageType.method_return:
                answers[place] = answer.body[0]
        return answers
