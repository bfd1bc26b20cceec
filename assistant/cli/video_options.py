"""Options of ``video``."""

import argparse

from assistant.cli import common_options, numbers

BESIDE = ""
"""What ``--vtt`` is without a name."""


def add(command: argparse.ArgumentParser) -> None:
    """Put the options of ``video`` into its parser."""
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
        type=numbers.seconds(1, 3600, such=10),
        default=10.0,
        help="look again where nothing seems to change for so long (10)",
    )
    common_options.wording(command, public=True)
    common_options.workers(command, "films at once, of a folder (one a core, up to 4)")
    command.add_argument("--json", action="store_true", help="one JSON object a line and stretch")
