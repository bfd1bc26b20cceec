"""``glimpse index``: what is in the pictures of whole folders, kept so that it can be found."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from assistant import sources
from assistant.cli import output
from assistant.errors import AssistantError, Cancelled
from assistant.pipeline.options import Options
from assistant.search import indexing
from assistant.search.indexing import Kind, Step
from assistant.search.summary import summed
from assistant.work import Engine, Setup

_WRONG_COMMAND_LINE = 2  # as argparse has it
_FAILED = 3  # as SourceError has it: a picture cannot be used


def run(arguments: argparse.Namespace) -> int:
    """Index folders, or forget one."""
    if arguments.forget:
        _forget(arguments)
        return 0
    if arguments.address and arguments.engine != Engine.RAY:
        output.notice("--address names a Ray cluster: add --engine ray.")
        return _WRONG_COMMAND_LINE
    chosen = output.settings_told()
    setup = Setup(
        arguments.profile or chosen["profile"],
        Options.of(chosen).public,
        arguments.workers,
        arguments.engine,
        arguments.address or "",
    )
    steps = indexing.index(setup, [sources.local(folder) for folder in arguments.folders])
    counts, unread = Counter[Kind](), Counter[str]()
    with closing(steps):  # at once, when it is stopped: what is done is kept
        try:
            for step in _shown(steps):
                counts[step.kind] += 1
                if step.kind == Kind.UNREAD:
                    unread[sources.unreadable(step.path)] += 1
                _tell(step, arguments.json)
        except KeyboardInterrupt:
            raise Cancelled(
                f"Stopped: {summed(counts)}. It can be searched; to go on, run glimpse index again."
            ) from None
    if not arguments.json:
        output.result(_first_large(f"{summed(counts)}."))
    if unread:
        output.notice(sources.left_out(unread))
    return _FAILED if counts[Kind.FAILED] or counts[Kind.NOTICE] else 0


def _forget(arguments: argparse.Namespace) -> None:
    if arguments.folders:
        raise AssistantError("Name folders to index, or one to forget; not both.")
    count = indexing.forget(sources.local(arguments.forget))
    if arguments.json:
        output.json_line({"schema": output.SCHEMA, "forgotten": count})
    else:
        pictures = "picture" if count == 1 else "pictures"
        output.result(f"{count} {pictures} forgotten. The files are untouched.")


def _first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tell(step: Step, as_json: bool) -> None:
    if step.note and step.kind != Kind.UNREAD:  # those are counted
        output.notice(step.note)
    if as_json:
        facts = {"schema": output.SCHEMA, "path": str(step.path), "what": step.kind.value}
        output.json_line(facts | ({"error": step.note} if step.note else {}))


def _shown(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps, with a bar and the time that is left on standard error."""
    if not sys.stderr.isatty():
        yield from steps
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    to_screen = sys.stdout is not None and sys.stdout.isatty()
    bar = progress.Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=to_screen
    )
    with bar:
        task, stage = bar.add_task("Searching the folders", total=None), ""
        for step in steps:
            if step.total:
                if stage != step.stage:
                    stage = step.stage
                    bar.reset(task, description=stage, total=step.total)
                bar.update(task, completed=step.done)
            yield step
