"""Any Pillow picture → RGB, as a person would see it on white paper."""

import io
import logging
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from assistant import opencv
from assistant.pipeline.frame import Pixels

MAX_SIDE = 4096  # pixels; the longer side of a Frame

_log = logging.getLogger(__name__)
_FLOAT_LIMIT = 1e30
_GROUNDS = (255, 96, 0)  # greys, the first that will do
_CLEAR = 128  # of 255: what is less opaque counts as ground
_ALIKE, _LOST = 48, 0.15  # steps of 256 that cannot be told; share of the edges that may be lost
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}


def to_rgb(image: Image.Image, longest: int = MAX_SIDE) -> Image.Image:
    """A loaded picture as mode RGB in the sRGB space, its longer side at most ``longest`` pixels.

    Deep grey is scaled, transparency is laid on a ground, a colour profile is applied. It is made
    smaller as early as its mode allows, so that large pictures need little memory.
    """
    profile = image.info.get("icc_profile")
    image = _eight_bit(image)
    image.thumbnail((longest, longest), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return _to_srgb(on_ground(image), profile)


def from_bgr(picture: Any) -> Pixels:  # noqa: ANN401 - what cv2 gives has no type
    """BGR uint8 (H, W, 3) from a capture → RGB, the longer side at most ``MAX_SIDE`` pixels."""
    cv2 = opencv.load()
    height, width = picture.shape[:2]
    if (factor := MAX_SIDE / max(height, width)) < 1:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))


def _eight_bit(image: Image.Image) -> Image.Image:
    """A picture in a mode that can be resized: RGB, RGBA, L, CMYK or LAB."""
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray(_scaled(np.asarray(image), image.format == "PNG"))
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in _SPACES else image.convert("RGB")


def _scaled(values: npt.NDArray[np.generic], full_range: bool) -> npt.NDArray[np.uint8]:
    """Deep grey values, (H, W) of any number type → 0..255.

    Scanners, microscopes and X-ray machines put 10, 12 or 14 bits into 16-bit files; PNG, on the
    other hand, always uses the full range (``full_range``).
    """
    if values.dtype.kind == "f":
        # What is not a number shows nothing; the limit keeps the arithmetic below in float32.
        values = np.nan_to_num(values, nan=0, posinf=0, neginf=0).clip(-_FLOAT_LIMIT, _FLOAT_LIMIT)
    low, high = float(values.min()), float(values.max())
    if values.dtype.kind != "f" and low >= 0 and high <= 65535:
        bits = 16 if full_range else next(b for b in (8, 10, 12, 14, 16) if high < 2**b)
        table = (np.arange(65536) * 255 // (2**bits - 1)).clip(max=255).astype(np.uint8)
        return np.take(table, values.astype(np.uint16))
    if values.dtype.kind == "f" and low >= 0 and high <= 255:
        low, high = 0.0, 1.0 if high <= 1 else 255.0
    span = (high - low) or 1.0
    scaled = (values.astype(np.float32) - low) * (255 / span)
    return scaled.round().clip(0, 255).astype(np.uint8)


def on_ground(image: Image.Image) -> Image.Image:
    """A picture of mode RGBA laid on white or, if it would be lost there, on grey or black."""
    if image.mode != "RGBA":
        return image
    level = _ground(np.asarray(image))
    paper = Image.new("RGB", image.size, (level, level, level))
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _ground(pixels: Pixels) -> int:
    """The grey from which the edges of what can be seen stand out: of RGBA (H, W, 4)."""
    cv2 = opencv.load()
    clear = (pixels[..., 3] < _CLEAR).astype(np.uint8)
    beside = cv2.dilate(clear, np.ones((3, 3), np.uint8)) > clear
    if not beside.any():
        return _GROUNDS[0]
    edges = cv2.cvtColor(pixels[beside][None], cv2.COLOR_RGBA2GRAY).astype(int)
    lost = [float(np.mean(np.abs(edges - level) < _ALIKE)) for level in _GROUNDS]
    good = [level for level, share in zip(_GROUNDS, lost, strict=True) if share < _LOST]
    return good[0] if good else _GROUNDS[int(np.argmin(lost))]


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "LAB":  # Pillow itself cannot convert it, LittleCMS can
        return _through(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")))
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            fits = source.profile.xcolor_space == _SPACES[image.mode]
            if fits and "sRGB" not in (source.profile.profile_description or ""):
                return _through(image, source)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError) as error:
            _log.info("Colour profile not used: %s", error)  # the picture is good without it
    return image if image.mode == "RGB" else image.convert("RGB")  # which copies it


def _through(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    target = ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    assert converted is not None  # None only when converting in place
    return converted
