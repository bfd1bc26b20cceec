"""``glimpse describe``: pictures in, sentences out."""

import argparse
from typing import TYPE_CHECKING

from assistant import wording
from assistant.cli import output, pictures, speaking
from assistant.cli.progress import counted
from assistant.errors import AssistantError, PipelineError, SourceError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.untrusted import shown

if TYPE_CHECKING:
    from assistant.cli.at_length import EngineForAll


def run(arguments: argparse.Namespace) -> int:
    """Describe all pictures; one that fails is told, the others go on."""
    chosen = arguments.settings
    if not arguments.paths and not arguments.clipboard:
        return output.wrong("Name a picture, as in: glimpse describe photo.jpg")
    speaking.check_place(arguments)
    if arguments.where is not None:
        from assistant.cli import seek  # brings what recognises taught things

        code, said = seek.where(arguments, chosen)
        speaking.tell(arguments, said)
        return code
    openers = list(pictures.openers(arguments))
    engine = _engine(arguments)
    options = output.options(arguments, chosen)
    level = Level(arguments.level or chosen["level"])
    report = DescribeReport(arguments, level, many=len(openers) > 1, engine=engine)
    describer: pipeline.Pipeline | None = None
    for name, open_picture in counted(openers, "Describing"):
        try:
            # Opened before the networks are loaded: a wrong name is told at once.
            frame = open_picture()
            describer = describer or pipeline.load(arguments.profile or chosen["profile"])
            report.add(name, frame, describer.describe(frame, options=options))
        except (SourceError, PipelineError) as error:
            report.add_failure(name, error)
    report.speak()
    if engine:
        engine.close()
    return report.code


def _engine(arguments: argparse.Namespace) -> "EngineForAll | None":
    """The engine of ``--engine``, if one was named: it brings much that is else not needed."""
    if not arguments.engine:
        return None
    from assistant.cli.at_length import EngineForAll

    return EngineForAll.asked_for(arguments)


class DescribeReport:
    """Prints each explanation as it comes, and speaks them at the end."""

    def __init__(
        self, arguments: argparse.Namespace, level: Level, many: bool, engine: "EngineForAll | None"
    ) -> None:
        self.code = 0
        self._engine = engine
        self._arguments = arguments
        self._level = level
        self._many = many
        self._spoken: list[str] = []

    def add(self, name: str, frame: Frame, explanation: Explanation) -> None:
        """Print one explanation."""
        text = explanation.text(self._level)
        facts = output.as_dict(explanation, self._level) | {"source": name}
        if self._many:
            self._spoken.append(f"{explanation.source}:")
        self._spoken += [s.text for s in explanation.sentences[self._level]]
        if not self._arguments.json:
            output.result(f"{shown(name)}: {text}" if self._many else text)
            if self._arguments.why:
                for reason in wording.why(explanation, self._level):
                    output.result(f"  {reason}")
        if self._engine:
            a = self._arguments
            told = self._engine.describe(frame, explanation, quiet=a.json, why=a.why)
            self._spoken += told.spoken
            self.code = self.code or told.code
            facts["at_length"] = told.facts
        if self._arguments.json:
            output.json_line(facts)

    def add_failure(self, name: str, error: AssistantError) -> None:
        """Tell that one picture failed."""
        self.code = self.code or error.exit_code
        pictures.tell_failure(name, error, self._arguments.json)

    def speak(self) -> None:
        """Speak, or save as speech, what was asked for that."""
        speaking.tell(self._arguments, self._spoken)
