"""OpenCV, imported late and quiet: the only way in which cv2 is imported."""

import os
from functools import cache
from types import ModuleType

from assistant.sessions import threads


@cache
def load() -> ModuleType:
    """Import cv2 (0.4 s) so that it never writes to standard error: each error is told by us."""
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if "OMP_NUM_THREADS" in os.environ:  # OpenCV has threads of its own, and does not read it
        cv2.setNumThreads(threads())
    return cv2
