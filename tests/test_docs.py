"""The README tells the truth: every command, option, key and exit code, and no other."""

import argparse
import re
from pathlib import Path

import pytest

from assistant import errors
from assistant.cli.parser import parser
from assistant.keys import ACTIONS

_TOP = Path(__file__).resolve().parent.parent
_README = (_TOP / "README.md").read_text(encoding="utf-8")


def _commands(of: argparse.ArgumentParser, name: str) -> dict[str, argparse.ArgumentParser]:
    found = {name: of}
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child, child_parser in action.choices.items():
                found |= _commands(child_parser, f"{name} {child}")
    return found


_COMMANDS = _commands(parser(), "glimpse")


@pytest.mark.parametrize("name", [n for n, p in _COMMANDS.items() if not p._subparsers])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert name in _README


def test_every_option_is_in_the_readme() -> None:
    options = {o for p in _COMMANDS.values() for a in p._actions for o in a.option_strings}
    missing = [o for o in options - {"-h", "--help"} if o not in _README]
    assert missing == []


def test_the_readme_names_no_command_that_is_not_there() -> None:
    for line in re.findall(r"^glimpse (?!-)([^#\n]+)", _README, re.MULTILINE):
        words = re.sub(r'"[^"]*"', "TEXT", line).split()
        # Parsing exits with code 2 if the line is not valid.
        parser().parse_args(words)


def test_every_exit_code_is_in_the_readme() -> None:
    kinds = [errors.AssistantError, *errors.AssistantError.__subclasses__()]
    for kind in kinds:
        assert re.search(rf"^\| {kind.exit_code} \|", _README, re.MULTILINE), kind


def test_the_table_of_keys_is_the_table_of_actions() -> None:
    rows = ["| Key | Does |", "| --- | --- |"]
    rows += [f"| {row.shortcut or 'menu'} | {row.plain}: {row.help} |" for row in ACTIONS]
    assert "\n".join(rows) in _README, "\n".join(rows)


def test_make_targets_in_the_documents_exist() -> None:
    makefile = (_TOP / "Makefile").read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        text = (_TOP / name).read_text(encoding="utf-8")
        for target in re.findall(r"^make ([\w-]+)|`make ([\w-]+)", text, re.MULTILINE):
            assert re.search(rf"^{''.join(target)}:", makefile, re.MULTILINE), target
