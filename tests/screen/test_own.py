"""What lies in Glimpse's windows is in no picture of the screen."""

import numpy as np

from assistant.pipeline.frame import Pixels
from assistant.screen.desk import Area, Window
from assistant.screen.own_windows import without_own

SCREEN = Area(0, 0, 40, 30)
GREY = 128


class Memory:
    """A screen in memory: each window is of one colour, the one in front lies over the others."""

    def __init__(self, *windows: tuple[int, Area, bool], gives_covered: bool = True) -> None:
        self.shown = [Window(colour, f"{colour}", 1, box, box, own) for colour, box, own in windows]
        self._gives_covered = gives_covered

    def windows(self) -> list[Window]:
        return self.shown

    def whole(self) -> Area:
        return SCREEN

    def grab(self, area: Area) -> Pixels:
        pixels = np.zeros((SCREEN.height, SCREEN.width, 3), np.uint8)
        for window in reversed(self.shown):
            box = window.frame
            pixels[box.top : box.bottom, box.left : box.right] = window.key
        return pixels[area.top : area.bottom, area.left : area.right]

    def uncovered(self, window: Window) -> Pixels | None:
        shape = (window.box.height, window.box.width, 3)
        return np.full(shape, window.key, np.uint8) if self._gives_covered else None

    def close(self) -> None:
        """Nothing to give back."""


def seen(desk: Memory, area: Area = SCREEN) -> Pixels:
    return without_own(desk, desk.windows(), area, desk.grab(area))[..., 0]


OURS, THEIRS, LOWER = 200, 50, 80


def test_what_lies_under_our_window_is_seen_in_its_place() -> None:
    desk = Memory((OURS, Area(10, 10, 20, 10), True), (THEIRS, Area(5, 5, 15, 20), False))
    picture = seen(desk)
    assert OURS not in picture
    assert (picture[5:25, 5:20] == THEIRS).all()
    assert (picture[10:20, 20:30] == GREY).all()  # there is nothing under it


def test_the_higher_of_two_windows_is_seen() -> None:
    desk = Memory(
        (OURS, Area(0, 0, 40, 30), True),
        (THEIRS, Area(0, 0, 10, 10), False),
        (LOWER, Area(5, 5, 10, 10), False),
    )
    picture = seen(desk)
    assert picture[7, 7] == THEIRS
    assert picture[12, 12] == LOWER


def test_our_window_behind_others_hides_nothing_of_theirs() -> None:
    desk = Memory((THEIRS, Area(5, 5, 15, 20), False), (OURS, Area(10, 10, 20, 10), True))
    picture = seen(desk)
    assert (picture[5:25, 5:20] == THEIRS).all()
    assert OURS not in picture


def test_where_nothing_can_be_had_it_is_grey() -> None:
    desk = Memory(
        (OURS, Area(10, 10, 20, 10), True), (THEIRS, Area(5, 5, 15, 20), False),
        gives_covered=False,
    )  # fmt: skip
    assert set(np.unique(seen(desk))) == {0, THEIRS, GREY}


def test_a_part_is_cleaned_like_the_whole() -> None:
    desk = Memory((OURS, Area(10, 10, 20, 10), True), (THEIRS, Area(5, 5, 15, 20), False))
    area = Area(8, 8, 20, 20)
    assert (seen(desk, area) == seen(desk)[8:28, 8:28]).all()
