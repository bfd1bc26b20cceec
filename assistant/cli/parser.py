"""What can be typed. Each command's work is imported when it runs."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from assistant import __version__, senses, settings
from assistant.cli import engine_options, numbers, screen_options, teach_options
from assistant.cli.steps import sentence, steps_of
from assistant.errors import SettingsError
from assistant.work import Engine

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

BESIDE = ""
"""What ``--vtt`` is without a name."""
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
    _annotate(commands)
    _video(commands)
    _index(commands)
    _find(commands)
    _say(commands)
    _command(commands, "keys", "list everything that the window can do, with its key")
    _models(commands)
    _engines(commands)
    _doctor(commands)
    return top


def _command(commands: "_Commands", name: str, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=sentence(text))
    command.set_defaults(run=_late(name))
    return command


def _late(name: str) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        code: int = import_module(f"assistant.cli.{name}").run(arguments)
        return code

    return run


def _describe(commands: "_Commands") -> None:
    command = _command(commands, "describe", "describe pictures")
    _pictures(command, "describe")
    _wording(command)
    command.add_argument("--why", action="store_true", help="add what each sentence rests on")
    command.add_argument(
        "--where", metavar="THING", help="only say where this is: a cup, or a thing that you taught"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")
    engine_options.add_engine(command, "have a bigger model describe it at length, too")
    _speaking(command)


def _ask(commands: "_Commands") -> None:
    command = _command(commands, "ask", "answer a question about a picture")
    command.add_argument("path", metavar="PATH", help="picture file")
    command.add_argument(
        "question", nargs="+", metavar="QUESTION", help='such as "is there a dog?" or "read it"'
    )
    _setting(command, "profile")
    engine_options.add_engine(command, "have a bigger model answer it, too")
    command.add_argument("--json", action="store_true", help="one JSON object")
    command.add_argument("--speak", action="store_true", help="speak, too")


def _read(commands: "_Commands") -> None:
    command = _command(commands, "read", "read all the text in pictures")
    _pictures(command, "read")
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
    _speaking(command)


def _watch(commands: "_Commands") -> None:
    command = _command(commands, "watch", "describe what a camera or a film shows, as it changes")
    source = command.add_mutually_exclusive_group()
    source.add_argument("--camera", metavar="N", default=None, help="number, id or name")
    source.add_argument("--video", metavar="FILE", help="a film in place of a camera")
    _wording(command)
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
    _wording(command)
    engine_options.add_engine(command, "have a bigger model tell of it at length, too")
    command.add_argument("--why", action="store_true", help="add what each sentence rests on")
    command.add_argument("--json", action="store_true", help="one JSON object")
    _speaking(command)


def _teach(commands: "_Commands") -> None:
    command = _command(commands, "teach", "teach things of your own, such as your red mug")
    teach_options.add_steps(command)


def _video(commands: "_Commands") -> None:
    command = _command(commands, "video", "describe a film: what is seen when")
    command.add_argument(
        "path", metavar="FILE", help="a film such as MP4, WebM, MKV or AVI, or a folder of films"
    )
    command.add_argument(
        "--vtt",
        metavar="OUT",
        nargs="?",
        const=BESIDE,
        help="save a track of descriptions (WebVTT), too; in a new .vtt file, or without a name "
        "beside the film: of a folder, beside each film that has none yet",
    )
    command.add_argument(
        "--mix",
        metavar="OUT",
        help="save a copy of the film with the descriptions spoken, too; in a new file",
    )
    command.add_argument(
        "--track",
        metavar="TRACK",
        default="",
        help="the sound track whose pauses count and that the descriptions are spoken into: its "
        "number or language (the first); the others are copied as they are",
    )
    command.add_argument(
        "--every",
        metavar="SECONDS",
        type=numbers.seconds,
        default=10.0,
        help="look again where nothing seems to change for so long (10)",
    )
    _wording(command)
    command.add_argument(
        "--workers",
        metavar="N",
        type=numbers.count,
        default=0,
        help="films at once, of a folder (one a core, up to 4)",
    )
    command.add_argument("--json", action="store_true", help="one JSON object a line and stretch")


def _annotate(commands: "_Commands") -> None:
    command = _command(commands, "annotate", "write descriptions into many pictures")
    command.add_argument("paths", nargs="+", metavar="PATH", help="folder or picture")
    command.add_argument(
        "--write",
        choices=("xmp", "sidecar", "csv", "json", "html"),
        default="xmp",
        help="into the pictures (xmp, the default), into files beside them, or into one report",
    )
    command.add_argument("--out", metavar="FILE", help="the report; a new file")
    command.add_argument(
        "--only-missing", action="store_true", help="leave pictures that have an alt text"
    )
    command.add_argument(
        "--remove", action="store_true", help="take away what Glimpse wrote, and only that"
    )
    command.add_argument("--dry-run", action="store_true", help="change nothing, only tell")
    command.add_argument(
        "--workers",
        type=numbers.count,
        default=0,
        metavar="N",
        help="processes; else one a core, up to 4",
    )
    _engine(command, named=True)
    _setting(command, "profile")
    _senses_choice(command)
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")


def _index(commands: "_Commands") -> None:
    command = _command(commands, "index", "look at all pictures in folders, so that they are found")
    command.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="none: those that were indexed before"
    )
    command.add_argument("--forget", metavar="FOLDER", help="take a folder out of the index")
    command.add_argument(
        "--workers", metavar="N", type=numbers.few, default=0, help="processes at work (one a core)"
    )
    _engine(command)
    _setting(command, "profile")
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")


def _find(commands: "_Commands") -> None:
    command = _command(commands, "find", "find indexed pictures by words, or by a picture")
    command.add_argument(
        "words", nargs="*", metavar="WORDS", help='such as "dog on a beach" or "two people 2023"'
    )
    command.add_argument("--like", metavar="PICTURE", help="those that look most like this one")
    command.add_argument(
        "--limit", metavar="N", type=numbers.several, default=10, help="results at most (10)"
    )
    command.add_argument("--open", action="store_true", help="open the first result")
    command.add_argument("--json", action="store_true", help="one JSON object")


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
    command = _command(commands, "engines", "list, add, test or remove bigger models that describe")
    engine_options.add_steps(command)


def _doctor(commands: "_Commands") -> None:
    command = _command(commands, "doctor", "check voice, sound, cameras, models and window")
    command.add_argument("--json", action="store_true", help="one JSON object")


def _engine(command: argparse.ArgumentParser, named: bool = False) -> None:
    where = "where the work is done: on this computer (local, the default), or by Ray, which can "
    help_ = f"{where}share it out to many"
    if named:
        also = "or an engine's name: it describes each picture at length, too"
        command.add_argument(
            "--engine",
            type=engine_options.place_or_name,
            default=Engine.LOCAL,
            metavar="NAME",
            help=f"{help_}; {also}",
        )
    else:
        command.add_argument(
            "--engine", choices=tuple(Engine), type=Engine, default=Engine.LOCAL, help=help_
        )
    command.add_argument(
        "--address", metavar="HOST:PORT", help="the Ray cluster; else Ray runs here alone"
    )


def _pictures(command: argparse.ArgumentParser, verb: str) -> None:
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="picture file or folder; - reads standard input"
    )
    command.add_argument("--clipboard", action="store_true", help=f"{verb} what was copied")


def _speaking(command: argparse.ArgumentParser) -> None:
    sound = command.add_mutually_exclusive_group()
    sound.add_argument(
        "--speak",
        action="store_true",
        help="speak, too; without a loudspeaker into a new file glimpse-speech.wav",
    )
    sound.add_argument(
        "--save-speech", metavar="FILE", help="save the spoken text; in a new .wav file"
    )


def _wording(command: argparse.ArgumentParser) -> None:
    _setting(command, "profile")
    _setting(command, "level")
    _senses_choice(command)


def _senses_choice(command: argparse.ArgumentParser) -> None:
    names = ", ".join(sense.name for sense in senses.SENSES if not sense.always)
    command.add_argument(
        "--senses",
        metavar="NAMES",
        type=_senses,
        help=f"what is looked for beside things and places: {names}; with commas between, "
        "or all, or none (as set in Preferences)",
    )


def _setting(command: argparse.ArgumentParser, name: str) -> None:
    row = next(s for s in settings.SETTINGS if s.name == name)
    command.add_argument(f"--{name}", choices=row.choices, help=row.help)


def _senses(text: str) -> frozenset[str]:
    try:
        return senses.named(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(error.message) from error
