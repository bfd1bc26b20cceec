"""Names from the command line or a drop → the picture files behind them."""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.errors import SourceError
from assistant.sources.files import os_sentence, title

_log = logging.getLogger(__name__)

LeaveOut = Callable[[Path, str], None]

SUFFIXES = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".gif", ".webp", ".bmp", ".dib",
    ".tif", ".tiff", ".heic", ".heif", ".hif", ".avif", ".jp2", ".j2k", ".jpf", ".jpx", ".ppm",
    ".pgm", ".pbm", ".pnm", ".ico", ".icns", ".cur", ".psd", ".qoi", ".tga", ".pcx", ".dds",
    ".sgi", ".xbm", ".xpm",
})  # fmt: skip
"""Endings, in small letters with the dot, of the files that a folder is searched for."""


def _log_only(path: Path, why: str) -> None:
    _log.warning("Left out: %s", why)
    _log.debug("That was %s", path)


def expand(paths: Iterable[str], leave_out: LeaveOut = _log_only) -> Iterator[Path]:
    """Files as they are, whether they exist or not; folders become the pictures in them.

    Sub-folders are searched too, after the pictures beside them; hidden files and folders are
    left out. The order is the one in which people count: 2.jpg before 10.jpg. A folder that is
    reached twice through links is listed once.

    Args:
        paths: files and folders.
        leave_out: told of each sub-folder that cannot be searched, and of each name in a folder
            that is a picture's but leads to no ordinary file: its path, and why in one sentence.

    Raises:
        SourceError: a folder holds no picture or may not be read.
    """
    for name in paths:
        path = Path(name)
        if name and _is_folder(path):
            yield from _pictures(path, leave_out)
        elif name:
            yield path
        else:  # Path("") would be the current folder
            raise SourceError("A file name is empty; name a picture or a folder.")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except PermissionError:  # the folder around it is locked; opening it will tell why
        return False


def _pictures(folder: Path, leave_out: LeaveOut) -> Iterator[Path]:
    found = False
    for picture in _walk(folder, set(), leave_out):
        found = True
        yield picture
    if not found:
        raise SourceError(f"There are no pictures in the folder {folder}; choose another one.")


def _walk(folder: Path, seen: set[tuple[int, int]], leave_out: LeaveOut) -> Iterator[Path]:
    status = folder.stat()
    if (status.st_dev, status.st_ino) in seen:
        return
    first = not seen
    seen.add((status.st_dev, status.st_ino))
    try:
        entries = sorted(_visible(folder), key=_counting_order)
    except OSError as error:
        if first:
            raise SourceError(os_sentence(error, str(folder), "folder")) from error
        leave_out(folder, os_sentence(error, str(folder), "folder"))
        return
    for entry in entries:
        if entry.suffix.lower() in SUFFIXES:
            if entry.is_file():
                yield entry
            elif not entry.is_dir():
                leave_out(entry, f"{title(entry)} leads to no file; check the link, or delete it.")
    for entry in entries:
        if entry.is_dir():
            yield from _walk(entry, seen, leave_out)


def _visible(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        yield from (folder / e.name for e in entries if not e.name.startswith("."))


def _counting_order(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Sorting key: numbers by value, letters without regard to case."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts], path.name
