"""Reading real pictures of text, with the real networks."""

import numpy as np
import pytest

from assistant.pipeline.frame import Frame
from assistant.reading import read
from tests.reading.made import blank, font, page

_LETTER = [
    "Dear neighbour,",
    "",
    "the lift will be out of order on Friday, 14 March,",
    "from 9:30.",
]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_letter_is_read_whichever_way_it_lies(turns: int) -> None:
    turned = np.rot90(np.asarray(page(_LETTER)), -turns)  # clockwise
    found = read(Frame(np.ascontiguousarray(turned)))
    assert found.text == (
        "Dear neighbour,\n\nthe lift will be out of order on Friday, 14 March, from 9:30."
    )
    assert found.angle == 90 * turns
    assert all(line.sure for line in found.lines)


def test_boxes_are_where_the_lines_lie_in_the_picture() -> None:
    picture, draw = blank(800, 400)
    draw.text((500, 300), "Exit", "black", font(40))
    draw.text((40, 40), "Entrance", "black", font(40))
    for turns in range(4):
        turned = np.ascontiguousarray(np.rot90(np.asarray(picture), -turns))
        exit_box = next(b for b in read(Frame(turned)).blocks if b.text == "Exit").box
        x, y = exit_box[0] + exit_box[2] / 2, exit_box[1] + exit_box[3] / 2
        where = [(0.67, 0.81), (0.19, 0.67), (0.33, 0.19), (0.81, 0.33)][turns]
        assert (x, y) == pytest.approx(where, abs=0.03)
