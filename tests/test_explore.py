"""Exploring a picture by region."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import explore
from assistant.pipeline.evidence import Box, Description, Kind, Observation, Sureness
from assistant.pipeline.frame import Frame

_TOP_LEFT: Box = (0.05, 0.05, 0.2, 0.2)
_MIDDLE: Box = (0.4, 0.4, 0.2, 0.2)


def _at(
    label: str,
    *boxes: Box,
    kind: Kind = "object",
    content: str = "",
    sureness: Sureness = Sureness.SURE,
) -> Observation:
    one = boxes[0] if len(boxes) == 1 else None
    return Observation(
        label, 0.9, "cnn", sureness, kind, len(boxes) or None, one, "", content, boxes
    )


def _labels(*observations: Observation) -> list[list[str]]:
    return [[o.label for o in cell] for cell in explore.cells(Description(observations))]


def test_a_thing_is_in_the_cell_where_it_lies() -> None:
    cells = _labels(_at("dog", _TOP_LEFT), _at("cup", _MIDDLE))
    assert cells == [["dog"], [], [], [], ["cup"], [], [], [], []]


def test_a_thing_on_the_crossing_of_four_cells_is_somewhere() -> None:
    box = (1 / 3 - 0.05, 1 / 3 - 0.05, 0.1, 0.1)
    assert sum(map(len, _labels(_at("dog", box)))) == 1


def test_a_large_thing_is_in_every_cell_that_it_covers() -> None:
    assert _labels(_at("sofa", (0.0, 0.4, 1.0, 0.6))) == [[]] * 3 + [["sofa"]] * 6
    assert _labels(_at("wall", (0.0, 0.0, 1.0, 1.0))) == [["wall"]] * 9


def test_a_point_is_in_one_cell() -> None:
    assert _labels(_at("dog", (0.1, 0.1, 0.0, 0.0))) == [["dog"]] + [[]] * 8


def test_without_a_box_it_is_placed_nowhere() -> None:
    assert _labels(_at("dog")) == [[]] * 9


def test_each_of_several_is_in_its_own_cell() -> None:
    two = _at("dog", _TOP_LEFT, _MIDDLE)
    cells = explore.cells(Description((two,)))
    assert [cell[0].count for cell in cells if cell] == [1, 1]
    assert cells[0][0].boxes == (_TOP_LEFT,)
    together = _at("dog", _TOP_LEFT, (0.1, 0.1, 0.2, 0.2))
    assert explore.cells(Description((together,)))[0] == (together,)


def test_a_picture_that_cannot_be_seen_has_nothing_in_it() -> None:
    dark = Observation("too dark", 1.0, "quality", Sureness.SURE, "quality")
    d = Description((dark, _at("dog", _TOP_LEFT)))
    assert explore.cells(d) == ((),) * 9
    told = explore.cell_sentence(d, None, 0, 0)
    assert told.text == "It is too dark to see anything. Try more light."
    assert told.evidence == (dark,)


def test_of_a_screenshot_only_what_is_written_is_told() -> None:
    shot = Observation("screenshot", 1.0, "medium", Sureness.SURE, "medium")
    text = _at("text", _TOP_LEFT, kind="text", content="File")
    d = Description((shot, _at("dog", _TOP_LEFT), text))
    assert explore.cells(d)[0] == (text,)


@pytest.mark.parametrize(
    ("row", "column", "seen", "colour", "told"),
    [
        (0, 0, [_at("dog", _TOP_LEFT)], "mostly blue", "Top left: a dog; mostly blue."),
        (1, 1, [], "mostly grey", "Middle: nothing that I know; mostly grey."),
        (2, 1, [_at("dog"), _at("cup")], "", "Bottom: a dog and a cup."),
        (0, 2, [_at("text", kind="text", content="EXIT")], "", "Top right: the word “EXIT”."),
        (
            1,
            0,
            [_at("text", kind="text", content="No\nentry", sureness=Sureness.FAIRLY_SURE)],
            "",
            "Left: the text “No entry”, but I may misread it.",
        ),
        (1, 2, [_at("QR code", kind="code")], "", "Right: a QR code."),
        (0, 1, [_at("face", kind="people"), _at("face", kind="people")], "", "Top: two faces."),
        (
            2,
            0,
            [_at("cat", sureness=Sureness.UNSURE), _at("dog", sureness=Sureness.FAIRLY_SURE)],
            "",
            "Bottom left: I think a dog, but I may be wrong; it could be a cat, but I may be "
            "wrong.",
        ),
    ],
)
def test_what_is_told_of_a_cell(
    row: int, column: int, seen: Sequence[Observation], colour: str, told: str
) -> None:
    assert explore.tell(row, column, seen, colour) == told


def test_the_colour_of_a_cell_is_that_of_its_own_pixels() -> None:
    pixels = np.zeros((90, 120, 3), np.uint8)
    pixels[:30, :40] = (0, 60, 220)
    frame = Frame(pixels)
    assert (
        explore.cell_sentence(Description(), frame, 0, 0).text
        == "Top left: nothing that I know; blue."
    )
    assert explore.cell_sentence(Description(), frame, 2, 2).text.endswith("; black.")


def test_a_frame_of_one_pixel_has_nine_cells() -> None:
    frame = Frame(np.full((1, 1, 3), 255, np.uint8))
    for i in range(9):
        assert explore.cell_sentence(Description(), frame, *divmod(i, 3)).text.endswith("; white.")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([("blue", 1.0)], "blue"),
        ([("blue", 0.6), ("green", 0.4)], "mostly blue"),
        ([("blue", 0.4), ("green", 0.35), ("red", 0.1)], "blue and green"),
        ([], ""),
    ],
)
def test_colours_in_words(found: list[tuple[str, float]], words: str) -> None:
    assert explore.colour_words(found) == words


_PART = st.integers(0, 1000).map(lambda n: n / 1000)


@settings(deadline=None)
@given(_PART, _PART, _PART, _PART)
def test_every_box_is_in_some_cell(x: float, y: float, w: float, h: float) -> None:
    assert any(_labels(_at("dog", (x, y, w * (1 - x), h * (1 - y)))))
