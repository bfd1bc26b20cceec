"""QR codes and barcodes: found, read and made safe to be said. Nothing is ever opened by itself.

zxing-cpp reads them. It misses bars that are neither upright nor lying, and modules of two pixels:
so where nothing was read, the part of the picture that looks most like a code is turned until its
bars stand upright, or, if it is small, made twice as large, and read again. Measured by ``python -m
tests.benchmarks.truth codes``: 110 of 113 sharp codes of eight kinds. OpenCV's detectors
(``python -m tests.benchmarks.truth.codes``) read 18 QR codes where this reads 66 of 75, blurred and
pale ones among them; and 50 EAN-13 codes where this reads 44 of 70.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.where import direction
from assistant.senses.code_words import cleaned, words

__all__ = ["see", "words"]

_BARS = "EAN13,EAN8,UPCA,UPCE,Code128,Code39,ITF"
# These are read light on dark, too: they correct errors, so that no other thing passes for one.
_SQUARE = "QRCode,DataMatrix,Aztec"
_ALL = f"{_SQUARE},{_BARS}"
_NAMES = {"QR Code": "QR code", "Data Matrix": "Data Matrix code", "Aztec": "Aztec code"}
_UNCHECKED = {"Code 39", "ITF"}  # they carry no check digit, so lines of another thing can pass
_SHORTEST = 6  # characters of one of these; shorter ones are mostly fences and blinds
_LONGEST_SIDE = 1280  # of the copy that is read: more pixels take longer and read no more
_MOST = 8  # codes of one picture

_STEP = 2  # the looking for a part is done on a copy that is so much smaller
_AROUND = 21  # pixels of that copy over which edges are gathered
_BUSY = 0.45  # of the strongest gathering of edges: what is less is not of the code
_FEWEST = 300.0  # squared steps per pixel: less is no print
_LARGEST = 0.5  # share of the picture: a larger part has been read already
_SMALL = 100_000  # pixels: what is larger and cannot be read has no modules of two or three pixels
_ALIKE = 0.5  # how far the edges share one direction (0..1) where they are bars
_UPRIGHT = np.deg2rad(3)  # bars nearer to upright or lying than that need no turning


class _Code(NamedTuple):
    label: str
    text: str
    sureness: Sureness
    corners: npt.NDArray[np.float64]  # (4, 2): x, y in pixels of what was read


class _Part(NamedTuple):
    x: int
    y: int
    pixels: Pixels  # grey
    angle: float  # radians by which its bars lean from upright
    bars: bool


def see(frame: Frame) -> Iterator[Observation]:
    """One observation of kind "code" for each; ``content`` is its text in one clean line.

    Labels: "QR code", "Data Matrix code", "Aztec code", "barcode". Passwords and keys in the text
    are replaced by "…".
    """
    cv2 = opencv.load()
    grey: Pixels = cv2.cvtColor(frame.reduced(_LONGEST_SIDE), cv2.COLOR_RGB2GRAY)
    told: set[tuple[str, str]] = set()
    for code in [*(_read(grey, _ALL) or _read_part(grey)), *_read(255 - grey, _SQUARE)]:
        if (code.label, code.text) not in told and len(told) < _MOST:
            told.add((code.label, code.text))
            box = _box(code.corners, grey)
            yield Observation(
                code.label, 1.0, "codes", code.sureness, "code",
                box=box, where=direction(box), content=code.text,
            )  # fmt: skip


def _read(grey: Pixels, formats: str) -> list[_Code]:
    """The codes in a grey picture, from top to bottom."""
    import zxingcpp

    known = zxingcpp.barcode_formats_from_str(formats)
    codes = []
    # Plain: else a control character would come as words, such as "<ESC>".
    plain = zxingcpp.TextMode.Plain
    for found in zxingcpp.read_barcodes(
        grey, known, try_invert=False, try_downscale=False, text_mode=plain
    ):
        kind, text, p = str(found.symbology), cleaned(found.text), found.position
        unchecked = kind in _UNCHECKED
        if text and not (unchecked and len(text) < _SHORTEST):
            corners = [(c.x, c.y) for c in (p.top_left, p.top_right, p.bottom_right, p.bottom_left)]
            sureness = Sureness.FAIRLY_SURE if unchecked else Sureness.SURE
            codes.append(
                _Code(_NAMES.get(kind, "barcode"), text, sureness, np.array(corners, float))
            )
    return sorted(codes, key=lambda code: (code.corners[:, 1].min(), code.corners[:, 0].min()))


def _read_part(grey: Pixels) -> list[_Code]:
    """Read again the part that looks most like a code: turned, or twice as large."""
    cv2 = opencv.load()
    part = _busiest(grey)
    if part is None:
        return []
    height, width = part.pixels.shape
    across = (part.angle + np.pi / 4) % (np.pi / 2) - np.pi / 4  # from upright or lying
    turned = part.bars and abs(across) > _UPRIGHT
    if not turned and part.pixels.size > _SMALL:
        return []
    degrees, scale = (np.rad2deg(across), 1) if turned else (0, 2)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, scale)
    size = np.abs(matrix[:, :2]) @ (width, height)
    matrix[:, 2] += size / 2 - (width / 2, height / 2)
    again = cv2.warpAffine(
        part.pixels, matrix, tuple(np.ceil(size).astype(int).tolist()),
        flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    back = cv2.invertAffineTransform(matrix)
    return [
        code._replace(corners=code.corners @ back[:, :2].T + back[:, 2] + (part.x, part.y))
        for code in _read(again, _BARS if turned else _ALL)
    ]


def _busiest(grey: Pixels) -> _Part | None:
    """Where hard edges are densest, and which way they run there.

    The direction is that of the structure tensor (Bigun and Granlund, ICCV 1987).
    """
    if min(grey.shape) < _STEP * _AROUND:
        return None
    cv2 = opencv.load()
    small = cv2.resize(grey, None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA)
    dx, dy = (cv2.Scharr(small, cv2.CV_32F, x, 1 - x, scale=1 / 32) for x in (1, 0))
    edges = cv2.blur(cv2.accumulateSquare(dy, cv2.multiply(dx, dx)), (_AROUND, _AROUND))
    _, strongest, _, place = cv2.minMaxLoc(edges)
    if strongest < _FEWEST:
        return None
    mask = cv2.compare(edges, _BUSY * strongest, cv2.CMP_GT)
    left, top, width, height = cv2.floodFill(mask, None, place, 1, flags=8)[3]
    if width * height > _LARGEST * edges.size:
        return None
    here = slice(top, top + height), slice(left, left + width)
    xx, yy, xy = ((a[here] * b[here]).mean() for a, b in ((dx, dx), (dy, dy), (dx, dy)))
    alike = float(np.hypot(xx - yy, 2 * xy) / (xx + yy))
    margin = _AROUND // 2 + (width + height) // 16  # the quiet zone belongs to the code
    x0, y0 = max(0, left - margin) * _STEP, max(0, top - margin) * _STEP
    x1, y1 = (left + width + margin) * _STEP, (top + height + margin) * _STEP
    angle = float(0.5 * np.arctan2(2 * xy, xx - yy))
    return _Part(x0, y0, grey[y0:y1, x0:x1], angle, alike > _ALIKE)


def _box(corners: npt.NDArray[np.float64], grey: Pixels) -> Box:
    x, y = np.clip(corners / grey.shape[::-1], 0.0, 1.0).T
    return float(x.min()), float(y.min()), float(np.ptp(x)), float(np.ptp(y))
