"""A person goes through the whole program by keys, with Orca and without any screen reader.

``make walks`` runs them: the real program, its networks, espeak-ng and Debian's Orca.
"""

import sys
import time

import pytest

from tests.waiting import wait_for
from tests.walks.desktop import Desktop
from tests.walks.ears import Orca, OwnVoice, Recording, Said
from tests.walks.made import make
from tests.walks.route import go
from tests.walks.walk import Walk

pytestmark = [pytest.mark.walk, pytest.mark.timeout(900)]
_TRIES = 4  # one moment of a busy machine proves nothing
_SOON = 0.05  # seconds


class Glimpse:
    """The program on a desktop, and what can be heard of it."""

    def __init__(self, desktop: Desktop, **settings: object) -> None:
        desktop.settings(sounds=False, rate=300, **settings)  # words alone, and soon said
        folder = desktop.folder / "voice"
        folder.mkdir()
        self.recording = Recording(desktop.environment)
        self.voice = OwnVoice(folder, self.recording)
        self._command = [sys.executable, "-m", "tests.walks.gui", str(folder)]
        self._desktop = desktop

    def start(self) -> None:
        """Open the window."""
        self._desktop.start(self._command, "glimpse")
        wait_for(lambda: self._desktop.window() == "Glimpse", 0.2)


def test_with_orca_each_result_is_spoken_once(desktop: Desktop) -> None:
    made, glimpse = make(desktop), Glimpse(desktop)
    try:
        orca = Orca(desktop.start_orca())
        glimpse.start()
        wait_for(lambda: any("Welcome" in said.text for said in orca.said()), 0.2)

        def listen(since: float) -> list[Said]:
            both = orca.said(since) + glimpse.voice.said(since)
            return sorted(both, key=lambda said: said.time)

        walk = Walk(desktop, listen, glimpse.recording.is_quiet)
        go(walk, made, reads_windows=True)
    finally:
        glimpse.recording.stop()
    assert walk.faults() == []


def test_without_a_screen_reader_everything_is_heard(desktop: Desktop) -> None:
    made, glimpse = make(desktop), Glimpse(desktop)
    try:
        glimpse.start()
        wait_for(lambda: any("Welcome" in said.text for said in glimpse.voice.said()), 0.2)
        walk = Walk(desktop, glimpse.voice.said, glimpse.recording.is_quiet)
        go(walk, made, reads_windows=False)
        late = [_silenced(walk, glimpse) for _ in range(_TRIES)]
    finally:
        glimpse.recording.stop()
    assert walk.faults() == []
    print(f"silent after Esc: {[round(1000 * each) for each in late]} ms")
    assert min(late) < _SOON


def _silenced(walk: Walk, glimpse: Glimpse) -> float:
    """Seconds from Esc to the last sound, while a description is being spoken."""
    recording = glimpse.recording
    began = time.time()
    walk.desktop.press("space")
    wait_for(lambda: recording.last_loud > began)
    pressed = time.time()
    walk.desktop.press("Escape")
    wait_for(lambda: recording.is_quiet(1.0), 0.1)
    return max(0.0, recording.last_loud - pressed)
