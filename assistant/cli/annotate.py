"""``glimpse annotate``: texts about many pictures, into the pictures or into a report."""

import argparse
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from assistant import library, sources
from assistant.cli import agreeing, library_options, output
from assistant.cli.progress import counted
from assistant.engines import Book, Scope
from assistant.errors import AssistantError, Cancelled, SourceError
from assistant.library import Outcome, OutcomeKind, WriteTarget, report
from assistant.library.journal import Journal
from assistant.sources.walk import Found, LeftOut
from assistant.untrusted import shown
from assistant.work import Setup, WorkEngine

_TRIED = 10  # pictures of a dry run with an engine
_REPORTS = ("csv", "json", "html")
_TOLD_LATER = {OutcomeKind.FAILED, OutcomeKind.UNREAD}
_TELLING = {OutcomeKind.WRITTEN, OutcomeKind.SHOWN, OutcomeKind.REMOVED}


def run(arguments: argparse.Namespace) -> int:
    """Annotate all pictures; one that fails is told at the end, the others go on."""
    if wrong := _wrong(arguments):
        return output.wrong(wrong)
    chosen = arguments.settings
    named = "" if isinstance(arguments.engine, WorkEngine) else arguments.engine
    task = library.Task(
        target=WriteTarget.REPORT if arguments.write in _REPORTS else WriteTarget(arguments.write),
        setup=Setup(
            arguments.profile or chosen["profile"],
            output.options(arguments, chosen).public,
            1 if named else arguments.workers,  # an engine is asked about one after the other
            WorkEngine.LOCAL if named else arguments.engine,
            arguments.address or "",
            named,
        ),
        only_missing=arguments.only_missing,
        remove=arguments.remove,
        dry_run=arguments.dry_run,
    )
    if arguments.out:
        report.check_place(arguments.write, Path(arguments.out))
    found = library.find(arguments.paths)
    _check_any(found)
    if named:
        book = Book()
        agreeing.agreed(book, book[named], Scope.FOLDERS, len(found))
    several, began = len(found), time.monotonic()
    if named and task.dry_run:
        found = found[:_TRIED]
    telling = _Telling(arguments)
    with Journal() as journal, closing(library.annotate(task, found, journal)) as steps:
        try:
            for outcome in counted(steps, "Annotating", len(found)):
                telling.tell(outcome)
        except KeyboardInterrupt:
            steps.close()
            telling.summary()
            raise Cancelled(output.GOES_ON) from None
        except AssistantError:  # why it could not go on; what was done until then is done
            telling.summary()
            raise
    if arguments.out and not arguments.dry_run:
        report.write(arguments.write, telling.outcomes, Path(arguments.out))
    telling.summary()
    if named and task.dry_run:
        output.notice(_estimate(several, len(found), time.monotonic() - began))
    return 1 if telling.failures else 0


def _estimate(several: int, tried: int, seconds: float) -> str:
    """What all would take, judged by those that were tried."""
    minutes = max(1, round(seconds / max(1, tried) * several / 60))
    time_ = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"With {tried} of {several} pictures tried, all would take about {time_}, "
        f"and {several} questions to the engine; what it charges for one, it tells itself."
    )


def _wrong(arguments: argparse.Namespace) -> str:
    """What is wrong with the command line as a whole, in one sentence."""
    is_report = arguments.write in _REPORTS
    if arguments.remove and (is_report or arguments.only_missing):
        return "With --remove, nothing is written: leave out --write and --only-missing."
    if is_report and not (arguments.out or arguments.dry_run):
        return f"Name the new file, as in: --write {arguments.write} --out new.{arguments.write}"
    if fault := library_options.fault(arguments):
        return fault
    if arguments.out and not is_report:
        return "--out names a report: add --write csv, --write json or --write html."
    return ""


def _check_any(found: list[Found | LeftOut]) -> None:
    """Fail at once where there is nothing to do at all.

    Raises:
        SourceError: there is not one picture.
    """
    if not any(isinstance(one, Found) for one in found):
        first = next((one.why for one in found if isinstance(one, LeftOut) and one.failed), "")
        raise SourceError(first or "Name a folder with pictures.")


class _Telling:
    """Prints what was done as it is done, and in the end what failed."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.failures: list[Outcome] = []
        self.outcomes: list[Outcome] = []
        self._arguments = arguments
        self._count: Counter[OutcomeKind] = Counter()
        self._unread: Counter[str] = Counter()

    def tell(self, outcome: Outcome) -> None:
        self._count[outcome.kind] += 1
        if outcome.kind == OutcomeKind.UNREAD:
            self._unread[sources.unreadable(Path(outcome.path))] += 1
        if outcome.kind == OutcomeKind.FAILED:
            self.failures.append(outcome)
        if self._arguments.out:
            self.outcomes.append(outcome)
        if self._arguments.json:
            output.json_line(report.row(outcome))
        elif outcome.kind in _TELLING or (
            self._arguments.dry_run and outcome.kind not in _TOLD_LATER
        ):
            output.result(f"{shown(outcome.path)}: {_said(outcome)}")

    def summary(self) -> None:
        kinds = list(self._count.elements())
        if self._arguments.json:
            counts = {kind.value: number for kind, number in self._count.items()}
            output.json_line({"summary": counts})
        else:
            output.result(report.summary(kinds))
        if self._unread:
            output.notice(sources.left_out(self._unread))
        for outcome in self.failures:
            output.notice(f"{outcome.path}: {outcome.note}")


def _said(outcome: Outcome) -> str:
    """What is told of one picture on one line."""
    if outcome.kind == OutcomeKind.REMOVED:
        return "removed what Glimpse wrote."
    if outcome.alt_by_person:
        return f"{outcome.alt_by_person} (written by a person; it stays)"
    if outcome.annotation is None:
        return f"{outcome.kind.value}."
    texts = outcome.annotation
    said = texts.alt or f"not certain enough to be written. {texts.guess}"
    return f"{said} {outcome.note}".strip()
