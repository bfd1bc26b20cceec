"""Words that cameras and programs write where a person's would stand."""

import re

# Whole texts, in small letters. The short ones are telephones' codes for how a picture was taken.
_DEFAULTS = frozenset(
    word.strip()
    for word in """
    dcim | digital camera | digital still camera | digital stillcamera | digital image | jpeg
    exif_jpeg_picture | exif jpeg picture | sony dsc | olympus digital camera | minolta dsc
    minolta digital camera | konica minolta digital camera | kodak digital still camera
    casio computer co.,ltd. | casio computer co.,ltd | samsung camera pictures | user comments
    lead technologies inc. v1.01 | applemark | image description | imagedescription | default
    description | untitled | no title | none | null | ascii | charset=ascii | binary comment
    simple image | image created with mobile phone | screenshot | instagram | gimp
    dav | hdr | edf | edr | rhdr | hdrpl | sdr | cof | mde | bty | btf | fhdr | vhdr | ptr | oznor
    oznorco | oznorwdr | rbt | rpt | tpf | 9d7bd4 | _cuva
    """.replace("\n", "|").split("|")
    if word.strip()
)
_MAKERS = (
    "acer|agfa(?:photo)?|apple|benq|canon|casio|concord|epson|fuji(?:film)?|ge|genius|google|"
    "hp|hewlett[- ]packard|htc|huawei|jvc|kodak|konica(?: minolta)?|kyocera|leica|lg|medion|"
    "minolta|motorola|nikon|nokia|olympus|oneplus|oppo|panasonic|pentax|polaroid|praktica|ricoh|"
    "rollei|samsung|sanyo|sharp|sigma|sony|sony ?ericsson|toshiba|traveler|vivitar|vivo|xiaomi"
)
_APPS = (
    "gimp|vsco|snapseed|picsart|photoshop|lightroom|instagram|paint|pixlr|canva|camera360|retrica"
)
# A maker alone is no camera's word: "Apple" may be a person's for what is on the table.
_PATTERNS = re.compile(
    rf"(?:{_MAKERS})(?: (?:corporation|corp\.?|imaging(?: corp\.?)?|electronics))*"
    r"(?: digital(?: still)? (?:camera|image|picture)| camera| dsc[\w-]*| corporation)"
    r"|<[^<>]*/[^<>]*>"  # "<KENOX S760  / Samsung S760>"
    rf"|(?:processed|edited|created|made) (?:with|by|using|in) (?:the |adobe )?(?:{_APPS})\b.*"
    r"|(?:dsc|dscn|dscf|dsc_|img_|mvi_|pict|sam_|pxl_|cimg|hpim)\d{4,}(?:\.\w{3,4})?"
)


def is_default(text: str) -> bool:
    """Whether a text is a camera's or a program's own, such as "OLYMPUS DIGITAL CAMERA"."""
    words = " ".join(text.replace("\0", " ").split()).lower()
    return not words or words in _DEFAULTS or bool(_PATTERNS.fullmatch(words))
