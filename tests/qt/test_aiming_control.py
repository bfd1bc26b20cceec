"""Hints while the camera is on."""

import pytest
from pytestqt.qtbot import QtBot

from tests.qt.stage import Stage


@pytest.fixture
def dark(stage: Stage, qtbot: QtBot) -> Stage:
    stage.webcam.brightness = 8
    return stage


def test_in_the_dark_more_light_is_asked_for(dark: Stage, qtbot: QtBot) -> None:
    dark.do("camera")
    qtbot.waitUntil(
        lambda: any("light" in line.lower() for line in dark.heard if "camera" not in line)
    )


def test_off_is_silent_and_the_key_goes_through_the_ways(dark: Stage, qtbot: QtBot) -> None:
    dark.store.change("aiming", "off")
    dark.do("camera")
    qtbot.wait(2500)
    assert not any("light" in line.lower() for line in dark.heard)
    for way in ("spoken", "tones", "off"):
        dark.do("aiming")
        assert dark.store["aiming"] == way
        qtbot.waitUntil(lambda way=way: any(way in line for line in dark.heard))


def test_a_hint_is_not_what_repeat_says(dark: Stage, qtbot: QtBot) -> None:
    dark.controller.voice.say(["A dog."])
    qtbot.waitUntil(lambda: not dark.controller.voice.speaking)
    dark.controller.voice.hint("Hold still.")
    qtbot.waitUntil(lambda: not dark.controller.voice.speaking)
    dark.do("repeat")
    qtbot.waitUntil(lambda: dark.last == "A dog.")


def test_centring_the_face_switches_the_camera_on_and_ends_with_it(
    stage: Stage, qtbot: QtBot
) -> None:
    stage.do("my_face")
    assert stage.controller.camera.on
    qtbot.waitUntil(lambda: any("I see no face" in line for line in stage.heard))
    stage.do("camera")
    assert not stage.action("my_face").isChecked()
