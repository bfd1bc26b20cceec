"""Files that are written whole or not at all, and never over another one."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError


def must_be_new(path: Path) -> None:
    """Look before the work whether a file can be written there after it.

    Raises:
        AssistantError: there is one already, or no such folder.
    """
    if os.path.lexists(path):
        raise AssistantError(f"{path} exists already. Choose another name.")
    if not path.parent.is_dir():
        raise AssistantError(f"There is no folder {path.parent}. Choose another place.")


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Where to write what shall be ``path`` when the block has ended well.

    Raises:
        AssistantError: it exists by now, or cannot be written.
    """
    # The number, for "a.part.mp4" could be a file of the user's.
    part = path.with_name(f"{path.stem}.part-{os.getpid()}{path.suffix}")
    try:
        yield part
        must_be_new(path)
        part.replace(path)
    except OSError as error:
        raise AssistantError(
            f"{path} cannot be written: {error.strerror}. Choose another place."
        ) from error
    finally:
        with contextlib.suppress(OSError):  # a folder that cannot be written has been told
            part.unlink(missing_ok=True)
