"""Whole pictures in every format that can be written here; what is broken later."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pillow_heif
from PIL import Image

from assistant import paths
from tests.reading.made import page

_SIDE = 240  # pixels; small, so that time goes into many files and not into large ones
_SAMPLES = ("dog", "cat", "coffee", "stairs", "cameraman")
_TEXT = ("EXIT 7", "Mind the step.")


class Seed(NamedTuple):
    """A picture file: the suffix of its format and its content."""

    suffix: str
    data: bytes


@cache
def seeds() -> tuple[Seed, ...]:
    """Every format with every picture that is of interest in it; always the same."""
    pillow_heif.register_heif_opener()
    photos = [_photo(name) for name in _SAMPLES]
    text = page(_TEXT, 24, 20)
    return tuple(
        [seed for photo in photos[:3] for seed in _common(photo)]
        + [seed for photo in (photos[3], text) for seed in _rare(photo)]
        + list(_several(photos))
        + [Seed("jpg", _turned(photos[4], turn)) for turn in range(1, 9)]
    )


def _photo(name: str) -> Image.Image:
    with Image.open(paths.resources() / "samples" / f"{name}.jpg") as picture:
        small = picture.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    return small


def _common(photo: Image.Image) -> Iterator[Seed]:
    """What people really have."""
    clear = photo.copy()
    clear.putalpha(Image.linear_gradient("L").resize(photo.size))
    profile = _profile()
    yield Seed("jpg", encoded(photo, "JPEG", quality=80))
    yield Seed("jpg", encoded(photo, "JPEG", progressive=True, icc_profile=profile))
    yield Seed("jpeg", encoded(photo.convert("L"), "JPEG", comment=b"<b>hello</b>" * 20))
    yield Seed("jpg", encoded(photo.convert("CMYK"), "JPEG"))
    yield Seed("png", encoded(photo, "PNG"))
    yield Seed("png", encoded(clear, "PNG", icc_profile=profile))
    yield Seed("png", encoded(photo.quantize(16), "PNG", transparency=3))
    yield Seed("png", encoded(_deep(photo), "PNG"))
    yield Seed("webp", encoded(photo, "WEBP", quality=60))
    yield Seed("webp", encoded(clear, "WEBP", lossless=True))
    yield Seed("gif", encoded(photo.quantize(32), "GIF", transparency=2))
    yield Seed("bmp", encoded(photo, "BMP"))
    yield Seed("tiff", encoded(photo, "TIFF"))
    yield Seed("heic", encoded(photo, "HEIF", quality=40))
    yield Seed("avif", encoded(photo, "AVIF", quality=40, speed=9))


def _rare(photo: Image.Image) -> Iterator[Seed]:
    """What Pillow reads besides, in the modes that are decoded by code of their own."""
    grey, plain = photo.convert("L"), photo.convert("1")
    for mode, options in (
        ("RGB", {"compression": "tiff_lzw"}),
        ("RGB", {"compression": "tiff_adobe_deflate"}),
        ("RGB", {"compression": "jpeg"}),
        ("CMYK", {}),
        ("LAB", {}),
        ("F", {}),
        ("I", {}),
    ):
        picture = _lab(photo) if mode == "LAB" else photo.convert(mode)
        yield Seed("tif", encoded(picture, "TIFF", **options))
    yield Seed("tif", encoded(_deep(photo), "TIFF"))
    yield Seed("tif", encoded(plain, "TIFF", compression="group4"))
    yield Seed("png", encoded(plain, "PNG"))
    yield Seed("bmp", encoded(photo.quantize(200), "BMP"))
    yield Seed("bmp", encoded(plain, "BMP"))
    yield Seed("gif", encoded(grey, "GIF", interlace=0))
    yield Seed("jp2", encoded(photo, "JPEG2000"))
    yield Seed("ppm", encoded(photo, "PPM"))
    yield Seed("pgm", encoded(_deep(photo), "PPM"))
    yield Seed("ico", encoded(photo, "ICO", sizes=[(64, 64), (32, 32)]))
    yield Seed("tga", encoded(photo, "TGA", compression="tga_rle"))
    yield Seed("pcx", encoded(photo, "PCX"))
    yield Seed("rgb", encoded(photo, "SGI"))
    yield Seed("dds", encoded(photo, "DDS"))
    yield Seed("xbm", encoded(plain, "XBM"))


def _several(photos: list[Image.Image]) -> Iterator[Seed]:
    """Animations and files of several pages."""
    frames = [photo.resize((160, 120)) for photo in photos]
    more = {"save_all": True, "append_images": frames[1:]}
    yield Seed("gif", encoded(frames[0], "GIF", duration=50, loop=0, **more))
    yield Seed("png", encoded(frames[0], "PNG", duration=50, **more))
    yield Seed("webp", encoded(frames[0], "WEBP", duration=50, **more))
    yield Seed("avif", encoded(frames[0], "AVIF", duration=50, speed=9, **more))
    yield Seed("tiff", encoded(frames[0], "TIFF", **more))
    yield Seed("jpg", encoded(frames[0], "MPO", **more))


def _turned(photo: Image.Image, turn: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turn  # orientation
    exif[0x010E] = "description " * 20
    return encoded(photo, "JPEG", exif=exif)


def _deep(photo: Image.Image) -> Image.Image:
    values = np.asarray(photo.convert("L"), np.uint16)
    return Image.fromarray(values * 257)


def _lab(photo: Image.Image) -> Image.Image:
    from PIL import ImageCms

    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    found = ImageCms.applyTransform(photo, to_lab)
    assert found is not None
    return found


def _profile() -> bytes:
    from PIL import ImageCms

    made: bytes = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The content of a file."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
