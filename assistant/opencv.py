"""OpenCV, imported late and quiet: the only way in which cv2 is imported."""

import os
from functools import cache
from types import ModuleType

from assistant.sessions import threads

# Read by OpenCV in C when it first opens something. -8 is FFmpeg's AV_LOG_QUIET.
_ENVIRONMENT = {
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",  # seconds without a picture before a camera is lost
}


@cache
def load() -> ModuleType:
    """Import cv2 (0.4 s) so that it never writes to standard error: each error is told by us."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if "OMP_NUM_THREADS" in os.environ:  # OpenCV has threads of its own, and does not read it
        cv2.setNumThreads(threads())
    return cv2
