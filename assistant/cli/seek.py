"""Seeking on the command line: ``describe --where`` for pictures, ``watch --seek`` for the rest."""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant import sources
from assistant.cli import output, pictures
from assistant.cli.progress import counted
from assistant.errors import PipelineError, SourceError
from assistant.pipeline.frame import Frame
from assistant.seek import looker, telling
from assistant.seek.guide import Guide
from assistant.settings import Settings
from assistant.untrusted import shown
from assistant.video.film import Film

_EVERY = 0.1  # seconds of a film between two looks


def where(arguments: argparse.Namespace, chosen: Settings) -> tuple[int, list[str]]:
    """Say of each picture where the thing is.

    Returns:
        the exit code, and what was said.
    """
    look = looker.begin(arguments.where)
    clock = chosen["directions"] == "clock face"
    openers, code, said = list(pictures.openers(arguments)), 0, []
    for name, open_picture in counted(openers, "Looking"):
        try:
            frame = open_picture()
            seen = look.all(frame)
        except (SourceError, PipelineError) as error:
            code = code or error.exit_code
            pictures.tell_failure(name, error, arguments.json)
            continue
        text = telling.place_sentence(look.target, seen, clock)
        if arguments.json:
            places = [
                {
                    "box": output.box(one.box),
                    "score": round(one.score, 4),
                    "sureness": one.sureness.value if one.sureness else None,
                }
                for one in seen
            ]
            facts = {"source": name, "sought": look.target.said, "text": text, "places": places}
            output.json_line(facts)
        else:
            output.result(f"{shown(name)}: {text}" if len(openers) > 1 else text)
        said += [f"{frame.source}:", text] if len(openers) > 1 else [text]
    return code, said


def watch(
    arguments: argparse.Namespace,
    items: Iterator[Frame | sources.Notice],
    say: Callable[[list[str]], None],
) -> int:
    """Say where the thing is while a camera or a film goes on.

    Args:
        arguments: of the command.
        items: frames and notices of the camera.
        say: speaks.
    """
    look = looker.begin(arguments.seek)
    guide = Guide(look.target.name)
    frames = _of_film(sources.local(arguments.video)) if arguments.video else items
    for item in frames:
        if isinstance(item, sources.Notice):
            output.notice(item.text)
            say([item.text])
            continue
        seen = look(item)
        sure = seen is not None and seen.sureness is not None
        cue = guide.update(item.time, seen.box if seen else None, sure)
        if not cue.text:
            continue
        if arguments.json:
            facts = {"time": round(item.time, 2), "event": cue.event, "text": cue.text}
            output.json_line(facts | {"box": output.box(guide.box)})
        else:
            at = f"{int(item.time) // 60}:{int(item.time) % 60:02d} " if arguments.video else ""
            output.result(f"{at}{cue.text}")
        say([cue.text])
    return 0


def _of_film(path: Path) -> Iterator[Frame]:
    """The pictures of a film, ten a second."""
    with Film(path) as film:
        due = 0.0
        for picture in film.pictures():
            if picture.time >= due:
                due = picture.time + _EVERY
                yield picture.frame()
