"""Live: described when something else is in view, not because a second has passed."""

import numpy as np

from assistant.live.scene import Scene
from assistant.pipeline.frame import Frame
from tests.video.made import pan, sample, still

DOG, CAT, MOOSE = (sample(name) for name in ("dog", "cat", "moose"))


def _due(pictures, rate=10, **options):
    scene = Scene(**options)
    return [i / rate for i, p in enumerate(pictures) if scene.is_due(Frame(p, time=i / rate))]


def test_each_thing_is_described_once_when_the_camera_holds_still():
    due = _due(still(DOG, 3) + still(CAT, 3), longest=60)
    assert len(due) == 2
    assert due[0] < 0.5
    assert 3 < due[1] < 3.8


def test_what_did_not_change_is_described_again_after_a_while():
    assert len(_due(still(DOG, 10), longest=4)) == 3


def test_during_a_movement_it_waits_but_not_for_ever():
    wide = np.hstack([DOG, MOOSE, CAT, DOG, MOOSE])
    quick = still(DOG, 1) + pan(wide[:, :640], 1) + still(wide[:, 320:640], 2)
    due = _due(quick, longest=60)
    assert len(due) == 2
    assert due[1] >= 1.8
    endless = _due(still(DOG, 1) + pan(wide, 8), longest=60)
    assert 3 <= len(endless) <= 8


def test_a_darker_room_is_the_same_room():
    assert len(_due(still(DOG, 2) + still(DOG // 4 * 3, 2), longest=60)) == 1


def test_most_frames_cost_nothing():
    scene = Scene()
    frames = [Frame(DOG, time=i / 100) for i in range(15)]
    assert not any(map(scene.is_due, frames))
    assert sum(bool(frame._made) for frame in frames) == 1
