"""Facts of a picture file: when it was taken, how large it is, what people wrote."""

import re
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path

from PIL import Image
from PIL.ExifTags import IFD, Base

from assistant.search.box_metadata import boxes
from assistant.search.own_words import NOTHING, OwnWords, own_words, packet_of, xmp_dates
from assistant.sources.rescue import DAMAGED

_TURNED = range(5, 9)  # EXIF orientations that exchange width and height
_DATE = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)")
_DAY = re.compile(r"(\d{4})[:/-](\d\d)[:/-](\d\d)")

# "IMG-20190704-WA0003", "PXL_20230507_101112345", "Screenshot_2021-03-04-10-11-12",
# "WhatsApp Image 2019-07-04 at 10.11.12", "04.07.2019"
_TIME = (
    r"(?:(?:[-_ T.]| at |-at-|_at_)?(?P<hour>[01]\d|2[0-3])[-_.:h]?(?P<minute>[0-5]\d)"
    r"(?:[-_.:m]?[0-5]\d(?:[-_.]?\d{3})?)?(?!\d))?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAYS = r"(?P<day>0[1-9]|[12]\d|3[01])"
_NAMES = (
    re.compile(rf"(?<!\d){_YEAR}(?P<mark>[-_.]?){_MONTH}(?P=mark){_DAYS}(?:{_TIME}|(?!\d))"),
    re.compile(rf"(?<!\d){_DAYS}\.{_MONTH}\.{_YEAR}(?!\d)"),
)
_CLOCK = re.compile(r"(?:^|FB_IMG_|mmexport|wx_camera_)(?P<ms>1\d{12})(?!\d)")  # since 1970, UTC
_FIRST_YEAR = 1990  # of a date in a name: before that it is somebody's birthday, or a number


class Dated(IntEnum):
    """Sources of the time when a picture was taken."""

    FILE = 0
    """The time when the file was last changed."""
    CAMERA = 1
    """From what the camera or a person wrote into it."""
    NAME = 2
    """From the file's name."""


@dataclass(frozen=True)
class Facts:
    """About one file.

    Attributes:
        taken: local time as ISO 8601 to the minute.
        dated: how that is known.
        width: pixels, upright; 0 when not known.
        height: pixels, upright; 0 when not known.
        words: what people wrote about it.
    """

    taken: str
    dated: Dated
    width: int = 0
    height: int = 0
    words: OwnWords = NOTHING


def facts(path: Path) -> Facts:
    """Read what the file tells; a damaged one tells less.

    Raises:
        OSError: there is no such file.
    """
    when, width, height = None, 0, 0
    carried = boxes(path)
    with _opened(path) as picture:
        if picture is not None and not carried.whole:
            with suppress(*DAMAGED):
                picture.load()  # only then is compressed metadata known
        words = own_words(path, picture, carried)
        with suppress(*DAMAGED):
            if picture is not None:
                width, height = picture.size
                exif = picture.getexif()
                if exif.get(Base.Orientation) in _TURNED:
                    width, height = height, width
                when = _taken(exif, packet_of(picture))
        for exif in (*carried.exif, Image.Exif()):
            with suppress(*DAMAGED):
                when = when or _taken(exif, carried.xmp)
    dated = Dated.CAMERA if when else Dated.NAME
    when = when or date_of_name(path.stem)
    if when is None:
        # Local time, as cameras have it.
        dated, when = Dated.FILE, datetime.fromtimestamp(path.stat().st_mtime)
    return Facts(when.isoformat(sep=" ", timespec="minutes"), dated, width, height, words)


def date_of_name(name: str) -> datetime | None:
    """The time that telephones, chats and people write into a file's name; None without one.

    Args:
        name: without the ending.
    """
    tomorrow = datetime.now() + timedelta(days=1)
    for match in (m for pattern in _NAMES for m in pattern.finditer(name)):
        part = {k: int(v) for k, v in match.groupdict().items() if v and v.isdecimal()}
        with suppress(ValueError):  # 30 February
            when = datetime(
                part["year"], part["month"], part["day"], part.get("hour", 0), part.get("minute", 0)
            )
            if when.year >= _FIRST_YEAR and when < tomorrow:
                return when
    clock = _CLOCK.search(name)
    told = datetime.fromtimestamp(int(clock["ms"]) / 1000) if clock else None
    return told if told and told < tomorrow else None


def _opened(path: Path) -> "Image.Image | nullcontext[None]":
    with suppress(*DAMAGED):
        return Image.open(path)
    path.stat()  # what is not there is told
    return nullcontext()


def _taken(exif: Image.Exif, xmp: bytes) -> datetime | None:
    """When it was taken; Canon's boxes have the camera's directory by itself."""
    both = (exif.get_ifd(IFD.Exif), exif)
    told = [d.get(tag) for tag in (Base.DateTimeOriginal, Base.DateTimeDigitized) for d in both]
    for text in (*told, *xmp_dates(xmp), exif.get(Base.DateTime)):
        if when := _read(str(text or "").strip()):
            return when
    return None


def _read(text: str) -> datetime | None:
    """A time, or a day alone, as EXIF or XMP has it."""
    for pattern, form in ((_DATE, "%Y %m %d %H %M"), (_DAY, "%Y %m %d")):
        if match := pattern.match(text):
            with suppress(ValueError):  # 0000:00:00, where a camera's clock was never set
                return datetime.strptime(" ".join(match.groups()), form)
    return None
