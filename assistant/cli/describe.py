"""``glimpse describe``: pictures in, sentences out."""

import argparse
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant import sources, wording
from assistant.cli import output, voice
from assistant.cli.progress import counted
from assistant.errors import AssistantError, PipelineError, SourceError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame

_WRONG_COMMAND_LINE = 2  # as argparse has it

_log = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Describe all pictures; one that fails is told, the others go on."""
    chosen = output.settings_told()
    if not arguments.paths and not arguments.clipboard:
        output.notice("Name a picture, as in: glimpse describe photo.jpg")
        return _WRONG_COMMAND_LINE
    openers = list(_openers(arguments))
    options = output.options(arguments, chosen)
    report = _Report(arguments, Level(arguments.level or chosen["level"]), many=len(openers) > 1)
    describer: pipeline.Pipeline | None = None
    for name, open_picture in counted(openers, "Describing"):
        try:
            # Opened before the networks are loaded: a wrong name is told at once.
            frame = open_picture()
            describer = describer or pipeline.load(arguments.profile or chosen["profile"])
            report.add(name, describer.describe(frame, options=options))
        except (SourceError, PipelineError) as error:
            report.add_failure(name, error)
    report.speak()
    return report.code


def _openers(arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Frame]]]:
    if arguments.clipboard:
        yield "clipboard", sources.clipboard
    for path in arguments.paths:
        if path == "-":
            yield "standard input", _standard_input
        else:
            yield from ((str(found), _opener(found)) for found in sources.expand([path]))


def _standard_input() -> Frame:
    if sys.stdin is None:
        raise SourceError("Standard input is closed; send a picture to it, or name a file.")
    return sources.image_bytes(sys.stdin.buffer.read(), "standard input")


def _opener(path: Path) -> Callable[[], Frame]:
    return lambda: sources.image(path)


class _Report:
    """Prints each explanation as it comes, and speaks them at the end."""

    def __init__(self, arguments: argparse.Namespace, level: Level, many: bool) -> None:
        self.code = 0
        self._arguments = arguments
        self._level = level
        self._many = many
        self._spoken: list[str] = []

    def add(self, name: str, explanation: Explanation) -> None:
        text = explanation.text(self._level)
        if self._arguments.json:
            output.json_line(output.as_dict(explanation, self._level) | {"source": name})
        else:
            output.result(f"{output.one_line(name)}: {text}" if self._many else text)
            if self._arguments.why:
                for reason in wording.why(explanation, self._level):
                    output.result(f"  {reason}")
        if self._many:
            self._spoken.append(f"{explanation.source}:")
        self._spoken += [s.text for s in explanation.sentences[self._level]]

    def add_failure(self, name: str, error: AssistantError) -> None:
        _log.debug("Not described", exc_info=error)
        self.code = self.code or error.exit_code
        if self._arguments.json:
            output.json_line({"schema": output.SCHEMA, "source": name, "error": error.message})
        output.notice(error.message)

    def speak(self) -> None:
        if not self._spoken:
            return
        if self._arguments.save_speech:
            voice.save(self._spoken, Path(self._arguments.save_speech))
        elif self._arguments.speak:
            voice.speak(self._spoken)
