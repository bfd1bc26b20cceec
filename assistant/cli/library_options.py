"""Options of ``annotate``, ``index`` and ``find``: many pictures."""

import argparse

from assistant.cli import common_options, engine_options, numbers
from assistant.work import WorkEngine


def add_annotate(command: argparse.ArgumentParser) -> None:
    """Put the options of ``annotate`` into its parser."""
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
    _work(command, named=True)
    common_options.senses_choice(command, public=True)
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")


def add_index(command: argparse.ArgumentParser) -> None:
    """Put the options of ``index`` into its parser."""
    command.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="none: those that were indexed before"
    )
    command.add_argument("--forget", metavar="FOLDER", help="take a folder out of the index")
    _work(command)
    command.add_argument("--json", action="store_true", help="one JSON object a line and picture")


def add_find(command: argparse.ArgumentParser) -> None:
    """Put the options of ``find`` into its parser."""
    command.add_argument(
        "words", nargs="*", metavar="WORDS", help='such as "dog on a beach" or "two people 2023"'
    )
    command.add_argument("--like", metavar="PICTURE", help="those that look most like this one")
    command.add_argument(
        "--limit", metavar="N", type=numbers.whole(1000), default=10, help="results at most (10)"
    )
    command.add_argument("--open", action="store_true", help="open the first result")
    command.add_argument("--json", action="store_true", help="one JSON object")


def _work(command: argparse.ArgumentParser, named: bool = False) -> None:
    """Add who does the work, where, and with which models; ``named``: an engine may add to it."""
    common_options.workers(command, "processes; else one a core, up to 4")
    where = (
        "where the work is done: on this computer (local, the default), or by Ray, which can "
        "share it out to many"
    )
    also = "; or an engine's name: it describes each picture at length, too"
    command.add_argument(
        "--engine",
        type=engine_options.place_or_name,
        choices=None if named else tuple(WorkEngine),
        default=WorkEngine.LOCAL,
        metavar="NAME" if named else None,
        help=where + also if named else where,
    )
    command.add_argument(
        "--address", metavar="HOST:PORT", help="the Ray cluster; else Ray runs here alone"
    )
    common_options.setting(command, "profile")


def fault(arguments: argparse.Namespace) -> str:
    """Fault of the place where the work is to be done, as a sentence; empty if there is none."""
    if arguments.address and arguments.engine != WorkEngine.RAY:
        return "--address names a Ray cluster: add --engine ray."
    return ""
