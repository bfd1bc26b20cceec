"""With a screen reader that takes announcements, each thing is spoken once."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.qt.test_accessibility_bus import launcher
from tests.sharing import made_once
from tests.waiting import SECONDS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Spoken = dict[str, list[tuple[str, str]]]


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    """Step → what the screen reader spoke in it, with why."""
    steps = made_once(tmp_path_factory, "spoken", _heard)
    return {step: [(why, words) for why, words in heard] for step, heard in steps.items()}


def _heard() -> Spoken:
    with tempfile.TemporaryDirectory() as folder:
        command = ["dbus-run-session", "--", "bash", str(HERE / "reader_bus.sh")]
        done = subprocess.run(
            [*command, sys.executable, launcher(), folder],
            env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": folder},
            capture_output=True, text=True, timeout=SECONDS, check=False, cwd=ROOT,
        )  # fmt: skip
        lines = [json.loads(x) for x in (Path(folder) / "spoken").read_text().splitlines()]
    steps: Spoken = {}
    for why, words in lines:
        if why == "step":
            steps[words] = []
        elif steps and not words.startswith("Over: "):  # reader_run's own
            steps[list(steps)[-1]].append((why, words))
    assert "accept" in steps, done.stderr
    return steps


@pytest.mark.timeout(120)
def test_a_picture_is_told_once_and_what_is_added_after_it(spoken: Spoken) -> None:
    assert spoken["open"] == [("announcement", "A sign."), ("announcement", "It says EXIT.")]


def test_each_step_of_exploring_is_told_once(spoken: Spoken) -> None:
    (why, picture), told = spoken["explore"]
    assert why == "focus"
    assert picture.startswith("Picture: sign.png")
    assert told == ("announcement", "Middle: nothing that I know; grey.")
    assert spoken["left"] == [("announcement", "Left: nothing that I know; grey.")]


def test_an_explanation_chosen_in_history_is_told_once(spoken: Spoken) -> None:
    assert spoken["choose"] == [("announcement", "A sign. It says EXIT.")]


def test_a_page_is_told_with_the_line_where_the_reader_is(spoken: Spoken) -> None:
    told = [words for why, words in spoken["read"] if why == "announcement"]
    assert len(told) == 1
    assert told[0].startswith("3 paragraphs, 3 lines.")
    assert told[0].endswith("Opening hours")


def test_that_it_is_reading_is_told_at_most_once(spoken: Spoken) -> None:
    assert sum(words.count("Reading…") for _, words in spoken["read"]) <= 1  # none if it is quick


def test_a_picture_that_is_opened_by_its_name_is_told_once(spoken: Spoken) -> None:
    told = [words for why, words in spoken["open by name"] if why == "announcement"]
    assert told == ["A dog.", "It says EXIT."] or told == ["A dog. It says EXIT."]
    assert sum(words.count("A dog.") for _, words in spoken["open by name"]) == 1


def test_speech_that_is_off_is_off_for_the_reader_too(spoken: Spoken) -> None:
    assert spoken["brief"] == [("announcement", "Brief. A sign.")]
    assert spoken["mute"] == [("announcement", "Speech is off.")]
    assert spoken["muted"] == []
    assert spoken["unmute"] == [("announcement", "Speech is on.")]


def test_the_choice_of_a_closed_combo_box_is_spoken_once(spoken: Spoken) -> None:
    by_itself, *told = spoken["choice"]
    assert by_itself == ("change", "Standard")
    assert told == [("announcement", "A sign. It says EXIT.")]


def test_each_description_of_a_film_is_told_once(spoken: Spoken) -> None:
    assert spoken["next"] == [("announcement", "A dog.")]
    assert spoken["next again"] == [("announcement", "A cat.")]


def test_each_picture_of_the_alt_texts_is_told_once(spoken: Spoken) -> None:
    assert spoken["first"] == [("announcement", "dog.jpg. 2 to decide. A dog.")]
    assert spoken["accept"] == [("announcement", "Accepted. cat.jpg. 1 to decide. A cat.")]
