"""Where only the desktop's portal has the screen: over a real bus, by a portal that is played."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.errors import SourceError
from assistant.screen import What, capture, parsed, wayland
from tests.screen.portal import Portal, message_bus, needs_bus

pytestmark = needs_bus


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with message_bus() as made:
        yield made


@pytest.fixture
def portal(address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Portal]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with Portal(address, picture=tmp_path / "a screenshot.png") as made:
        yield made


def save(portal: Portal) -> None:
    """Red on the left, green on the right."""
    picture = Image.new("RGB", (200, 100), (200, 0, 0))
    picture.paste((0, 200, 0), (100, 0, 200, 100))
    assert portal.picture is not None
    picture.save(portal.picture)


def test_the_portal_gives_the_whole_screen_and_its_file_goes(portal: Portal) -> None:
    save(portal)
    frame = capture(What.ALL)
    assert frame.screen is not None
    assert frame.screen.label == "screen"
    assert frame.pixels.shape == (100, 200, 3)
    assert portal.picture is not None
    assert not portal.picture.exists()


def test_a_part_is_cut_out_of_it(portal: Portal) -> None:
    save(portal)
    frame = capture(What.REGION, parsed("right"))
    assert np.unique(frame.pixels.reshape(-1, 3), axis=0).tolist() == [[0, 200, 0]]


def test_in_place_of_a_window_it_is_the_whole_screen_and_that_is_told(portal: Portal) -> None:
    save(portal)
    frame = capture(What.WINDOW)
    assert frame.screen is not None
    assert frame.screen.label == "screen"
    assert frame.notes == (
        "This desktop tells no program where its windows are, so this is the whole screen.",
    )


def test_a_refusal_is_told(portal: Portal) -> None:
    portal.code = 1
    with pytest.raises(SourceError, match="and it was refused"):
        capture(What.ALL)


def test_a_portal_that_fails_is_none(portal: Portal) -> None:
    portal.code = 2
    with pytest.raises(SourceError, match="gives programs no picture of the screen"):
        capture(What.ALL)


def test_a_picture_that_is_none_is_told(portal: Portal) -> None:
    assert portal.picture is not None
    portal.picture.write_text("no picture")
    with pytest.raises(SourceError, match="Press Print Screen"):
        capture(What.ALL)


def test_a_question_that_nobody_answers_is_told(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.silent = True
    monkeypatch.setattr(wayland, "_PATIENCE_S", 0.1)
    with pytest.raises(SourceError, match="Look for its question"):
        capture(What.ALL)


def test_without_a_portal_the_way_round_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(SourceError, match="Print Screen and paste"):
        capture(What.ALL)
