"""Pictures are read where they are: by every machine, under the same name."""

import os
import socket
from pathlib import Path

from assistant.errors import AssistantError


def absent(path: Path) -> str:
    """The name of this machine, if it cannot read a file; else nothing."""
    return "" if os.access(path, os.R_OK) else socket.gethostname()


def check(path: Path, host: str) -> None:
    """Tell a picture that is gone from one that only the other machine does not have.

    Args:
        path: the picture.
        host: what :func:`absent` told there.

    Raises:
        AssistantError: it can be read here, and not there; the sentence says what to do.
    """
    if host and not absent(path):
        raise AssistantError(
            f"The machine {host} of the cluster cannot read {path}. Put the pictures on storage "
            "that all machines have under the same name."
        )
