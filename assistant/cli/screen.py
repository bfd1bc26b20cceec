"""``glimpse screen``: what is on the screen, in sentences; or read; or asked about."""

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant import reading, screen, senses
from assistant.cli import ask, describe, output, read, speaking
from assistant.cli.at_length import EngineForAll
from assistant.errors import AssistantError, SettingsError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Level
from assistant.pipeline.frame import Frame

_LAST = "last"


def run(arguments: argparse.Namespace) -> int:
    """Take the picture and tell of it."""
    chosen = arguments.settings
    speaking.check_place(arguments)
    try:
        part = _part(arguments.region, chosen)
        time.sleep(arguments.wait)
        frame = _taken(arguments, part)
        if arguments.read:
            return _read(arguments, frame)
        return _described(arguments, frame, chosen)
    except AssistantError as error:
        if arguments.json:
            output.json_line({"source": "screen", "error": error.message})
        raise


def _part(text: str | None, chosen: Mapping[str, Any]) -> screen.Region | None:
    if text is None:
        return None
    if text.strip().lower() == _LAST:
        text = chosen["screen_part"]
        if not text:
            raise SettingsError(
                "No part of the screen was chosen yet. Choose one in the window, or name it."
            )
    return screen.parsed(text)


def _taken(arguments: argparse.Namespace, part: screen.Region | None) -> Frame:
    if part is not None:
        return screen.capture(screen.What.REGION, part)
    if arguments.all:
        return screen.capture(screen.What.ALL)
    return screen.capture(screen.What.WINDOW, title=arguments.window or "")


def _read(arguments: argparse.Namespace, frame: Frame) -> int:
    report = read.ReadReport(arguments, many=False)
    report.add(frame.source, frame, reading.read(frame))
    report.speak()
    return report.code


def _described(arguments: argparse.Namespace, frame: Frame, chosen: Mapping[str, Any]) -> int:
    options = output.options(arguments, chosen, read_all="glimpse screen --read has all of it")
    if arguments.ask:  # all senses: who asks for the text wants it read
        options = replace(options, senses=senses.without(()))
    engine = EngineForAll.asked_for(arguments)
    describer = pipeline.load(arguments.profile or chosen["profile"])
    explanation = describer.describe(frame, options=options)
    if arguments.ask:
        return ask.tell(arguments, frame.source, arguments.ask, explanation, frame, options, engine)
    level = Level(arguments.level or chosen["level"])
    report = describe.DescribeReport(arguments, level, many=False, engine=engine)
    report.add(frame.source, frame, explanation)
    report.speak()
    if engine:
        engine.close()
    return report.code
