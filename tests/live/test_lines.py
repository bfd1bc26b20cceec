"""What is told while a camera moves: paths made by hand, without a camera."""

from collections.abc import Iterable

import pytest

from assistant.live.lines import Lines


def _told(path: Iterable[Iterable[str]], seconds: float = 0.5) -> list[str]:
    lines = Lines()
    return [line for i, frame in enumerate(path) for line in lines.new(frame, i * seconds)]


def test_a_line_is_told_once_and_only_when_it_was_read_twice() -> None:
    lines = Lines()
    assert lines.new(["Way out"], 0.0) == []
    assert lines.new(["Way out"], 0.4) == ["Way out"]
    assert lines.new(["Way out"], 0.8) == []


def test_readings_that_flicker_are_one_line() -> None:
    path = [["Emergency exit"], ["Emergency exlt"], ["Ernergency exit"], [], ["EMERGENCY EXIT"]]
    assert _told([*path, ["Emergency exit"]]) == ["Emergency exlt"]


def test_what_flashes_up_in_single_frames_is_not_told() -> None:
    assert _told([["Iii"], [], ["WwW"], [], ["Iii"], [], ["xx x"]]) == []


def test_another_number_is_another_line() -> None:
    path = [["Platform 3"], ["Platform 3"], ["Platform 4"], ["Platform 4"], ["Platform 4"]]
    assert _told(path) == ["Platform 3", "Platform 4"]


def test_panning_along_a_shelf_tells_each_label_as_it_comes() -> None:
    labels = ["Flour 1 kg", "Brown sugar", "Sea salt", "Baking powder", "Rolled oats"]
    path = [labels[max(0, i - 2) : i + 1] for i in range(len(labels) + 2)]
    assert _told(path) == labels


def test_a_line_that_comes_into_the_picture_bit_by_bit_is_told_whole_in_the_end() -> None:
    line = "Please ring the bell at the side door"
    path = [[line[:n]] for n in (6, 12, 20, 28, 37, 37, 37)]
    assert _told(path) == [line]
    halted = [[line[:12]]] * 3 + [[line]] * 3
    assert _told(halted) == [line[:12], line]


def test_a_line_that_leaves_by_the_edge_is_not_told_again() -> None:
    line = "Please ring the bell at the side door"
    assert _told([[line], [line], [line[8:]], [line[15:]], [line[15:]], [line[20:]]]) == [line]


@pytest.mark.parametrize(("away", "times"), [(2.0, 1), (6.0, 2)])
def test_what_comes_back_after_some_seconds_is_told_again(away: float, times: int) -> None:
    lines = Lines()
    told = []
    for now in (0.0, 0.5, None, 0.5 + away, 1.0 + away, 1.5 + away):
        told += lines.new(["Way out"], now) if now is not None else lines.new([], 0.7)
    assert told == ["Way out"] * times


def test_however_seldom_it_is_looked_at_what_is_still_there_is_told_once() -> None:
    """A slow computer, or a long text was just being spoken."""
    assert _told([["Way out"]] * 5, seconds=30) == ["Way out"]


def test_two_equal_lines_are_both_told() -> None:
    assert _told([["Sale", "Sale"], ["Sale", "Sale"]]) == ["Sale", "Sale"]


def test_long_lines_and_many_of_them_do_not_hold_up_the_camera() -> None:
    long = ["ab" * 5000] * 3
    many = [f"Line {chr(65 + i % 26) * (i % 7 + 3)} of {i}" for i in range(60)]
    assert _told([long, long]) == long
    assert _told([many, [f"{line}." for line in many]]) == [f"{line}." for line in many]
