"""``glimpse watch`` with a camera whose pictures the test makes."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from assistant import paths
from assistant.cli import main, watch
from assistant.pipeline.frame import Frame


def _webcam(*_: object) -> Iterator[Frame]:
    """Ten pictures a second: 1.4 seconds in the dark, then with the light on."""
    with Image.open(paths.resources() / "samples" / "dog.jpg") as sample:
        picture = np.asarray(sample.convert("RGB"))
    for i in range(32):
        yield Frame(picture // 10 if i < 14 else picture, "camera", time=i / 10)


def test_what_goes_on_is_told_once_and_hints_come_beside_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_items", _webcam)
    assert main(["watch", "--quiet", "--aim", "--json", "--senses", "quality"]) == 0
    captured = capsys.readouterr()
    told = [new for line in captured.out.splitlines() for new in json.loads(line)["new"]]
    assert len(told) == len(set(told)) >= 1
    hints = [line for line in captured.err.splitlines() if line.endswith(".")]
    assert hints[:2] == ["More light.", "Steady: got it."]


def test_a_film_cannot_be_aimed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--video", "film.avi", "--aim", "--quiet"]) == 7
    assert "Leave out --aim" in capsys.readouterr().err
