"""Networks are opened ahead where a command will need them, and no others."""

from pathlib import Path

import pytest

from assistant import bundled, paths
from assistant.cli import ahead
from assistant.cli.parser import parser

_DOG = str(paths.resources() / "samples" / "dog.jpg")


@pytest.mark.parametrize(
    ("line", "files"),
    [
        (("describe", _DOG), bundled.DESCRIBING),
        (("describe", "-"), bundled.DESCRIBING),
        (("describe", "--clipboard"), bundled.DESCRIBING),
        (("describe", _DOG, "--profile", "standard"), ()),
        (("describe", "no such.jpg"), ()),
        (("describe",), ()),
        (("describe", _DOG, "--where", "cup"), (bundled.CNN,)),
        (("ask", _DOG, "is it a dog?"), bundled.DESCRIBING),
        (("ask", "no such.jpg", "is it a dog?"), ()),
        (("read", _DOG), bundled.READING),
        (("screen",), bundled.DESCRIBING),
        (("screen", "--read"), bundled.READING),
        (("watch", "--seek", "cup"), (bundled.CNN,)),
        (("annotate", _DOG, "--write", "csv"), ()),
        (("models", "list"), ()),
    ],
)
def test_what_a_command_needs(line: tuple[str, ...], files: tuple[Path, ...]) -> None:
    arguments = parser().parse_args(line)
    arguments.settings = {"profile": "compact"}
    assert ahead.needed(arguments) == files


def test_those_that_are_named_are_there() -> None:
    assert all(file.is_file() for file in (*bundled.DESCRIBING, *bundled.READING))
