"""Words of people in a picture's metadata, or beside it: keywords, captions, names, places.

From XMP (Dublin Core, IPTC, Lightroom, digiKam, Windows, face regions of the Metadata Working Group
and of Microsoft), from IPTC's older fields, from EXIF with Windows' own, and from sidecars. What
Glimpse wrote itself, and what cameras write by default, is no person's.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, IptcImagePlugin, JpegImagePlugin, TiffImagePlugin
from PIL.ExifTags import IFD, Base

from assistant.metadata import marks
from assistant.metadata.camera_words import is_default
from assistant.metadata.sidecar import sidecar_of
from assistant.search.box_metadata import NONE, Boxes
from assistant.sources.rescue import DAMAGED
from assistant.untrusted import for_xml

_LONGEST = 5_000  # characters of one kind
_LARGEST = 4_000_000  # bytes of a sidecar

_DC = "{http://purl.org/dc/elements/1.1/}"
_IPTC = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_IPTC_MORE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_ACDSEE = "{http://ns.acdsee.com/iptc/1.0/}"
_WROTE = "{urn:uuid:ad3a5465-ddf9-47b2-a746-000528a36508#}Wrote"
_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_XMP = {
    f"{_DC}subject": "keywords",
    "{http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject": "keywords",
    "{http://www.digikam.org/ns/1.0/}TagsList": "keywords",
    "{http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": "keywords",
    f"{_ACDSEE}keywords": "keywords",
    f"{_DC}title": "captions",
    f"{_DC}description": "captions",
    f"{_PHOTOSHOP}Headline": "captions",
    f"{_IPTC}AltTextAccessibility": "captions",
    f"{_IPTC}ExtDescrAccessibility": "captions",
    f"{_ACDSEE}caption": "captions",
    f"{_ACDSEE}notes": "captions",
    f"{_IPTC_MORE}Event": "captions",
    f"{_IPTC_MORE}PersonInImage": "people",
    "{http://www.metadataworkinggroup.com/schemas/regions/}Name": "people",
    "{http://ns.microsoft.com/photo/1.2/t/Region#}PersonDisplayName": "people",
    "{http://ns.iview-multimedia.com/mediapro/1.0/}People": "people",
    f"{_PHOTOSHOP}City": "places",
    f"{_PHOTOSHOP}State": "places",
    f"{_PHOTOSHOP}Country": "places",
    f"{_IPTC}Location": "places",
    f"{_IPTC_MORE}City": "places",
    f"{_IPTC_MORE}Sublocation": "places",
    f"{_IPTC_MORE}CountryName": "places",
}
_DATES = (
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    f"{_PHOTOSHOP}DateCreated",
    "{http://ns.adobe.com/xap/1.0/}CreateDate",
)
# What the mark of what Glimpse wrote calls these fields.
_MARKED = {
    f"{_DC}subject": marks.KEYWORDS, f"{_DC}description": marks.CAPTION,
    f"{_IPTC}AltTextAccessibility": marks.ALT, f"{_IPTC}ExtDescrAccessibility": marks.DESCRIPTION,
}  # fmt: skip
_LEVELS = re.compile(r"[|/]")  # of a keyword in a tree, such as "People/Anna"
_TREES = ("hierarchicalSubject", "TagsList")
# IPTC's older fields (IIM 4, record 2).
_OLD = {
    5: "captions", 25: "keywords", 90: "places", 92: "places", 95: "places", 101: "places",
    105: "captions", 120: "captions",
}  # fmt: skip
_WINDOWS = {0x9C9B: "captions", 0x9C9C: "captions", 0x9C9E: "keywords", 0x9C9F: "captions"}
_PNG = ("Title", "Description", "Comment")


@dataclass(frozen=True)
class OwnWords:
    """Words of people about one picture; each is one line of the text of its kind."""

    keywords: str = ""
    captions: str = ""
    people: str = ""
    places: str = ""


NOTHING = OwnWords()


def own_words(path: Path, picture: Image.Image | None, carried: Boxes = NONE) -> OwnWords:
    """Read what people wrote about a picture.

    Args:
        path: its file; a sidecar may be beside it.
        picture: opened, not yet loaded; None where Pillow cannot open it.
        carried: what its boxes have, where it is made of such.
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind in OwnWords.__dataclass_fields__}
    for kind, text in (*_inside(picture), *_boxed(carried), *_beside(path)):
        line = for_xml(text)
        if line and not (kind == "captions" and is_default(line)):
            found[kind].setdefault(line.casefold(), line)
    return OwnWords(**{k: "\n".join(lines.values())[:_LONGEST] for k, lines in found.items()})


