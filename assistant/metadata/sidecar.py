"""The file beside a picture that holds its texts."""

import glob
import os
from pathlib import Path

_ENDINGS = (".xmp", ".XMP")


def sidecar_of(picture: Path) -> Path:
    """The file beside a picture that holds its texts, or will.

    "dog.jpg.xmp", as digiKam, darktable and Immich have it; "dog.xmp", as Adobe has it, where that
    is there and belongs to no other file, such as the raw one of the same picture; both also with
    ".XMP". Links are followed.
    """
    return Path(os.path.realpath(_sidecar_of(picture)))


def _sidecar_of(picture: Path) -> Path:
    full, loud = (picture.with_name(picture.name + ending) for ending in _ENDINGS)
    if exists(full):
        return full
    if exists(loud):
        return loud
    short = next(filter(exists, map(picture.with_suffix, _ENDINGS)), None)
    if short is None:
        return full
    others = (p for p in picture.parent.glob(f"{glob.escape(picture.stem)}.*") if p != picture)
    return full if any(p.suffix.lower() != ".xmp" for p in others) else short


def exists(path: Path) -> bool:
    """Whether there is such a file; a name that is too long is none."""
    try:
        return path.exists()
    except OSError:
        return False
