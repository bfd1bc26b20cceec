"""``glimpse ask`` as a user types it."""

import json
from pathlib import Path

import pytest
from PIL import Image

from assistant import paths
from assistant.cli import main


@pytest.fixture
def blue(tmp_path: Path) -> Path:
    """A blue and a white half, seen sharply."""
    path = tmp_path / "blue.png"
    picture = Image.new("RGB", (320, 240), (20, 60, 200))
    picture.paste((250, 250, 250), (0, 0, 80, 240))
    picture.save(path)
    return path


def test_answers_on_standard_output(blue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(blue), "what colour is this?"]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("In the middle: blue")
    assert out.count("\n") == 1
    assert err == ""


def test_the_question_needs_no_quotation_marks(capsys: pytest.CaptureFixture[str]) -> None:
    photograph = paths.resources() / "samples" / "dog.jpg"
    assert main(["ask", str(photograph), "is", "there", "a", "bicycle"]) == 0
    assert capsys.readouterr().out == "I see no bicycle, but I may have missed it.\n"


def test_a_black_picture_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "black.png")
    assert main(["ask", str(tmp_path / "black.png"), "is there a dog?"]) == 0
    assert capsys.readouterr().out == "It is too dark to see anything. Try more light.\n"


def test_json_has_the_evidence(blue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(blue), "what color is it", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert told["question"] == "what color is it"
    assert told["text"].startswith("In the middle: blue")
    assert [(o["label"], o["kind"]) for o in told["evidence"]][:1] == [("blue", "colour")]


def test_a_missing_picture_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gone.jpg"
    assert main(["ask", str(path), "dog?", "--json"]) == 3
    out, err = capsys.readouterr()
    assert "gone.jpg" in err
    assert json.loads(out)["error"] == err.strip()


def test_a_question_is_needed(blue: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ask", str(blue)])
    assert stopped.value.code == 2
