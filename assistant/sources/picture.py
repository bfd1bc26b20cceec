"""x from a picture: a file, bytes or the clipboard → Frame."""

import contextlib
import io
import logging
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
from PIL import Image, ImageFile, UnidentifiedImageError
from PIL.ExifTags import Base

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame
from assistant.sources import drawing, kind, pdf, raw
from assistant.sources.animation import seek_shown
from assistant.sources.files import damaged_sentence, open_file, os_sentence, title
from assistant.sources.pixels import MAX_SIDE, to_rgb
from assistant.sources.rescue import DAMAGED, Loaded, load

_log = logging.getLogger(__name__)

# Memory is 4 bytes a pixel. A baseline JPEG is made smaller while it is decoded, so that the 200
# megapixels of a telephone are no trouble; everything else has to be decoded whole.
_MAX_PIXELS = 80_000_000
_MAX_JPEG_PIXELS = 250_000_000
# Pillow refuses twice this number by itself, while opening.
Image.MAX_IMAGE_PIXELS = _MAX_JPEG_PIXELS // 2

# Most likely first. Not here: EPS, which starts another program; formats that Pillow knows but
# cannot decode (BUFR, GRIB, HDF5, MPEG, WMF); formats so weakly marked that they fit anything.
_FORMATS = [
    "JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM", "ICO", "ICNS",
    "CUR", "PSD", "QOI", "DDS", "SGI", "SUN", "PCX", "DCX", "FITS", "FLI", "FTEX", "BLP", "GBR",
    "MSP", "PCD", "PIXAR", "XBM", "XPM", "XVTHUMB", "TGA",
]  # fmt: skip

DAMAGED_NOTE = "The file is damaged"
"""How the note begins that only a part of a picture can be seen."""

_NEARLY = 1.04  # of the wanted side: what is no larger is left as it is
_MOVING = {"GIF", "PNG", "WEBP", "AVIF", "JXL"}
_PAGED = {"TIFF", "DCX"}
_SUBFILE = 254  # the tag of TIFF whose lowest bit says: a smaller copy of another picture
_MOST_COPIES = 24  # pictures; what holds more is a document

_Turn = Image.Transpose
# EXIF orientation → how to turn it upright, and where the file's first and last rows are then.
_ORIENTATIONS = {
    2: (_Turn.FLIP_LEFT_RIGHT, "upper", "lower"),
    3: (_Turn.ROTATE_180, "lower", "upper"),
    4: (_Turn.FLIP_TOP_BOTTOM, "lower", "upper"),
    5: (_Turn.TRANSPOSE, "left", "right"),
    6: (_Turn.ROTATE_270, "right", "left"),
    7: (_Turn.TRANSVERSE, "right", "left"),
    8: (_Turn.ROTATE_90, "left", "right"),
}


def image(path: str | Path, longest: int = MAX_SIDE, page: int = 1) -> Frame:
    """Read a picture file, whatever Pillow, HEIC and AVIF included, can read, or a page of a PDF.

    It comes upright, in sRGB, on white. Of an animation it is the first picture. Of a damaged file
    it is the part that can be decoded; ``Frame.notes`` says so.

    Args:
        path: the file.
        longest: pixels of the longer side at most, or a twenty-fifth more where the file has or is
            decoded at that; a JPEG is sooner decoded when that is less.
        page: of a document (TIFF, PDF), from 1.

    Raises:
        SourceError: it is missing, empty, no picture, too large, or may not be read; or there is
            no such page.
    """
    path = Path(path)
    with open_file(path, "picture") as file:
        return replace(_frame(file, title(path), longest, page), file=path)


def image_bytes(data: bytes, name: str, page: int = 1) -> Frame:
    """Read a picture from memory, as :func:`image` does from a file.

    Args:
        data: the content of a picture file.
        name: what a person would call it, such as "standard input".
        page: of a document, from 1.

    Raises:
        SourceError: it is empty, no picture, or too large.
    """
    if not data:
        raise SourceError(f"The picture from {name} is empty; check where it comes from.")
    return _frame(io.BytesIO(data), name, page=page)


def from_pillow(picture: Image.Image, name: str) -> Frame:
    """A picture that some library has already opened → Frame.

    Raises:
        SourceError: it is damaged.
    """
    try:
        picture.load()
        return _finish(Loaded(picture), _orientation(picture), name)
    except DAMAGED as error:
        raise SourceError(damaged_sentence(name)) from error


def _frame(file: IO[bytes], name: str, longest: int = MAX_SIDE, page: int = 1) -> Frame:
    head = file.read(kind.HEAD)
    try:
        if kind.is_pdf(head):
            return pdf.page(file, name, page, longest)
        frame = _picture(file, head, name, longest, page)
        pdf.check_number(page, frame.pages, name)
        return frame
    except MemoryError as error:
        raise SourceError(
            f"{name} needs more memory than there is; save a smaller copy and try that."
        ) from error
    except Image.DecompressionBombError as error:
        raise SourceError(_too_large_sentence(name)) from error
    except DAMAGED as error:
        raise SourceError(_sentence(error, head, name)) from error


def _picture(file: IO[bytes], head: bytes, name: str, longest: int, page: int) -> Frame:
    if kind.is_svg(head, name):
        return _finish(Loaded(drawing.rendered(file)), 1, name, (), longest)
    found = raw.developed(file) if raw.may_be_raw(file, head) else None
    if found:
        return _finish(_loaded(found, name, longest), found.orientation, name, (), longest)
    with _open(file, head, name) as picture:
        pages = _pages(picture)
        if 1 < page <= len(pages):
            picture.seek(pages[page - 1])
        _check_size(picture, name)
        notes = _several(picture)
        loaded = load(picture, file, longest)
        frame = _finish(loaded, _orientation(picture), name, notes, longest)
        return replace(frame, page=page, pages=max(1, len(pages)))


