"""A film → its descriptions, each with its time: the whole way, as steps."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.pipeline.evidence import Explanation, Level
from assistant.pipeline.frame import Frame
from assistant.video.cues import Cue, Cues, Seconds
from assistant.video.film import Film
from assistant.video.sound import STEP, Levels, levels, pauses
from assistant.video.stretches import EVERY, Stretch, stretches_of
from assistant.video.telling import Memory, ToldDescription
from assistant.video.webvtt import clock

Describe = Callable[[Frame], Explanation]


@dataclass(frozen=True)
class Wishes:
    """Wishes for the description of a film.

    Attributes:
        level: the most that is said of a stretch.
        seconds: how long it takes to say a text.
        every: seconds after which a stretch in which nothing changed is looked at again.
        track: the sound track in whose pauses it is spoken, as :func:`tracks.chosen` has it.
    """

    level: Level
    seconds: Seconds
    every: float = EVERY
    track: str = ""


@dataclass(frozen=True)
class FilmProgress:
    """Progress through a film.

    Attributes:
        stage: "Listening" or "Watching".
        done: seconds of the film.
        total: of them all; None when the film does not say.
    """

    stage: str
    done: float
    total: float | None


@dataclass(frozen=True, eq=False)
class FilmDescription:
    """Text about one stretch of the film, and its time; without a cue there was no time left."""

    told: ToldDescription
    cue: Cue | None


@dataclass(frozen=True)
class Summary:
    """At the end.

    Attributes:
        seconds: of film that were seen.
        missing: seconds at the end that are damaged.
        damaged: whether anything else is.
    """

    seconds: float
    missing: float
    damaged: bool

    @property
    def damage(self) -> str:
        """Sentence about what is damaged; empty where nothing is."""
        if self.missing:
            return f"The film is damaged: its last {clock(self.missing)} cannot be read."
        return "The film is damaged: some of its pictures cannot be read." if self.damaged else ""


Step = FilmProgress | FilmDescription | Summary


def remarks(
    summary: Summary, cues: Sequence[Cue | None], *, as_track: bool = False, as_copy: bool = False
) -> Iterator[str]:
    """Sentences about a film that was described: what is damaged, what found no pause.

    Args:
        summary: of the film.
        cues: of all descriptions; None where no time was left.
        as_track: they stand in a track.
        as_copy: they are spoken into a copy.
    """
    if summary.damage:
        yield summary.damage
    over = sum(bool(cue and not cue.fits) for cue in cues)
    late = sum(cue is None for cue in cues)
    if as_track and over:
        yield f"In no pause: {_counted(over)} spoken over other sound."
    if as_copy and over:
        yield f"In no pause: {_counted(over)} not in the copy."
    if (as_track or as_copy) and late:
        yield f"No time was left: {_counted(late)} only in the list."


def _counted(number: int) -> str:
    return "1 description is" if number == 1 else f"{number} descriptions are"


_MISSING = 2.0  # seconds that a film may be shorter than it says


def describe(path: Path, make: Callable[[], Describe], wishes: Wishes) -> Iterator[Step]:
    """Listen for pauses, watch, describe what is new and give it its time.

    Every step is progress and a place to stop; the last one is the summary.

    Args:
        path: the film.
        make: loads the networks; called when the first picture is there.
        wishes: how it is described.

    Raises:
        SourceError: there is no film that can be read.
        ModelError, PipelineError: as the pipeline has it.
    """
    with Film(path, wishes.track) as film:
        sound = yield from _listen(film)
        length = max(film.seconds or 0.0, len(sound) * STEP)
        free = pauses(sound, length or float("inf"))
        end = yield from _watch(film, Cues(free, wishes.seconds), make, wishes)
        missing = (film.seconds or end) - end
        yield Summary(end, missing if missing > _MISSING else 0.0, film.damaged > 0)


def _listen(film: Film) -> Generator[Step, None, Levels]:
    """The loudness of the whole sound track; nothing where there is none."""
    blocks: list[Levels] = [np.zeros(0, np.float32)]
    for block in levels(film.path, film.name, film.track.index) if film.track else ():
        blocks.append(block)
        yield FilmProgress("Listening", sum(map(len, blocks)) * STEP, film.seconds)
    return np.concatenate(blocks)


def _watch(
    film: Film, cues: Cues, make: Callable[[], Describe], wishes: Wishes
) -> Generator[Step, None, float]:
    """Describe look after look; returns the second at which the film ended."""
    memory, explain, end = Memory(wishes.level), None, 0.0
    for step in stretches_of(film, wishes.every):
        if isinstance(step, Stretch):
            end = step.end
            explain = explain or make()
            told = memory.news(step, explain(step.picture.frame()))
            if told:
                yield FilmDescription(told, cues.place(told))
        else:
            end = step
            yield FilmProgress("Watching", end, film.seconds)
    return end
