"""Where something else comes into view: cuts, fades and pans, and what is none."""

import numpy as np
import pytest

from assistant.video.film import Film
from assistant.video.stretches import Stretch, stretches_of
from tests.video.made import fade, film, pan, sample, still

DOG, CAT, BEACH, MOOSE = (sample(name) for name in ("dog", "cat", "beach", "moose"))


def _looks(path, pictures, **options):
    with Film(film(path, pictures)) as opened:
        return [step for step in stretches_of(opened, **options) if isinstance(step, Stretch)]


def _shows(look, picture):
    return np.abs(look.picture.frame().pixels.astype(int) - picture).mean() < 12


def test_cuts_are_found_at_their_times_and_each_shot_has_its_picture(tmp_path):
    found = _looks(tmp_path / "a.mp4", still(DOG, 2) + still(CAT, 3) + still(BEACH, 2))
    assert [(round(f.start, 1), round(f.end, 1), f.cut) for f in found] == [
        (0, 2, True), (2, 5, True), (5, 7, True),
    ]  # fmt: skip
    assert all(map(_shows, found, (DOG, CAT, BEACH)))


def test_what_fades_in_is_described_when_it_is_there(tmp_path):
    found = _looks(tmp_path / "a.mp4", still(DOG, 3) + fade(DOG, MOOSE, 2) + still(MOOSE, 3))
    assert len(found) == 2
    assert found[0].end < 5 <= found[1].start + 0.3 <= 5.7
    assert _shows(found[1], MOOSE)


def test_a_pan_is_no_cut_but_what_comes_into_view_is_looked_at(tmp_path):
    wide = np.hstack([DOG, MOOSE, sample("coffee")])
    found = _looks(tmp_path / "a.mp4", still(DOG, 2) + pan(wide, 6) + still(wide[:, 640:], 2))
    assert [f.cut for f in found] == [True] + [False] * (len(found) - 1)
    assert any(_shows(f, MOOSE) for f in found) or len(found) >= 4
    assert _shows(found[-1], wide[:, 640:])


def test_a_trembling_hand_and_a_cloud_are_no_news(tmp_path):
    rng = np.random.default_rng(2)
    big = sample("moose", (340, 260))
    shaken = []
    for number in range(80):
        x, y = rng.integers(6, 14, 2)
        light = 1 - 0.25 * np.sin(number / 25) ** 2
        shaken.append((big[y : y + 240, x : x + 320] * light).astype(np.uint8))
    assert len(_looks(tmp_path / "a.mp4", shaken, every=60)) == 1


def test_a_still_shot_is_looked_at_again_after_a_while(tmp_path):
    found = _looks(tmp_path / "a.mp4", still(DOG, 10), every=4)
    assert [round(f.start) for f in found] == [0, 4, 8]


def test_what_is_in_view_for_a_blink_is_left_out_unless_it_is_all(tmp_path):
    found = _looks(tmp_path / "a.mp4", still(DOG, 2) + still(CAT, 0.8) + still(BEACH, 2))
    assert len(found) == 2
    (only,) = _looks(tmp_path / "b.mp4", [CAT])
    assert _shows(only, CAT)


def test_progress_is_told_in_seconds_of_film(tmp_path):
    with Film(film(tmp_path / "a.mp4", still(DOG, 3))) as opened:
        told = [step for step in stretches_of(opened) if not isinstance(step, Stretch)]
    assert told == sorted(told)
    assert told[-1] == pytest.approx(2.9, abs=0.3)
