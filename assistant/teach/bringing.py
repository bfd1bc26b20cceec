"""Things out of an exported ZIP file: their pictures are looked at anew, nothing else is taken."""

import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.errors import AssistantError
from assistant.pipeline.frame import Frame
from assistant.teach import lesson
from assistant.teach.lesson import Lesson
from assistant.teach.recogniser import ThingRecogniser
from assistant.teach.store import INDEX, ThingStore

_LARGEST = 2_000_000  # bytes of one picture, or of the list
_MOST = 1000  # things
# What damaged files raise; encrypted ones, too.
_DAMAGED = (OSError, ValueError, LookupError, TypeError, EOFError, RuntimeError, zlib.error)
Read = Callable[[bytes, str], Frame]


def things(
    store: ThingStore, recogniser: ThingRecogniser, path: Path, read: Read
) -> Iterator[Lesson]:
    """Teach what a file has; a thing of a name that is there learns its views, too.

    Args:
        store: where they are kept.
        recogniser: of that store.
        path: the file.
        read: makes a picture of what one entry has, and its name.

    Raises:
        AssistantError: it is no such file, it is damaged, or nothing can be written.
    """
    for name, frames in _exported(path, read):
        views = [lesson.view(recogniser, frame) for frame in frames]
        yield lesson.teach(store, recogniser, name, views)


def _exported(path: Path, read: Read) -> Iterator[tuple[str, list[Frame]]]:
    """Each thing's name and pictures.

    Raises:
        AssistantError: it is no such file, or it is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            rows = json.loads(_content(archive, INDEX))["things"][:_MOST]
            for row in rows:
                key, name = str(row["key"]), str(row["name"])
                files = sorted(n for n in archive.namelist() if n.startswith(f"{key}/"))
                pictures = [n for n in files if n.endswith(".jpg")][: lesson.MOST]
                yield name, [read(_content(archive, n), n) for n in pictures]
    except (*_DAMAGED, zipfile.BadZipFile) as error:
        raise AssistantError(
            f"{path} has no things that Glimpse exported, or is damaged. Choose another file."
        ) from error


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    """What one entry has.

    Raises:
        ValueError: it is larger than any that was exported.
    """
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError(name)
    return archive.read(name)
