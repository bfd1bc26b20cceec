"""When hints are told, whatever the camera sees."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.aiming import EARCONS, Aim, Hint, Measures
from assistant.aiming.text_lines import TextLines
from assistant.aiming.troubles import CENTRED, FACE_NEAR, STEADY, TROUBLES

_share = st.floats(0, 1)
_boxes = st.tuples(_share, _share, _share, _share)
_texts = st.builds(TextLines, st.integers(3, 30), _share, _boxes, st.booleans(), st.booleans())
_measures = st.builds(
    Measures,
    time=st.floats(0.01, 0.4),  # since the one before
    light=st.floats(0, 100),
    covered=st.booleans(),
    sharpness=_share,
    velocity=st.none() | st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
    subject=st.none() | _boxes,
    text=st.none() | _texts,
)


def _told(
    seen: list[Measures], own_face: bool = False, faces: list[tuple[float, ...]] | None = None
) -> list[tuple[float, Hint]]:
    aim, time, told = Aim(own_face), 50.0, []
    for measures in seen:
        time += measures.time
        hint = aim.update(replace(measures, time=time), faces)  # type: ignore[arg-type]
        if hint:
            told.append((time - 50, hint))
    return told


@settings(max_examples=60, deadline=None)
@given(
    # Few states, each of which lasts: otherwise nothing lasts long enough to be told.
    st.lists(st.tuples(_measures, st.integers(1, 60)), max_size=12),
    st.booleans(),
    st.none() | st.lists(_boxes, max_size=2),
)
def test_hints_are_never_crowded(
    runs: list[tuple[Measures, int]], own_face: bool, faces: list[tuple[float, ...]] | None
) -> None:
    told = _told([measures for measures, n in runs for _ in range(n)], own_face, faces)
    times = [time for time, _ in told]
    assert all(time >= 0.7 for time in times)
    assert all(b - a >= 1.5 - 1e-9 for a, b in pairwise(times))
    for (earlier, hint), (later, other) in pairwise(told):
        assert hint != other or later - earlier >= 3 - 1e-9
    assert all(hint.kind in EARCONS and hint.text.endswith(".") for _, hint in told)


def test_a_camera_that_nobody_moves_is_not_nagged_about() -> None:
    off = Measures(0.1, subject=(0.8, 0.4, 0.15, 0.2))
    assert [hint.text for _, hint in _told([off] * 600)] == ["Move a little right."]


def test_a_hint_without_success_comes_back_ever_more_seldom() -> None:
    off = Measures(0.1, subject=(0.8, 0.4, 0.15, 0.2))
    there, back = replace(off, velocity=(0.1, 0.0)), replace(off, velocity=(-0.1, 0.0))
    times = [time for time, _ in _told([there, back] * 300)]
    assert len(times) == 4
    gaps = [b - a for a, b in pairwise(times)]
    assert 5.9 < gaps[0] < 6.3
    assert 11.9 < gaps[1] < 12.3


def test_light_comes_first_and_does_not_silence_the_rest() -> None:
    dim = Measures(0.1, light=10, subject=(0.8, 0.4, 0.15, 0.2))
    assert [hint.kind for _, hint in _told([dim] * 60)] == ["light", "right"]


def test_what_flickers_between_two_places_is_not_pointed_at() -> None:
    left, right = (Measures(0.1, subject=(x, 0.4, 0.15, 0.2)) for x in (0.0, 0.8))
    assert _told([left, right] * 100) == []


def test_a_thing_that_sways_across_the_threshold_is_not_told_each_time() -> None:
    offsets = 0.17 + 0.14 * np.sin(2 * np.pi * np.arange(600) / 15)  # once in 1.5 s, for a minute
    seen = [Measures(0.1, subject=(0.45 + x, 0.45, 0.1, 0.1), velocity=(0.1, 0)) for x in offsets]
    told = [hint.kind for _, hint in _told(seen)]
    assert set(told) == {"right"}
    assert len(told) <= 4


def test_after_a_pause_of_the_camera_it_begins_anew() -> None:
    off = Measures(0.1, subject=(0.8, 0.4, 0.15, 0.2))
    told = _told([off] * 20 + [replace(off, time=60)] + [off] * 20)
    assert [hint.kind for _, hint in told] == ["right", "right"]


def test_steady_is_known_without_being_told() -> None:
    aim = Aim()
    steady = []
    for i in range(12):
        aim.update(Measures(i / 10))
        steady.append(aim.steady)
    assert steady.index(True) == 8


def test_every_hint_has_a_tone_on_its_side() -> None:
    hints = [t.hint for t in TROUBLES.values()] + [STEADY, CENTRED, FACE_NEAR]
    assert {hint.kind for hint in hints} == set(EARCONS)
    assert EARCONS["left"][0] < EARCONS["right"][0]
    for frequency, seconds in EARCONS.values():
        assert 100 <= frequency <= 2000
        assert seconds <= 0.5
