"""A thing is taught before the camera, known again, asked for and sought, all by keys, with Orca.

The hand is the walk's: it holds pictures before a camera that sees nothing else.
"""

import pytest

from assistant.pipeline.frame import Frame
from tests.teach.things import on_a_wall, views
from tests.waiting import wait_for
from tests.walks.camera import Held
from tests.walks.desktop import Desktop
from tests.walks.ears import Orca
from tests.walks.test_walks import Glimpse
from tests.walks.walk import Walk

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]

_VIEWS = views("parrot", 3)  # of what is called a mug here
_NEXT = ("One. Turn it a little.", "Two. Now the other side.", "Three. Come nearer.")


def _held(left: int, top: int, side: int, number: int = 2) -> Frame:
    return on_a_wall(_VIEWS[number], left, top, side)


def _teach(walk: Walk, held: Held) -> None:
    walk.keys("Teach", "ctrl+t", "Name: text.", "Type a name, such as: red mug")
    walk.text("Named", "mug", "View push button.", "The camera is on.", "Hold it before the camera")
    for number, said in enumerate(_NEXT):
        held.show_to(_held(170, 90, 300, number))
        walk.keys(f"View {number + 1}", "Return", said)
    known = "I know your mug now, from three views.", "I see it now: your mug."
    walk.keys("Done", "Tab Tab Return", "Done push button.", *known)
    walk.keys("Teach left", "Escape", "Explanation")
    walk.keys("Described", "space", "Your mug is in the middle.")
    walk.keys("Ask", "ctrl+f", "Question")
    walk.text("Asked", "do you see my mug", "Yes, your mug, in the middle.")
    walk.keys("Ask left", "Escape", "Explanation")


def _seek(walk: Walk, held: Held, glimpse: Glimpse) -> None:
    nothing = _held(639, 479, 200)
    held.show_to(nothing)
    walk.keys("Seek", "ctrl+shift+s", "Look for: text.", "Type what to look for, such as: cup.")
    walk.text("Begun", "my mug", "I look for your mug. Move the camera slowly.")
    walk.do("Seen", lambda: held.show(_held(10, 120, 240)), "Your mug: to the left.")
    wait_for(lambda: not glimpse.recording.is_quiet(0.5))  # the tone
    walk.do("Found", lambda: held.show(_held(200, 120, 240)), "Found: your mug is in the middle,")
    walk.do("Gone", lambda: held.show(nothing), "Gone.")
    wait_for(lambda: glimpse.recording.is_quiet(0.5))
    walk.keys("Seek ended", "Escape", "Seeking has ended. The camera is still on.")


def test_with_orca_a_thing_is_taught_known_and_sought(desktop: Desktop) -> None:
    glimpse = Glimpse(desktop)
    held = Held(desktop.folder / "voice")
    held.show(_held(170, 90, 300, 0))
    try:
        orca = Orca(desktop.start_orca())
        glimpse.start()
        wait_for(lambda: any("Welcome" in said.text for said in orca.said()), 0.2)
        # While the tone is heard it is never calm; but for the tone, Orca alone is heard.
        walk = Walk(desktop, orca.said, lambda _seconds: True)
        _teach(walk, held)
        _seek(walk, held, glimpse)
    finally:
        glimpse.recording.stop()
    assert walk.faults() == []
    assert glimpse.voice.made() == []
