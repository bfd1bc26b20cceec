"""Whole files → broken files. The same seed and number give the same file, whatever came before."""

import random
import struct
import zlib
from collections.abc import Callable
from typing import NamedTuple

from tests.benchmarks.fuzz.seeds import Seed, seeds

_WHOLE = 0.05  # share of files that stay as they are: they must be described
_HEADER = 600  # bytes in which most of what decides lies
_SIZES = (0, 1, 2, 7, 255, 4096, 9000, 20_000, 65_535, 2**31 - 1, 2**32 - 1)
_SUFFIXES = ("jpg", "png", "gif", "webp", "tif", "heic", "bmp", "txt", "exe", "pdf", "JPG", "")
_FOREIGN = (
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\x7fELF",
    b"RIFF\0\0\0\0WAVE",
    b"<svg>",
    b"MZ",
    b"\0" * 40,
)


class Case(NamedTuple):
    """One file: its name and content, and how it was made."""

    name: str
    data: bytes
    made: str


def case(seed: int, number: int) -> Case:
    """The file of this number."""
    chance = random.Random(f"{seed}/{number}")
    whole = chance.choice(seeds())
    suffix = whole.suffix if chance.random() > 0.2 else chance.choice(_SUFFIXES)
    name = f"{number:05}.{suffix}".rstrip(".")
    if chance.random() < _WHOLE:
        return Case(name, whole.data, f"{whole.suffix}, whole")
    data, steps = bytearray(whole.data), []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        step = chance.choice(_STEPS)
        data = bytearray(step(data, chance))
        steps.append(step.__name__.strip("_"))
    if chance.random() < 0.7:
        data = _checked(data)
    return Case(name, bytes(data), f"{whole.suffix}, {', '.join(steps)}")


def _flip(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 2, 8, 40)) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _flip_header(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 2, 5)) if data else 0):
        data[chance.randrange(min(len(data), _HEADER))] = chance.randrange(256)
    return data


def _truncate(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.choice((0, 1, 7, 30, *(chance.randrange(len(data) + 1),) * 8))]


def _splice(data: bytearray, chance: random.Random) -> bytearray:
    """The head of one file on the body of another."""
    other: Seed = chance.choice(seeds())
    end = chance.choice((4, 16, 64, 256, 1024))
    return bytearray(other.data[:end]) + data[end:]


def _disguise(data: bytearray, chance: random.Random) -> bytearray:
    head = chance.choice(_FOREIGN)
    return bytearray(head) + data[chance.choice((0, len(head))) :]


def _zeros(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(data) + 1)
    run = bytes(chance.choice((1, 4, 64, 2000, 100_000)))
    return data[:start] + run + data[start + chance.choice((0, len(run))) :]


def _repeat(data: bytearray, chance: random.Random) -> bytearray:
    """A piece of the file, which may be a chunk, many times over."""
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((2, 12, 100, 5000))]
    return data[:start] + piece * chance.choice((2, 10, 500)) + data[start + len(piece) :]


def _remove(data: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 4, 100, 3000)) :]


def _resize(data: bytearray, chance: random.Random) -> bytearray:
    """Another width and height in the header, most of them huge."""
    width, height = chance.choice(_SIZES), chance.choice(_SIZES)
    place = _place(bytes(data))
    if place is None:
        return _flip_header(data, chance)
    start, form = place
    limit = 256 ** (struct.calcsize(form) // 2) - 1
    struct.pack_into(form, data, start, min(width, limit), min(height, limit))
    return data


def _grow(data: bytearray, chance: random.Random) -> bytearray:
    """Text and EXIF data that are long, nested or no such thing."""
    junk = chance.randbytes(chance.choice((10, 1000, 60_000)))
    if data[:2] == b"\xff\xd8":
        marker = chance.choice((b"\xff\xe1", b"\xff\xe2", b"\xff\xfe"))
        head = chance.choice((b"Exif\0\0MM\0*", b"Exif\0\0II*\0", b"ICC_PROFILE\0\1\1", b""))
        body = head + junk[: 65_000 - len(head)]
        return data[:2] + marker + struct.pack(">H", len(body) + 2) + body + data[2:]
    if data[:4] == b"\x89PNG":
        kind = chance.choice((b"zTXt", b"iCCP", b"eXIf", b"iTXt", b"tRNS", b"PLTE", b"acTL"))
        body = b"name\0\0" + zlib.compress(b"<b>0" * chance.choice((10, 2_000_000)))
        return data[:33] + _chunk(kind, chance.choice((body, junk))) + data[33:]
    return data + junk


_STEPS: tuple[Callable[[bytearray, random.Random], bytearray], ...] = (
    _flip, _flip, _flip_header, _flip_header, _truncate, _truncate, _splice, _disguise,
    _zeros, _repeat, _remove, _resize, _resize, _grow,
)  # fmt: skip


def _place(data: bytes) -> tuple[int, str] | None:
    """Where width and height stand, and how they are written."""
    if data.startswith(b"\x89PNG"):
        found, form = 16, ">II"
    elif data.startswith(b"GIF8"):
        found, form = 6, "<HH"
    elif data.startswith(b"BM"):
        found, form = 18, "<II"
    elif data.startswith(b"\xff\xd8"):
        frames = [data.find(marker) for marker in (b"\xff\xc0\x00", b"\xff\xc2\x00")]
        found, form = max(frames) + 5 if max(frames) >= 0 else len(data), ">HH"
    elif data[8:16] == b"WEBPVP8 ":
        found, form = 26, "<HH"
    elif data[4:8] == b"ftyp" and (size := data.find(b"ispe")) >= 0:
        found, form = size + 8, ">II"
    else:
        return None
    return (found, form) if found + struct.calcsize(form) <= len(data) else None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _checked(data: bytearray) -> bytearray:
    """With the checksums of a PNG put right, so that the damage gets past them."""
    start = 8
    while data[:4] == b"\x89PNG" and start + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, start)
        end = start + 8 + length
        if end + 4 > len(data):
            break
        struct.pack_into(">I", data, end, zlib.crc32(data[start + 4 : end]))
        start = end + 4
    return data
