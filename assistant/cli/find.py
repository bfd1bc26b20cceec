"""``glimpse find``: indexed pictures by words, or by another picture."""

import argparse
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from assistant import sources
from assistant.cli import output
from assistant.errors import AssistantError, SourceError
from assistant.search import database, finding
from assistant.search.finding import Results
from assistant.untrusted import shown

_START_S = 2.0  # until then it is clear that nothing opens it
_MOST = 50  # results that are worth hearing


def run(arguments: argparse.Namespace) -> int:
    """Search, and tell what was found."""
    words = " ".join(arguments.words)
    if bool(words) == bool(arguments.like):
        raise SourceError("Name words to search for, or a picture with --like; one of them.")
    like = sources.local(arguments.like) if arguments.like else None
    with database.reading() as opened:
        if like:
            profile = arguments.settings["profile"]
            found = finding.like(opened, like, profile, arguments.limit)
        else:
            found = finding.find(opened, words, arguments.limit)
    if arguments.json:
        _as_json(words, found)
    else:
        _as_text(found, arguments.limit)
    if arguments.open and found.results:
        _open(found.results[0].path)
    return 0


def _as_text(found: Results, limit: int) -> None:
    for note in found.notes:
        output.notice(note)
    if not found.results:
        output.result(found.nothing)
        return
    for number, result in enumerate(found.results, start=1):
        name = shown(str(result.path))
        output.result(f"{number}. {name}: {shown(result.text)} ({result.reason})")
    fit = found.all_fit + found.some_fit
    if len(found.results) == limit and fit > limit:
        hear = "it" if fit - limit == 1 else "them"
        output.notice(f"{fit - limit} more. To hear {hear}, add: --limit {min(fit, _MOST)}")


def _as_json(words: str, found: Results) -> None:
    facts = {
        "query": words,
        "understood": found.said,
        "notes": list(found.notes),
        "searched": found.searched,
        "all_fit": found.all_fit,
        "some_fit": found.some_fit,
        "results": [
            {"path": str(r.path), "text": r.text, "reason": r.reason, "taken": r.taken}
            for r in found.results
        ],
    }
    output.json_line(facts)


def _open(path: Path) -> None:
    """Show a picture with the program that the desktop has for it.

    Raises:
        AssistantError: there is none.
    """
    if sys.platform == "win32":
        os.startfile(path)
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        started = subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise AssistantError(
            f"Nothing can open pictures here: {program} is missing. Install xdg-utils."
        ) from error
    with suppress(subprocess.TimeoutExpired):  # then it is the program that shows it
        if started.wait(_START_S):
            raise AssistantError("No program opens this picture. Choose one on your desktop first.")
