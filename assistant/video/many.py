"""Folders of films: a track of descriptions beside each film, as work for processes."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from assistant.pipeline import pipeline
from assistant.pipeline.evidence import Level
from assistant.pipeline.options import Options
from assistant.video.cues import Cue, reading_time
from assistant.video.describing import FilmDescription, Summary, Wishes, describe
from assistant.video.webvtt import BY_GLIMPSE, webvtt
from assistant.work import Setup


@dataclass(frozen=True)
class FilmTask:
    """A film, and where its track goes."""

    path: Path
    place: Path


@dataclass(frozen=True)
class FilmTrack:
    """Result for a film: the file's content, its cues (None: no time was left), the summary."""

    text: str
    cues: tuple[Cue | None, ...]
    summary: Summary


@dataclass(frozen=True)
class Tracks:
    """The work of describing whole films, for :func:`work.start`.

    Attributes:
        setup: by which models, and where.
        options: how pictures are described.
        level: the most that is said of a stretch.
        rate: words a minute in which the descriptions have to fit.
        every: as :class:`Wishes` has it.
        track: likewise.
    """

    setup: Setup
    options: Options
    level: Level
    rate: int
    every: float
    track: str
    limit_s: ClassVar[float] = 24 * 3600.0
    block: ClassVar[int] = 1

    def begin(self) -> Callable[[FilmTask], FilmTrack]:
        """Describe films in this process.

        Raises:
            ModelError: a model is missing or damaged.
        """
        explain = partial(pipeline.load(self.setup.profile).describe, options=self.options)

        def described(job: FilmTask) -> FilmTrack:
            cues, summary = [], Summary(0.0, 0.0, False)
            wishes = Wishes(self.level, reading_time(self.rate), self.every, self.track)
            for step in describe(job.path, lambda: explain, wishes):
                if isinstance(step, FilmDescription):
                    cues.append(step.cue)
                elif isinstance(step, Summary):
                    summary = step
            return FilmTrack(webvtt(filter(None, cues)), tuple(cues), summary)

        return described


def places(films: Sequence[Path]) -> list[Path]:
    """Places for the tracks of films, in the same order.

    "holiday.vtt", as players look for it; "holiday.mkv.vtt" where two films have one name, or
    subtitles are there already.
    """
    names = Counter(film.with_suffix("") for film in films)
    return [_place(film, names[film.with_suffix("")] == 1) for film in films]


def is_made(place: Path) -> bool:
    """Whether Glimpse made this track before."""
    with suppress(OSError), place.open("rb") as file:
        return file.readline().startswith(BY_GLIMPSE.encode())
    return False


def _place(film: Path, alone: bool) -> Path:
    short = film.with_suffix(".vtt")
    free = is_made(short) or not short.exists()
    return short if alone and free else film.with_name(f"{film.name}.vtt")
