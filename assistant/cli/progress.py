"""Progress on standard error, when that is a terminal and the work is long."""

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

from assistant.models import Progress

T = TypeVar("T")


def counted(items: Iterable[T], title: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar that counts them and tells the time left.

    Args:
        items: what is counted.
        title: what is being done.
        total: how many there are, where ``items`` has no length.
    """
    number = len(items) if isinstance(items, Sized) else total
    if (number or 0) < 3 or not sys.stderr.isatty():
        yield from items
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    # Results are the user's to send elsewhere: rich would take them to standard error.
    to_screen = sys.stdout is not None and sys.stdout.isatty()
    with progress.Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=to_screen
    ) as bar:
        yield from bar.track(items, total=number, description=title)


def transferred(steps: Iterable[Progress]) -> None:
    """Run a download or check to its end, with a bar in bytes."""
    if not sys.stderr.isatty():
        for _ in steps:
            pass
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        for step in steps:
            bar.update(task, completed=step.done, total=step.total, description=step.name)
