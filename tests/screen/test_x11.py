"""Pictures of a real X11 screen: the window in front, what is covered, what is our own."""

import os

import numpy as np
import pytest

from assistant.errors import SourceError
from assistant.screen import Area, What, capture, parsed
from tests.screen.x_server import Client, client, display, needs_xvfb

__all__ = ["client", "display"]

pytestmark = needs_xvfb

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)


def number(colour: tuple[int, int, int]) -> int:
    return colour[0] << 16 | colour[1] << 8 | colour[2]


def colours(pixels: np.ndarray) -> set[tuple[int, ...]]:
    return set(map(tuple, pixels.reshape(-1, 3).tolist()))


def test_the_window_in_front_is_taken_with_its_title(client: Client) -> None:
    client.show(number(RED), (10, 10, 100, 80), "Behind")
    front = client.show(number(GREEN), (150, 40, 60, 50), "In front")
    client.front(front)
    frame = capture(What.WINDOW)
    assert frame.screen is not None
    assert (frame.screen.label, frame.screen.title) == ("window", "In front")
    assert (frame.width, frame.height) == (60, 50)
    assert colours(frame.pixels) == {GREEN}


def test_under_our_own_window_the_other_one_is_seen_whole(client: Client) -> None:
    client.show(number(RED), (10, 10, 100, 80), "Letter")
    client.show(number(BLUE), (50, 30, 200, 200), "Glimpse", pid=os.getpid())
    frame = capture(What.WINDOW)
    assert frame.screen is not None
    assert frame.screen.title == "Letter"
    assert colours(frame.pixels) == {RED}
    whole = capture(What.ALL)
    assert (whole.width, whole.height) == (320, 240)
    assert BLUE not in colours(whole.pixels)
    assert tuple(whole.pixels[60, 80]) == RED  # covered, and seen


def test_a_glimpse_of_another_process_is_left_out_too(client: Client) -> None:
    client.show(number(BLUE), (0, 0, 320, 240), "Glimpse", program="glimpse")
    assert BLUE not in colours(capture(What.ALL).pixels)
    with pytest.raises(SourceError, match="no window but Glimpse's own"):
        capture(What.WINDOW)


def test_a_window_is_found_by_a_part_of_its_title(client: Client) -> None:
    client.show(number(RED), (10, 10, 100, 80), "Letter to Miller")
    client.show(number(GREEN), (150, 40, 60, 50), "Map")
    assert colours(capture(What.WINDOW, title="miller").pixels) == {RED}
    with pytest.raises(SourceError, match="no window called “Song”"):
        capture(What.WINDOW, title="Song")


def test_a_part_of_the_screen_is_taken(client: Client) -> None:
    client.show(number(RED), (0, 0, 160, 240), "Left")
    client.show(number(GREEN), (160, 0, 160, 240), "Right")
    assert colours(capture(What.REGION, parsed("left")).pixels) == {RED}
    part = capture(What.REGION, Area(150, 0, 20, 10))
    assert colours(part.pixels) == {RED, GREEN}
    assert part.screen is not None
    assert part.screen.label == "part of the screen"


def test_a_hostile_title_becomes_plain_words(client: Client) -> None:
    client.show(number(RED), (10, 10, 100, 80), "a\x1b[31m\u202eb\nc")
    frame = capture(What.WINDOW)
    assert frame.screen is not None
    assert frame.screen.title == "a[31mb c"


def test_without_a_screen_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":97531")
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SourceError, match="There is no screen here"):
        capture(What.ALL)
