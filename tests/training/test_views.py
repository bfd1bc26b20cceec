"""Cut, stretched and mirrored pictures keep their answers where the things are."""

import numpy as np
import pytest

from assistant.training.augment import random_view, show
from assistant.training.data import Row
from assistant.training.targets import Cells, View, cells, grid, presence


def _row(*boxes: tuple[float, ...]) -> Row:
    return Row("a", 0, "made", (), boxes, (), (), ())


def _bright(picture: np.ndarray) -> np.ndarray:
    """Left, top, right, bottom of what is bright, as fractions."""
    rows, columns = np.nonzero(picture[..., 0] > 200)
    side = len(picture)
    corners = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    return np.array(corners) / side


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_box_goes_where_the_picture_goes(mirrored: bool) -> None:
    picture = np.zeros((192, 192, 3), np.uint8)
    picture[60:120, 30:90] = 255
    view = View(0.1, 0.2, 0.6, 0.7, mirrored)
    corners = np.array([[30, 60, 90, 120]], np.float32) / 192
    shown = _bright(show(picture, view, 160))
    np.testing.assert_allclose(view.corners(corners)[0], shown, atol=1.5 / 160)


def test_views_stay_on_the_picture_or_show_all_of_it() -> None:
    dice = np.random.default_rng(0)
    for _ in range(300):
        view = random_view(dice)
        right, bottom = view.left + view.width, view.top + view.height
        inside = view.left >= 0 and view.top >= 0 and right <= 1.001 and bottom <= 1.001
        around = view.left <= 0 and view.top <= 0 and right >= 0.999 and bottom >= 0.999
        assert inside or around, view


def test_a_thing_is_answered_by_the_cell_in_its_middle() -> None:
    seen = cells(_row((1, 0.8, 0.5, 0.1, 0.2, 0.2)), None)  # its middle: 0.6, 0.2
    chances, boxes = grid(seen, View(), labels=3, side=10)
    assert chances.shape == (3, 10, 10)
    best = np.unravel_index(chances.argmax(), chances.shape)
    assert best[0] == 1
    assert {(1, 2), (2, 2), (1, 5), (2, 5), (1, 6), (2, 6)} >= {(int(best[1]), int(best[2]))}
    np.testing.assert_allclose(boxes[:4, best[1], best[2]], [0.5, 0.1, 0.7, 0.3], atol=1e-6)
    assert chances[[0, 2]].max() == 0


def test_of_two_things_in_one_cell_the_surer_gives_the_box() -> None:
    row = _row((0, 0.8, 0.4, 0.4, 0.2, 0.2), (1, 0.4, 0.1, 0.1, 0.8, 0.8))
    chances, boxes = grid(cells(row, None), View(), labels=2, side=5)
    np.testing.assert_allclose(boxes[:4, 2, 2], [0.4, 0.4, 0.6, 0.6], atol=1e-6)
    assert chances[0, 2, 2] > chances[1, 2, 2] > 0


def test_what_was_cut_away_is_not_asked_for() -> None:
    seen = cells(_row((0, 0.8, 0.0, 0.0, 0.2, 0.2), (1, 0.8, 0.6, 0.6, 0.2, 0.2)), None)
    view = View(0.5, 0.5, 0.5, 0.5)
    chances, _ = grid(seen, view, labels=2, side=6)
    assert chances[0].max() == 0
    assert chances[1].max() > 0.9
    there = presence(seen, view, 2, true=[0])
    assert there[0] == 0, "the source is right, but the thing is not in this view"
    assert there[1] > 0.9


def test_what_the_source_states_outweighs_a_doubtful_teacher() -> None:
    row = _row((0, 0.36, 0.2, 0.2, 0.5, 0.5))
    doubtful, sure = cells(row, None), cells(row, None, true=[0])
    assert sure.chances[0] > 0.9 > doubtful.chances[0]


def test_the_teachers_cells_are_raised_to_its_stored_boxes() -> None:
    line = np.array([[0, 0.4, 0.2, 0.2, 0.5, 0.5, 0.45, 0.45, 0.1, 0.1]], np.float32)
    seen: Cells = cells(_row((0, 0.7, 0.21, 0.2, 0.5, 0.5)), line)
    assert seen.chances.min() > 0.95
