"""``glimpse watch --seek`` over a film, and ``glimpse describe --where``: the shipped network."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.cli import main
from tests.teach.things import SAMPLES, on_a_wall
from tests.video.made import film

_DOG = Image.open(SAMPLES / "dog.jpg").convert("RGB")


def _at(left: int) -> np.ndarray:
    return on_a_wall(_DOG, left, 120, 240).pixels


def test_a_film_is_followed_until_the_thing_is_found_and_gone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    way = [
        _at(x) for x in (*[640] * 4, *[400] * 6, *range(380, 200, -20), *[200] * 14, *[640] * 16)
    ]
    film(tmp_path / "dog.mp4", way)
    words = ["watch", "--seek", "a dog", "--video", str(tmp_path / "dog.mp4"), "--quiet"]
    assert main([*words, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in told] == ["seen", "found", "gone"]
    assert told[0]["text"] == "The dog: to the right."
    assert told[1]["text"].startswith("Found: the dog is in the middle, ")
    left, _, width, _ = told[1]["box"]
    assert 0.4 < left + width / 2 < 0.6
    assert told[2]["text"] == "Gone."
    away = (len(way) - 16) / 10  # seconds
    assert 1.0 <= told[2]["time"] - away <= 1.4


def test_what_nobody_can_find_is_said_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    film(tmp_path / "dog.mp4", [_at(200)] * 3)
    assert main(["watch", "--seek", "keys", "--video", str(tmp_path / "dog.mp4"), "--quiet"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "I can't find “keys”" in told.err
    assert "Teach me yours" in told.err


def test_it_is_told_where_it_is_in_each_picture(capsys: pytest.CaptureFixture[str]) -> None:
    pictures = [str(SAMPLES / name) for name in ("dog.jpg", "coffee.jpg")]
    assert main(["describe", "--where", "dog", *pictures]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "dog is" in first.lower()
    assert "I see no dog, but I may have missed it." in second
