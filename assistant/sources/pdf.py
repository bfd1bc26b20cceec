"""x from a page of a PDF: rendered, with the text that the file itself has for it."""

import ctypes
import math
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from typing import IO, Any

import numpy as np

from assistant.errors import SourceError
from assistant.pipeline.frame import Frame, Pixels, Printed
from assistant.sources.files import damaged_sentence

_DPI, _SMALLEST = 200, 1000  # how finely it is rendered; pixels of the longer side of small pages
_MOST_PIXELS = 250_000_000  # of one picture in a page, as of a file
_POINT = 1 / 72  # inch, the unit of a PDF
_SHOWING = 0.02  # share of the page: smaller pictures have no writing that is worth a look
_WRONG = 0.05  # share of characters that are none, from which the text is no use
_APART = 1.0  # heights of a line: what is further apart is another piece
_HYPHENS = {0xFFFE: "-", 0x02: "-"}  # what PDFium gives for a hyphen at a line end
_NO_TEXT = frozenset({"Cc", "Co", "Cs", "Cn"})
_HARMLESS = frozenset((2, 16))  # kinds of annotations that show nothing: links, windows of notes

_Sides = tuple[float, ...]  # left, bottom, right, top in points

_lock = threading.Lock()  # PDFium is for one thread at a time


def page(file: IO[bytes], name: str, number: int, longest: int) -> Frame:
    """One page, its longer side at most ``longest`` pixels.

    Args:
        file: the document.
        name: what a person would call it.
        number: of the page, from 1.
        longest: pixels.

    Raises:
        SourceError: it is locked, damaged or empty, or has no such page.
    """
    import pypdfium2  # only now: it loads a library of 8 MB

    file.seek(0)
    with _lock:
        try:
            with pypdfium2.PdfDocument(file) as document:
                count = len(document)
                check_number(number, count, name)
                if document.get_formtype():
                    document.init_forms()
                return _frame(document[number - 1], name, number, count, longest)
        except pypdfium2.PdfiumError as error:
            raise SourceError(_sentence(error, name)) from error


def check_number(number: int, count: int, name: str) -> None:
    """Tell that a document has no such page.

    Raises:
        SourceError: it has not.
    """
    if not count:
        raise SourceError(f"{name} has no pages.")
    if not 1 <= number <= count:
        has = "only one page" if count == 1 else f"{count} pages"
        raise SourceError(f"{name} has {has}; there is no page {number}.")


def _sentence(error: Exception, name: str) -> str:
    import pypdfium2.raw as c

    if getattr(error, "err_code", None) == c.FPDF_ERR_PASSWORD:
        return f"{name} is locked with a password; save a copy without one, and try that."
    return damaged_sentence(name)


def _frame(page: Any, name: str, number: int, count: int, longest: int) -> Frame:  # noqa: ANN401 - no types
    objects = list(page.get_objects(filter=[_IMAGE], max_depth=4))
    if sum(_area(one) for one in objects) > _MOST_PIXELS:
        raise SourceError(
            f"Page {number} of {name} is too large; save a smaller copy and try that."
        )
    side = max(page.get_size())
    scale = min(max(_DPI * _POINT, _SMALLEST / max(side, 1)), longest / max(side, 1))
    pixels = _rgb(page.render(scale=scale, rev_byteorder=True).to_numpy())
    width, height = page.get_size()
    printed = tuple(_lines(page))
    if _is_turned(page, printed):
        printed = ()  # it is read as it is seen: which way it stands is told from its look
    shown = sum(_shown(one) for one in objects) / max(1.0, width * height)
    more = not printed or shown > _SHOWING or _has_notes(page)
    return Frame(pixels, name, page=number, pages=count, printed=printed, shows_more=more)


_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE


def _is_turned(page: Any, printed: Sequence[Printed]) -> bool:  # noqa: ANN401
    """Whether most of the text runs up or down the page as it is seen, or stands on its head."""
    import pypdfium2.raw as c

    width, height = page.get_size()
    tall = sum(len(text) for text, box in printed if box[3] * height > box[2] * width)
    text = page.get_textpage()
    angles = [c.FPDFText_GetCharAngle(text, i) for i in range(0, text.count_chars(), 7)]
    turn = (math.degrees(float(np.median(angles or [0.0]))) - page.get_rotation()) % 360
    return tall > sum(len(text) for text, _ in printed) / 2 or 135 < turn < 225


def _area(image: Any) -> int:  # noqa: ANN401
    width, height = image.get_px_size()
    return int(width * height)


def _shown(image: Any) -> float:  # noqa: ANN401
    left, bottom, right, top = image.get_bounds()
    return float(abs(right - left) * abs(top - bottom))


def _rgb(rendered: Any) -> Pixels:  # noqa: ANN401
    if rendered.ndim == 2:
        rendered = rendered[..., None]
    three = rendered[..., :3] if rendered.shape[2] >= 3 else np.repeat(rendered, 3, axis=2)
    return np.array(three, np.uint8, order="C", copy=True)


def _has_notes(page: Any) -> bool:  # noqa: ANN401
    """Whether there are fields and notes, which are drawn but are none of the page's text."""
    import pypdfium2.raw as c

    for i in range(c.FPDFPage_GetAnnotCount(page)):
        note = c.FPDFPage_GetAnnot(page, i)
        kind = c.FPDFAnnot_GetSubtype(note)
        c.FPDFPage_CloseAnnot(note)
        if kind not in _HARMLESS:
            return True
    return False


def _lines(page: Any) -> Iterator[Printed]:  # noqa: ANN401
    """The page's own text, piece by piece; nothing where it makes no sense."""
    import pypdfium2.raw as c

    text = page.get_textpage()
    codes = [c.FPDFText_GetUnicode(text, i) for i in range(text.count_chars())]
    characters = [
        _HYPHENS.get(code) or chr(code) if code < 0x110000 else "\ufffd" for code in codes
    ]
    seen = [char for char in characters if not char.isspace()]
    wrong = sum(unicodedata.category(char) in _NO_TEXT or char == "\ufffd" for char in seen)
    if not seen or wrong > _WRONG * len(seen):
        return
    piece = ""
    box: _Sides = ()
    last: _Sides = ()
    for i, char in enumerate(characters):
        here: _Sides = () if char.isspace() else text.get_charbox(i, loose=True)
        if box and (char in "\r\n" or (here and _is_apart(last, here))):
            yield _printed(page, piece, box)
            piece, box = "", ()
        if here:
            piece, last = piece + char, here
            box = _around(box, here) if box else here
        elif box:
            piece += " "
    if box:
        yield _printed(page, piece, box)


def _is_apart(one: _Sides, other: _Sides) -> bool:
    gap = max(other[0] - one[2], one[0] - other[2])
    return gap > _APART * max(one[3] - one[1], other[3] - other[1])


def _around(one: _Sides, other: _Sides) -> _Sides:
    return (*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))


def _printed(page: Any, text: str, box: _Sides) -> Printed:  # noqa: ANN401
    """The piece with its box as fractions of the page as it is seen, turned and cropped."""
    import pypdfium2.raw as c

    x, y, fine = ctypes.c_int(), ctypes.c_int(), 10_000
    points = []
    for u, v in ((box[0], box[1]), (box[2], box[3])):
        c.FPDF_PageToDevice(page, 0, 0, fine, fine, 0, u, v, x, y)
        points.append((x.value / fine, y.value / fine))
    (a, b), (d, e) = points
    left, top = min(a, d), min(b, e)
    return Printed(text.strip(), (left, top, max(a, d) - left, max(b, e) - top))
