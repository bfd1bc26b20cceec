"""One log file that rotates, and warnings on standard error when asked for.

Paths and texts of the user's pictures are never logged above DEBUG.
"""

import logging
import logging.handlers
import sys

from assistant import paths

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up(verbose: bool = False) -> None:
    """Log to ``glimpse.log`` in :func:`paths.log_dir`; with ``verbose``, to standard error too.

    A log folder that cannot be written is no reason to stop: then only standard error is used.
    """
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    if verbose:
        root.addHandler(logging.StreamHandler(sys.stderr))
    try:
        paths.log_dir().mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            paths.log_dir() / "glimpse.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)
    except OSError as error:
        logging.getLogger(__name__).warning(
            "There is no log, as %s cannot be written (%s). All else works.",
            paths.log_dir(),
            error.strerror,
        )
