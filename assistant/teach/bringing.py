"""Things out of an exported ZIP file: their pictures are looked at anew, nothing else is taken."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.errors import AssistantError
from assistant.pipeline.frame import Frame
from assistant.teach import lesson
from assistant.teach.lesson import Lesson
from assistant.teach.recogniser import Recogniser
from assistant.teach.store import INDEX, Store

_LARGEST = 2_000_000  # bytes of one picture, or of the list
_MOST = 1000  # things


def things(store: Store, recogniser: Recogniser, path: Path) -> Iterator[Lesson]:
    """Teach what a file has; a thing of a name that is there learns its views, too.

    Raises:
        AssistantError: it is no such file, it is damaged, or nothing can be written.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            rows = json.loads(_read(archive, INDEX))["things"][:_MOST]
            for row in rows:
                key, name = str(row["key"]), str(row["name"])
                files = sorted(n for n in archive.namelist() if n.startswith(f"{key}/"))
                pictures = [n for n in files if n.endswith(".jpg")][: lesson.MOST]
                views = [lesson.view(recogniser, _frame(_read(archive, n))) for n in pictures]
                yield lesson.teach(store, recogniser, name, views)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise AssistantError(
            f"{path} has no things that Glimpse exported, or is damaged. Choose another file."
        ) from error


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """What one entry has.

    Raises:
        ValueError: it is larger than any that was exported.
    """
    if archive.getinfo(name).file_size > _LARGEST:
        raise ValueError(name)
    return archive.read(name)


def _frame(content: bytes) -> Frame:
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
        return Frame(np.asarray(picture.convert("RGB")))
