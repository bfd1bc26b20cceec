"""Pictures of which the look for writing is not sure are read, to be learnt from."""

import io
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.bundled import PRESENCE
from assistant.reading.ocr import DETECT
from assistant.reading.presence import SIDE
from assistant.training.picture.split import LEARN
from assistant.training.writing import answers, doubts
from tests.reading.made import page
from tests.training import made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made.data(tmp_path / "data")


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts, "SHOWN", 3)


def _doubt(monkeypatch: pytest.MonkeyPatch, *scores: float) -> None:
    monkeypatch.setattr(doubts, "_DOUBT", scores)


def test_all_are_looked_at_and_read_only_where_it_is_not_sure(
    data: Path, fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _doubt(monkeypatch, 98.0, 99.0)
    assert doubts.doubtful(data, tmp_path, fonts, PRESENCE) == []
    place = tmp_path / "doubts"
    first, second, third = sorted(place.iterdir())
    with Image.open(third) as picture:
        assert max(picture.size) <= DETECT
    with Image.open(second) as picture:
        assert max(picture.size) <= SIDE
    words = page(["Platform 3", "to the harbour"])
    words.save(second)
    _doubt(monkeypatch, -99.0, 99.0)
    told = doubts.doubtful(data, tmp_path, fonts, PRESENCE)
    assert told == [path.with_suffix(".json") for path in (first, second, third)]
    assert answers.kept(told[1]).sure
    assert answers.kept(told[1]).part == LEARN


def test_what_is_there_is_kept_and_the_dice_fall_the_same(
    data: Path, fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _doubt(monkeypatch, -99.0, 99.0)
    told = doubts.doubtful(data, tmp_path, fonts, PRESENCE)
    drawn = told[0].with_suffix(".jpg")
    before = drawn.read_bytes()
    drawn.unlink()
    nothing = answers.Answer(LEARN, "", unread=True, told=[], doubted=[])
    answers.keep(nothing, told[2])
    assert doubts.doubtful(data, tmp_path, fonts, PRESENCE) == told
    assert drawn.read_bytes() == before
    assert answers.kept(told[2]).unread


def test_those_that_had_been_brought_to_a_square_have_a_cameras_proportions_again() -> None:
    file = io.BytesIO()
    Image.fromarray(np.zeros((256, 256, 3), np.uint8)).save(file, "PNG")
    dice = random.Random(0)
    for squashed, shape in ((True, (192, 256, 3)), (False, (256, 256, 3))):
        photograph = doubts._Photograph(file.getvalue(), squashed)
        assert photograph.pixels([(256, 192)], dice).shape == shape
