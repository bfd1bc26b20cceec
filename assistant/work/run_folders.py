"""Private folders for what a run needs on the disk, and the end of what killed ones left there."""

import getpass
import os
import shutil
import socket
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import AssistantError

_PREFIX = "glimpse-ray-"
_STALE_S = 3600.0  # a machine's process that is alive uses its folder for each picture


class OwnFolder:
    """A folder for the cluster of this process; those of processes that were killed are deleted.

    In ``/tmp`` where that is the custom, whatever TMPDIR says: the name of a socket has at most 107
    letters, or 103.
    """

    def __init__(self) -> None:
        top = Path("/tmp") if os.name == "posix" else Path(tempfile.gettempdir())
        for old in top.glob(f"{_PREFIX}*"):
            _delete_if_left(old)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=top))
        self._lock = FileLock(self.path / "lock", timeout=0)  # let go of when the process dies
        self._lock.acquire()

    def close(self) -> None:
        """Delete it with all that is in it."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def of_this_process() -> Path:
    """Name a place where a process of a machine of the cluster may put copies; it is not made yet.

    Nobody else may look into it. What processes that were killed have left is deleted.

    Raises:
        AssistantError: somebody else has put something in its place.
    """
    mine = Path(tempfile.gettempdir(), f"glimpse-{getpass.getuser()}")
    mine.mkdir(mode=0o700, exist_ok=True)
    if not _is_mine(mine):
        raise AssistantError(f"{mine} on {socket.gethostname()} is somebody else's; delete it.")
    mine.chmod(0o700)
    for old in mine.iterdir():
        with suppress(OSError):  # another process was faster
            if time.time() - old.stat().st_mtime > _STALE_S:
                shutil.rmtree(old)
    return mine / str(os.getpid())


def _delete_if_left(folder: Path) -> None:
    with suppress(OSError, Timeout):  # somebody else's, or in use
        if _is_mine(folder) and (folder / "lock").exists():
            with FileLock(folder / "lock", timeout=0):
                shutil.rmtree(folder)


def _is_mine(folder: Path) -> bool:
    status = folder.lstat()
    owned = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    return stat.S_ISDIR(status.st_mode) and owned
