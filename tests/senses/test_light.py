import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pipeline.frame import Frame
from assistant.senses import light

_RATE = 22_050


def _even(value: int, height: int = 90, width: int = 160) -> Frame:
    return Frame(np.full((height, width, 3), value, np.uint8))


@pytest.mark.parametrize(
    ("value", "labels"),
    [(10, ["very dark"]), (45, ["dark"]), (62, ["dim"]), (128, []), (205, ["bright"]),
     (245, ["very bright"])],
)  # fmt: skip
def test_the_light_is_named_only_where_it_is_unusual(value: int, labels: list[str]) -> None:
    seen = list(light.see(_even(value)))
    assert [o.label for o in seen] == labels
    assert {o.kind for o in seen} <= {"light"}


def test_the_level_rises_with_the_light() -> None:
    levels = [light.level(_even(value)) for value in range(0, 256, 15)]
    assert levels == sorted(levels)
    assert levels[0] == pytest.approx(0, abs=0.01)
    assert levels[-1] == pytest.approx(1, abs=0.01)


def test_a_few_lamps_do_not_make_a_dark_room_light() -> None:
    pixels = np.full((180, 320, 3), 25, np.uint8)
    pixels[:20, :50] = 255
    assert [o.label for o in light.see(Frame(pixels))] == ["very dark"]


@pytest.mark.parametrize(
    ("x", "y", "where"),
    [(0.1, 0.15, "on the left, near the top"),
     (0.9, 0.5, "on the right"), (0.5, 0.5, "in the middle")],
)  # fmt: skip
def test_a_window_is_found(x: float, y: float, where: str) -> None:
    pixels = np.full((180, 320, 3), 60, np.uint8)
    left, top = int(x * 320), int(y * 180)
    pixels[max(0, top - 25) : top + 25, max(0, left - 30) : left + 30] = 250
    assert light.brightest(Frame(pixels)) == where


def test_no_place_is_named_where_nothing_stands_out() -> None:
    sky = np.full((180, 320, 3), 60, np.uint8)
    sky[:90] = 240
    corners = np.full((180, 320, 3), 40, np.uint8)
    corners[:30, :50] = corners[-30:, -50:] = 250
    for pixels in (sky, corners, np.full((180, 320, 3), 128, np.uint8)):
        assert light.brightest(Frame(pixels)) == ""


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 700), (5, 5), (24, 24)])
def test_a_tiny_picture_is_no_trouble(height: int, width: int) -> None:
    frame = _even(128, height, width)
    assert 0 <= light.level(frame) <= 1
    assert light.brightest(frame) == ""


def test_the_pitch_rises_in_equal_steps() -> None:
    pitches = np.array([light.pitch(level) for level in (-1, 0, 0.25, 0.5, 0.75, 1, 2)])
    assert pitches[[0, 1]] == pytest.approx(200)
    assert pitches[[-2, -1]] == pytest.approx(2000)
    steps = pitches[2:6] / pitches[1:5]
    assert steps == pytest.approx(steps[0])


def test_a_tone_has_its_length_and_pitch_and_does_not_click() -> None:
    samples = light.tone(440, 0.5, _RATE)
    assert len(samples) == round(0.5 * _RATE)
    assert np.abs(samples).max() <= 1
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01
    crossings = np.count_nonzero(np.diff(np.sign(samples)) > 0)
    assert crossings / 0.5 == pytest.approx(440, abs=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(200, 2000), st.integers(0, 3000)), min_size=1, max_size=6))
def test_pieces_of_a_tone_join_without_a_click(pieces: list[tuple[float, int]]) -> None:
    meter = light.ToneSynthesis(_RATE)
    samples = np.concatenate([*(meter.next(f, n) for f, n in pieces), meter.end(_RATE // 50)])
    steepest = 2 * np.pi * 2000 / _RATE + 0.01
    assert np.abs(np.diff(samples, prepend=0.0)).max() <= steepest
    assert abs(samples[-1]) < 1e-3
