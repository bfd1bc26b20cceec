"""Names from the command line or a drop → the picture files behind them."""

import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assistant.errors import SourceError
from assistant.sources import raw
from assistant.sources.files import local, os_sentence, title
from assistant.sources.film_files import FILMS
from assistant.sources.unread import counted, unreadable, why_left_out

_log = logging.getLogger(__name__)

LeaveOut = Callable[[Path, str], None]

SUFFIXES = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".apng", ".gif", ".webp", ".bmp", ".dib",
    ".tif", ".tiff", ".heic", ".heif", ".hif", ".avif", ".jp2", ".j2k", ".jpf", ".jpx", ".ppm",
    ".pgm", ".pbm", ".pnm", ".ico", ".icns", ".cur", ".psd", ".qoi", ".tga", ".pcx", ".dds",
    ".sgi", ".xbm", ".xpm", ".jxl", ".svg", ".pdf",
}) | raw.SUFFIXES  # fmt: skip
"""Endings, in small letters with the dot, of the files that a folder is searched for."""

# Where network drives, systems and photo programs keep thumbnails, rubbish and old copies; those
# whose names begin with a dot are hidden anyway.
_SERVICE = frozenset((
    "@eadir", "@recycle", "@recently-snapshot", "@tmp", "@transcode", "@sharebin", "#recycle",
    "#snapshot", "$recycle.bin", "recycler", "system volume information", "lost+found", "__macosx",
))  # fmt: skip
_PREVIEWS = (".lrdata", ".lrprev", ".cocatalogdb", ".fcpcache")  # endings of folders of previews
# Folders in which programs keep their own copies beside the photographs, by what is around them.
_LIBRARIES = {
    ".photoslibrary": frozenset(("resources", "database", "private", "scopes", "external")),
    ".aplibrary": frozenset(("thumbnails", "previews", "database", "cache")),
    ".photolibrary": frozenset(("thumbnails", "previews", "database", "resources")),
}


def is_service(folder: Path) -> bool:
    """Whether a folder holds no pictures of the user's: thumbnails of a network drive, rubbish."""
    name = folder.name.lower()
    library = _LIBRARIES.get(folder.parent.suffix.lower(), frozenset())
    return (
        name in _SERVICE or name.startswith(".trash") or name.endswith(_PREVIEWS) or name in library
    )


def _log_only(path: Path, why: str) -> None:
    _log.warning("Left out: %s", why)
    _log.debug("That was %s", path)


def expand(paths: Iterable[str], leave_out: LeaveOut = _log_only) -> Iterator[Path]:
    """Files as they are, whether they exist or not; folders become the pictures in them.

    Sub-folders are searched too, after the pictures beside them; hidden files and folders are
    left out, and so are the thumbnails of network drives. The order is the one in which people
    count: 2.jpg before 10.jpg. A folder that is reached twice through links is listed once.

    Args:
        paths: files and folders.
        leave_out: told of each sub-folder that cannot be searched, of each name in a folder that
            is a picture's but leads to no ordinary file, and of each picture of a kind that cannot
            be read: its path, and why in one sentence.

    Raises:
        SourceError: a folder holds no picture or may not be read, or a name is a web address.
    """
    for name in paths:
        path = local(name)
        if name and _is_folder(path):
            yield from _pictures(path, leave_out)
        elif name:
            yield path
        else:  # Path("") would be the current folder
            raise SourceError("A file name is empty; name a picture or a folder.")


def films(folder: Path, leave_out: LeaveOut = _log_only) -> Iterator[Path]:
    """The films in a folder and the folders in it, as :func:`expand` finds pictures.

    Raises:
        SourceError: there is none, or the folder may not be read.
    """
    found = False
    for film in _walk(folder, set(), leave_out, lambda entry, _: _is_film(entry)):
        found = True
        yield film
    if not found:
        raise SourceError(f"There are no films in the folder {folder}; choose another one.")


def _is_film(entry: Path) -> bool:
    return entry.suffix.lower() in FILMS and entry.is_file()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except PermissionError:  # the folder around it is locked; opening it will tell why
        return False


def _pictures(folder: Path, leave_out: LeaveOut) -> Iterator[Path]:
    found, kinds = False, Counter[str]()

    def leave(path: Path, why: str) -> None:
        kinds[unreadable(path)] += 1
        leave_out(path, why)

    for picture in _walk(folder, set(), leave, _is_picture):
        found = True
        yield picture
    del kinds[""]
    if not found and kinds:
        raise SourceError(
            f"There are no pictures that I can read in the folder {folder}, "
            f"only {counted(kinds)}; save them as JPEG or PNG."
        )
    if not found:
        raise SourceError(f"There are no pictures in the folder {folder}; choose another one.")


def _walk(
    folder: Path,
    seen: set[tuple[int, int]],
    leave_out: LeaveOut,
    is_wanted: Callable[[Path, LeaveOut], bool],
) -> Iterator[Path]:
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
    yield from (entry for entry in entries if is_wanted(entry, leave_out))
    for entry in entries:
        if entry.is_dir() and not is_service(entry):
            yield from _walk(entry, seen, leave_out, is_wanted)


def _is_picture(entry: Path, leave_out: LeaveOut) -> bool:
    """Whether a name in a folder is a picture's; what looks like one and is none is told."""
    if entry.suffix.lower() in SUFFIXES:
        if entry.is_file():
            return True
        if not entry.is_dir():
            leave_out(entry, f"{title(entry)} leads to no file; check the link, or delete it.")
    elif (why := why_left_out(entry, title(entry))) and entry.is_file():
        leave_out(entry, why)
    return False


def _visible(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        yield from (folder / e.name for e in entries if not e.name.startswith("."))


def _counting_order(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Sorting key: numbers by value, letters without regard to case."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts], path.name
