"""README and help tell the truth: every command, option, key and exit code, and no other."""

import re
from pathlib import Path

import pytest

from assistant import __version__, manual
from assistant.cli.parser import parser
from assistant.keys import ACTIONS
from assistant.manual import tables

_TOP = Path(__file__).resolve().parent.parent
_README = (_TOP / "README.md").read_text(encoding="utf-8")
_PAGES = {path.name: path.read_text(encoding="utf-8") for path in manual.folder().glob("*.md")}
_MADE = tables.all_tables(parser())
_EXAMPLE = re.compile(r"^glimpse (?!-)([^#\n]+)", re.MULTILINE)


@pytest.mark.parametrize("name", [command.prog for command in tables.commands(parser())])
def test_every_command_has_an_example(name: str) -> None:
    assert re.search(rf"^{name}\b", _PAGES["commands.md"], re.MULTILINE)


@pytest.mark.parametrize("text", [_README, *_PAGES.values()], ids=["README.md", *_PAGES])
def test_examples_are_commands_that_are_there(text: str) -> None:
    for line in _EXAMPLE.findall(text):
        words = re.sub(r'"[^"]*"', "TEXT", line).split(";")[0].split()
        # Parsing exits with code 2 if the line is not valid.
        parser().parse_args(words)


@pytest.mark.parametrize("name", _PAGES)
def test_what_the_program_makes_is_as_new_as_the_program(name: str) -> None:
    assert manual.renewed(_PAGES[name], _MADE) == _PAGES[name], "python packaging/make_pages.py"


def test_every_table_that_the_program_makes_is_on_a_page() -> None:
    marks = re.findall(r"<!-- made by the program: ([\w ]+) -->", "".join(_PAGES.values()))
    assert sorted(marks) == sorted(_MADE)


def test_contents_and_readme_lead_to_every_page() -> None:
    names = set(_PAGES) - {manual.CONTENTS}
    assert {f"{page.name}.md" for page in manual.pages()} == names
    assert set(re.findall(r"\]\(resources/help/([\w-]+\.md)\)", _README)) == names


def test_links_lead_somewhere() -> None:
    for name, text in _PAGES.items():
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (manual.folder() / link).is_file(), (name, link)
    for link in re.findall(r"\]\(([^)#:]+)\)", _README):
        assert (_TOP / link).is_file(), link


def test_the_readme_is_short_and_its_keys_are_those_of_the_table() -> None:
    assert len(_README.splitlines()) < 110
    told = re.findall(r"^- ([\w+]+): ", _README.partition("## Eight keys")[2], re.MULTILINE)
    assert len(told) == 8
    assert set(told) <= {row.shortcut for row in ACTIONS}


def test_the_readme_names_the_file_of_this_version() -> None:
    assert set(re.findall(r"glimpse_assistant-(.+?)-py3", _README)) == {__version__}


def test_make_targets_in_the_documents_exist() -> None:
    makefile = (_TOP / "Makefile").read_text(encoding="utf-8")
    documents = [_TOP / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")]
    for path in (*documents, *manual.folder().glob("*.md")):
        for target in re.findall(r"^make ([\w-]+)|`make ([\w-]+)", path.read_text("utf-8"), re.M):
            assert re.search(rf"^{''.join(target)}:", makefile, re.MULTILINE), target
