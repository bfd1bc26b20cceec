"""A changed copy takes a file's place, whole or not at all."""

import errno
import logging
import os
import shutil
import signal
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from assistant import saving
from assistant.errors import AssistantError
from assistant.metadata.sidecar import exists
from assistant.sources.files import title

_log = logging.getLogger(__name__)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Stamp(NamedTuple):
    """Marks by which a file is known to be still the same; times in nanoseconds."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """The stamp of a file, links followed.

        Raises:
            OSError: there is no such file.
        """
        s = path.stat()
        return cls(s.st_dev, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns)


def check_writable(place: Path) -> None:
    """Refuse early what :func:`replace` would refuse later.

    Raises:
        AssistantError: the file is write-protected, or its folder is, or it is somebody else's.
    """
    folder = place.parent
    if exists(place):
        status = place.stat()
        # Its folder would allow to replace it, and the administrator may do everything; but whoever
        # took the right to write away meant it.
        if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
            raise AssistantError(_read_only(place))
        if not os.access(place, os.W_OK):
            raise AssistantError(_read_only(place))
        if status.st_nlink > 1:
            raise AssistantError(
                f"{title(place)} is one file under several names (hard links), which would come "
                "apart; copy it, or use --write sidecar."
            )
        if hasattr(os, "geteuid") and os.geteuid() not in (0, status.st_uid):
            raise AssistantError(
                f"{title(place)} belongs to somebody else; use --write sidecar, or ask its owner."
            )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise AssistantError(
            f"{title(place)} cannot be written, as its folder is write-protected; "
            "change the folder's permissions, or use --write csv, json or html."
        )


def replace(
    place: Path, content: bytes, part: Path, before: Stamp | None, mode: int = 0o666
) -> None:
    """Put new content in the place of a file's: written beside it, flushed to the disk, renamed.

    Permissions, owner, times and extended attributes stay. Whatever happens, the old file is there,
    or the new one, each of them whole. A file that a program still writes is left alone: the rest
    of it would go into the old file, which nobody finds any more.

    Args:
        place: the file that is replaced, no link; or that is new.
        content: the whole new file.
        part: a name beside ``place`` that nobody else uses.
        before: what ``place`` was when ``content`` was made of it; None: it was not there.
        mode: permissions of a new file, before the user's mask.

    Raises:
        AssistantError: nothing was replaced; the sentence says why.
    """
    try:
        _write(content, part, place if before else None, mode)
        _check_closed(place)
        check_unchanged(place, before)
        part.replace(place)
        saving.flush_folder(place.parent)
    except OSError as error:
        raise AssistantError(_sentence(error, place)) from error
    finally:
        part.unlink(missing_ok=True)


def delete(place: Path, before: Stamp | None) -> None:
    """Delete a file that is still the one it was.

    Raises:
        AssistantError: it was not deleted; the sentence says why.
    """
    try:
        check_unchanged(place, before)
        place.unlink()
    except OSError as error:
        raise AssistantError(_sentence(error, place)) from error


def _write(content: bytes, part: Path, like: Path | None, mode: int) -> None:
    part.unlink(missing_ok=True)
    # Nobody else may look into it before it has the permissions of the old one.
    handle = os.open(part, _NEW, 0o600 if like else mode)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        if like is not None:
            _keep_owner(target.fileno(), like.stat())
            # The time of change stays, too: programs without another date sort pictures by it.
            shutil.copystat(like, part)
        os.fsync(target.fileno())


def _keep_owner(handle: int, status: os.stat_result) -> None:
    if hasattr(os, "fchown"):
        with suppress(PermissionError):  # a group that the owner is not in
            os.fchown(handle, status.st_uid, status.st_gid)


def check_unchanged(place: Path, before: Stamp | None) -> None:
    """Refuse to go on with a file that is not the one any more that it was.

    Raises:
        AssistantError: it is another one, is gone, or came.
    """
    now = Stamp.of(place) if exists(place) else None
    if now != before:
        raise AssistantError(changed(place))


def _check_closed(place: Path) -> None:
    """Refuse a file that another program has open for writing, where Linux can tell.

    A lease for reading is granted only if nobody writes (fcntl(2), F_SETLEASE). Network disks and
    some others have none.
    """
    if not (sys.platform == "linux" and exists(place)):
        return
    import fcntl

    with place.open("rb") as file:
        try:
            # Whoever opens it in just this moment is let wait; SIGIO would end this process.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            if error.errno == errno.EAGAIN:
                raise AssistantError(
                    f"{title(place)} is being written by another program; run it again later."
                ) from error
            _log.debug("Not known who writes %s: %s", place, error)


def _sentence(error: OSError, place: Path) -> str:
    name = title(place)
    if isinstance(error, FileNotFoundError):
        return changed(place)
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{name} was not written, as the disk is full; make room and run it again."
    if error.errno == errno.ENAMETOOLONG:
        return f"The name of {name} is too long; shorten the picture's name, or use --write xmp."
    if error.errno == errno.EROFS:
        return f"{name} is on a disk that cannot be written; use --write csv, json or html."
    if isinstance(error, PermissionError):
        return _read_only(place)
    return f"{name} was not written ({error.strerror}); check the disk and run it again."


def changed(place: Path) -> str:
    """Sentence about a file that is another one by now."""
    return f"{title(place)} changed while I looked at it; try again."


def _read_only(place: Path) -> str:
    return f"{title(place)} is write-protected; change its permissions, or use --write sidecar."
