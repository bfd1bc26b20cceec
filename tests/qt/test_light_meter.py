"""The light meter, and the tones of the aiming hints."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from assistant.aiming import EARCONS, Hint
from assistant.errors import PipelineError
from assistant.qt.live.aiming import earcon
from assistant.qt.live.light_meter import LightMeter
from tests.qt.pulse import MISSING, NullSink
from tests.qt.stage import Stage
from tests.waiting import SECONDS

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not installed")
def test_the_tone_is_higher_in_the_light_and_ends_with_stop() -> None:
    with NullSink() as sink:
        done = subprocess.run(
            [sys.executable, str(ROOT / "tests" / "qt" / "light_meter_run.py")],
            env=sink.environment | {"PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout)
    (dark, dark_loud), (light, light_loud) = heard["dark"], heard["light"]
    assert 200 <= dark < 500
    assert 1000 < light <= 2000
    assert min(dark_loud, light_loud) > 1000
    assert heard["stopped"][1] < 30
    assert not heard["on"]


def test_it_needs_the_camera_and_goes_with_it(stage: Stage, qtbot: QtBot) -> None:
    stage.do("light_meter")
    assert stage.controller.camera.on
    qtbot.waitUntil(lambda: any("higher the tone" in line for line in stage.heard))
    meter = stage.commands[LightMeter]
    stage.do("camera")
    assert not meter.on
    assert not stage.action("light_meter").isChecked()


@pytest.fixture
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes every tone: the meter goes on where there is no sound card."""
    monkeypatch.setattr("assistant.qt.sound.tone.ToneOutput.begin", lambda _: None)


def test_without_a_camera_it_is_never_said_to_be_on(stage: Stage, qtbot: QtBot) -> None:
    stage.webcam.brightness = -1
    stage.do("light_meter")
    qtbot.waitUntil(lambda: stage.notice == "There is no camera. Connect one and try again.")
    qtbot.waitUntil(lambda: stage.last == stage.notice)
    assert stage.heard == [stage.notice]
    assert not stage.action("light_meter").isChecked()


def test_a_failure_is_told_and_ends_the_tone(
    loudspeaker: None, stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_frame: object) -> float:
        raise PipelineError("The light cannot be measured.")

    monkeypatch.setattr("assistant.qt.live.light_meter.level", broken)
    stage.do("light_meter")
    qtbot.waitUntil(lambda: stage.notice == "The light cannot be measured.")
    assert not stage.commands[LightMeter].on
    assert not stage.action("light_meter").isChecked()


def test_the_tones_of_hints_can_be_told_apart_with_one_ear() -> None:
    made = {kind: earcon(Hint("", kind)).samples.tobytes() for kind in EARCONS}
    assert len(set(made.values())) == len(made)
    for kind in EARCONS:
        samples = earcon(Hint("", kind)).samples
        assert np.abs(np.diff(samples.astype(int))).max() < 12_000  # no click
