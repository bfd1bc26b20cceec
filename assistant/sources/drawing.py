"""SVG drawings → pixels, by resvg: a Rust library that reads no network and runs no script."""

import io
import shutil
import subprocess
import sys
from functools import cache
from typing import IO, Any
from xml.etree import ElementTree

from PIL import Image

_SIDE = 1500  # pixels of the longer side: writing in a diagram can be read at that
_DPI = 96  # of a centimetre or an inch, as CSS has it
_LARGEST = 30_000_000  # bytes
_FAMILIES = ("serif", "sans-serif", "monospace")
_INSIDE = ("#", "data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp")


def rendered(file: IO[bytes]) -> Image.Image:
    """The drawing as RGBA, its longer side :data:`_SIDE` pixels.

    Raises:
        ValueError: it is damaged, has no size, or is far too large.
    """
    import resvg_py

    file.seek(0)
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("too large an SVG file")
    # Both sides: the size that a hostile file asks for would end the process.
    png = resvg_py.svg_to_bytes(
        svg_string=_alone(data), width=_SIDE, height=_SIDE, dpi=_DPI, **_fonts()
    )
    picture = Image.open(io.BytesIO(bytes(png)), formats=["PNG"])
    picture.load()
    return picture


def _alone(data: bytes) -> str:
    """The drawing without references to other files: they could be anything on this computer."""
    try:
        top = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"no SVG: {error}") from error
    for element in top.iter():
        for name, value in list(element.attrib.items()):
            if name.rpartition("}")[2] == "href" and not value.strip().startswith(_INSIDE):
                del element.attrib[name]
    return ElementTree.tostring(top, encoding="unicode")


@cache
def _fonts() -> dict[str, Any]:
    """Fonts for families that are not installed; without them, their writing is left out.

    resvg's own are those of Windows and macOS.
    """
    program = shutil.which("fc-match") if sys.platform == "linux" else None
    if program is None:
        return {}
    asked = [
        subprocess.run(
            [program, "-f", "%{family[0]}", family], capture_output=True, text=True, check=False
        ).stdout.strip()
        for family in _FAMILIES
    ]
    return {
        f"{family.replace('-', '_')}_family": font
        for family, font in zip(_FAMILIES, asked, strict=True)
        if font
    }
