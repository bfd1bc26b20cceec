"""Directions and counts in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Box
from assistant.pipeline.where import direction

_FRACTIONS = st.integers(0, 1000).map(lambda n: n / 1000)


def _at(across: float, down: float) -> Box:
    """A small box around this point."""
    return across - 0.05, down - 0.05, 0.1, 0.1


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((0.0, 0.4, 0.2, 0.2), "on the left"),
        ((0.8, 0.4, 0.2, 0.2), "on the right"),
        ((0.4, 0.8, 0.2, 0.2), "near the bottom"),
        ((0.0, 0.0, 0.2, 0.2), "on the left, near the top"),
        ((0.8, 0.8, 0.2, 0.2), "on the right, near the bottom"),
        ((0.4, 0.4, 0.2, 0.2), "in the middle"),
        ((0.05, 0.1, 0.85, 0.8), "in the middle, large"),
        ((0.0, 0.0, 1.0, 1.0), "filling the picture"),
        ((0.0, 0.0, 0.3, 1.0), "on the left"),
    ],
)
def test_directions_by_thirds(box: Box, words: str) -> None:
    assert direction(box) == words


@pytest.mark.parametrize(
    ("across", "down", "words"),
    [
        (0.5, 0.25, "at 12 o'clock"),
        (0.75, 0.5, "at 3 o'clock"),
        (0.5, 0.75, "at 6 o'clock"),
        (0.25, 0.5, "at 9 o'clock"),
        (0.7, 0.3, "at 2 o'clock"),
        (0.7, 0.7, "at 4 o'clock"),
        (0.3, 0.7, "at 8 o'clock"),
        (0.3, 0.3, "at 10 o'clock"),
        (0.95, 0.5, "at 3 o'clock, near the edge"),
        (0.55, 0.45, "in the middle"),
    ],
)
def test_directions_on_the_clock_face(across: float, down: float, words: str) -> None:
    assert direction(_at(across, down), clock=True) == words


def test_a_large_thing_has_no_hour() -> None:
    assert direction((0.0, 0.0, 0.9, 0.8), clock=True) == "in the middle, large"


@settings(deadline=None)
@given(_FRACTIONS, _FRACTIONS, _FRACTIONS, _FRACTIONS, st.booleans())
def test_every_box_has_a_direction(x: float, y: float, w: float, h: float, clock: bool) -> None:
    assert direction((x, y, w * (1 - x), h * (1 - y)), clock)


_INSIDE = st.integers(100, 900).map(lambda n: n / 1000)


@settings(deadline=None)
@given(_INSIDE, _INSIDE)
def test_left_and_right_are_mirror_images(across: float, down: float) -> None:
    here, there = direction(_at(across, down)), direction(_at(1 - across, down))
    assert ("left" in here) == ("right" in there) or abs(across - 1 / 3) < 1e-6


@pytest.mark.parametrize(
    ("label", "count", "words", "verb"),
    [
        ("person", 5, "five people", "are"),
        ("person", 6, "several people", "are"),
        ("person", 9, "several people", "are"),
        ("person", 10, "a crowd of people", "is"),
        ("person", 200, "a crowd of people", "is"),
        ("dog", 10, "several dogs", "are"),
    ],
)
def test_many_people_are_a_crowd(label: str, count: int, words: str, verb: str) -> None:
    assert nouns.counted(label, count) == words
    assert nouns.is_plural(label, count) == (verb == "are")
