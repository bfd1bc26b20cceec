"""``glimpse video FOLDER --vtt``: a track of descriptions beside each film of a folder."""

import argparse
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from assistant import models, saving
from assistant.cli import output
from assistant.cli.progress import counted
from assistant.errors import AssistantError, Cancelled
from assistant.pipeline.evidence import Level
from assistant.pipeline.options import Options
from assistant.sources import folder as folders
from assistant.sources import title
from assistant.untrusted import shown
from assistant.video.describing import remarks
from assistant.video.many import FilmTask, FilmTrack, Tracks, is_made, places
from assistant.work import Setup, do, start


def run(
    arguments: argparse.Namespace,
    folder: Path,
    chosen: Mapping[str, Any],
    options: Options,
) -> int:
    """Describe all films of a folder that have no track yet; one that fails is told at the end.

    Args:
        arguments: as typed.
        folder: that of the films.
        chosen: the user's settings.
        options: how pictures are described.

    Raises:
        AssistantError: there is no film, no model, or the user stopped it.
    """
    profile = arguments.profile or chosen["profile"]
    level = Level(arguments.level or chosen["level"])
    setup = Setup(profile, options.senses, arguments.workers)
    left_out: list[str] = []
    films = list(folders.films(folder, lambda _path, why: left_out.append(why)))
    jobs = [FilmTask(film, place) for film, place in zip(films, places(films), strict=True)]
    new = [job for job in jobs if not is_made(job.place)]
    models.require(profile)
    work = Tracks(setup, options, level, chosen["rate"], arguments.every, arguments.track)
    report = _Report(arguments.json)
    with closing(start(work, max(1, len(new)))) as workers:
        try:
            for job, result in counted(do(workers, new), "Describing films", len(new)):
                report.add(job, result)
        except KeyboardInterrupt:
            raise Cancelled(output.GOES_ON) from None
    report.tell_end(len(jobs) - len(new), left_out)
    return 1 if report.failures else 0


class _Report:
    """Writes each track as it comes, tells it, and in the end what failed."""

    def __init__(self, as_json: bool) -> None:
        self.failures: list[str] = []
        self._json = as_json
        self._written = 0

    def add(self, job: FilmTask, result: FilmTrack | AssistantError) -> None:
        try:
            if isinstance(result, AssistantError):
                raise result
            with saving.written(job.place) as part:
                part.write_text(result.text, encoding="utf-8", newline="\n")
        except AssistantError as error:
            self.failures.append(error.message)
            self._tell(job, error.message, {"error": error.message})
            return
        self._written += 1
        number = sum(cue is not None for cue in result.cues)
        said = "1 description" if number == 1 else f"{number} descriptions"
        notes = list(remarks(result.summary, result.cues, as_track=True))
        facts = {"vtt": str(job.place), "descriptions": number, "notes": notes}
        self._tell(job, " ".join([f"{said} in {title(job.place)}.", *notes]), facts)

    def _tell(self, job: FilmTask, text: str, facts: dict[str, object]) -> None:
        if self._json:
            output.json_line({"source": str(job.path)} | facts)
        elif "error" not in facts:  # those are told at the end
            output.result(f"{shown(str(job.path))}: {text}")

    def tell_end(self, before: int, left_out: Sequence[str]) -> None:
        counts = {"written": self._written, "done before": before, "failed": len(self.failures)}
        if self._json:
            output.json_line({"summary": counts})
        else:
            told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
            output.result(f"{told.capitalize()}.")
        for why in (*left_out, *self.failures):
            output.notice(why)
