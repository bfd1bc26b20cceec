"""The pictures that a command line names: files, folders, standard input, the clipboard."""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant import sources
from assistant.cli import output
from assistant.errors import AssistantError, SourceError
from assistant.pipeline.frame import Frame

Opener = Callable[..., Frame]
"""Opens a picture; of a document the page whose number it is given, or else the first."""

_log = logging.getLogger(__name__)


def openers(arguments: argparse.Namespace) -> Iterator[tuple[str, Opener]]:
    """The name of each picture and what opens it, for ``--clipboard`` and the paths, in order.

    Raises:
        SourceError: a folder has no pictures in it, or cannot be read.
    """
    unread: Counter[str] = Counter()

    def leave_out(path: Path, why: str) -> None:
        kind = sources.unreadable(path)
        if kind:
            unread[kind] += 1
        else:
            output.notice(why)

    if arguments.clipboard:
        yield "clipboard", _clipboard()
    for path in arguments.paths:
        if path == "-":
            yield "standard input", _standard_input()
        else:
            found = sources.expand([path], leave_out)
            yield from ((str(path), _opener(path)) for path in found)
    if unread:
        output.notice(sources.left_out(unread))


def tell_failure(name: str, error: AssistantError, as_json: bool) -> None:
    """Tell that one picture failed, while the others go on."""
    _log.debug("Failed", exc_info=error)
    if as_json:
        output.json_line({"source": name, "error": error.message})
    output.notice(error.message)


def _standard_input() -> Opener:
    """What opens pages of the document, or the picture, that comes from there: it comes once."""
    data: list[bytes] = []

    def open_page(page: int = 1) -> Frame:
        if sys.stdin is None:
            raise SourceError("Standard input is closed; send a picture to it, or name a file.")
        if not data:
            data.append(sys.stdin.buffer.read())
        return sources.image_bytes(data[0], "standard input", page)

    return open_page


def _opener(path: Path) -> Opener:
    return lambda page=1: sources.image(path, page=page)


def _clipboard() -> Opener:
    """What opens pages of the document, or the picture, that was copied; it is looked for once."""
    first: list[Frame] = []

    def open_page(page: int = 1) -> Frame:
        if not first:
            first.append(sources.clipboard())
        if page == 1:
            return first[0]
        if first[0].file is None:
            raise SourceError("Of the clipboard I read one page; save what is in it as a file.")
        return sources.image(first[0].file, page=page)

    return open_page
