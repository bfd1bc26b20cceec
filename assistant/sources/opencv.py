"""OpenCV, quiet: a capture of a camera or film → Frames."""

import os
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np

from assistant.pipeline.frame import Pixels
from assistant.sources.pixels import MAX_SIDE

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
    return cv2


def to_rgb(picture: Any) -> Pixels:  # noqa: ANN401 - what cv2 gives has no type
    """BGR uint8 (H, W, 3) from a capture → RGB, the longer side at most ``MAX_SIDE`` pixels."""
    cv2 = load()
    height, width = picture.shape[:2]
    if (factor := MAX_SIDE / max(height, width)) < 1:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
