"""Results on standard output, notices on standard error, and the JSON schema."""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant import settings
from assistant.errors import AssistantError
from assistant.pipeline.evidence import Box, Explanation, Level, Observation
from assistant.pipeline.options import Options
from assistant.untrusted import for_json, shown

GOES_ON = "Stopped. The same command goes on from here."
_SCHEMA = 1  # raised when a field changes its meaning or goes away; new fields may come at any time


def result(text: str) -> None:
    """Print a result; characters that the terminal's encoding has not are printed as "?".

    Raises:
        AssistantError: nothing can be written there, as on a full disk.
        BrokenPipeError: the reader has gone.
    """
    if sys.stdout is None:  # closed by the shell
        raise AssistantError("The result cannot be written: standard output is closed.")
    try:
        sys.stdout.write(_encodable(text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        write_no_more()
        raise AssistantError(
            f"The result cannot be written: {error.strerror}. Send it to another place."
        ) from error


def write_no_more() -> None:
    """Let what is still to be written go nowhere, so that leaving does not fail on it again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def wrong(text: str) -> int:
    """Tell what is wrong with the command line; returns the exit code that argparse has for it."""
    notice(text)
    return 2


def notice(text: str) -> None:
    """Print something the user should know that is no result, on one line."""
    sys.stderr.write(shown(text) + "\n")
    sys.stderr.flush()


def settings_told() -> settings.Settings:
    """The user's settings; what is wrong with their file is told."""
    chosen = settings.load()
    if chosen.notice:
        notice(chosen.notice)
    return chosen


def options(
    arguments: argparse.Namespace, chosen: Mapping[str, Any],
    read_all: str = "glimpse read has all of it",
) -> Options:  # fmt: skip
    """Options from the settings, and from the command line where it says otherwise."""
    found = Options.of(chosen, read_all)
    return found if arguments.senses is None else replace(found, senses=arguments.senses)


def json_line(facts: Mapping[str, Any]) -> None:
    """Print one JSON object on one line; what a terminal or a reader of lines obeys is escaped."""
    data = {"schema": _SCHEMA, **facts}
    line = for_json(json.dumps(data, ensure_ascii=False))
    result(line if _encodable(line) == line else json.dumps(data))


def _encodable(text: str) -> str:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def as_dict(explanation: Explanation, level: Level) -> dict[str, Any]:
    """An explanation in the documented schema (resources/help/json.md)."""
    observations = explanation.description.observations
    numbers = {o: i for i, o in enumerate(observations)}
    return {
        "source": explanation.source,
        "text": explanation.text(level),
        "level": level.value,
        "sentences": [
            {"text": s.text, "evidence": [numbers[o] for o in s.evidence]}
            for s in explanation.sentences[level]
        ],
        "observations": [observation(o) for o in observations],
        "notes": list(explanation.description.notes),
        "failed_senses": list(explanation.description.failed),
        "profile": explanation.profile,
        "models": dict(explanation.versions),
        "timings_ms": {stage: round(ms, 1) for stage, ms in explanation.timings.items()},
    }


def box(sides: Box | None) -> list[float] | None:
    """A place in a picture in the documented schema."""
    return [round(side, 4) for side in sides] if sides else None


def observation(o: Observation) -> dict[str, Any]:
    """One observation in the documented schema."""
    return {
        "label": o.label,
        "kind": o.kind,
        "score": round(o.score, 4),
        "sureness": o.sureness.value,
        "sense": o.sense,
        "count": o.count,
        "more": o.more,
        "colour": o.colour,
        "box": box(o.box),
        "boxes": [box(each) for each in o.boxes],
        "direction": o.where,
        "content": o.content,
    }
