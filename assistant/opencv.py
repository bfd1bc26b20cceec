"""OpenCV, imported late and quiet: the only way in which cv2 is imported."""

import os
import threading
from functools import cache
from types import ModuleType

from assistant.errors import PipelineError
from assistant.sessions import threads

_loading = threading.Lock()


def load() -> ModuleType:
    """Import cv2 (0.4 s) so that it never writes to standard error: each error is told by us.

    One thread at a time: for a moment of its import, cv2 is the module of its library alone, and
    another thread that asked just then would keep that.

    Raises:
        PipelineError: it cannot be imported.
    """
    with _loading:
        return _loaded()


@cache
def _loaded() -> ModuleType:
    try:
        import cv2
    except ImportError as error:
        raise PipelineError("OpenCV does not work here. Install Glimpse again.") from error
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if "OMP_NUM_THREADS" in os.environ:  # OpenCV has threads of its own, and does not read it
        cv2.setNumThreads(threads())
    return cv2
