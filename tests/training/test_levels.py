"""Thresholds promise no more than the answers show."""

import numpy as np

from assistant.training.judging.levels import levels


def _answers(chance: np.ndarray, seed: int = 0) -> np.ndarray:
    return (np.random.default_rng(seed).random(len(chance)) < chance).astype(np.float32)


def test_each_band_is_as_often_right_as_it_says() -> None:
    scores = np.random.default_rng(4).random(4000).astype(np.float32)
    wanted = {"sure": 0.96, "fairly sure": 0.9, "unsure": 0.8}
    found = levels(scores, _answers(scores), np.ones(4000, np.float32), wanted)
    assert found["sure"] > found["fairly sure"] > found["unsure"]
    fresh = np.random.default_rng(2).random(20000).astype(np.float32)
    right = _answers(fresh, 3)
    assert right[fresh >= found["sure"]].mean() > 0.93
    fairly = (fresh >= found["fairly sure"]) & (fresh < found["sure"])
    assert right[fairly].mean() > 0.8


def test_a_few_right_answers_prove_little() -> None:
    scores = np.linspace(1, 0.9, 8, dtype=np.float32)
    found = levels(scores, np.ones(8, np.float32), np.ones(8, np.float32))
    assert "sure" not in found


def test_noise_reaches_no_level() -> None:
    scores = np.random.default_rng(1).random(500).astype(np.float32)
    assert levels(scores, _answers(np.full(500, 0.2)), np.ones(500, np.float32)) == {}


def test_many_plain_cases_do_not_carry_doubtful_ones() -> None:
    scores = np.concatenate([np.linspace(1, 0.9, 400), np.linspace(0.5, 0.4, 20)])
    right = np.concatenate([np.ones(400), np.zeros(20)]).astype(np.float32)
    found = levels(scores.astype(np.float32), right, np.ones(420, np.float32))
    assert found["sure"] >= 0.9
