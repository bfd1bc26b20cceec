"""Pages whose text is known, drawn with a font of the tests' own choosing."""

import subprocess
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.pipeline.frame import Frame

# What Pillow brings itself: "Aileron", a plain sans-serif; so no font need be installed.
Drawing = tuple[Image.Image, ImageDraw.ImageDraw]


@cache
def font(pixels: float, path: str = "") -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(path, pixels) if path else ImageFont.load_default(pixels)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return found


def blank(width: int, height: int) -> Drawing:
    picture = Image.new("RGB", (width, height), "white")
    return picture, ImageDraw.Draw(picture)


def frame(picture: Image.Image) -> Frame:
    return Frame(np.asarray(picture), "page")


def page(
    lines: Sequence[str], pixels: float = 28, margin: int = 40, spacing: float = 1.4, path: str = ""
) -> Image.Image:
    """Black lines on white, one below the other; an empty line is half a line high."""
    used = font(pixels, path)
    width = round(max(used.getlength(line) for line in lines)) + 2 * margin
    picture, draw = blank(width, 2 * margin + round(spacing * pixels * len(lines)))
    y = float(margin)
    for line in lines:
        draw.text((margin, y), line, "black", used)
        y += spacing * pixels * (1 if line else 0.5)
    return picture


def installed(family: str) -> str:
    """The file of an installed font; a test that needs another one is skipped."""
    try:
        asked = ["fc-match", "--format", "%{family}\t%{file}", family]
        found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except OSError:
        found = ""
    name, _, file = found.partition("\t")
    if family not in name:
        pytest.skip(f"{family} is not installed")
    return file
