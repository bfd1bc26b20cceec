"""Another program is in front; Glimpse tells what is in it, by keys that work everywhere."""

import sys
from collections.abc import Callable

import pytest

from assistant import paths
from tests.waiting import wait_for
from tests.walks.desktop import Desktop
from tests.walks.ears import Orca, Said
from tests.walks.letter import TITLE
from tests.walks.test_walks import Glimpse
from tests.walks.walk import Walk

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

_KEYS = {
    "describe_window": "Ctrl+Alt+W",
    "read_window": "Ctrl+Alt+R",
    "describe_part": "Ctrl+Alt+E",
}
_WINDOW = f"A window, “{TITLE}”, with text and a picture on the right"


def _go(desktop: Desktop, glimpse: Glimpse, listen: Callable[[float], list[Said]]) -> list[str]:
    """Describe and read the letter, and a part of the screen, while the letter is in front."""
    wait_for(lambda: any("Welcome" in said.text for said in listen(0)), 0.2)
    photograph = paths.resources() / "samples" / "dog.jpg"
    desktop.start([sys.executable, "-m", "tests.walks.letter", str(photograph)], "letter")
    wait_for(lambda: desktop.window() == TITLE, 0.2)
    walk = Walk(desktop, listen, glimpse.recording.is_quiet)
    begins = "The text begins: “Dear Ms Miller”"
    walk.keys("Window described", "ctrl+alt+w", _WINDOW, begins)
    assert desktop.window() == TITLE  # no focus was moved
    walk.keys("Window read", "ctrl+alt+r", "Dear Ms Miller", "on the right.", "John Brown")
    assert desktop.window() == TITLE
    command = [sys.executable, "-m", "assistant.qt.app", "--describe-window"]
    walk.do("By command", lambda: desktop.run(*command), _WINDOW, begins)
    assert desktop.window() == TITLE
    walk.keys("A part", "ctrl+alt+e", "Left edge at 25, top edge at 25")
    walk.keys("Moved", "Left", "Left edge at 20, right edge at 70 per cent.")
    walk.keys("Sized", "shift+Right", "Right edge at 75 per cent.")
    walk.keys("Taken", "Return", "A part of the screen with")
    return walk.faults()


def test_with_orca_the_answer_is_heard_behind_another_program(desktop: Desktop) -> None:
    glimpse = Glimpse(desktop, everywhere=_KEYS)
    try:
        orca = Orca(desktop.start_orca())
        glimpse.start()

        def listen(since: float) -> list[Said]:
            both = orca.said(since) + glimpse.voice.said(since)
            return sorted(both, key=lambda said: said.time)

        faults = _go(desktop, glimpse, listen)
    finally:
        glimpse.recording.stop()
    assert faults == []


def test_without_a_screen_reader_it_is_heard_too(desktop: Desktop) -> None:
    glimpse = Glimpse(desktop, everywhere=_KEYS)
    try:
        glimpse.start()
        faults = _go(desktop, glimpse, glimpse.voice.said)
    finally:
        glimpse.recording.stop()
    assert faults == []
