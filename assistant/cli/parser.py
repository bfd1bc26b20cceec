"""The command line: all commands and options. Each command's work is imported when it runs."""

import argparse
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.cli import (
    common_options,
    engine_options,
    library_options,
    numbers,
    screen_options,
    teach_options,
    video_options,
)
from assistant.cli.steps import sentence, steps_of

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_EXITS = """\
exit codes:
  0 done   2 wrong command line   3 picture, camera or film   4 models
  5 describing   6 speech or sound   7 settings   8 engines   130 stopped
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line of ``glimpse``."""
    top = argparse.ArgumentParser(
        prog="glimpse",
        description="Say what a picture or a camera shows, offline, without inventing anything.",
        epilog=_EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"Glimpse {__version__}")
    top.add_argument("--verbose", action="store_true", help="log to standard error, too")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _describe(commands)
    _read(commands)
    _ask(commands)
    _watch(commands)
    _screen(commands)
    _teach(commands)
    library_options.add_annotate(
        _command(commands, "annotate", "write descriptions into many pictures")
    )
    video_options.add(_command(commands, "video", "describe a film: what is seen when"))
    library_options.add_index(
        _command(commands, "index", "look at all pictures in folders, so that they are found")
    )
    library_options.add_find(
        _command(commands, "find", "find indexed pictures by words, or by a picture")
    )
    _say(commands)
    _command(commands, "keys", "list everything that the window can do, with its key")
    _models(commands)
    _engines(commands)
    _doctor(commands)
    return top


def _command(commands: "_Commands", name: str, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=sentence(text))
    command.set_defaults(command=name)
    return command


def _describe(commands: "_Commands") -> None:
    command = _command(commands, "describe", "describe pictures")
    common_options.pictures(command, "describe")
    common_options.wording(command)
    command.add_argument("--why", action="store_true", help="add what each sentence rests on")
    command.add_argument(
        "--where", metavar="THING", help="only say where this is: a cup, or a thing that you taught"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")
    engine_options.add_engine(command, "have a bigger model describe it at length, too")
    common_options.speaking(command)


def _ask(commands: "_Commands") -> None:
    command = _command(commands, "ask", "answer a question about a picture")
    command.add_argument("path", metavar="PATH", help="picture file")
    command.add_argument(
        "question", nargs="+", metavar="QUESTION", help='such as "is there a dog?" or "read it"'
    )
    common_options.setting(command, "profile")
    engine_options.add_engine(command, "have a bigger model answer it, too")
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--speak", action="store_true", help="speak, too")


def _read(commands: "_Commands") -> None:
    command = _command(commands, "read", "read all the text in pictures")
    common_options.pictures(command, "read")
    some = command.add_mutually_exclusive_group()
    some.add_argument(
        "--page",
        metavar="N",
        dest="pages",
        type=numbers.page,
        help="of a document (PDF, TIFF), this page",
    )
    some.add_argument(
        "--pages", metavar="N-M", type=numbers.page_range, help="these pages, as in 2-4"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line and page")
    command.add_argument("--save", metavar="FILE", help="save the text, too; in a new .txt file")
    common_options.speaking(command)


def _watch(commands: "_Commands") -> None:
    command = _command(commands, "watch", "describe what a camera or a film shows, as it changes")
    source = command.add_mutually_exclusive_group()
    source.add_argument("--camera", metavar="N", default=None, help="number, id or name")
    source.add_argument("--video", metavar="FILE", help="a film in place of a camera")
    common_options.wording(command)
    command.add_argument("--quiet", action="store_true", help="print only, do not speak")
    command.add_argument("--aim", action="store_true", help="say how to point the camera, too")
    command.add_argument(
        "--seek",
        metavar="THING",
        help="only guide the camera to this: a cup, or a thing that you taught",
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line and change")


def _screen(commands: "_Commands") -> None:
    command = _command(commands, "screen", "describe what is on the screen")
    screen_options.add(command)
    common_options.wording(command)
    engine_options.add_engine(command, "have a bigger model tell of it at length, too")
    command.add_argument("--why", action="store_true", help="add what each sentence rests on")
    command.add_argument("--json", action="store_true", help="one JSON object")
    common_options.speaking(command)


def _teach(commands: "_Commands") -> None:
    command = _command(commands, "teach", "teach things of your own, such as your red mug")
    teach_options.add_steps(command)


def _say(commands: "_Commands") -> None:
    command = _command(commands, "say", "speak a text, to try the voice")
    command.add_argument("text", metavar="TEXT", help="what is said; - reads standard input")
    command.add_argument(
        "--save-speech", metavar="FILE", help="save it instead; in a new .wav file"
    )


def _models(commands: "_Commands") -> None:
    command = _command(commands, "models", "list, download, check or remove models")
    add = steps_of(command)
    for name, text in (
        ("list", "list the models there are, and which are on this computer"),
        ("download", "get the models of a profile"),
        ("verify", "check that the files are undamaged"),
        ("remove", "delete downloaded models"),
    ):
        step = add(name, text)
        if name != "list":
            step.add_argument("name", metavar="NAME", help="a profile (standard) or a model's name")
        if name == "download":
            step.add_argument("--yes", action="store_true", help="do not ask")


def _engines(commands: "_Commands") -> None:
    command = _command(commands, "engines", "add, get, test, remove bigger models that describe")
    engine_options.add_steps(command)


def _doctor(commands: "_Commands") -> None:
    command = _command(commands, "doctor", "check voice, sound, cameras, models and window")
    command.add_argument("--json", action="store_true", help="one JSON object")
