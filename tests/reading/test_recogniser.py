"""The recogniser that Glimpse ships reads what the one reads of which it is made."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from assistant import paths
from assistant.bundled import RECOGNISER
from assistant.pipeline.frame import Pixels
from assistant.reading.crops import HEIGHT, crop, size
from assistant.reading.networks import (
    TextDetector,
    TextRecogniser,
    line_of,
    of_the_wheel,
)
from assistant.sessions import OnnxNetwork
from tests.reading.made import font

_WORDS = "Platform 7, to the harbour: 2.40"


@cache
def _network(ours: bool) -> OnnxNetwork:
    return OnnxNetwork(RECOGNISER if ours else of_the_wheel("PP-OCRv6_rec_small"))


def _chances(line: Pixels, ours: bool) -> npt.NDArray[np.float32]:
    """(columns, classes): probabilities, of logits where it is ours."""
    (said,) = _network(ours)({"x": line_of(line)[None]}).values()
    if ours:
        said = np.exp(said - said.max(2, keepdims=True))
        said /= said.sum(2, keepdims=True)
    return said[0]


@pytest.fixture(scope="module")
def lines() -> list[Pixels]:
    """Of a photograph of a page, and one that is drawn."""
    with Image.open(paths.resources() / "samples" / "page.jpg") as picture:
        pixels = np.asarray(picture.convert("RGB"))[..., ::-1].copy()
    found = [corners for corners in TextDetector()(pixels) if size(corners)[0] > HEIGHT]
    assert len(found) >= 8
    return [*(crop(pixels, corners) for corners in found[:8]), _drawn(_WORDS, 36)]


def _drawn(words: str, pixels: int) -> Pixels:
    used = font(pixels)
    picture = Image.new("RGB", (round(used.getlength(words)) + 16, HEIGHT), "white")
    ImageDraw.Draw(picture).text((8, 2), words, "black", used)
    return np.asarray(picture)[..., ::-1].copy()


def test_its_characters_and_their_chances_are_the_wheel_s(lines: list[Pixels]) -> None:
    same, apart = [], []
    for line in lines:
        ours, theirs = _chances(line, ours=True), _chances(line, ours=False)
        same.extend(ours.argmax(1) == theirs.argmax(1))
        apart.extend(np.abs(ours.max(1) - theirs.max(1)))
    assert np.mean(same) > 0.985
    assert np.mean(apart) < 0.02


def test_it_knows_the_same_characters() -> None:
    assert _network(True).facts["character"] == _network(False).facts["character"]


def test_a_score_is_the_chance_of_its_character(lines: list[Pixels]) -> None:
    line = lines[-1]
    [reading] = TextRecogniser()([line])
    chances = _chances(line, ours=True)
    classes = chances.argmax(1)
    first = np.flatnonzero(np.diff(classes, prepend=0))
    wanted = chances[first, classes[first]][classes[first] != 0]
    assert reading.text == _WORDS
    assert np.allclose(reading.scores, wanted, atol=1e-4)


def test_nothing_is_read_where_nothing_is_written() -> None:
    grey = np.full((HEIGHT, 400, 3), 128, np.uint8)
    [reading] = TextRecogniser()([grey])
    assert reading.text == ""
    assert reading.scores == ()
