"""Options that several commands share, each put into a command's parser."""

import argparse

from assistant import senses, settings
from assistant.cli import numbers
from assistant.errors import SettingsError


def pictures(command: argparse.ArgumentParser, verb: str) -> None:
    """Add which pictures are meant; ``verb`` is what is done with them."""
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="picture file or folder; - reads standard input"
    )
    command.add_argument("--clipboard", action="store_true", help=f"{verb} what was copied")


def speaking(command: argparse.ArgumentParser) -> None:
    """Add whether it is spoken, or saved as speech."""
    sound = command.add_mutually_exclusive_group()
    sound.add_argument(
        "--speak",
        action="store_true",
        help="speak, too; without a loudspeaker into a new file glimpse-speech.wav",
    )
    sound.add_argument(
        "--save-speech", metavar="FILE", help="save the spoken text; in a new .wav file"
    )


def wording(command: argparse.ArgumentParser, *, public: bool = False) -> None:
    """Add how it is worded, and by which models; ``public`` as in :func:`senses_choice`."""
    setting(command, "profile")
    setting(command, "level")
    senses_choice(command, public=public)


def senses_choice(command: argparse.ArgumentParser, *, public: bool = False) -> None:
    """Add what is looked for beside things and places.

    Args:
        command: its parser.
        public: what is found may be handed on: the senses that are for the user alone are not told.
    """
    left_out = senses.PRIVATE if public else ()
    asked = (sense.name for sense in senses.SENSES if not sense.always)
    names = ", ".join(name for name in asked if name not in left_out)
    command.add_argument(
        "--senses",
        metavar="NAMES",
        type=_senses,
        help=f"what is looked for beside things and places: {names}; with commas between, "
        "or all, or none (as set in Preferences)",
    )


def workers(command: argparse.ArgumentParser, text: str) -> None:
    """Add how many processes do the work; none is one a core."""
    command.add_argument("--workers", metavar="N", type=numbers.whole(64), default=0, help=text)


def setting(command: argparse.ArgumentParser, name: str) -> None:
    """Add one of the settings, for this time alone."""
    row = next(s for s in settings.SETTINGS if s.name == name)
    command.add_argument(f"--{name}", choices=row.choices, help=row.help)


def _senses(text: str) -> frozenset[str]:
    try:
        return senses.named(text)
    except SettingsError as error:
        raise argparse.ArgumentTypeError(error.message) from error
