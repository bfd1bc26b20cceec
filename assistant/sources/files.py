"""Open a file, or say in one sentence why that cannot be done."""

import errno
import re
import socket
import stat
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from assistant.errors import SourceError
from assistant.untrusted import plain

# "file:/a.jpg" is one, too; a drive such as "C:/" is none.
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]+://|file:/)", re.IGNORECASE)


def open_file(path: Path, what: str) -> BinaryIO:
    """Open an ordinary, non-empty file for reading.

    Pipes and devices are refused before they are opened, for opening them can wait forever.

    Args:
        path: the file.
        what: what it should be, such as "picture" or "film"; used in the sentences.

    Raises:
        SourceError: it is missing, empty, a folder, not an ordinary file, or may not be read.
    """
    try:
        _check(path, what)
        return path.open("rb")
    except OSError as error:
        raise SourceError(os_sentence(error, title(path) or str(path), what)) from error
    except ValueError as error:  # a NUL character in the name
        raise SourceError(f"That is not a possible name of a {what}; check the name.") from error


def local(name: str) -> Path:
    """The file that a name or an address stands for: "file:///home/a%20b.jpg" is "/home/a b.jpg".

    Raises:
        SourceError: it is the address of something that is not on this computer.
    """
    if not _ADDRESS.match(name) or _exists(name):
        return Path(name)
    parts = urlsplit(name)
    if parts.scheme.lower() != "file":
        raise SourceError(
            f"{name} is a web address, and I do not go online; save the picture or film, and name "
            "its file."
        )
    if parts.netloc not in ("", "localhost", socket.gethostname()):
        raise SourceError(f"{name} is on another computer; copy it to this one.")
    from urllib.request import url2pathname  # only now: it brings all of http, and takes 30 ms

    return Path(url2pathname(parts.path))


def _exists(name: str) -> bool:
    try:
        return Path(name).exists()
    except OSError:  # too long a name for any file, as addresses can be
        return False


def is_web_address(text: str) -> bool:
    """Whether a text begins as an address does that is no file's."""
    return bool(_ADDRESS.match(text)) and not text.lower().startswith("file:")


def title(path: Path) -> str:
    """A person's name for a file: its name, without characters that cannot be seen or said.

    It is empty only where the path has no name, as "/".
    """
    return plain(path.name) or ("the file" if path.name else "")


def os_sentence(error: OSError, name: str, what: str) -> str:
    """One sentence for what the operating system says against a file.

    Args:
        error: what was raised.
        name: the name of the file.
        what: what the file should be, such as "picture".
    """
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return f"There is no {what} named {name}; check the name and the folder."
    if isinstance(error, PermissionError):
        return f"You are not allowed to read {name}; ask its owner, or change its permissions."
    if error.errno == errno.ENAMETOOLONG:
        return f"The name of the {what} is too long; check the name."
    if error.errno == errno.ELOOP:
        return f"{name} is a link that leads back to itself; choose another {what}."
    return f"{name} cannot be read ({error.strerror}); check the disk, or copy it and try again."


def damaged_sentence(name: str) -> str:
    """Sentence about a file of which nothing can be shown."""
    return f"{name} is damaged and cannot be shown; copy or download it again."


def _check(path: Path, what: str) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(f"{title(path) or path} is a folder; choose a {what} in it.")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(
            f"{title(path)} is a pipe or a device, not a {what}; choose an ordinary file."
        )
    if not status.st_size:
        raise SourceError(f"{title(path)} is empty; copy or download it again.")
