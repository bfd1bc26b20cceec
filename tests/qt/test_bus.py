"""A message bus, read in the window's own thread."""

import socket
import threading
from pathlib import Path

import pytest
from jeepney import DBusAddress, MatchRule, message_bus
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from assistant.qt.bus import Bus, answer, connected
from tests.screen import portal
from tests.waiting import SECONDS

pytestmark = portal.needs_bus
_MS = 1000 * SECONDS


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


def test_calls_are_answered_and_signals_told(owner: QObject, qtbot: QtBot) -> None:
    with portal.message_bus() as address:
        bus, other = Bus(owner, address), Bus(owner, address)
        answers: list[tuple[object, ...]] = []
        names: list[object] = []
        bus.call(message_bus.GetNameOwner("nobody.here"), lambda m: answers.append(answer(m)))
        bus.call(message_bus.NameHasOwner(bus.name), lambda m: answers.append(answer(m)))
        qtbot.waitUntil(lambda: answers == [(), (1,)], timeout=_MS)
        daemon = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus")
        bus.told.connect(lambda message: names.append(message.body[0]))
        bus.follow(MatchRule(type="signal", sender=daemon.bus_name, member="NameOwnerChanged"))
        other.call(message_bus.RequestName("somebody.here"), answers.append)
        qtbot.waitUntil(lambda: "somebody.here" in names, timeout=_MS)
        bus.close()
        other.close()


def test_that_a_bus_has_ended_is_told_once(owner: QObject, qtbot: QtBot) -> None:
    ended: list[bool] = []
    with portal.message_bus() as address:
        bus = Bus(owner, address)
        bus.ended.connect(lambda: ended.append(True))
    qtbot.waitUntil(lambda: bool(ended), timeout=_MS)
    bus.call(message_bus.ListNames(), ended.append)  # nothing comes of it
    bus.close()
    assert ended == [True]
    assert bus.name == ""


@pytest.mark.parametrize("address", ["unix:path=/nowhere", "tcp:host=localhost,port=1", "x"])
def test_an_address_that_leads_nowhere_is_no_bus(owner: QObject, address: str) -> None:
    assert connected(owner, address) is None


def test_a_bus_that_lets_in_and_then_keeps_silent_is_no_bus(owner: QObject, tmp_path: Path) -> None:
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def silent() -> None:
            client, _ = server.accept()
            with client:
                client.recv(1)
                client.recv(1024)
                client.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
                while client.recv(1024):
                    pass

        thread = threading.Thread(target=silent)
        thread.start()
        assert connected(owner, f"unix:path={path}") is None
        thread.join()
