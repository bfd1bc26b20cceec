"""Who listens on the accessibility bus, when the answers come late or out of order."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from assistant.qt.speaking import screen_reader_linux
from assistant.qt.speaking.screen_reader_linux import BusWatch
from tests.screen.portal import message_bus, needs_bus
from tests.waiting import SECONDS

_SPEAKS = "object:announcement"


class Late(BusWatch):
    """A bus whose answers are given by the test."""

    def __init__(self) -> None:
        self.asked: dict[object, Callable[[tuple[Any, ...]], object]] = {}
        super().__init__()

    def _ask(
        self, _bus: Any, _where: Any, member: str, _signature: str = "", *body: object, then: Any
    ) -> None:
        self.asked[body[0] if body else member] = then


@pytest.fixture
def late(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Late:
    names = {1: "orca", 2: "gnome-shell"}
    monkeypatch.setattr(screen_reader_linux, "_program", names.__getitem__)
    return Late()


def test_nothing_is_decided_while_it_is_asked_who_listens(late: Late) -> None:
    before = late._found
    late._on_events(([(":1.1", _SPEAKS)],))
    late._on_events(([(":1.1", _SPEAKS), (":1.2", _SPEAKS)],))  # a second look meanwhile
    assert late._found is before
    late.asked[":1.2"]((2,))
    assert late._found is before
    late.asked[":1.1"]((1,))
    assert late._found is not None
    assert late._found.sure


def test_another_bus_may_have_other_programs_of_the_same_names(late: Late) -> None:
    late._on_events(([(":1.1", _SPEAKS)],))
    late.asked[":1.1"]((1,))
    late._bus_ended()
    assert late._found is None
    late._on_events(([(":1.1", _SPEAKS)],))
    late.asked[":1.1"]((2,))
    assert late._found is None


@needs_bus
def test_one_bus_is_followed_however_often_it_was_looked_for(late: Late, qtbot: QtBot) -> None:
    with message_bus() as address:
        late._on_address((address,))
        first = late._bus
        late._on_address((address,))  # asked twice, because there was news meanwhile
        assert late._bus is first is not None
        late._on_events(([(":1.1", _SPEAKS)],))
        late.asked[":1.1"]((1,))
        assert late._found is not None
    qtbot.waitUntil(lambda: late._found is None, timeout=1000 * SECONDS)  # nobody listens there
    assert late._bus is None
    late.close()
