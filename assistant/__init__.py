"""Glimpse tells blind and low-vision people what a picture or a camera shows."""

import os

__version__ = "0.1.0"

# Set now, before there are threads, and not when a library is loaded in one: a variable more moves
# the table of all of them, and a thread that reads it in C just then (Qt's sound system does) reads
# what was freed. Another value moves nothing.
_ENVIRONMENT = {
    # Read when NumPy is loaded. Its products are small here: with several threads they are no
    # sooner done, and those that wait for the next one spin on a core that the networks need.
    "OPENBLAS_NUM_THREADS": "1",
    # Read by OpenCV in C when it first opens something. -8 is FFmpeg's AV_LOG_QUIET.
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
    # Seconds without a picture before a camera is lost.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "3",
    # cv2 puts its own folder before it when it is imported.
    "LD_LIBRARY_PATH": "",
}
for _name, _value in _ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)
