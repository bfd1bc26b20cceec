"""Asking, on the command line, before a picture goes to an engine."""

import sys

from assistant.cli import output
from assistant.engines import Book, Entry, Scope, consent
from assistant.errors import Cancelled


def agreed(book: Book, entry: Entry, scope: Scope, count: int = 0, yes: bool = False) -> Entry:
    """Have the user's consent, now or from before.

    Args:
        book: where consent is noted.
        entry: the engine.
        scope: what it is to be sent.
        count: how many pictures, where that is known.
        yes: it was given on the command line.

    Raises:
        Cancelled: the user does not agree.
        EngineError: nobody can be asked.
    """
    if consent.is_given(entry, scope):
        return entry
    if not yes and (sys.stdin is None or not sys.stdin.isatty()):
        consent.require(entry, scope)
    output.notice(consent.question(entry, scope, count))
    if not yes:
        sys.stderr.write("Do you agree? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            raise Cancelled("Nothing was sent.")
    return book.allow(entry.name, consent.token(entry, scope))
