"""Private copies of pictures: made, told apart, looked at."""

import hashlib
import shutil
from pathlib import Path

from assistant import sources
from assistant.errors import SourceError
from assistant.library import container
from assistant.library.commit import changed
from assistant.pipeline.frame import Frame
from assistant.sources.files import title


def private_copy(path: Path, digest: str, folder: Path) -> Path:
    """A copy that may be changed; it has an ending only if that kind of file can hold texts.

    Args:
        path: the picture.
        digest: of its bytes, as :func:`digest_of` has it.
        folder: where the copy is made.

    Raises:
        SourceError: the picture is another one by now.
        OSError: it cannot be read, or there is no room.
    """
    copy = folder / "before"
    shutil.copyfile(path, copy)
    if digest_of(copy) != digest:
        raise SourceError(changed(path))
    # exiftool edits a file only under the ending of its kind, which its owner may have given wrong.
    ending = container.ending(copy)
    # Raw pictures look like TIFF.
    raw = ending == ".tif" and path.suffix.lower() not in (".tif", ".tiff", "")
    beside = raw or container.holds_no_texts(path)
    return copy.rename(copy.with_suffix("" if beside else ending))


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def named_as(copy: Path, original: Path, longest: int) -> Frame:
    """The picture in a copy, of ``longest`` pixels at most; errors name the original."""
    try:
        return sources.image(copy, longest)
    except SourceError as error:
        message = error.message.replace(title(copy), title(original), 1)
        raise SourceError(message) from error


def is_full(folder: Path) -> bool:
    """Whether there is no room for one more copy like those in a folder."""
    largest = max((file.stat().st_size for file in folder.iterdir()), default=0)
    return shutil.disk_usage(folder).free < largest
