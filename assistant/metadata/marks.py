"""The fields that Glimpse writes into metadata, as exiftool names them, and its mark on a value."""

import hashlib

from assistant.untrusted import for_xml

ALT = "XMP-iptcCore:AltTextAccessibility"
DESCRIPTION = "XMP-iptcCore:ExtDescrAccessibility"
CAPTION = "XMP-dc:Description"
WRITER = "XMP-photoshop:CaptionWriter"
KEYWORDS = "XMP-dc:Subject"


def entry(field: str, value: str) -> str:
    """Name and digest of a value, as it stands in the mark of what Glimpse wrote."""
    name = field.partition(":")[2]
    return f"{name} {hashlib.sha256(for_xml(value).encode()).hexdigest()[:16]}"