def _loaded(found: raw.Developed, name: str, longest: int) -> Loaded:
    if not isinstance(found.image, ImageFile.ImageFile):
        return Loaded(found.image)
    _check_size(found.image, name)
    return load(found.image, found.file, longest)


def _open(file: IO[bytes], head: bytes, name: str) -> ImageFile.ImageFile:
    # Pillow warns about oddities that the listener cannot change. catch_warnings() would change
    # the filters of all threads for a while; this changes them once, the same way each time.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    formats = _FORMATS
    if kind.is_heif(head):
        import pillow_heif  # only now: its codecs take 0.1 s to load

        pillow_heif.register_heif_opener()
        formats = ["AVIF", "HEIF"]
    elif kind.is_jxl(head):
        import pylibjxl  # only now: 0.4 s

        pylibjxl.register_pillow()
        formats = ["JXL"]
    file.seek(0)
    picture = Image.open(file, formats=formats)
    assert isinstance(picture, ImageFile.ImageFile)
    return picture


def _check_size(picture: ImageFile.ImageFile, name: str) -> None:
    baseline = picture.format in {"JPEG", "MPO"} and not picture.info.get("progressive")
    limit = _MAX_JPEG_PIXELS if baseline else _MAX_PIXELS
    if picture.width * picture.height > limit:
        raise SourceError(_too_large_sentence(name, picture.width, picture.height))


def _pages(picture: ImageFile.ImageFile) -> Sequence[int]:
    """Which of the pictures in a file are pages: not those that are smaller copies of another."""
    if picture.format not in _PAGED or raw.is_thumbnail(picture):
        return ()
    try:
        count = int(getattr(picture, "n_frames", 1))
        if not 1 < count <= _MOST_COPIES or picture.format != "TIFF":
            return range(count)
        return [i for i in range(count) if not _is_copy(picture, i)]
    except DAMAGED as error:
        _log.info("Number of pages not known: %s", error)  # load() tells what is wrong
        return ()
    finally:
        with contextlib.suppress(*DAMAGED):
            picture.seek(0)


def _is_copy(picture: ImageFile.ImageFile, index: int) -> bool:
    picture.seek(index)
    return index > 0 and bool(int(getattr(picture, "tag_v2", {}).get(_SUBFILE, 0)) & 1)


def _several(picture: ImageFile.ImageFile) -> tuple[str, ...]:
    """The note that there is more in the file than one picture; an animation is moved on."""
    try:
        if picture.format in _MOVING and getattr(picture, "is_animated", False):
            shown = " that shows something" if seek_shown(picture) else ""
            return (f"This is an animation; I look at its first picture{shown}.",)
        if raw.is_thumbnail(picture):
            return (f"{raw.PREVIEW_NOTE}; save it as JPEG so that I see more.",)
    except DAMAGED as error:
        _log.info("Number of pictures not known: %s", error)  # load() tells what is wrong
    return ()


def _orientation(picture: Image.Image) -> int:
    """The EXIF orientation, 1..8, after loading (some formats turn the picture by themselves)."""
    if picture.format == "JXL":
        return 1  # its decoder has turned the picture, and leaves what EXIF says
    try:
        return int(picture.getexif().get(Base.Orientation, 1))
    except DAMAGED as error:
        _log.info("EXIF not used: %s", error)  # a picture without it is upright as a rule
        return 1


def _finish(
    loaded: Loaded,
    orientation: int,
    name: str,
    notes: tuple[str, ...] = (),
    longest: int = MAX_SIDE,
) -> Frame:
    turn, *sides = _ORIENTATIONS.get(orientation, (None, "upper", "lower"))
    now = max(loaded.image.size)
    if longest < MAX_SIDE and now <= _NEARLY * longest:
        # A JPEG of 4,032 pixels is decoded at 2,016: losing 16 of them takes as long as decoding.
        longest = max(longest, now)
    upright = to_rgb(loaded.image, longest)
    if turn is not None:
        upright = upright.transpose(turn)
    if loaded.part == "coarse":
        notes += (f"{DAMAGED_NOTE}; fine detail is missing.",)
    elif loaded.part != "whole":
        side = sides[0 if loaded.part == "first" else 1]
        notes += (f"{DAMAGED_NOTE}; only the {side} part can be seen, the rest is missing.",)
    return Frame(np.ascontiguousarray(np.asarray(upright)), name, notes=notes)


def _sentence(error: Exception, head: bytes, name: str) -> str:
    """Why this file cannot be read as a picture, and what to do."""
    if isinstance(error, OSError) and error.errno:
        return os_sentence(error, name, "picture")
    if kind.has_no_size(head):
        return f"{name} is 0 pixels wide or high, so there is nothing to see; save it again."
    real = kind.kind_of(head)
    if isinstance(error, raw.Damaged) or kind.is_jxl(head) or kind.is_svg(head, name):
        return damaged_sentence(name)
    if real.endswith(("picture", "drawing")) or Path(name).suffix.lower() in raw.SUFFIXES:
        real = real or "a raw camera picture"
        return f"{name} is {real} of a kind that I cannot read; save it as JPEG or PNG."
    if real and not kind.looks_like_picture(head):
        return f"{name} is {real}, not a picture; choose a picture such as JPEG or PNG."
    if isinstance(error, UnidentifiedImageError) and not kind.looks_like_picture(head):
        return f"{name} is not a picture that I can read; save it as JPEG or PNG."
    return damaged_sentence(name)


def _too_large_sentence(name: str, width: int = 0, height: int = 0) -> str:
    size = f" ({width} by {height} pixels)" if width else ""
    return f"{name} is too large{size}; save a smaller copy and try that."
