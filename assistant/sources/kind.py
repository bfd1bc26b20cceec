"""The real kind of a file, told from its first bytes, whatever its name says."""

import struct

HEAD = 512  # bytes that are enough to tell

_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"BZh", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"\xfd7zXZ", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x00\x00\x01\xba", "a film"),
    (b"\x00\x00\x01\xb3", "a film"),
    (b"FLV\x01", "a film"),
    (b"ID3", "a sound recording"),
    (b"fLaC", "a sound recording"),
    (b"OggS", "a sound recording or a film"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"FUJIFILMCCD-RAW", "a raw camera picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_RIFF = {b"AVI ": "a film", b"WAVE": "a sound recording"}
_PICTURE_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
_PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_TEXT = bytes(range(32, 127)) + b"\t\n\r\f"


def kind_of(head: bytes) -> str:
    """Kind of a file that is no picture, with its article ("a PDF document"), or empty.

    Args:
        head: the first :data:`HEAD` bytes of the file.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp" and head[8:12] not in _PICTURE_BRANDS:
        return _iso_kind(head[8:12])
    return _text_kind(head)


def looks_like_picture(head: bytes) -> bool:
    """Whether a file begins as the pictures do that Glimpse reads: if it fails, it is damaged."""
    return (
        head.startswith(_PICTURE_MAGIC)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or is_heif(head)
    )


def is_pdf(head: bytes) -> bool:
    """Whether a file is a PDF; some begin with something else, as from a mail program."""
    return b"%PDF-" in head


def is_heif(head: bytes) -> bool:
    """Whether a file is HEIC or AVIF: both are boxes as in ISO 14496-12, told by their brand."""
    return head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS


def is_jxl(head: bytes) -> bool:
    """Whether a file is JPEG XL."""
    return kind_of(head) == "a JPEG XL picture"


def is_svg(head: bytes, name: str) -> bool:
    """Whether a file is an SVG drawing; of one with a long preface, its name tells."""
    kind = kind_of(head)
    return kind == "an SVG drawing" or (kind == "a text" and name.lower().endswith(".svg"))


def has_no_size(head: bytes) -> bool:
    """Whether the header of a PNG or BMP says that it is 0 pixels wide or high."""
    if head.startswith(b"\x89PNG") and len(head) >= 24:
        return 0 in struct.unpack_from(">II", head, 16)
    if head.startswith(b"BM") and len(head) >= 26:
        return 0 in struct.unpack_from("<ii", head, 18)
    return False


def _iso_kind(brand: bytes) -> str:
    if brand == b"crx ":
        return "a raw camera picture"
    return "a sound recording" if brand in {b"M4A ", b"M4B "} else "a film"


def _text_kind(head: bytes) -> str:
    if not head or head.translate(None, _TEXT + bytes(range(128, 256))):
        return ""
    try:
        text = head[:-4].decode("utf-8", errors="ignore") if len(head) == HEAD else head.decode()
    except UnicodeDecodeError:
        return ""
    start = text.lstrip("\ufeff \t\r\n").lower()
    if "<svg" in start or "<!doctype svg" in start:
        return "an SVG drawing"
    if start.startswith(("<!doctype html", "<html")):
        return "a web page"
    # XBM and PPM pictures are texts too, but those Pillow has read before anybody asks here.
    return "a text"
