"""What is kept of the pictures that were described before."""

import numpy as np

from assistant.pipeline.frame import Frame
from assistant.qt.describe.history import History
from tests.qt.stage import explained


def photo(number: int) -> Frame:
    pixels = np.full((2250, 3000, 3), number, np.uint8)
    return Frame(pixels, f"{number}.jpg")


def test_the_newest_pictures_can_still_be_read_and_older_ones_stay_small(qtbot: object) -> None:
    history = History()
    for number in range(6):
        history.add(explained("dog", f"{number}.jpg"), photo(number))
    assert [entry.frame.width for entry in history.entries] == [600] * 4 + [3000] * 2
    assert [int(entry.frame.pixels[0, 0, 0]) for entry in history.entries] == [*range(6)]


def test_what_dropped_out_is_not_replaced(qtbot: object) -> None:
    history = History()
    first = explained("dog", "0.jpg")
    history.add(first, photo(0))
    assert history.replace(explained("dog", "0.jpg"), first) is None
    assert history.replace(first, explained("cat", "0.jpg")) == 0
    assert history.entries[0].title == "0.jpg: A cat."
