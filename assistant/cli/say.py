"""``glimpse say``: speak a text, to try the voice."""

import argparse
from pathlib import Path

from assistant.cli import output, voice


def run(arguments: argparse.Namespace) -> int:
    """Speak it, or save it."""
    output.settings_told()
    voice.check_place(arguments)
    if arguments.save_speech:
        voice.save([arguments.text], Path(arguments.save_speech))
    else:
        voice.speak([arguments.text])
    return 0
