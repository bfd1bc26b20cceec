"""What a picture file tells of itself: when it was taken, and how large it is."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import Image
from PIL.ExifTags import IFD, Base

from assistant.sources.rescue import DAMAGED

_TURNED = range(5, 9)  # EXIF orientations that exchange width and height
_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)")


@dataclass(frozen=True)
class Facts:
    """About one file.

    Attributes:
        taken: local time as ISO 8601 to the minute.
        dated: whether the camera told it; else it is when the file was last changed.
        width: pixels, upright; 0 when not known.
        height: pixels, upright; 0 when not known.
    """

    taken: str
    dated: bool
    width: int = 0
    height: int = 0


def facts(path: Path) -> Facts:
    """What the file tells; a damaged one tells less.

    Raises:
        OSError: there is no such file.
    """
    when, width, height = None, 0, 0
    with suppress(*DAMAGED), Image.open(path) as picture:
        width, height = picture.size
        exif = picture.getexif()
        if exif.get(Base.Orientation) in _TURNED:
            width, height = height, width
        when = _taken(exif)
    # Local time, as cameras have it.
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    return Facts(
        (when or changed).isoformat(sep=" ", timespec="minutes"), bool(when), width, height
    )


def _taken(exif: Image.Exif) -> datetime | None:
    camera = exif.get_ifd(IFD.Exif)
    told = (camera.get(Base.DateTimeOriginal), camera.get(Base.DateTimeDigitized))
    for text in (*told, exif.get(Base.DateTime)):
        match = _DATE.match(str(text or "").strip())
        if match:
            with suppress(ValueError):  # 0000:00:00, where a camera's clock was never set
                return datetime.strptime(" ".join(match.groups()), "%Y %m %d %H %M")
    return None
