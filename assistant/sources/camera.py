"""x from a camera: which there are, and how to open one."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import opencv
from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources import v4l
from assistant.sources.live_source import Capture
from assistant.sources.pixels import from_bgr

# Small enough for 30 pictures a second over USB 2, large enough to read a letter held up to it.
_WIDTH, _HEIGHT = 1280, 720


@dataclass(frozen=True)
class CameraInfo:
    """One camera.

    Attributes:
        id: stays the same after a restart and in another socket, where the system allows.
        name: what its maker calls it.
        index: what OpenCV calls it; changes when cameras come and go.
    """

    id: str
    name: str
    index: int


class _Camera:
    """A :class:`Capture` of a device that OpenCV has opened."""

    def __init__(self, device: Any, name: str) -> None:  # noqa: ANN401 - cv2 has no types
        self._device = device
        self._name = name

    def read(self) -> Frame:
        ok, picture = self._device.read()
        if not ok:
            raise SourceError(f"The camera {self._name} gives no picture; plug it in again.")
        return Frame(from_bgr(picture), self._name)

    def close(self) -> None:
        self._device.release()


def cameras() -> list[CameraInfo]:
    """The cameras of this machine, in the system's order; those in use are listed too."""
    if sys.platform == "linux":
        return [CameraInfo(node.id, node.name, node.index) for node in v4l.nodes()]
    from cv2_enumerate_cameras import enumerate_cameras

    found = enumerate_cameras(_backend())
    return [CameraInfo(c.path or str(c.index), c.name, c.index) for c in found]


def open_camera(camera_id: str = "") -> Capture:
    """Open a camera and see that it gives a picture.

    Args:
        camera_id: ``CameraInfo.id``; its index or its name will do too; empty is the first one.

    Raises:
        SourceError: there is no such camera, it may not be used, or gives no picture.
    """
    info = _find(camera_id)
    if sys.platform == "linux":
        _check_permission(v4l.device(info.index), info.name)
    camera = _Camera(_open(info), info.name)
    try:
        camera.read()
    except SourceError as error:
        camera.close()
        raise SourceError(
            f"The camera {info.name} gives no picture; close other programs that use it, "
            "or plug it in again."
        ) from error
    return camera


def _find(camera_id: str) -> CameraInfo:
    found = cameras()
    if not found:
        raise SourceError("No camera was found; plug one in, or open a picture instead.")
    if not camera_id:
        return found[0]
    for info in found:
        if camera_id in (info.id, str(info.index), info.name):
            return info
    names = ", ".join(info.name for info in found)
    raise SourceError(f"The camera {camera_id} was not found; there are: {names}.")


def _open(info: CameraInfo) -> Any:  # noqa: ANN401
    cv2 = opencv.load()
    device = cv2.VideoCapture(info.index, _backend())
    # Compressed pictures, or USB is too slow for this size. A camera that cannot do it goes on
    # with what it can.
    device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    device.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
    device.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
    return device


def _backend() -> int:
    cv2 = opencv.load()
    names = {"linux": "CAP_V4L2", "win32": "CAP_MSMF", "darwin": "CAP_AVFOUNDATION"}
    return int(getattr(cv2, names.get(sys.platform, "CAP_ANY")))


def _check_permission(device: Path, name: str) -> None:
    if device.exists() and not os.access(device, os.R_OK | os.W_OK, effective_ids=True):
        raise SourceError(
            f"You are not allowed to use the camera {name}; run 'sudo usermod -aG video $USER', "
            "then log out and in again."
        )
