"""Steps of a command, such as ``models list``."""

import argparse
from collections.abc import Callable

from assistant.pipeline import nouns

Adder = Callable[[str, str], argparse.ArgumentParser]


def steps_of(command: argparse.ArgumentParser) -> Adder:
    """A function that adds a step to the command, by its name and what it does."""
    steps = command.add_subparsers(title="steps", metavar="STEP", dest="step", required=True)
    return lambda name, text: steps.add_parser(name, help=text, description=sentence(text))


def sentence(text: str) -> str:
    """The words of a list as a sentence."""
    return f"{nouns.capital(text)}."
