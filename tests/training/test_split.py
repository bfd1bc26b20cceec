"""Nothing that is validated on was learnt from, not even under another name."""

import numpy as np

from assistant.training.picture.data import Row
from assistant.training.picture.split import LEARN, PART_A, PART_B, Hashes, dhash, split


def _pictures(count: int) -> np.ndarray:
    """Pictures as different as photographs: coarse noise."""
    coarse = np.random.default_rng(1).integers(0, 255, (count, 16, 16, 1), dtype=np.uint8)
    return np.repeat(coarse.repeat(6, 1).repeat(6, 2), 3, 3)


def _hashes(pictures: np.ndarray) -> Hashes:
    return np.array([dhash(picture) for picture in pictures.astype(np.uint8)], np.uint64)


def _rows(count: int, source: str = "made") -> list[Row]:
    return [Row(f"{i:06}.webp", 0, source, (), (), (), (), ()) for i in range(count)]


def test_most_are_for_learning_and_both_parts_have_some() -> None:
    parts = split(_rows(600), _hashes(_pictures(600)))
    shares = [(parts == part).mean() for part in (LEARN, PART_A, PART_B)]
    assert 0.8 < shares[0] < 0.95
    assert min(shares[1:]) > 0.02


def test_copies_stay_together() -> None:
    pictures = _pictures(300)
    pictures[150:] = np.minimum(pictures[:150].astype(int) + 3, 255)  # a little lighter
    parts = split(_rows(300), _hashes(pictures))
    np.testing.assert_array_equal(parts[:150], parts[150:])
    assert (parts != LEARN).any()


def test_films_and_their_look_alikes_are_for_learning_only() -> None:
    pictures = _pictures(300)
    pictures[200:] = pictures[:100]
    rows = _rows(200) + _rows(100, "gtea")
    parts = split(rows, _hashes(pictures))
    assert (parts[200:] == LEARN).all()
    assert (parts[:100] == LEARN).all(), "the same pictures under another source"
    assert (parts[100:200] != LEARN).any()


def test_another_picture_moves_no_picture() -> None:
    pictures = _pictures(301)
    before, after = (split(_rows(count), _hashes(pictures[:count])) for count in (300, 301))
    np.testing.assert_array_equal(before, after[:300])
