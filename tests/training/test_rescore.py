"""The judges of what the picture network supposes."""

from pathlib import Path

import numpy as np
import pytest

from assistant.training import rescore
from assistant.training.language_judge import Judge

NAMES = ("oven", "refrigerator", "skis", "snowboard")
ROOMS = [("oven", "refrigerator"), ("skis", "snowboard"), ("oven",), ("skis",)] * 50


def _supposed(seed: int) -> rescore.Supposed:
    """One of two worlds in each picture; a doubtful thing of the other one is as likely."""
    dice = np.random.default_rng(seed)
    kitchen = dice.random(200) < 0.5
    true = np.stack([kitchen, kitchen, ~kitchen, ~kitchen], 1).astype(np.int8)
    scores = np.where(true == 1, 0.45, 0.4) + dice.uniform(-0.1, 0.1, true.shape)
    scores[:, 0] = np.where(kitchen, 0.9, 0.1)
    scores[:, 2] = np.where(kitchen, 0.1, 0.9)
    return rescore.Supposed(scores.astype(np.float32), [None] * 200, true)


def test_things_that_go_together_help_each_other() -> None:
    odds = rescore.table(ROOMS, NAMES)
    gain = odds(("oven",))
    assert gain[1] > 0.3 > -0.3 > gain[2]
    assert not odds(()).any()
    assert not odds(("unicorn",)).any()


def test_a_good_judge_raises_precision_and_a_silent_one_nothing() -> None:
    judges = {"pairs": rescore.table(ROOMS, NAMES), "silent": lambda _: np.zeros(4, np.float32)}
    first, second = _supposed(0), _supposed(1)
    rows = [line for line in rescore.lines(judges, first, second, NAMES) if line.startswith("| ")]
    plain, pairs, silent = (float(row.split("|")[3]) for row in rows[-3:])
    assert plain == silent < pairs == 1.0


def test_no_noun_is_its_own_witness() -> None:
    seen = _supposed(2)
    told: list[tuple[str, ...]] = []

    def odds(nouns: tuple[str, ...]) -> np.ndarray:
        told.append(nouns)
        return np.array([float(name in nouns) for name in NAMES], np.float32)

    gain = rescore.gains(seen, NAMES, odds)
    assert set(told) >= {("oven",), ("skis",)}
    assert not gain.any()


def test_a_place_is_one_of_the_others() -> None:
    seen = rescore.Supposed(np.array([[0.9, 0.2, 0.6, 0.1]], np.float32), ["kitchen"], None)  # type: ignore[arg-type]
    assert rescore.context(seen, 0, NAMES) == ("oven", "skis", "kitchen")


def test_precision_where_so_many_are_found() -> None:
    scores = np.array([[0.9], [0.8], [0.7], [0.6]], np.float32)
    true = np.array([[1], [0], [1], [-1]], np.int8)
    assert rescore.precision_at(scores, true, 0.5) == 1.0
    assert rescore.precision_at(scores, true, 1.0) == pytest.approx(2 / 3)


def test_the_shipped_model_knows_what_goes_together(compact: Path) -> None:
    judge = Judge(compact / "gpt2", NAMES)
    kitchen, snow = judge.odds(("microwave", "kitchen")), judge.odds(("person", "mountain"))
    assert kitchen[0] > kitchen[3]
    assert snow[3] > snow[0]
    assert not judge.odds(()).any()
