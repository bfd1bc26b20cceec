"""Cameras as Linux lists them (Video4Linux: /sys/class/video4linux, /dev/v4l)."""

import os
import re
import struct
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/sys/class/video4linux")
DEVICES = Path("/dev")

# linux/videodev2.h: VIDIOC_QUERYCAP reads struct v4l2_capability (104 bytes).
_QUERYCAP = 0x80685600
_CAPABILITY = struct.Struct("16s32s32sIII12x")
_CAPTURE = 0x00000001 | 0x00001000  # V4L2_CAP_VIDEO_CAPTURE, …_MPLANE


@dataclass(frozen=True)
class Node:
    """One /dev/videoN that gives pictures.

    Attributes:
        id: its name in /dev/v4l/by-id, which is the same after a restart; else in by-path, which is
            the same as long as it stays in its socket; else "videoN" (virtual cameras).
        name: what the driver calls it.
        index: the N.
    """

    id: str
    name: str
    index: int


def nodes() -> list[Node]:
    """The nodes that give pictures, by number; a camera's nodes for metadata are left out."""
    numbers = [int(m[1]) for n in _names(SYSTEM) if (m := re.fullmatch(r"video(\d+)", n))]
    links = _links("by-path") | _links("by-id")
    return [
        Node(links.get(f"video{n}", f"video{n}"), _read(n, "name") or f"Camera {n}", n)
        for n in sorted(numbers)
        if _captures(n)
    ]


def device(index: int) -> Path:
    """The device file of a node."""
    return DEVICES / f"video{index}"


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def _links(kind: str) -> dict[str, str]:
    """The videoN that each link points to → the link's name."""
    folder = DEVICES / "v4l" / kind
    return {Path(os.path.realpath(folder / name)).name: name for name in _names(folder)}


def _read(number: int, attribute: str) -> str:
    try:
        path = SYSTEM / f"video{number}" / attribute
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # unplugged between listing and reading
        return ""


def _captures(number: int) -> bool:
    """Whether the driver says that the node gives pictures.

    Without permission to ask, the first node of a device (``index`` 0) is the one that does.
    """
    import fcntl  # not on Windows, where nobody calls this

    answer = bytearray(_CAPABILITY.size)
    try:
        file = os.open(device(number), os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return _read(number, "index") in ("", "0")
    try:
        fcntl.ioctl(file, _QUERYCAP, answer)
    except OSError:
        return _read(number, "index") in ("", "0")
    finally:
        os.close(file)
    return bool(_CAPABILITY.unpack(answer)[5] & _CAPTURE)
