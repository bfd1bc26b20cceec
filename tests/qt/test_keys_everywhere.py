"""Keys that work in every program, on a real X server."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from assistant.qt.screen.everywhere import is_usable
from tests.screen.portal import Portal, message_bus, needs_bus
from tests.screen.x_server import Client, client, display, needs_xvfb

__all__ = ["client", "display"]

CONTROL, ALT, CAPS_LOCK, W, R = 0xFFE3, 0xFFE9, 0xFFE5, ord("w"), ord("r")

SUGGESTED = {"describe_window": "Ctrl+Alt+W", "read_window": "Ctrl+Alt+R"}


@needs_xvfb
def test_a_key_is_heard_whichever_window_is_in_front(client: Client, qtbot: QtBot) -> None:
    from assistant.qt.screen.keys_x11 import X11Keys

    owner = QObject()
    keys = X11Keys(owner)
    pressed: list[str] = []
    keys.pressed.connect(pressed.append)
    keys.use(SUGGESTED)
    client.show(0, (0, 0, 50, 50), "Another program")
    control, alt, w, r = map(client.code, (CONTROL, ALT, W, R))
    client.press(control, alt, w)
    qtbot.waitUntil(lambda: pressed == ["describe_window"])
    client.press(client.code(CAPS_LOCK))
    client.press(control, alt, r)  # with Caps Lock on
    qtbot.waitUntil(lambda: pressed == ["describe_window", "read_window"])
    client.press(client.code(CAPS_LOCK))
    keys.use({"read_window": "F9"})  # the others are given back
    client.press(control, alt, w)
    client.press(client.code(0xFFC6))
    qtbot.waitUntil(lambda: len(pressed) == 3)
    assert pressed[-1] == "read_window"
    keys.close()


@needs_xvfb
def test_a_key_that_another_program_has_is_told(client: Client, qtbot: QtBot) -> None:
    from assistant.qt.screen.keys_x11 import X11Keys

    owner = QObject()
    first, second = X11Keys(owner), X11Keys(owner)
    refused: list[str] = []
    second.refused.connect(refused.append)
    first.use({"describe_window": "Ctrl+Alt+W"})
    second.use(SUGGESTED)
    assert refused == [
        "Ctrl+Alt+W belongs to another program already. Choose another key in Preferences."
    ]
    pressed: list[str] = []
    second.pressed.connect(pressed.append)
    client.press(*map(client.code, (CONTROL, ALT, R)))  # the other one works
    qtbot.waitUntil(lambda: pressed == ["read_window"])
    first.close()
    second.close()


@needs_xvfb
def test_a_key_of_which_another_program_has_a_part_is_left_whole(
    client: Client, qapp: object
) -> None:
    from assistant.qt.screen.keys_x11 import X11Keys

    held, caps_lock, num_lock = 4 | 8, 2, 16  # Ctrl+Alt
    client.take(client.code(W), held | caps_lock)
    owner = QObject()
    keys = X11Keys(owner)
    refused: list[str] = []
    keys.refused.connect(refused.append)
    keys.use({"describe_window": "Ctrl+Alt+W"})
    assert len(refused) == 1
    for locks in (0, num_lock):
        client.take(client.code(W), held | locks)
    keys.close()


def test_without_a_server_the_command_is_told(
    monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    pytest.importorskip("xcffib")
    from assistant.qt.screen.keys_x11 import X11Keys

    monkeypatch.delenv("DISPLAY", raising=False)
    owner = QObject()
    keys = X11Keys(owner)
    refused: list[str] = []
    keys.refused.connect(refused.append)
    keys.use({})
    assert refused == []
    keys.use(SUGGESTED)
    assert "glimpse-gui --describe-window" in refused[0]


@pytest.mark.parametrize(
    ("key", "usable"),
    [("Ctrl+Alt+W", True), ("Meta+D", True), ("F9", True), ("W", False), ("Shift+W", False)],
)
def test_what_people_type_is_not_taken_from_them(key: str, usable: bool) -> None:
    assert is_usable(key) is usable


@needs_bus
def test_the_portal_is_asked_for_the_keys_and_its_signal_is_heard(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from assistant.qt.screen.keys_portal import PortalKeys

    with message_bus() as address, Portal(address) as portal:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        owner = QObject()
        keys = PortalKeys(owner)
        pressed: list[str] = []
        refused: list[str] = []
        keys.pressed.connect(pressed.append)
        keys.refused.connect(refused.append)
        keys.use(SUGGESTED)
        qtbot.waitUntil(lambda: set(portal.bound) == set(SUGGESTED))
        asked = portal.bound["describe_window"]
        assert asked["preferred_trigger"] == ("s", "CTRL+ALT+w")
        assert asked["description"][1].startswith("Describes the window")
        assert portal.registered
        portal.activate("read_window")
        qtbot.waitUntil(lambda: pressed == ["read_window"])
        portal.code = 1
        keys.use(SUGGESTED)
        qtbot.waitUntil(lambda: bool(refused))
        assert refused[0].startswith("The desktop did not give Glimpse its keys.")
        keys.close()


@needs_bus
def test_a_desktop_without_such_keys_is_told(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    from assistant.qt.screen.keys_portal import PortalKeys

    with message_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        owner = QObject()
        keys = PortalKeys(owner)
        refused: list[str] = []
        keys.refused.connect(refused.append)
        keys.use(SUGGESTED)
        qtbot.waitUntil(lambda: bool(refused))
        assert "glimpse-gui --describe-window" in refused[0]
        keys.close()
