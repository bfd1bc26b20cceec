"""Progress on standard error, when that is a terminal and the work is long."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from assistant.models import Progress

T = TypeVar("T")


def counted(items: Sequence[T], title: str) -> Iterator[T]:
    """The items, with a bar that counts them."""
    if len(items) < 3 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, title, console=Console(stderr=True), transient=True)


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
