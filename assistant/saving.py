"""Files that are written whole or not at all: the one way in which Glimpse writes a file.

What is not complete has a hidden name of its own beside its place, which is no file of the user's:
it is made only where there is none. A user's file is never replaced: who asks for a new file gets
one, or is told that the name is taken. Only Glimpse's own files are replaced (``replace=True``).
"""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError

TEXT = (".txt", ".text", ".md", "")
"""Endings of plain text."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_NO_FLUSH = (errno.EINVAL, errno.ENOTSUP)  # some network disks cannot flush a folder


class Unfinished:
    """A file on its way: written at :attr:`part`, then put in its place, or given up.

    Args:
        path: its place. A link is followed where the file is replaced.
        replace: whether a file that is there gives way; else it stays, and :meth:`commit` fails.

    Attributes:
        part: where to write; an empty file with the ending of ``path``, in the same folder.

    Raises:
        OSError: nothing can be written there; FileExistsError if the name is taken.
    """

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = Path(os.path.realpath(path)) if replace else path
        self._replace = replace
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not replace and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        self.part = self._made()

    def commit(self) -> None:
        """Put what was written in its place, whole, so that it outlasts a power cut.

        Raises:
            OSError: it cannot be done, and the part is left; FileExistsError if the name is taken.
        """
        flush(self.part)
        if self._replace:
            if self.path.exists():
                shutil.copymode(self.path, self.part)
            self.part.replace(self.path)
        else:
            self._put()
        flush_folder(self.path.parent)

    def discard(self) -> None:
        """Remove what is unfinished; harmless after :meth:`commit`."""
        with contextlib.suppress(OSError):  # a folder that cannot be written has been told
            self.part.unlink(missing_ok=True)

    def _made(self) -> Path:
        """A new, empty file beside the place."""
        while True:
            name = f".glimpse-{os.urandom(4).hex()}.part{self.path.suffix}"
            part = self.path.with_name(name)
            with contextlib.suppress(FileExistsError):
                os.close(os.open(part, _NEW, 0o666))
                return part

    def _put(self) -> None:
        try:
            os.link(self.part, self.path)  # unlike a rename, this never replaces a file
        except FileExistsError:
            raise
        except OSError:  # a disk without links, such as FAT
            if os.path.lexists(self.path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            self.part.replace(self.path)
        else:
            self.part.unlink()


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Path to write to; it is a file of Glimpse's own when the block has ended well.

    Raises:
        OSError: it cannot be written.
    """
    with _whole(Unfinished(path, replace=True)) as part:
        yield part


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Path to write to; it is a new file of the user's when the block has ended well.

    Raises:
        AssistantError: there is such a file by now, or it cannot be written.
    """
    with errors_as_sentences(path), _whole(Unfinished(path)) as part:
        yield part


@contextmanager
def _whole(file: Unfinished) -> Iterator[Path]:
    try:
        yield file.part
        file.commit()
    finally:
        file.discard()


@contextmanager
def errors_as_sentences(path: Path, kind: type[AssistantError] = AssistantError) -> Iterator[None]:
    """Turn what the system says against writing a file into a sentence.

    Args:
        path: the file.
        kind: what is raised.

    Raises:
        AssistantError: of this kind.
    """
    try:
        yield
    except FileExistsError as error:
        raise kind(taken(path)) from error
    except OSError as error:
        raise kind(f"{path} cannot be written: {error.strerror}. Choose another place.") from error


def not_kept(folder: Path, error: OSError) -> AssistantError:
    """The fault of a folder of Glimpse's own in which nothing can be written."""
    return AssistantError(
        f"Nothing can be kept in {folder}: {error.strerror}. "
        "Make room there, or change its permissions."
    )


def must_be_new(path: Path, endings: Sequence[str] = (), what: str = "file") -> None:
    """Look before the work whether a new file can be written there after it.

    Args:
        path: the file.
        endings: those that it may have, in small letters with the dot; "" is none at all. All if
            there are none.
        what: what is saved, such as "text".

    Raises:
        AssistantError: it has the ending of another kind of file, there is one of that name
            already, or the folder cannot be written.
    """
    check_ending(path, endings, what)
    if os.path.lexists(path):
        raise AssistantError(taken(path))
    if not path.parent.is_dir():
        raise AssistantError(f"There is no folder {path.parent}. Choose another place.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise AssistantError(f"The folder {path.parent} is write-protected. Choose another place.")


def check_ending(path: Path, endings: Sequence[str], what: str) -> None:
    """Refuse a name that says that the file is of another kind.

    Raises:
        AssistantError: the ending is not among ``endings``.
    """
    if endings and path.suffix.lower() not in endings:
        named = [ending for ending in endings if ending][:3]
        either = " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
        raise AssistantError(f"{path} is no name for {what}. Choose one that ends in {either}.")


def taken(path: Path) -> str:
    """The sentence for a name that is taken."""
    return f"{path} exists already. Choose another name."


def free(path: Path) -> Path:
    """The name, or "name-2", "name-3", … if it is taken: for files that nobody named."""
    number, chosen = 1, path
    while os.path.lexists(chosen):
        number += 1
        chosen = path.with_stem(f"{path.stem}-{number}")
    return chosen


def flush(path: Path) -> None:
    """Make a file's content last through a power cut.

    Raises:
        OSError: the disk is full or broken.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make a new name in it last through a power cut, where folders can be flushed.

    Raises:
        OSError: the disk is broken.
    """
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
    finally:
        os.close(handle)
