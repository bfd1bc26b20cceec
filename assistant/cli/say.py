"""``glimpse say``: speak a text, to try the voice."""

import argparse
import sys
from pathlib import Path

from assistant.cli import output, speaking
from assistant.errors import SourceError, SpeechError


def run(arguments: argparse.Namespace) -> int:
    """Speak it, or save it."""
    speaking.check_place(arguments)
    text = _standard_input() if arguments.text == "-" else arguments.text
    lines = [line for line in text.splitlines() if any(map(str.isprintable, line.strip()))]
    if not lines:
        if arguments.text == "-":
            raise SpeechError("There is nothing to say: standard input is empty.")
        return output.wrong('There is nothing to say. Name a text, as in: glimpse say "Hello"')
    if arguments.save_speech:
        speaking.save(lines, Path(arguments.save_speech))
    else:
        speaking.speak(lines)
    return 0


def _standard_input() -> str:
    if sys.stdin is None:
        raise SourceError("Standard input is closed; send a text to it, or name a text.")
    return sys.stdin.buffer.read().decode("utf-8", "replace")
