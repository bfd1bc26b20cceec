"""Kinds of files that hold XMP; and WebP, which exiftool writes only from 12.60 or so on."""

import struct
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from assistant.sources import raw
from assistant.sources.kind import HEAD
from assistant.sources.rescue import DAMAGED

# What Pillow calls it → the ending by which exiftool knows that it can write texts into it.
_WRITABLE = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "TIFF": ".tif", "GIF": ".gif", "WEBP": ".webp",
    "HEIF": ".heic", "AVIF": ".avif", "JPEG2000": ".jp2", "PSD": ".psd",
}  # fmt: skip
BESIDE = raw.SUFFIXES | {".svg", ".jxl"}
"""Endings of files that are never written into: raw pictures are their owners' negatives."""

_JP2 = b"\0\0\0\x0cjP  "

# What a HEIF file of nothing but pictures ends with (ISO/IEC 14496-12).
_PICTURE_BOXES = (b"mdat", b"meta", b"free", b"skip")

_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10


def holds_no_texts(path: Path) -> bool:
    """Whether a file's name says already that its texts go beside it."""
    return path.suffix.lower() in BESIDE


def ending(path: Path) -> str:
    """The ending of a file that can hold texts, such as ".jpg", told from its content.

    Empty where that kind of file cannot, or is no picture.

    Raises:
        OSError: it cannot be opened.
    """
    import pillow_heif

    pillow_heif.register_heif_opener()
    warnings.filterwarnings("ignore", module=r"PIL\b")  # as sources.image does
    with path.open("rb") as file:
        head = file.read(HEAD)
        if raw.may_be_raw(file, head):
            return ""
        file.seek(0)
        try:
            with Image.open(file) as picture:
                kind = str(picture.format)
        except (*DAMAGED, Image.DecompressionBombError):
            return ""
    if kind == "JPEG2000" and not head.startswith(_JP2):
        return ""  # a bare code stream has no place for texts
    if kind in ("HEIF", "AVIF") and _last_box(path) not in _PICTURE_BOXES:
        return ""  # exiftool would put the picture's data last, where a film is looked for
    return _WRITABLE.get(kind, "")


def _last_box(path: Path) -> bytes:
    """The kind of the last box in an ISO base media file; ``b"?"`` where it cannot be told."""
    at, end, kind = 0, path.stat().st_size, b"?"
    with path.open("rb") as file:
        while at < end:
            file.seek(at)
            head = file.read(16)
            if len(head) < 8:
                return b"?"
            size, kind = int.from_bytes(head[:4]), head[4:8]
            if size == 0:  # up to the end
                return kind
            size = int.from_bytes(head[8:]) if size == 1 else size
            if size < 8:
                return b"?"
            at += size
    return kind if at == end else b"?"


def webp_xmp(path: Path) -> bytes:
    """The XMP packet of a WebP file; empty where there is none.

    Raises:
        ValueError: the file is damaged.
    """
    packets = [data for name, data in _chunks(path.read_bytes()) if name == b"XMP "]
    if len(packets) > 1:
        raise ValueError("the WebP file holds XMP twice")
    return packets[0] if packets else b""


def with_xmp(path: Path, packet: bytes) -> bytes:
    """The WebP file with this XMP packet, or without one if it is empty.

    The chunks that hold the picture are copied as they are. libwebp's own "webpmux" does the same,
    but no library brings it to Python. Format: RFC 9649.

    Raises:
        ValueError: the file is damaged.
    """
    data = path.read_bytes()
    chunks = [c for c in _chunks(data) if c[0] != b"XMP "]
    behind = data[_end(data) :]  # telephones put films there
    if chunks[0][0] != b"VP8X":
        if not packet:
            return _riff(chunks) + behind
        chunks.insert(0, (b"VP8X", _header(path, chunks[0])))
    flags = chunks[0][1][0]
    flags = flags | _XMP_FLAG if packet else flags & ~_XMP_FLAG
    chunks[0] = (b"VP8X", bytes([flags]) + chunks[0][1][1:])
    return _riff([*chunks, (b"XMP ", packet)] if packet else chunks) + behind


def _header(path: Path, picture: tuple[bytes, bytes]) -> bytes:
    """The content of the VP8X chunk that a simple file lacks."""
    with Image.open(path) as opened:
        width, height = opened.size
    name, data = picture
    # Lossless data tell in bit 28 after their signature whether alpha is used.
    alpha = name == b"VP8L" and bool(data[4] & _ALPHA_FLAG)
    flags = _ALPHA_FLAG if alpha else 0
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes([flags, 0, 0, 0]) + sides


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if len(data) < 20 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP file")
    at, end = 12, _end(data)
    if end > len(data):
        raise ValueError("the WebP file is cut off")
    while at + 8 <= end:
        name, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        at += 8
        if at + size > end:
            raise ValueError("the WebP file is damaged")
        yield name, data[at : at + size]
        at += size + size % 2


def _end(data: bytes) -> int:
    """End of a RIFF file by its own account; there may be more behind it."""
    size: int = struct.unpack_from("<I", data, 4)[0]
    return 8 + size


def _riff(chunks: list[tuple[bytes, bytes]]) -> bytes:
    body = b"".join(n + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for n, d in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body
