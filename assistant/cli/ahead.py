"""Which networks a command will need at once: they are opened while its modules are imported."""

import argparse
import os
from pathlib import Path

from assistant import bundled


def needed(arguments: argparse.Namespace) -> tuple[Path, ...]:
    """Files of networks; none where nothing will be looked at, as where a name is wrong."""
    command = arguments.command
    if command in ("describe", "read"):
        named = arguments.paths[:1] if not arguments.clipboard else ["-"]
    elif command == "ask":
        named = [arguments.path]
    elif command in ("screen", "watch"):
        named = ["-"]
    else:
        named = []
    # That of Path raises for a name that is too long.
    if not any(name == "-" or os.path.exists(name) for name in named):  # noqa: PTH110
        return ()
    if command == "read" or (command == "screen" and arguments.read):
        return bundled.READING
    if getattr(arguments, "where", None) or getattr(arguments, "seek", None):
        return (bundled.CNN,)
    profile = arguments.profile or arguments.settings["profile"]
    return bundled.DESCRIBING if profile == "compact" else ()
