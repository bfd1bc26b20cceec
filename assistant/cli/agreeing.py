"""Asking, on the command line: before a picture goes to an engine, a download, a deletion."""

import sys

from assistant.cli import output
from assistant.engines import Book, Entry, Scope, consent
from assistant.errors import AssistantError, Cancelled


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
    if not yes and not can_ask():
        consent.require(entry, scope)
    output.notice(consent.question(entry, scope, count))
    if not yes and not _said_yes("Do you agree?"):
        raise Cancelled("Nothing was sent.")
    return book.allow(entry.name, consent.token(entry, scope))


def to_download(told: str, yes: bool, kind: type[AssistantError]) -> None:
    """Tell what would be downloaded, and have the user's consent.

    Args:
        told: size, licence, from where and to where.
        yes: it was given on the command line.
        kind: what is raised where nobody can be asked.

    Raises:
        Cancelled: the user does not agree.
        AssistantError: nobody can be asked.
    """
    output.notice(told)
    if not yes:
        must_agree("Download?", "download", "downloaded", kind)


def must_agree(question: str, does: str, done: str, kind: type[AssistantError]) -> None:
    """Ask, and go on only if the answer is yes.

    Args:
        question: what is asked.
        does: what is done then, which ``--yes`` would have done.
        done: the same word when it is done.
        kind: what is raised where nobody can be asked.

    Raises:
        Cancelled: the user does not agree.
        AssistantError: nobody can be asked.
    """
    if not can_ask():
        raise kind(f"Nobody can be asked here. Add --yes to {does}.")
    if not _said_yes(question):
        raise Cancelled(f"Nothing was {done}.")


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def _said_yes(question: str) -> bool:
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
