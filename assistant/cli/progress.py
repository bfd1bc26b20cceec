"""Progress on standard error, when that is a terminal and the work is long: one bar for all."""

import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from enum import Enum, auto
from typing import NamedTuple, TypeVar

from assistant import models

T = TypeVar("T")


class At(NamedTuple):
    """Progress: what is being done, how much of it is done, and of how much if known."""

    stage: str
    done: float
    total: float | None


class Unit(Enum):
    """Things that are counted."""

    PIECES = auto()
    SECONDS = auto()
    BYTES = auto()


def followed(
    steps: Iterable[T], at: Callable[[T], At | None], unit: Unit = Unit.PIECES, stage: str = ""
) -> Iterator[T]:
    """The steps, with a bar and the time that is left.

    Args:
        steps: of some work.
        at: how far it is at a step; None where that tells nothing new.
        unit: what is counted.
        stage: what is being done before the first step.
    """
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich import progress
    from rich.console import Console

    amount: dict[Unit, tuple[progress.ProgressColumn, ...]] = {
        Unit.PIECES: (progress.MofNCompleteColumn(),),
        Unit.SECONDS: (progress.TaskProgressColumn(),),
        Unit.BYTES: (progress.DownloadColumn(), progress.TransferSpeedColumn()),
    }
    text, bar = progress.TextColumn("{task.description}"), progress.BarColumn()
    with progress.Progress(
        text, bar, *amount[unit], progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # Results are the user's to send elsewhere: rich would take them to standard error.
        redirect_stdout=sys.stdout is not None and sys.stdout.isatty(),
    ) as shown:  # fmt: skip
        task, now = shown.add_task(stage, total=None), None
        for step in steps:
            now = at(step)
            if now:
                if now.stage != stage:
                    stage = now.stage
                    shown.reset(task, description=stage)
                shown.update(task, completed=now.done, total=now.total)
            yield step
        if now:  # what was counted when it was begun has ended, too
            shown.update(task, completed=now.total)


def counted(items: Iterable[T], title: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar that counts those that are done when the next one is asked for.

    Args:
        items: what is counted.
        title: what is being done.
        total: how many there are, where ``items`` has no length.
    """
    number = len(items) if isinstance(items, Sized) else total
    if (number or 0) < 3:
        return iter(items)
    done = itertools.count()
    return followed(items, lambda _: At(title, next(done), number), stage=title)


def transferred(steps: Iterable[models.DownloadProgress]) -> None:
    """Run a download or check to its end, with a bar in bytes."""
    for _ in followed(steps, lambda step: At(step.name, step.done, step.total), Unit.BYTES):
        pass
