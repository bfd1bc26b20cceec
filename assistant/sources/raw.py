"""Raw pictures of cameras: the large preview that is in the file, or what the sensor saw.

LibRaw (rawpy) reads both. What it does not know may still begin with a thumbnail, as Nikon's files
do: that alone is no picture to be judged by, and this is told.
"""

import io
import logging
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

if TYPE_CHECKING:
    import rawpy

_log = logging.getLogger(__name__)

SUFFIXES = frozenset({
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".k25",
    ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl",
    ".sr2", ".srf", ".srw", ".x3f",
})  # fmt: skip
"""Endings of raw pictures, in small letters with the dot."""

PREVIEW_NOTE = "This is a raw camera picture of which I can read only a small preview"
"""How the note begins that a raw picture was judged by its thumbnail."""

_HUSHED = threading.Lock()  # two at once would not find standard error again
_ENOUGH = 1000  # pixels of the longer side: a preview of that size shows all that is looked for
_HALF = 2000  # pixels of the longer side, from which half of them are developed: a quarter the time
_MAX_PIXELS = 250_000_000

_MAGIC = (b"FUJIFILMCCD-RAW", b"FOVb", b"\0MRM", b"IIU\0", b"IIRO", b"IIRS", b"MMOR")
_TIFF = (b"II*\0", b"MM\0*")
# Tags of the first directory, and those of their values that only raw pictures have.
_SUBFILE_TYPE, _COMPRESSION, _PHOTOMETRIC = 254, 259, 262
_MAKE, _SUB_IFDS, _DNG_VERSION = 271, 330, 50706
_REDUCED = 1
_RAW_COMPRESSIONS = {32767, 32769, 32770, 34713, 65000, 65535}
_RAW_COLOURS = {32803, 34892}  # colour filter array, linear raw
# LibRaw's turn → EXIF orientation.
_TURNS = {0: 1, 3: 3, 5: 8, 6: 6}


class Damaged(ValueError):
    """The kind of a raw file is known, but there is no picture in it."""


@dataclass(frozen=True)
class Developed:
    """Contents of a raw file.

    Attributes:
        image: an opened JPEG, or a loaded picture.
        file: what it was opened from; empty for a loaded one.
        orientation: as EXIF has it.
    """

    image: Image.Image
    file: IO[bytes]
    orientation: int


def may_be_raw(file: IO[bytes], head: bytes) -> bool:
    """Whether a file begins as raw pictures do; a few other TIFF files do so, too.

    Args:
        file: the file; it is read from anywhere.
        head: its first bytes.
    """
    if head.startswith(_MAGIC) or head[6:14] == b"HEAPCCDR" or head[4:12] == b"ftypcrx ":
        return True
    if not head.startswith(_TIFF):
        return False
    tags = _first_directory(file, head)
    return (
        head[8:10] == b"CR"
        or _DNG_VERSION in tags
        or tags.get(_COMPRESSION) in _RAW_COMPRESSIONS
        or tags.get(_PHOTOMETRIC) in _RAW_COLOURS
        or bool(tags.get(_SUBFILE_TYPE, 0) & _REDUCED)
        or (_SUB_IFDS in tags and _MAKE in tags)
    )


def is_thumbnail(image: Image.Image) -> bool:
    """Whether a TIFF says that its first picture is only a small copy of another one in it."""
    tags = image.tag_v2 if isinstance(image, TiffImagePlugin.TiffImageFile) else {}
    return _MAKE in tags and bool(tags.get(_SUBFILE_TYPE, 0) & _REDUCED)


def developed(file: IO[bytes]) -> Developed | None:
    """The picture in a raw file; None where LibRaw does not know that kind of file.

    Raises:
        Damaged: the file is, or is too large.
    """
    import rawpy  # only now: it takes 0.3 s

    file.seek(0)
    try:
        with _HUSHED, _hush(), rawpy.imread(file) as raw:
            return _preview(raw) or _from_sensor(raw)
    except rawpy.LibRawFileUnsupportedError:
        return None
    except rawpy.LibRawError as error:
        raise Damaged(f"LibRaw: {error}") from error


@contextmanager
def _hush() -> Iterator[None]:
    """Let LibRaw not print what it finds wrong with a file: that is told in a sentence.

    It has a switch for it, which rawpy does not reach; so what this process says to standard error
    goes nowhere meanwhile.
    """
    try:
        before = os.dup(2)
    except OSError:  # there is no standard error, as in a window on Windows
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
        os.close(nowhere)


def _preview(raw: "rawpy.RawPy") -> Developed | None:
    """The largest preview in the file, if it is large enough."""
    import rawpy

    try:
        found = raw.extract_thumb()
        file = io.BytesIO(found.data if isinstance(found.data, bytes) else b"")
        if found.format == rawpy.ThumbFormat.JPEG:
            image: Image.Image = Image.open(file, formats=["JPEG", "MPO"])
        elif found.format == rawpy.ThumbFormat.BITMAP:
            image = Image.fromarray(found.data)
        else:
            return None
    except (rawpy.LibRawError, UnidentifiedImageError) as error:
        _log.info("No preview: %s", error)
        return None
    smaller = max(image.size) < min(_ENOUGH, raw.sizes.width, raw.sizes.height)
    return None if smaller else Developed(image, file, _TURNS.get(raw.sizes.flip, 1))


def _from_sensor(raw: "rawpy.RawPy") -> Developed:
    """The sensor's data as a picture; it comes upright."""
    if raw.sizes.raw_width * raw.sizes.raw_height > _MAX_PIXELS:
        raise Damaged("too large")
    half = max(raw.sizes.width, raw.sizes.height) >= _HALF
    pixels = raw.postprocess(use_camera_wb=True, half_size=half)
    return Developed(Image.fromarray(pixels), io.BytesIO(), 1)


def _first_directory(file: IO[bytes], head: bytes) -> dict[int, int]:
    """The tags of a TIFF's first directory with their first values; those that can be read."""
    try:
        directory = TiffImagePlugin.ImageFileDirectory_v2(head[:8])
        file.seek(directory.next)
        directory.load(file)
        return {tag: _number(directory.get(tag)) for tag in directory}
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error) as error:
        _log.info("Directory not read: %s", error)
        return {}


def _number(value: object) -> int:
    first = value[0] if isinstance(value, tuple) and value else value
    return first if isinstance(first, int) else 0
