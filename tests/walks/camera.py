"""A camera for the walks: it sees what the walk holds before it."""

import os
import time
from pathlib import Path

import numpy as np

from assistant.pipeline.frame import Frame, Pixels
from assistant.sources import CameraInfo, camera
from tests.waiting import wait_for

_RATE = 30  # pictures a second


class Held:
    """What a walk shows the camera of :func:`plug_in`.

    Args:
        folder: where both look.
    """

    def __init__(self, folder: Path) -> None:
        self._shown, self._seen = folder / "camera.npy", folder / "seen"
        self._number = 0

    def show(self, frame: Frame) -> None:
        """Show this from now on; its first pixel becomes its number."""
        pixels = frame.pixels.copy()
        self._number += 1
        pixels[0, 0] = self._number
        new = self._shown.with_suffix(".new.npy")
        np.save(new, pixels)
        new.replace(self._shown)

    def show_to(self, frame: Frame) -> None:
        """Show this, and wait until the camera, which is on, has no older picture."""
        self.show(frame)
        wait_for(lambda: self._seen.exists() and self._seen.read_text() == str(self._number))


class _Device:
    """As OpenCV's VideoCapture."""

    def __init__(self, shown: Path) -> None:
        self._shown, self._seen = shown, shown.with_name("seen")
        self._before = 0

    def read(self) -> tuple[bool, Pixels]:
        time.sleep(1 / _RATE)
        pixels = np.load(self._shown)
        number = int(pixels[0, 0, 0])
        if number == self._before:  # the one before was taken by whoever reads
            new = self._seen.with_suffix(".new")
            new.write_text(str(number))
            new.replace(self._seen)
        self._before = number
        return True, np.ascontiguousarray(pixels[..., ::-1])

    def release(self) -> None:
        """There is nothing to give back."""


def plug_in(folder: Path) -> None:
    """Make what is shown by :class:`Held` the only camera, if something is."""
    shown = folder / "camera.npy"
    if shown.exists():
        none = os.getpid()  # no machine has so many cameras
        camera.cameras = lambda: [CameraInfo("held", "Held", none)]
        camera._open = lambda _info: _Device(shown)
