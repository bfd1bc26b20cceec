"""Thresholds promise no more than the answers show."""

import numpy as np

from assistant.training import calibrate
from assistant.training.judging import platt
from assistant.training.judging.levels import EDGES, curve_levels, threshold


def _answers(chance: np.ndarray, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).random(len(chance)) < chance).astype(np.float32)


def test_each_level_is_as_often_right_as_it_says() -> None:
    scores = np.random.default_rng(4).random(4000).astype(np.float32)
    curve = platt.fitted(scores, _answers(scores**2))
    found = curve_levels(curve, EDGES)
    assert found["sure"] > found["fairly sure"] > found["unsure"]
    fresh = np.random.default_rng(2).random(20000).astype(np.float32)
    right = _answers(fresh**2, 3)
    assert right[fresh >= found["sure"]].mean() > 0.92
    fairly = (fresh >= found["fairly sure"]) & (fresh < found["sure"])
    assert right[fairly].mean() > 0.8


def test_a_label_with_few_examples_is_held_for_what_is_true_of_all() -> None:
    scores = np.random.default_rng(1).uniform(0.3, 1, (2000, 2)).astype(np.float32)
    right = np.stack([_answers(scores[:, 0] ** 2, 2), np.full(2000, np.nan)], 1)
    right[:8, 1] = 1.0
    right = right.astype(np.float32)
    found = calibrate.label_levels(["dog", "goat"], scores, right, np.ones(2000, np.float32))
    assert "sure" in found["dog"]
    assert found["goat"] == {}, "eight right ones prove little"


def test_no_level_lies_where_no_picture_is() -> None:
    scores = np.random.default_rng(1).uniform(0.3, 0.7, (2000, 1)).astype(np.float32)
    right = _answers(scores[:, 0])[:, None]
    found = calibrate.label_levels(["dog"], scores, right, np.ones(2000, np.float32))
    assert found["dog"] == {}, "a score of 0.9 is nothing that was tried"


def test_noise_is_never_said() -> None:
    scores = np.random.default_rng(1).random(500).astype(np.float32)
    assert curve_levels(platt.fitted(scores, _answers(np.full(500, 0.2))), EDGES) == {}
    assert threshold(scores, _answers(np.full(500, 0.2)), 0.9) == 1.0


def test_many_plain_boxes_do_not_carry_doubtful_ones() -> None:
    scores = np.concatenate([np.linspace(1, 0.9, 400), np.linspace(0.5, 0.4, 20)])
    right = np.concatenate([np.ones(400), np.zeros(20)]).astype(np.float32)
    assert threshold(scores.astype(np.float32), right, 0.9) >= 0.9


def test_a_few_right_boxes_prove_little() -> None:
    scores = np.linspace(1, 0.9, 8, dtype=np.float32)
    assert threshold(scores, np.ones(8, np.float32), 0.96) == 1.0
