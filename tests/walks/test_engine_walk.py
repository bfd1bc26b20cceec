"""A new user adds an engine by keys, agrees, and hears its answer to the end and what Glimpse says.

The engine is a server on this computer, asked by the program as any other.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import paths
from tests.engines.conftest import server
from tests.engines.hostile import Server
from tests.waiting import wait_for
from tests.walks.desktop import Desktop
from tests.walks.ears import Orca, Said
from tests.walks.route import back, open_file
from tests.walks.test_walks import Glimpse
from tests.walks.walk import Walk

__all__ = ["server"]

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]
_ANSWER = ("A boat.", "A dog runs.", "The sky is blue.")


def _go(walk: Walk, server: Server, reads_windows: bool) -> None:
    """What is said first is what leads on: to the field, the key, the question."""
    home = ["Explanation"] if reads_windows else []
    open_file(walk, "Open", "ctrl+o", "Open a picture", "dog.jpg", "A brown dog.")
    walk.keys("No engine", "ctrl+d", "Add one in Preferences, on the page Engines.")
    walk.keys("Preferences", "ctrl+comma", "Description" if reads_windows else "Preferences")
    walk.keys("Page", "Right", "Senses")
    walk.keys("Page of engines", "Right", "Engines")
    walk.keys("List", "Tab", "list")
    walk.keys("Add", "alt+a", "Kind of server")
    walk.keys("Any other kind", "End", "Any other server", "often ends in /v1.")
    walk.keys("Without an address", "alt+a", "Say where the server is")  # it leads to its field
    _type(walk, "Address", server.url, *(["v"] if reads_windows else []))
    walk.keys("Without a name", "alt+a", "Give the engine a short name")
    _type(walk, "Name", "eyes", "s")
    walk.keys("Added", "alt+a", "eyes is added, with the model small-eyes. Ctrl+D asks it.")
    back(walk, "Preferences closed", *home)
    walk.keys(
        "May it?", "ctrl+d", f"to {server.host} on this computer, no further", "Do you agree?"
    )
    assert not server.messages
    verdict = "Glimpse did not see: a boat."
    walk.keys("It may", "alt+i", "Asking eyes.", *_ANSWER, verdict)
    assert len(server.messages) == 1
    walk.keys("Why?", "ctrl+y", "“A boat.” Not seen by Glimpse")
    back(walk, "Why? closed", *home)
    server.habit = "slow"  # says the same, but for its end
    walk.keys("Again", "ctrl+d", "Asking eyes.", *_ANSWER[:-1])
    walk.keys("Enough", "Escape")
    wait_for(server.gone.is_set)


def _type(walk: Walk, name: str, text: str, *expected: str) -> None:
    walk.do(name, lambda: walk.desktop.type(text), *expected)


def _prepare(desktop: Desktop, server: Server) -> None:
    pictures = Path(desktop.environment["HOME"]) / "Pictures"
    pictures.mkdir()
    dog = paths.resources() / "samples" / "dog.jpg"
    (pictures / dog.name).write_bytes(dog.read_bytes())
    server.pieces = ("A bo", "at. A dog ", "runs.", " The sky is blue.")


def test_with_orca_an_engine_is_added_asked_and_checked(desktop: Desktop, server: Server) -> None:
    _prepare(desktop, server)
    glimpse = Glimpse(desktop)
    try:
        orca = Orca(desktop.start_orca())
        glimpse.start()

        def listen(since: float) -> list[Said]:
            both = orca.said(since) + glimpse.voice.said(since)
            return sorted(both, key=lambda said: said.time)

        walk = _walked(desktop, server, glimpse, listen, reads_windows=True)
    finally:
        glimpse.recording.stop()
    assert walk.faults() == []


def test_without_a_screen_reader_it_is_heard_too(desktop: Desktop, server: Server) -> None:
    _prepare(desktop, server)
    glimpse = Glimpse(desktop)
    try:
        glimpse.start()
        walk = _walked(desktop, server, glimpse, glimpse.voice.said, reads_windows=False)
    finally:
        glimpse.recording.stop()
    assert walk.faults() == []


def _walked(
    desktop: Desktop,
    server: Server,
    glimpse: Glimpse,
    listen: Callable[[float], list[Said]],
    *,
    reads_windows: bool,
) -> Walk:
    wait_for(lambda: any("Welcome" in said.text for said in listen(0)), 0.2)
    walk = Walk(desktop, listen, glimpse.recording.is_quiet)
    try:
        _go(walk, server, reads_windows)
    finally:
        for step in walk.steps:
            print(step.name, [said.text for said in step.said])
    return walk
