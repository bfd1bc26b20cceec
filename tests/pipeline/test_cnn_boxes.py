"""From peaks of the grid to boxes."""

import torch

from assistant.pipeline.cnn_boxes import decode, overlaps, suppress


def _grid(*peaks: tuple[int, int, int, float]) -> torch.Tensor:
    """Three labels on 8 x 8 cells."""
    grid = torch.full((3, 8, 8), -9.0)
    for label, row, column, score in peaks:
        grid[label, row, column] = torch.tensor(score).logit()
    return grid


def test_a_peak_becomes_a_box_of_its_cells_sides() -> None:
    sides = torch.zeros(4, 8, 8)
    sides[:, 2, 5] = torch.tensor([1.5, 0.5, 1.5, 3.5])
    found = decode(_grid((1, 2, 5, 0.8)), sides, lowest=0.3, overlap=0.5)
    assert found.labels.tolist() == [1]
    torch.testing.assert_close(found.scores, torch.tensor([0.8]))
    # The cell's middle is at column 5.5, row 2.5.
    torch.testing.assert_close(found.corners, torch.tensor([[4.0, 2.0, 7.0, 6.0]]) / 8)


def test_neighbours_of_a_peak_are_the_same_thing_and_others_are_not() -> None:
    sides = torch.full((4, 8, 8), 2.0)
    peaks = [(0, 1, 1, 0.9), (0, 1, 2, 0.7), (2, 1, 1, 0.6), (0, 6, 6, 0.5)]
    found = decode(_grid(*peaks), sides, lowest=0.3, overlap=0.5)
    assert [*zip(found.labels.tolist(), found.scores.tolist(), strict=True)] == [
        (0, 0.8999999761581421),
        (2, 0.6000000238418579),
        (0, 0.5),
    ]


def test_no_box_leaves_the_picture() -> None:
    found = decode(_grid((0, 0, 7, 0.9)), torch.full((4, 8, 8), 30.0), 0.3, 0.5)
    assert found.corners.tolist() == [[0.0, 0.0, 1.0, 1.0]]


def test_an_empty_grid_has_no_boxes() -> None:
    found = decode(_grid(), torch.ones(4, 8, 8), 0.3, 0.5)
    assert found.scores.shape == (0,)
    assert found.corners.shape == (0, 4)


def test_a_suppressed_box_suppresses_nothing() -> None:
    row = torch.tensor([0.0, 0.3, 0.6])
    corners = torch.stack([row, torch.zeros(3), row + 1, torch.ones(3)], 1)
    assert suppress(corners, 0.5).tolist() == [0, 2]


def test_overlap_is_intersection_over_union() -> None:
    one = torch.tensor([[0.0, 0.0, 2.0, 2.0]])
    other = torch.tensor([[1.0, 0.0, 3.0, 2.0], [5.0, 5.0, 6.0, 6.0]])
    torch.testing.assert_close(overlaps(one, other), torch.tensor([[1 / 3, 0.0]]))
