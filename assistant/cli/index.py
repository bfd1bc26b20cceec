"""``glimpse index``: what is in the pictures of whole folders, kept so that it can be found."""

import argparse
from collections import Counter
from contextlib import closing

from assistant import sources
from assistant.cli import library_options, output
from assistant.cli.progress import At, followed
from assistant.errors import AssistantError, Cancelled
from assistant.pipeline import nouns
from assistant.pipeline.options import Options
from assistant.search import indexing
from assistant.search.indexing import IndexingKind, Step
from assistant.search.summary import summed
from assistant.work import Setup

_FAILED = 3  # as SourceError has it: a picture cannot be used


def run(arguments: argparse.Namespace) -> int:
    """Index folders, or forget one."""
    if arguments.forget:
        _forget(arguments)
        return 0
    if fault := library_options.fault(arguments):
        return output.wrong(fault)
    chosen = arguments.settings
    setup = Setup(
        arguments.profile or chosen["profile"],
        Options.of(chosen).public,
        arguments.workers,
        arguments.engine,
        arguments.address or "",
    )
    steps = indexing.index(setup, [sources.local(folder) for folder in arguments.folders])
    counts, unread = Counter[IndexingKind](), Counter[str]()
    with closing(steps):  # at once, when it is stopped: what is done is kept
        try:
            for step in followed(steps, _at, stage="Searching the folders"):
                counts[step.kind] += 1
                if step.kind == IndexingKind.UNREAD:
                    unread[sources.unreadable(step.path)] += 1
                _tell(step, arguments.json)
        except KeyboardInterrupt:
            raise Cancelled(
                f"Stopped: {summed(counts)}. It can be searched; to go on, run glimpse index again."
            ) from None
    if not arguments.json:
        output.result(nouns.capital(f"{summed(counts)}."))
    if unread:
        output.notice(sources.left_out(unread))
    return _FAILED if counts[IndexingKind.FAILED] or counts[IndexingKind.NOTICE] else 0


def _forget(arguments: argparse.Namespace) -> None:
    if arguments.folders:
        raise AssistantError("Name folders to index, or one to forget; not both.")
    count = indexing.forget(sources.local(arguments.forget))
    if arguments.json:
        output.json_line({"forgotten": count})
    else:
        pictures = "picture" if count == 1 else "pictures"
        output.result(f"{count} {pictures} forgotten. The files are untouched.")


def _tell(step: Step, as_json: bool) -> None:
    if step.note and step.kind != IndexingKind.UNREAD:  # those are counted
        output.notice(step.note)
    if as_json:
        facts = {"path": str(step.path), "what": step.kind.value}
        output.json_line(facts | ({"error": step.note} if step.note else {}))


def _at(step: Step) -> At | None:
    return At(step.stage, step.done, step.total) if step.total else None
