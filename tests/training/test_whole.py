"""What captions tell of the whole picture: in or out of doors, and one person or several."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.pipeline.cnn_numbers import Numbers, Signs
from assistant.training.judging import counts
from assistant.training.picture import whole
from assistant.training.picture.data import Row
from assistant.training.picture.known import UNKNOWN


def _row(*captions: str, tags: tuple[str, ...] = (), people: int | None = None) -> Row:
    boxes = None if people is None else tuple((0.1 * i, 0.2, 0.2, 0.5) for i in range(people))
    return Row("1.webp", 0, "houses", tags, (), (), (), captions, people=boxes)


@pytest.mark.parametrize(
    ("row", "chances"),
    [
        (_row("A dog runs on the grass .", "A dog in a field ."), [0, 1]),
        (_row("Two people sit on a couch .", "A man and a woman indoors ."), [1, 0]),
        (_row("A tree beside a bed .", "A bed ."), [2 / 3, 1 / 3]),
        (_row("A red ball ."), [UNKNOWN, UNKNOWN]),
        (_row(tags=("kitchen",)), [1, 0]),
        (_row(tags=("forest",)), [0, 1]),
        (_row(tags=("none of these",)), [UNKNOWN, UNKNOWN]),
        (_row(tags=("receipt/document (not a photo scene)",)), [0, 0]),
        (replace(_row(), src="trash"), [0, 0]),
    ],
)
def test_in_or_out_is_told_by_places_and_things(row: Row, chances: list[float]) -> None:
    assert whole.settings(row).tolist() == pytest.approx(chances)


@pytest.mark.parametrize(
    ("caption", "number"),
    [
        ("A man in a red shirt .", 1),
        ("Two men playing .", 2),
        ("A man and a woman on a bench .", 2),
        ("A crowd watches .", 2),
        ("A dog .", 0),
    ],
)
def test_people_of_a_caption_are_counted(caption: str, number: int) -> None:
    assert min(whole.counted(caption)["person"], 2) == number


def test_several_people_are_told_by_most_captions_or_by_boxes() -> None:
    assert whole.numbers(_row("A man .", "A boy .", "Two boys ."))[0] == pytest.approx(1 / 3)
    assert whole.numbers(_row("A man ."))[0] == UNKNOWN, "one caption is too few"
    assert whole.numbers(_row("A dog .", "Two dogs .")).tolist() == [UNKNOWN, 0.5]
    assert whole.numbers(_row(people=1))[0] == 0
    assert whole.numbers(_row(people=3))[0] == 1
    assert whole.numbers(_row())[0] == UNKNOWN


@pytest.mark.parametrize(
    ("boxes", "chance"),
    [
        ([], UNKNOWN),
        ([(0.4, 0.1)], UNKNOWN),
        ([(0.9, 0.1)], 0),
        ([(0.9, 0.1), (0.7, 0.6)], 0.98),
        ([(0.9, 0.1), (0.7, 0.15)], 0),
        ([(0.9, 0.1), (0.4, 0.6)], 0.68),
    ],
    ids=["none", "doubtful", "one", "two", "one twice", "perhaps two"],
)
def test_where_captions_are_silent_the_teachers_boxes_count(
    boxes: list[tuple[float, float]], chance: float
) -> None:
    lines = np.array([[1, s, x, 0.2, 0.3, 0.6, 0, 0, 0, 0] for s, x in boxes], np.float32)
    row = _row("A man .", "A boy .")
    told = whole.numbers(row, lines.reshape(-1, 10), ("person", "dog"))
    assert told.tolist() == pytest.approx([0, chance])


def test_the_chance_of_several_is_honest_and_hears_the_boxes() -> None:
    dice = np.random.default_rng(0)
    signs = [Signs(*dice.normal(0, 1, len(Signs._fields)).tolist()) for _ in range(2000)]
    heights = np.array([2 * one.pooled + one.second - one.size - 0.5 for one in signs])
    several = (dice.uniform(0, 1, 2000) < 1 / (1 + np.exp(-heights))).astype(np.float32)
    several[::3] = np.nan
    learnt = counts.weights(signs, several)
    numbers = Numbers(
        "numbers", {}, {}, {"dog": {"whole": {"pooled": 1.0, "offset": 0.0}, "together": learnt}}
    )
    chances = np.array([numbers.chances("dog", one).together for one in signs])
    for low, high in ((0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1)):
        inside = (chances >= low) & (chances <= high)
        assert np.nanmean(several[inside]) == pytest.approx(chances[inside].mean(), abs=0.05)
    wanted = {"pooled": 2, "second": 1, "size": -1, "third": 0, "offset": -0.5}
    assert {sign: learnt[sign] for sign in wanted} == pytest.approx(wanted, abs=0.3)
