"""Pages of known text, as a printer would set them, and how well a reading agrees with them."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.pipeline.frame import Frame
from assistant.reading import Page

FONTS = (
    "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Nimbus Roman", "Nimbus Sans",
    "Nimbus Sans Narrow", "C059", "P052", "URW Bookman", "URW Gothic",
)  # fmt: skip
A4 = (1240, 1754)  # pixels, at 150 dpi
DPI = 150

PROSE = """\
The old ferry leaves at a quarter past seven, when the market on the other bank is already open. \
Most people bring a basket, some bring a dog, and Mrs Kowalczyk brings both. She has crossed the \
river every Saturday since 1974; nobody can remember a week in which she stayed at home.

Tickets cost £2.40 for one way and £4.10 for both, children under 12 travel free. Please have the \
right coins ready: the captain gives no change (he says that his pockets have holes). Bicycles are \
carried if there is room, and there usually is, except in July & August.

"How deep is it here?" asked the boy. "Deep enough," answered the captain, who had been asked that \
question some 9,000 times. Then he took off his cap, scratched his head, and added quietly: \
"Eleven metres in spring, about six in a dry autumn. Why do you want to know?"

The timetable hangs beside the kiosk. Complaints, lost umbrellas and questions of every kind are \
dealt with by the harbour office, 3 Quay Street, from Monday to Friday, 8:30-12:00 and \
13:30-17:15; telephone 0555 271 8264, or write to office@ferry.example.

Experienced passengers take the bench on the left-hand side, which stays dry when the wind blows \
from the west. Visitors who prefer photographs stand at the front, get wet, and laugh about it. \
On the way back everybody sits wherever there is room between cabbages, flowers and new shoes."""

_HYPHENATED = {  # words of the text that may be divided at a line end
    "already": "al-ready", "remember": "re-member", "children": "chil-dren", "captain": "cap-tain",
    "carried": "car-ried", "usually": "usu-ally", "answered": "an-swered", "question": "ques-tion",
    "quietly": "qui-etly", "autumn": "au-tumn", "timetable": "time-table", "captain,": "cap-tain,",
    "umbrellas": "um-brellas", "passengers": "passen-gers", "photographs": "photo-graphs",
    "everybody": "every-body", "wherever": "wher-ever", "Saturday": "Satur-day",
    "Complaints,": "Com-plaints,", "telephone": "tele-phone", "harbour": "har-bour",
    "Experienced": "Experi-enced", "Visitors": "Visi-tors", "cabbages,": "cab-bages,",
    "flowers": "flow-ers", "between": "be-tween", "Bicycles": "Bi-cycles", "people": "peo-ple",
}  # fmt: skip


@dataclass(frozen=True)
class Set:
    """How a page is set: sizes in points, lengths in pixels."""

    font: str = "DejaVu Serif"
    points: float = 12
    columns: int = 1
    hyphens: bool = False
    size: tuple[int, int] = A4
    margin: int = 110
    gutter: int = 60


@cache
def font_file(family: str) -> str:
    """The file of an installed family, or empty: then Pillow's own font is used."""
    asked = ["fc-match", "--format", "%{family}\t%{file}", f"{family}:style=Regular"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    except OSError:
        return ""
    return found.partition("\t")[2] if family in found.partition("\t")[0] else ""


@cache
def _font(family: str, pixels: float) -> ImageFont.FreeTypeFont:
    file = font_file(family)
    found = ImageFont.truetype(file, pixels) if file else ImageFont.load_default(pixels)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return found


def drawn(how: Set, text: str = PROSE) -> tuple[Image.Image, str]:
    """The page, and the part of the text that fitted on it."""
    pixels = how.points * DPI / 72
    used = _font(how.font, pixels)
    picture = Image.new("RGB", how.size, "white")
    draw = ImageDraw.Draw(picture)
    width = (how.size[0] - 2 * how.margin - (how.columns - 1) * how.gutter) // how.columns
    lines = iter(list(_lines(text, used, width, how.hyphens)))
    done: list[str] = []
    for column in range(how.columns):
        x, y = how.margin + column * (width + how.gutter), float(how.margin)
        while y < how.size[1] - how.margin - pixels and (line := next(lines, None)) is not None:
            draw.text((x, y), line[0], (25, 25, 25), used)
            done.append(line[1])
            y += pixels * (1.35 if line[1] else 0.7)
    return picture, " ".join(" ".join(done).split()).replace("\u0003 ", "")


def _lines(
    text: str, font: ImageFont.FreeTypeFont, width: float, hyphens: bool
) -> Iterator[tuple[str, str]]:
    """Each line as it is set, and what it says; \u0003 marks a word that goes on."""
    for paragraph in text.split("\n\n"):
        line = ""
        for word in paragraph.split():
            if font.getlength(f"{line} {word}".strip()) <= width:
                line = f"{line} {word}".strip()
                continue
            first, _, second = _HYPHENATED.get(word, "").partition("-") if hyphens else ("", "", "")
            if first and font.getlength(f"{line} {first}-") <= width:
                yield f"{line} {first}-", f"{line} {first}\u0003"
                line = second
            else:
                yield line, line
                line = word
        yield line, line
        yield "", ""


def turned(picture: Image.Image, degrees: float) -> Frame:
    """The page turned clockwise, on white."""
    way = Image.Resampling.BICUBIC
    if degrees:
        picture = picture.rotate(-degrees, way, expand=True, fillcolor="white")
    return Frame(np.asarray(picture), "page")


def accuracy(said: str, truth: str) -> float:
    """1 - edit distance / length, by characters, all white space being one space."""
    said, truth = " ".join(said.split()), " ".join(truth.split())
    return max(0.0, 1 - distance(said, truth) / max(1, len(truth)))


def distance(one: str, other: str) -> int:
    """Levenshtein's edit distance, row by row (Wagner and Fischer 1974), a row at once in numpy."""
    codes = np.array([ord(c) for c in other])
    steps = np.arange(len(codes) + 1)
    row = steps.copy()
    for i, character in enumerate(one, 1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(character)))
        best = np.concatenate([[i], best])
        row = np.minimum.accumulate(best - steps) + steps
    return int(row[-1])


def words(page: Page, truth: str) -> tuple[int, int, int]:
    """How many words are right, wrong though said plainly, and marked as doubtful or missed."""
    said = [w for block in page.blocks for line in block.whole_lines() for w in line.words]
    known = truth.split()
    right = wrong = refused = 0
    matcher = SequenceMatcher(None, [w.text for w in said], known, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            right += b - a
        else:
            surely = sum(w.sure for w in said[a:b])
            wrong += surely
            refused += max(0, max(b - a, d - c) - surely)
    return right, wrong, refused
