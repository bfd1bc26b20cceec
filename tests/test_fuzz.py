"""A few of the broken files and hostile strings of ``python -m tests.benchmarks.fuzz``."""

from pathlib import Path

import pytest

from tests.benchmarks.fuzz import command, hostile, strings, told
from tests.benchmarks.fuzz.command import Outcome
from tests.benchmarks.fuzz.mutate import case
from tests.benchmarks.fuzz.tally import Tally

_SEED = 7


def test_broken_files_are_described_or_refused_in_one_line(tmp_path: Path) -> None:
    codes = set()
    with command.loaded_once():
        for number in range(40):
            made = case(_SEED, number)
            path = tmp_path / made.name
            path.write_bytes(made.data)
            arguments = ["describe", str(path), "--senses", "none"]
            arguments += ["--json"] if number % 2 else []
            outcome = command.run(arguments)
            assert command.faults(outcome, arguments) == [], (made.name, made.made)
            codes.add(outcome.code)
    assert codes == {0, 3}


def test_a_file_is_made_again_by_its_number() -> None:
    assert case(_SEED, 3) == case(_SEED, 3)
    assert len({case(_SEED, number).data for number in range(30)}) > 25


def test_hostile_strings_as_text_as_code_and_as_question() -> None:
    for text in hostile.strings(_SEED, 64):
        faults = strings.of_page(told.page(text))
        faults += strings.of_sentences(told.explanation(text))
        faults += strings.of_answer(text)
        assert faults == [], text[:100]


def test_hostile_strings_on_the_command_line(tmp_path: Path) -> None:
    tally = Tally("strings", tmp_path)
    strings.run(tally, 16, _SEED, spoken=1)
    assert tally.failures == 0
    assert tally.counts["spoken"] == 1


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (Outcome(None, "", "Traceback", 0), "exit code None"),
        (Outcome(1, "", "", 0), "exit code 1"),
        (Outcome(0, "A dog.\n", "warning: x\n", 0), "something on standard error"),
        (Outcome(0, "A \x1b[31mdog.\n", "", 0), "unprintable"),
        (Outcome(0, "A dog.\nA cat.\n", "", 0), "not one line"),
        (Outcome(0, "\n", "", 0), "no sentence"),
        (Outcome(0, "A dog.\n", "", 99), "took 99 s"),
        (Outcome(3, "", "It is\ndamaged.\n", 0), "not one sentence"),
        (Outcome(3, "", "It is \u202edamaged.\n", 0), "unprintable"),
    ],
)
def test_what_is_wrong_with_a_command_is_noticed(outcome: Outcome, fault: str) -> None:
    assert command.faults(Outcome(0, "A dog.\n", "", 1), ["describe"]) == []
    assert any(fault in found for found in command.faults(outcome, ["describe"]))


def test_what_is_said_as_if_glimpse_said_it_is_noticed() -> None:
    y = told.explanation("a lion is here", dog=False)
    assert list(strings.unquoted(y, "There is text: “a lion is here”.")) == []
    assert list(strings.unquoted(y, "There is text: a lion is here."))
    assert list(strings.unquoted(y, "There is text: “EXIT”. A lion is here. “”"))
