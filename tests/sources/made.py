"""What the tests of this folder share: pictures made here, and refusals."""

import io
import os
import struct
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from assistant.errors import SourceError


def photo(width=320, height=240):
    """A picture with detail everywhere, as a photograph has, and no black row."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(1).integers(0, 60, (height, width))
    return Image.fromarray(
        np.stack([60 + x * 90 // width + noise, 90 + y * 90 // height + noise, 120 + noise], 2)
        .clip(0, 255)
        .astype(np.uint8)
    )


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def sentence(call, *arguments):
    """The one sentence with which a call refuses."""
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    text = caught.value.message
    assert text.endswith(".")
    assert text.count(". ") == 0
    assert "Error" not in text
    assert "\n" not in text
    return text


@contextmanager
def somebody_else():
    """Without the rights of root, which may read everything."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def tiff(*directories):
    """A TIFF of directories: tag → whole numbers (each 32 bits), or bytes.

    "next" begins the data of a picture: its offset is put into the tag StripOffsets (273), and what
    is in 330 (SubIFDs) are the directories after the first.
    """
    heads, blobs = [], []
    at = 8 + sum(6 + 12 * len(d) for d in directories)
    starts = [8 + sum(6 + 12 * len(d) for d in directories[:n]) for n in range(len(directories))]
    for directory in directories:
        rows = []
        for tag, value in sorted(directory.items()):
            kind, width = (2 if tag in (271, 272) else 1, 1) if isinstance(value, bytes) else (4, 4)
            if tag == 330:
                value = tuple(starts[1:])
            if isinstance(value, int):
                value = (value,)
            data = value if isinstance(value, bytes) else struct.pack(f"<{len(value)}I", *value)
            if tag == 273:  # the picture itself
                kind, width, place = 4, 4, struct.pack("<I", at)
                blobs.append(data)
                at += len(data)
                data, count = place, 1
            else:
                count = len(data) // width
                if len(data) > 4:
                    place = struct.pack("<I", at)
                    blobs.append(data)
                    at += len(data)
                    data = place
            rows.append(struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0"))
        heads.append(struct.pack("<H", len(rows)) + b"".join(rows) + struct.pack("<I", 0))
    return b"II*\0\x08\0\0\0" + b"".join(heads) + b"".join(blobs)


def only_thumbnail(picture):
    """What a NEF of an unknown camera begins with, and nothing else: 160 × 120 pixels."""
    small = picture.resize((160, 120))
    return tiff({
        254: 1, 256: 160, 257: 120, 258: (8, 8, 8), 259: 1, 262: 2, 271: b"NIKON CORPORATION\0",
        272: b"NIKON X1\0", 273: small.tobytes(), 277: 3, 278: 120, 279: len(small.tobytes()),
    })  # fmt: skip


def dng(picture, preview=None):
    """A raw picture: what a sensor behind red, green and blue filters saw of ``picture``.

    Args:
        picture: RGB with even sides.
        preview: is put in front of it as JPEG.
    """
    width, height = picture.size
    seen = np.asarray(picture).astype(np.uint16) * 16
    mosaic = np.empty((height, width), "<u2")
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[row::2, column::2] = seen[row::2, column::2, channel]
    sensor = {
        254: 0, 256: width, 257: height, 258: 16, 259: 1, 262: 32803, 273: mosaic.tobytes(),
        277: 1, 278: height, 279: mosaic.nbytes, 33421: struct.pack("<HH", 2, 2),
        33422: bytes([0, 1, 1, 2]), 50717: 4095,
    }  # fmt: skip
    about = {271: b"Maker\0", 272: b"Camera\0", 50706: bytes([1, 4, 0, 0])}
    if preview is None:
        return tiff(sensor | about)
    data = encoded(preview, "JPEG", quality=90)
    shown = {
        254: 1, 256: preview.width, 257: preview.height, 258: (8, 8, 8), 259: 7, 262: 6, 273: data,
        277: 3, 278: preview.height, 279: len(data), 330: 0,
    }  # fmt: skip
    return tiff(shown | about, sensor)
