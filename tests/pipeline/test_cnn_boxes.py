"""From peaks of the grid to boxes."""

import numpy as np
import pytest

from assistant.pipeline.boxes import (
    corners_of,
    covers,
    intersection,
    intersections,
    overlap,
    overlaps,
    suppress,
)
from assistant.pipeline.cnn_boxes import decode, sigmoid


def _grid(*peaks: tuple[int, int, int, float]) -> np.ndarray:
    """Three labels on 8 x 8 cells."""
    grid = np.full((3, 8, 8), -9.0, np.float32)
    for label, row, column, score in peaks:
        grid[label, row, column] = np.log(score / (1 - score))
    return grid


def test_a_peak_becomes_a_box_of_its_cells_sides() -> None:
    sides = np.zeros((4, 8, 8), np.float32)
    sides[:, 2, 5] = np.array([1.5, 0.5, 1.5, 3.5])
    found = decode(_grid((1, 2, 5, 0.8)), sides, lowest=0.3, overlap=0.5)
    assert found.labels.tolist() == [1]
    np.testing.assert_allclose(found.scores, [0.8], rtol=1e-6)
    # The cell's middle is at column 5.5, row 2.5.
    np.testing.assert_allclose(found.corners, np.array([[4.0, 2.0, 7.0, 6.0]]) / 8, rtol=1e-6)


def test_neighbours_of_a_peak_are_the_same_thing_and_others_are_not() -> None:
    sides = np.full((4, 8, 8), 2.0)
    peaks = [(0, 1, 1, 0.9), (0, 1, 2, 0.7), (2, 1, 1, 0.6), (0, 6, 6, 0.5)]
    found = decode(_grid(*peaks), sides, lowest=0.3, overlap=0.5)
    assert found.labels.tolist() == [0, 2, 0]
    np.testing.assert_allclose(found.scores, [0.9, 0.6, 0.5], rtol=1e-6)


def test_no_box_leaves_the_picture() -> None:
    found = decode(_grid((0, 0, 7, 0.9)), np.full((4, 8, 8), 30.0), 0.3, 0.5)
    assert found.corners.tolist() == [[0.0, 0.0, 1.0, 1.0]]


def test_an_empty_grid_has_no_boxes() -> None:
    found = decode(_grid(), np.ones((4, 8, 8)), 0.3, 0.5)
    assert found.scores.shape == (0,)
    assert found.corners.shape == (0, 4)


def test_a_suppressed_box_suppresses_nothing() -> None:
    row = np.array([0.0, 0.3, 0.6])
    corners = np.stack([row, np.zeros(3), row + 1, np.ones(3)], 1)
    assert suppress(corners, 0.5).tolist() == [0, 2]


def test_overlap_is_intersection_over_union() -> None:
    one = np.array([[0.0, 0.0, 2.0, 2.0]])
    other = np.array([[1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0]])
    np.testing.assert_allclose(overlaps(one, other), [[1 / 3, 0.0]])


def test_two_boxes_and_many_are_measured_alike() -> None:
    whole, head, beside = (0.1, 0.1, 0.4, 0.8), (0.2, 0.0, 0.2, 0.2), (0.5, 0.1, 0.2, 0.2)
    many = corners_of([whole, head, beside])
    np.testing.assert_allclose(
        intersections(many, many)[0], [intersection(whole, b) for b in (whole, head, beside)],
        atol=1e-7,
    )  # fmt: skip
    assert overlap(whole, head) == pytest.approx(0.02 / 0.34)
    np.testing.assert_allclose(covers(many, many)[0], [1.0, 0.5, 0.0], atol=1e-6)


def test_what_lies_in_a_larger_box_can_be_dropped_by_its_cover() -> None:
    inside = corners_of([(0.0, 0.0, 1.0, 1.0), (0.1, 0.1, 0.2, 0.2)])
    assert suppress(inside, 0.6).tolist() == [0, 1]
    assert suppress(inside, 0.6, covers).tolist() == [0]


def test_no_logit_is_too_large() -> None:
    said = sigmoid(np.array([-1e30, -200, 0, 200, 1e30], np.float32))
    np.testing.assert_allclose(said, [0, 0, 0.5, 1, 1], atol=1e-30)
