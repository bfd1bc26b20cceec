"""Options about engines."""

import argparse

from assistant.cli.steps import steps_of
from assistant.engines.catalogue import OFFERS
from assistant.engines.presets import PRESETS
from assistant.work import WorkEngine

_NAMED = "an engine's name, as in: glimpse engines list"


def add_steps(command: argparse.ArgumentParser) -> None:
    """The steps of ``glimpse engines``."""
    add = steps_of(command)
    listing = add("list", "which engines there are, and where each is")
    listing.add_argument("--json", action="store_true", help="one JSON object an engine")
    _adding(add("add", "add an engine"))
    _downloading(add("download", "get an engine that runs inside Glimpse"))
    for name, text in (
        ("test", "have an engine say hello, and name the colours of two squares"),
        ("remove", "forget an engine and its key; delete what Glimpse downloaded of it"),
    ):
        add(name, text).add_argument("name", metavar="NAME", help=_NAMED)
    for name, text in (
        ("allow", "agree that an engine gets pictures"),
        ("withdraw", "take back what you agreed to"),
    ):
        step = add(name, text)
        step.add_argument("name", metavar="NAME", help=_NAMED)
        if name == "allow":
            step.add_argument(
                "--folders", action="store_true", help="whole folders, too (glimpse annotate)"
            )
            step.add_argument("--yes", action="store_true", help="do not ask")


def add_engine(command: argparse.ArgumentParser, what: str) -> None:
    """``--engine NAME`` of a command that looks at single pictures."""
    command.add_argument("--engine", metavar="NAME", help=f"{what}; {_NAMED}")
    command.add_argument(
        "--send-anyway",
        action="store_true",
        help="with --engine: send pictures, too, that are black, blurred or a page of text",
    )


def place_or_name(text: str) -> WorkEngine | str:
    """A place where work is done, or the name of an engine that adds to it."""
    return WorkEngine(text) if text in tuple(WorkEngine) else text


def _adding(step: argparse.ArgumentParser) -> None:
    presets = ", ".join(PRESETS)
    step.add_argument(
        "name",
        metavar="NAME",
        help="what you want to call it; the name of a preset needs nothing more",
    )
    step.add_argument("--preset", choices=PRESETS, help=f"the kind of server: {presets}")
    step.add_argument("--address", metavar="URL", help="where it is, as http://localhost:8080/v1")
    step.add_argument(
        "--folder",
        metavar="FOLDER",
        help="a model of the Hugging Face hub, in a folder of this computer",
    )
    step.add_argument("--model", metavar="MODEL", help="which of its models; else its only one")
    step.add_argument(
        "--key", action="store_true", help="it wants a key: asked for, or read from standard input"
    )


def _downloading(step: argparse.ArgumentParser) -> None:
    names = ", ".join(OFFERS)
    step.add_argument(
        "offer", nargs="?", metavar="NAME", help=f"one of {names}; none tells what each is"
    )
    step.add_argument("--as", dest="name", metavar="NAME", help="what you want to call it")
    step.add_argument("--yes", action="store_true", help="do not ask")
