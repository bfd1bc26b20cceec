"""Decode a picture; of a damaged file keep the part that can be decoded.

Pillow offers ``ImageFile.LOAD_TRUNCATED_IMAGES`` for that, but it is one switch for all threads,
and it does not tell which part is real. Here the rows decoded before the error are kept.
"""

import contextlib
import ctypes
import io
import logging
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import IO, Literal

import numpy as np
from PIL import Image, ImageFile, _imaging

_log = logging.getLogger(__name__)

# Everything that Pillow's decoders raise on damaged files (found by damaging files at random).
DAMAGED = (
    OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, AttributeError,
    ArithmeticError, RuntimeError, SystemError, struct.error, zlib.error,
)  # fmt: skip

_LEAST = 1 / 8  # of the rows: less than that shows nothing that is worth a sentence
_LEAST_ROWS = 16
_MOST_GAPS = 1 / 4  # of the rows kept: more is an interlaced file with holes everywhere
_AT_ONCE = {"JXL"}  # formats whose decoders give all or nothing
_AT_A_TIME = 1 << 20  # bytes of a file; with Pillow's 64 KB, large JPEGs take 5 % longer
_END_OF_JPEG = b"\xff\xd9"

Part = Literal["whole", "coarse", "first", "last"]


@dataclass(frozen=True)
class Loaded:
    """A decoded picture and how much of it there is.

    Attributes:
        image: the part that could be decoded.
        part: "whole"; "coarse": all of it, without fine detail; "first" or "last": only these rows,
            in the order in which the file stores them.
    """

    image: Image.Image
    part: Part = "whole"


def load(image: ImageFile.ImageFile, file: IO[bytes], reduce_to: int) -> Loaded:
    """Decode an opened picture.

    Args:
        image: what ``Image.open`` gave; a JPEG is decoded at 1/2, 1/4 or 1/8 if it stays larger
            than ``reduce_to``.
        file: what ``image`` was opened from.
        reduce_to: wanted length of the longer side, pixels.

    Raises:
        OSError: reading failed; ``errno`` is set.
        One of DAMAGED: no useful part can be decoded.
    """
    if image.format == "TIFF":
        _hush_libtiff()
    image.decodermaxblock = max(image.decodermaxblock, _AT_A_TIME)
    try:
        _reduce(image, reduce_to)
        image.load()
        return Loaded(image)
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno:
            raise
        _log.info("Damaged picture: %s", error)
        loaded = _coarse(file, reduce_to) if image.info.get("progressive") else _rows(image)
        if loaded is None:
            raise
        return loaded


@cache
def _hush_libtiff() -> None:
    """Let libtiff not print what it finds wrong with a file: that is told in a sentence.

    Pillow has no switch for it. Where libtiff cannot be reached through Pillow's own library, as on
    Windows, it goes on printing.
    """
    with contextlib.suppress(OSError, AttributeError):
        pillow = ctypes.CDLL(_imaging.__file__)
        for setter in (pillow.TIFFSetErrorHandler, pillow.TIFFSetWarningHandler):
            setter.argtypes, setter.restype = [ctypes.c_void_p], ctypes.c_void_p
            setter(None)


def _reduce(image: ImageFile.ImageFile, side: int) -> None:
    factor = max(image.size) / side
    if factor > 1:
        # draft() compares both sides, so the wanted size must have the shape of the picture.
        image.draft(None, (max(1, int(image.width / factor)), max(1, int(image.height / factor))))


def _rows(image: ImageFile.ImageFile) -> Loaded | None:
    """The rows that were written before the decoder failed; the others are still zero."""
    if image.format in _AT_ONCE:
        return None
    image.tile = []  # nothing left to decode
    try:
        image.load()
    except DAMAGED:  # not even memory was set aside
        return None
    return _crop(image, blank=0)


def _coarse(file: IO[bytes], side: int) -> Loaded | None:
    """A cut progressive JPEG: libjpeg shows the passes so far once it meets an end marker."""
    file.seek(0)
    try:
        image = Image.open(io.BytesIO(file.read() + _END_OF_JPEG), formats=["JPEG"])
        assert isinstance(image, ImageFile.ImageFile)
        _reduce(image, side)
        image.load()
    except DAMAGED:
        return None
    return _crop(image, blank=128)  # what libjpeg gives where it has no data


def _crop(image: Image.Image, blank: int) -> Loaded | None:
    """Keep the rows that are not ``blank`` all over, unless they are too few or full of gaps."""
    values = np.asarray(image)
    drawn = (values != blank).reshape(len(values), -1).any(axis=1)
    count = int(np.count_nonzero(drawn))
    if count < max(len(drawn) * _LEAST, min(_LEAST_ROWS, len(drawn))):
        return None
    first = int(drawn.argmax())
    end = len(drawn) - int(drawn[::-1].argmax())
    if count < (end - first) * (1 - _MOST_GAPS):
        return None
    if count == len(drawn):
        return Loaded(image, "coarse")
    part: Part = "first" if first <= len(drawn) - end else "last"
    return Loaded(image.crop((0, first, image.width, end)), part)
