"""``glimpse video``: what is seen in a film when: a list, a WebVTT track, a spoken copy."""

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from assistant import saving, speech
from assistant.cli import films, output, speaking
from assistant.cli.progress import At, Unit, followed
from assistant.cli.video_options import BESIDE
from assistant.errors import AssistantError, PipelineError, SourceError
from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Level
from assistant.sources import local, title
from assistant.untrusted import shown
from assistant.video import mixing
from assistant.video.cues import Cue, Seconds, reading_time
from assistant.video.describing import (
    Describe,
    FilmDescription,
    FilmProgress,
    Summary,
    Wishes,
    describe,
    remarks,
)
from assistant.video.film import Film
from assistant.video.webvtt import clock, webvtt

T = TypeVar("T")


def run(arguments: argparse.Namespace) -> int:
    """Describe a film.

    Raises:
        AssistantError: the film, the models or the voice cannot be used, or a file not be written.
    """
    chosen = arguments.settings
    # Of a long text, no command could read the rest: it is gone with the picture.
    options = output.options(arguments, chosen)
    options = replace(options, read_all="", senses=options.public)
    film = local(arguments.path)
    if film.is_dir():
        _check_folder(arguments)
        return films.run(arguments, film, chosen, options)
    vtt, copy = _places(arguments, film)

    plan: mixing.Plan | None = None

    def make() -> Describe:
        nonlocal plan
        if copy:
            plan = _plan(film, arguments.track, copy)
        made = pipeline.load(arguments.profile or chosen["profile"])
        return partial(made.describe, options=options)

    with _speaker(copy) as speaker:
        seconds = _spoken_time(speaker) if speaker else reading_time(chosen["rate"])
        level = Level(arguments.level or chosen["level"])
        wishes = Wishes(level, seconds, arguments.every, arguments.track)
        report = _Report(arguments.path, arguments.json)
        try:
            for step in _shown(describe(film, make, wishes)):
                report.add(step)
        except (SourceError, PipelineError) as error:
            report.add_failure(error)
            raise
        cues = [cue for cue in report.cues if cue]
        if vtt:
            with saving.written(vtt) as part:
                part.write_text(webvtt(cues), encoding="utf-8", newline="\n")
        if copy and speaker and plan:
            steps = mixing.mix(plan, cues, speaker, copy)
            for _ in _shown(FilmProgress("Mixing", s, report.summary.seconds) for s in steps):
                pass
    report.tell_end(bool(vtt), bool(copy))
    return 0


def _check_folder(arguments: argparse.Namespace) -> None:
    """Check that each film of a folder is to have a track beside it, and nothing else.

    Raises:
        SourceError: it is a folder, and something else was asked for.
    """
    if arguments.vtt != BESIDE or arguments.mix:
        raise SourceError(
            f"{title(Path(arguments.path))} is a folder; to write a track beside each of its "
            "films, add --vtt, without a name, and no --mix."
        )


def _places(arguments: argparse.Namespace, film: Path) -> tuple[Path | None, Path | None]:
    """Where the track and the copy go: looked at before the work, not after it."""
    vtt, copy = (Path(p) if p else None for p in (arguments.vtt, arguments.mix))
    if arguments.vtt == BESIDE:
        vtt = film.with_suffix(".vtt")
    if vtt:
        saving.must_be_new(vtt, (".vtt",), "a track of descriptions (WebVTT)")
    if copy:
        saving.must_be_new(copy, mixing.ENDINGS, "a film")
    return vtt, copy


def _plan(film: Path, track: str, copy: Path) -> mixing.Plan:
    """How the film is copied; what the copy cannot hold is told."""
    with Film(film, track) as opened:
        made = mixing.plan(film, copy, opened.track)
    if made.lost:
        output.notice(made.lost)
    return made


@contextmanager
def _speaker(copy: Path | None) -> Iterator[speech.SystemVoice | None]:
    """The voice, started, when one is needed; what is missing for that is told at once."""
    if copy is None:
        yield None
        return
    mixing.must_have_ffmpeg()
    with closing(speaking.system_voice()) as speaker:
        speaker.start()
        speaking.tell_notice(speaker)
        yield speaker


def _spoken_time(speaker: speech.Voice) -> Seconds:
    return lambda text: speaker.synthesise(text).seconds


class _Report:
    """Prints each description as it comes, and how many fitted at the end.

    It keeps their times alone: a description has the picture, and a film some hundred of them.
    """

    def __init__(self, name: str, as_json: bool) -> None:
        self.cues: list[Cue | None] = []
        self.summary = Summary(0.0, 0.0, False)
        self._facts = {"source": name}
        self._json = as_json

    def add(self, step: object) -> None:
        if isinstance(step, FilmDescription):
            self.cues.append(step.cue)
            if self._json:
                output.json_line(_as_dict(step) | self._facts)
            else:
                output.result(f"{clock(step.told.look.start)} {shown(step.told.text)}")
        elif isinstance(step, Summary):
            self.summary = step

    def add_failure(self, error: AssistantError) -> None:
        if self._json:
            output.json_line(self._facts | {"error": error.message})

    def tell_end(self, as_track: bool, as_copy: bool) -> None:
        for remark in remarks(self.summary, self.cues, as_track=as_track, as_copy=as_copy):
            output.notice(remark)


def _as_dict(description: FilmDescription) -> dict[str, object]:
    """One description in the documented schema."""
    told, cue = description.told, description.cue
    return output.as_dict(told.explanation, told.level) | {
        "start": round(told.look.start, 3),
        "end": round(told.look.end, 3),
        "cut": told.look.cut,
        "text": told.text,
        "cue": cue and {
            "start": round(cue.start, 3),
            "end": round(cue.end, 3),
            "text": cue.text,
            "fits": cue.fits,
        },
    }  # fmt: skip


def _shown(steps: Iterator[T]) -> Iterator[T]:
    return followed(steps, _at, Unit.SECONDS)


def _at(step: object) -> At | None:
    return At(step.stage, step.done, step.total) if isinstance(step, FilmProgress) else None
