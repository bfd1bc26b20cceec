"""Other scripts and alphabets: what is not known is told or marked, and nothing is invented.

A page is right when it is told that it cannot be read; wrong when words are said plainly that do
not stand there. Of running English text every word that is marked though it was right is wrong.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from assistant.pipeline.frame import Frame
from assistant.reading import Page, read
from tests.benchmarks.truth.pages import FONTS, Set, drawn, font_file
from tests.benchmarks.truth.row import Row

_SIZES = (28, 40)  # pixels
_SCRIPTS = {
    "Arabic": ["السلام عليكم ورحمة الله", "ممنوع التدخين في هذا المبنى"],
    "Armenian": ["Բարի գալուստ Հայաստան", "Մուտքն արգելված է"],
    "Cyrillic": ["Внимание! Двери закрываются.", "Следующая станция Москва"],
    "Devanagari": ["नमस्ते दुनिया", "धूम्रपान निषेध है"],
    "Georgian": ["გამარჯობა მსოფლიო", "გასასვლელი თბილისი"],
    "Greek": ["Καλημέρα κόσμε, τι κάνεις;", "Απαγορεύεται το κάπνισμα"],
    "Hebrew": ["שלום עולם, ברוכים הבאים", "אסור לעשן במקום הזה"],
    "Tamil": ["வணக்கம் உலகம்", "அடுத்த நிலையம் சென்னை"],
    "Thai": ["สวัสดีชาวโลก ยินดีต้อนรับ", "สถานีต่อไป กรุงเทพ"],
}
_ALPHABETS = {
    "Vietnamese": ["Đường Nguyễn Huệ, Hà Nội", "Cấm hút thuốc trong phòng này"],
    "Czech": ["Příliš žluťoučký kůň úpěl", "Zákaz kouření v celém objektu"],
    "Polish": ["Zażółć gęślą jaźń", "Proszę zamykać drzwi"],
    "Turkish": ["İstanbul'da güneşli bir gün", "Lütfen kapıyı kapatınız"],
    "French": ["Œuvre complète, cœur, sœur", "Défense de fumer"],
    "German": ["Größe, Straße, Übung, Äpfel", "Bitte die Tür leise schließen"],
}
_FAMILIES = ("DejaVu Sans", "DejaVu Serif", "FreeSans", "FreeSerif")


def rows() -> Iterator[Row]:
    """The whole table."""
    for script, lines in _SCRIPTS.items():
        yield _script(script, lines)
    for alphabet, lines in _ALPHABETS.items():
        yield _alphabet(alphabet, lines)
    yield _english()


def _script(name: str, lines: list[str]) -> Row:
    right = wrong = refused = 0
    for page in _pages(lines):
        if any(word.sure for line in page.lines for word in line.words):
            wrong += 1
        elif page.unread:
            right += 1
        else:
            refused += 1
    return Row(name, right, wrong, refused, "pages")


def _alphabet(name: str, lines: list[str]) -> Row:
    known, right, plain, marked = set(" ".join(lines).split()), 0, [], 0
    for page in _pages(lines):
        for word in (word for line in page.lines for word in line.words):
            right += word.sure and word.text in known
            marked += not word.sure
            plain += [word.text] * (word.sure and word.text not in known)
    return Row(name, right, len(plain), marked, " ".join(sorted(set(plain))))


def _english() -> Row:
    right, wrong = 0, []
    for family in FONTS:
        picture, text = drawn(Set(font=family, size=(1240, 700)))
        for line in read(Frame(np.asarray(picture))).lines:
            marked = [w.text for w in line.words if "?" in w.text and w.text not in text]
            right += len(line.words) - len(marked)
            wrong += marked
    return Row("English, marked by mistake", right, len(wrong), 0, " ".join(wrong))


def _pages(lines: list[str]) -> Iterator[Page]:
    """One for each family and size that has all the letters."""
    for family in _FAMILIES:
        file = font_file(family)
        for size in _SIZES:
            font = ImageFont.truetype(file, size) if file else None
            if font is not None and _has(font, "".join(lines)):
                yield read(_drawn(lines, font))


def _has(font: ImageFont.FreeTypeFont, text: str) -> bool:
    missing = font.getmask("\U0010fffe").getbbox(), bytes(font.getmask("\U0010fffe"))
    return all(
        (font.getmask(c).getbbox(), bytes(font.getmask(c))) != missing for c in set(text) - {" "}
    )


def _drawn(lines: list[str], font: ImageFont.FreeTypeFont) -> Frame:
    step = round(1.9 * font.size)
    width = round(max(font.getlength(line) for line in lines)) + 80
    picture = Image.new("RGB", (max(320, width), step * len(lines) + 60), "white")
    for i, line in enumerate(lines):
        ImageDraw.Draw(picture).text((40, 30 + i * step), line, "black", font)
    return Frame(np.asarray(picture))
