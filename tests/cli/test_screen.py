"""``glimpse screen`` as a user types it; the screen itself is what is not here."""

import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant import screen, settings
from assistant.cli import main
from assistant.errors import SourceError
from assistant.pipeline.frame import Frame, Screen
from assistant.screen import What


class Taken:
    """What was asked of the screen; it shows a window with two lines of text."""

    def __init__(self) -> None:
        self.what, self.part, self.title = What.ALL, None, ""

    def capture(self, what: What, part: object = None, title: str = "") -> Frame:
        if title == "nonesuch":
            raise SourceError("There is no window called “nonesuch”.")
        self.what, self.part, self.title = what, part, title
        image = Image.new("RGB", (500, 240), "white")
        draw, font = ImageDraw.Draw(image), ImageFont.load_default(26)
        draw.text((30, 40), "Opening hours", "black", font)
        draw.text((30, 130), "Closed on holidays", "black", font)
        return Frame(np.asarray(image), "Letters", screen=Screen("window", "Letters"))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> Taken:
    made = Taken()
    monkeypatch.setattr(screen, "capture", made.capture)
    return made


def test_the_window_in_front_is_described(taken: Taken, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen"]) == 0
    assert capsys.readouterr().out == (
        "A window, “Letters”, with text. The text begins: “Opening hours”, and one more line; "
        "glimpse screen --read has all of it.\n"
    )
    assert (taken.what, taken.title) == (What.WINDOW, "")


def test_it_is_read(taken: Taken, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--window", "letters", "--read"]) == 0
    assert capsys.readouterr().out == "Opening hours\n\nClosed on holidays\n"
    assert taken.title == "letters"


def test_a_question_is_answered(taken: Taken, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--all", "--ask", "what does it say?", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "Closed on holidays" in told["text"]
    assert told["source"] == "Letters"
    assert taken.what == What.ALL


def test_a_part_is_named_in_words_or_is_the_last_one(
    taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["screen", "--region", "top left", "--read"]) == 0
    assert (taken.what, taken.part) == (What.REGION, screen.parsed("top left"))
    assert main(["screen", "--region", "last"]) == 7
    assert "No part of the screen was chosen yet." in capsys.readouterr().err
    settings.load().change("screen_part", "1,2,30,40")
    assert main(["screen", "--region", "last", "--read"]) == 0
    assert taken.part == screen.parsed("1,2,30,40")


def test_what_goes_wrong_is_one_sentence(taken: Taken, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--window", "nonesuch", "--json"]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == err.strip() == "There is no window called “nonesuch”."
    assert main(["screen", "--region", "sideways"]) == 7
    assert capsys.readouterr().err.startswith("The part of the screen can be words such as left")


def test_notes_about_the_picture_come_first(
    taken: Taken, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def capture(what: What, part: object = None, title: str = "") -> Frame:
        return replace(taken.capture(what), notes=("This is the whole screen.",))

    monkeypatch.setattr(screen, "capture", capture)
    assert main(["screen"]) == 0
    assert capsys.readouterr().out.startswith("This is the whole screen. A window, “Letters”")
