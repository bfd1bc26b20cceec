"""Kinds of pictures that cannot be read: named and counted, never passed over in silence."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

_KINDS = {
    "PostScript drawing": ".eps .epsf .ps",
    "Illustrator drawing": ".ai",
    "CorelDRAW drawing": ".cdr",
    "Windows metafile drawing": ".wmf .emf",
    "compressed SVG drawing": ".svgz",
    "LibreOffice drawing": ".odg .fodg",
    "Visio drawing": ".vsd .vsdx",
    "CAD drawing": ".dwg .dxf",
    "large Photoshop picture": ".psb",
    "GIMP picture": ".xcf",
    "Krita picture": ".kra .ora",
    "Paint.NET picture": ".pdn",
    "Affinity picture": ".afphoto .afdesign",
    "PaintShop Pro picture": ".psp .pspimage",
    "OpenEXR picture": ".exr",
    "Radiance picture": ".hdr",
    "JPEG XR picture": ".jxr .wdp .hdp",
    "PICT picture": ".pict .pct",
    "BPG picture": ".bpg",
    "FLIF picture": ".flif",
    "DjVu document": ".djvu .djv",
    "DICOM picture": ".dcm",
}
_NAMES = {suffix: name for name, suffixes in _KINDS.items() for suffix in suffixes.split()}


def unreadable(path: Path) -> str:
    """Kind of picture that cannot be read, by the file's name, such as "GIMP picture"."""
    return _NAMES.get(path.suffix.lower(), "")


def why_left_out(path: Path, name: str) -> str:
    """The reason why such a picture is left out, in one sentence; empty for every other file.

    Args:
        path: the file.
        name: what a person would call it.
    """
    kind = unreadable(path)
    article = "an" if kind.startswith(("A", "I", "O")) else "a"
    return f"{name} is {article} {kind}, which I cannot read; save it as JPEG or PNG." * bool(kind)


def counted(kinds: Mapping[str, int]) -> str:
    """Number of each kind: "2 GIMP pictures, 1 DICOM picture"; empty for none."""
    return ", ".join(f"{n} {kind}{'s' if n > 1 else ''}" for kind, n in kinds.items() if n)


def left_out(kinds: Counter[str]) -> str:
    """A sentence about a folder with such pictures; empty for none."""
    return f"Left out, as I cannot read them: {counted(kinds)}." if kinds.total() else ""
