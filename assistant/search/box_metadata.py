"""Metadata of files that are made of boxes: JPEG XL (ISO/IEC 18181-2) and Canon's CR3.

Pillow does not open CR3, and of JPEG XL it knows no metadata before all pixels are decoded.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image

from assistant.sources.rescue import DAMAGED

_HEADS = (b"\0\0\0\x0cJXL ", b"ftypcrx ")
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")  # of a box "uuid", as Adobe has it
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_LARGEST = 16_000_000  # bytes of one box of metadata
_MOST = 200  # boxes
_DEEPEST = 3  # boxes in boxes: a camera's own directories


@dataclass(frozen=True)
class Boxes:
    """Metadata that a file carries beside its picture.

    Attributes:
        xmp: the packet; may be empty.
        exif: the directories, those of a camera's own box one by one.
        whole: whether all could be read; a compressed box could not.
    """

    xmp: bytes = b""
    exif: tuple[Image.Exif, ...] = ()
    whole: bool = True


NONE = Boxes()


def boxes(path: Path) -> Boxes:
    """Return the metadata of a JPEG XL or CR3 file; nothing of any other, or of a damaged one.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(16)
        if not head.startswith(_HEADS[0]) and head[4:12] != _HEADS[1]:
            return NONE
        end = file.seek(0, io.SEEK_END)
        found = list(_found(file, 0, end))
    xmp = next((data for kind, data in found if kind == "xmp"), b"")
    exif = (_exif(data) for kind, data in found if kind == "exif")
    return Boxes(xmp, tuple(e for e in exif if e), all(kind != "brob" for kind, _ in found))


def _found(file: IO[bytes], start: int, end: int, depth: int = 1) -> Iterator[tuple[str, bytes]]:
    """The contents of the boxes from one place of a file to another that are metadata."""
    for kind, begin, after in _walk(file, start, end) if depth <= _DEEPEST else ():
        if kind == b"moov":
            yield from _found(file, begin, after, depth + 1)
        elif kind == b"brob":
            yield "brob", b""
        elif kind == b"uuid":
            owner = _content(file, begin, min(after, begin + 16))
            if owner == _CANON:
                yield from _found(file, begin + 16, after, depth + 1)
            elif owner == _XMP:
                yield "xmp", _content(file, begin + 16, after)
        elif kind == b"xml ":
            yield "xmp", _content(file, begin, after)
        elif kind == b"Exif":  # begins with how far on the directory is
            data = _content(file, begin, after)
            skipped = 4 + int.from_bytes(data[:4], "big")
            yield "exif", data[skipped:]
        elif kind in (b"CMT1", b"CMT2"):
            yield "exif", _content(file, begin, after)


def _walk(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and end of the content of each box; stops where the file is damaged."""
    for _ in range(_MOST):
        file.seek(start)
        head = file.read(16)
        if len(head) < 8 or start + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", head)
        begin = start + 8
        if size == 1 and len(head) == 16:
            size, begin = struct.unpack_from(">Q", head, 8)[0], start + 16
        after = end if size == 0 else start + size
        if not begin <= after <= end:
            return
        yield kind, begin, after
        start = after


def _content(file: IO[bytes], begin: int, after: int) -> bytes:
    file.seek(begin)
    return file.read(after - begin) if after - begin <= _LARGEST else b""


def _exif(data: bytes) -> Image.Exif:
    found = Image.Exif()
    with suppress(*DAMAGED):
        found.load(b"Exif\0\0" + data)
    return found
