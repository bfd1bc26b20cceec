"""``glimpse find``: indexed pictures by words, or by another picture."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from assistant.cli import output
from assistant.errors import AssistantError, SourceError
from assistant.search import database, finding
from assistant.search.finding import Results


def run(arguments: argparse.Namespace) -> int:
    """Search, and tell what was found."""
    words = " ".join(arguments.words)
    if bool(words) == bool(arguments.like):
        raise SourceError("Name words to search for, or a picture with --like; one of them.")
    with database.reading() as opened:
        if arguments.like:
            profile = output.settings_told()["profile"]
            found = finding.like(opened, Path(arguments.like), profile, arguments.limit)
        else:
            found = finding.find(opened, words, arguments.limit)
    if arguments.json:
        _as_json(words, found)
    else:
        _as_text(found)
    if arguments.open and found.results:
        _open(found.results[0].path)
    return 0


def _as_text(found: Results) -> None:
    for note in found.notes:
        output.notice(note)
    if not found.results:
        output.result(found.nothing)
        return
    for number, result in enumerate(found.results, start=1):
        name = output.one_line(str(result.path))
        output.result(f"{number}. {name}: {output.one_line(result.text)} ({result.reason})")
    more = found.all_fit + found.some_fit - len(found.results)
    if more > 0:
        output.notice(f"{more} more fit, too, less well. To hear more, add: --limit 50")


def _as_json(words: str, found: Results) -> None:
    facts = {
        "schema": output.SCHEMA,
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
        subprocess.Popen(
            [program, str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise AssistantError(
            f"Nothing can open pictures here: {program} is missing. Install xdg-utils."
        ) from error