def xmp_dates(packet: bytes) -> list[str]:
    """Time when it was taken, by its XMP; also one that a person entered for a scanned picture."""
    with suppress(ElementTree.ParseError):
        top = ElementTree.fromstring(packet.strip(b"\0 \r\n\t")) if packet else None
        if top is not None:
            parts = [(e.tag, e.text or "") for e in top.iter()]
            parts += [part for element in top.iter() for part in element.attrib.items()]
            return [text.strip() for name in _DATES for tag, text in parts if tag == name]
    return []


def _inside(picture: Image.Image | None) -> Iterator[tuple[str, str]]:
    if picture is None:
        return
    with suppress(*DAMAGED):
        yield from _from_xmp(packet_of(picture))
    with suppress(*DAMAGED):
        yield from _from_iptc(picture)
    with suppress(*DAMAGED):
        yield from _from_exif(picture.getexif())
    yield from (("captions", str(picture.info[name])) for name in _PNG if name in picture.info)


def _boxed(carried: Boxes) -> Iterator[tuple[str, str]]:
    yield from _from_xmp(carried.xmp)
    for exif in carried.exif:
        with suppress(*DAMAGED):
            yield from _from_exif(exif)


def _beside(path: Path) -> Iterator[tuple[str, str]]:
    with suppress(OSError):
        sidecar = sidecar_of(path)
        if sidecar.stat().st_size < _LARGEST:
            yield from _from_xmp(sidecar.read_bytes())


def packet_of(picture: Image.Image) -> bytes:
    """The XMP packet in a file."""
    tags = getattr(picture, "tag_v2", {})
    found = picture.info.get("xmp") or tags.get(700) or b""
    return found.encode() if isinstance(found, str) else bytes(found)


def _from_xmp(packet: bytes) -> Iterator[tuple[str, str]]:
    try:
        top = ElementTree.fromstring(packet.strip(b"\0 \r\n\t")) if packet else None
    except ElementTree.ParseError:
        top = None
    if top is None:
        return
    wrote = {text for element in top.iter(_WROTE) for text in _texts(element)}
    wrote |= set(filter(None, (element.get(_WROTE, "") for element in top.iter())))
    for element in top.iter():
        values = [(element.tag, text) for text in _texts(element)] if element.tag in _XMP else []
        values += [(name, text) for name, text in element.attrib.items() if name in _XMP]
        for name, text in values:
            if name not in _MARKED or marks.entry(_MARKED[name], text) not in wrote:
                yield from _named(name, text)


def _named(name: str, text: str) -> Iterator[tuple[str, str]]:
    """A value with its kind; of a keyword in a tree each level is one."""
    is_tree = name.endswith(_TREES)
    yield from ((_XMP[name], part) for part in (_LEVELS.split(text) if is_tree else [text]))


def _texts(element: ElementTree.Element) -> Iterable[str]:
    """The values of a property: the items of its list, or its own text."""
    items = [item.text or "" for item in element.iter(_ITEM)]
    return filter(str.strip, items or [element.text or ""])


def _from_iptc(picture: Image.Image) -> Iterator[tuple[str, str]]:
    if not isinstance(picture, (JpegImagePlugin.JpegImageFile, TiffImagePlugin.TiffImageFile)):
        return
    found = IptcImagePlugin.getiptcinfo(picture) or {}
    coded = found.get((1, 90)) == b"\x1b%G"  # UTF-8
    for (record, number), value in found.items():
        if record == 2 and number in _OLD:
            for raw in value if isinstance(value, list) else [value]:
                yield _OLD[number], _decoded(raw, coded)


def _decoded(raw: bytes, coded: bool) -> str:
    """A value of IPTC; many programs write UTF-8 without saying so."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8" if coded else "latin-1", "replace")


def _from_exif(exif: Image.Exif) -> Iterator[tuple[str, str]]:
    for tag, kind in _WINDOWS.items():
        value = exif.get(tag)
        data = bytes(value) if isinstance(value, (bytes, tuple, list)) else b""
        text = data.decode("utf-16-le", "replace").rstrip("\0")
        yield from ((kind, part) for part in (text.split(";") if kind == "keywords" else [text]))
    yield "captions", _told(exif.get(Base.ImageDescription))
    comment = exif.get_ifd(IFD.Exif).get(Base.UserComment)
    if isinstance(comment, bytes) and comment[:8] in (b"ASCII\0\0\0", b"UNICODE\0", bytes(8)):
        code = "utf-16" if comment.startswith(b"UNICODE") else "utf-8"
        yield "captions", comment[8:].decode(code, "replace").rstrip("\0")
    elif isinstance(comment, str):
        yield "captions", comment


def _told(value: object) -> str:
    """A text of EXIF: Pillow takes it for Latin-1, most programs write UTF-8."""
    text = value if isinstance(value, str) else ""
    with suppress(UnicodeError):
        return text.encode("latin-1").decode("utf-8")
    return text
