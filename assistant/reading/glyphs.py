"""Letters that were drawn in a line, against what was read in it: some are read as nothing.

The recogniser passes over letters that it does not know, as if nothing stood there, and is quite
sure of the rest: "Đường" becomes "Đưng". Where a stroke as high as a letter has no character, and
its neighbours are further apart than they can be, :data:`MISSED` is put. Clear lines only.
"""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.frame import Pixels
from assistant.pipeline.quantiles import quantile
from assistant.reading import letters
from assistant.reading.networks import Ink, Reading

MISSED = "?"
"""Stands where a letter was not known."""
_SCORE = 0.3  # of that

# In pixels of a line's small picture, 48 high.
_HIGH, _INK = 14, 20  # height and area from which a stroke may be a letter
_NEAR, _FAR = 2, 20  # between a character's place and a stroke that is its, or an ink that may be
_LETTER = 36.0  # the width of a Chinese character, where too few letters tell it
# Widths of characters as shares of that, and how much of what they take two must be apart.
_NARROW, _USUAL, _WIDE = 0.32, 0.56, 0.85
_THIN, _BROAD = frozenset("iljtfrI.,:;'|!()[]-·ıíìîï`\"°"), frozenset("mwMW@%œæŒÆ—…")
_APART, _ROOM, _CROWD = 0.65, 0.6, 1.2
_GAP, _FILLED = 0.5, 0.8  # room between two characters that ink fills: a letter grown together
_LEAST = 9  # pixels; a character's place is told in steps of eight

_SHARP, _LOWEST = 0.2, 14  # steepest slope as a share of the contrast per pixel; a line's height
_EVEN, _SAME = 0.8, 0.12  # share of the ground that differs less than that share of the contrast


@dataclass(frozen=True)
class _Strokes:
    """Runs of columns with ink: where each begins and ends, and which may be letters."""

    left: npt.NDArray[np.int_]
    right: npt.NDArray[np.int_]
    is_letter: npt.NDArray[np.bool_]


def checked(line: Pixels, height: float, reading: Reading) -> Reading:
    """The reading with :data:`MISSED` where letters were passed over, and how ink and text agree.

    Args:
        line: one upright line, BGR uint8 (48, width, 3).
        height: of the line in the picture, in pixels.
        reading: what it seems to say.
    """
    grey = _grey(line)
    ink = _ink(grey)
    strokes = _strokes(ink)
    clear = height >= _LOWEST and _is_sharp(grey) and _is_even(grey, ink)
    shown = [(c, p) for c, p in zip(reading.text, reading.places, strict=True) if not c.isspace()]
    places = np.array([place for _, place in shown])
    empty = strokes.is_letter & ~_holds(strokes, places)
    columns: npt.NDArray[np.bool_] = np.any(ink, axis=0)
    bare = columns.copy()
    for place in places.astype(int):
        bare[max(0, place - _FAR) : place + _FAR] = False
    seen = Ink(
        int(strokes.is_letter.sum()),
        float(empty.sum() / max(1, strokes.is_letter.sum())),
        float(bare.sum() / max(1, columns.sum())),
        clear,
    )
    reading = reading._replace(ink=seen)
    if not clear:
        return reading
    width = _width(reading)
    alone = _passed_over(strokes, empty, shown, width)
    reading = _marked(reading, [*alone, *_grown_together(columns, reading, width)])
    return _doubted(reading, letters.doubtful(ink, reading))


def drawn(line: Pixels) -> npt.NDArray[np.bool_]:
    """Mask of what is drawn in a line, BGR uint8 (48, width, 3)."""
    return _ink(_grey(line))


def _grey(line: Pixels) -> Pixels:
    cv2 = opencv.load()
    grey: Pixels = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    return grey


def _doubted(reading: Reading, places: Collection[int]) -> Reading:
    """The reading with these characters no surer than what was not known."""
    scores = (min(s, _SCORE) if i in places else s for i, s in enumerate(reading.scores))
    return reading._replace(scores=tuple(scores))


def _grown_together(
    columns: npt.NDArray[np.bool_], reading: Reading, width: float
) -> Iterator[float]:
    """The middles between characters of a word where there is ink for another one."""
    pairs = pairwise(zip(reading.text, reading.places, strict=True))
    for (one, left), (other, right) in pairs:
        if one.isspace() or other.isspace():
            continue
        start, end = left + width * _share(one) / 2, right - width * _share(other) / 2
        between = columns[int(start) : max(int(start) + 1, int(end))]
        if end - start >= _GAP * width and len(between) and between.mean() >= _FILLED:
            yield (start + end) / 2


def _marked(reading: Reading, middles: list[float]) -> Reading:
    """The reading with a mark for each run of places at which a letter was passed over."""
    at = sorted({int(np.searchsorted(reading.places, middle)) for middle in middles})
    text, scores, places = list(reading.text), list(reading.scores), list(reading.places)
    for i in reversed(at):
        text.insert(i, MISSED)
        scores.insert(i, _SCORE)
        places.insert(i, max(m for m in middles if np.searchsorted(reading.places, m) == i))
    return reading._replace(text="".join(text), scores=tuple(scores), places=tuple(places))


def _passed_over(
    strokes: _Strokes, empty: npt.NDArray[np.bool_], shown: list[tuple[str, float]], width: float
) -> Iterator[float]:
    """The middles of empty strokes that their neighbours leave room for."""
    places = np.array([place for _, place in shown])
    for i in np.flatnonzero(empty).tolist():
        own = float(strokes.right[i] - strokes.left[i])
        middle = float(strokes.left[i] + strokes.right[i]) / 2
        after = int(np.searchsorted(places, middle))
        beside = shown[max(0, after - 1) : after + 1]
        halves = [width * _share(c) / 2 for c, _ in beside]
        apart = [abs(p - middle) >= max(_LEAST, _APART * (h + own / 2))
                 for (_, p), h in zip(beside, halves, strict=True)]  # fmt: skip
        room = beside[-1][1] - beside[0][1] - sum(halves) if len(beside) == 2 else own
        crowded = any(_is_crowded(strokes, j, shown, width) for j in (i - 1, i + 1))
        if beside and all(apart) and room >= _ROOM * own and not crowded:
            yield middle


def _is_crowded(strokes: _Strokes, i: int, shown: list[tuple[str, float]], width: float) -> bool:
    """Whether a stroke has more characters than fit: one of them is of the stroke beside it."""
    if not 0 <= i < len(strokes.left):
        return False
    left, right = strokes.left[i] - _NEAR, strokes.right[i] + _NEAR
    inside = [_share(c) * width for c, place in shown if left <= place <= right]
    return len(inside) > 1 and sum(inside) > _CROWD * (right - left)


def _width(reading: Reading) -> float:
    """What a Chinese character would be wide, by how far the letters are apart."""
    pairs = zip(reading.text, reading.text[1:], np.diff(reading.places), strict=False)
    each = [2 * gap / (_share(a) + _share(b)) for a, b, gap in pairs if not (a + b).count(" ")]
    return float(np.clip(median(each), 20, 60)) if len(each) >= 3 else _LETTER


def _share(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return _NARROW if character in _THIN else _WIDE if character in _BROAD else _USUAL


def _holds(strokes: _Strokes, places: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which strokes have a character's place in them."""
    first = np.searchsorted(places, strokes.left - _NEAR)
    last = np.searchsorted(places, strokes.right + _NEAR, side="right")
    held: npt.NDArray[np.bool_] = last > first
    return held


def _ink(grey: Pixels) -> npt.NDArray[np.bool_]:
    """Otsu's two halves: the one that the upper and lower edge is not of."""
    cv2 = opencv.load()
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    edge = np.concatenate([grey[0], grey[-1]])
    ink: npt.NDArray[np.bool_] = grey <= level if quantile(edge, 0.5) > level else grey > level
    return ink


def _strokes(ink: npt.NDArray[np.bool_]) -> _Strokes:
    steps = np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)
    left, right = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
    parts = [ink[:, a:b] for a, b in zip(left, right, strict=True)]
    high = [np.ptp(np.flatnonzero(part.any(axis=1))) + 1 >= _HIGH for part in parts]
    return _Strokes(
        left,
        right,
        np.array([h and p.sum() >= _INK for h, p in zip(high, parts, strict=True)], bool),
    )


def _is_sharp(grey: Pixels) -> bool:
    cv2 = opencv.load()
    smooth = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.8)
    low, high = (quantile(grey, share) for share in (0.03, 0.97))
    slopes = np.sort(np.abs(np.diff(smooth, axis=1)).ravel())
    steepest = slopes[-max(1, len(slopes) // 50) :]
    return bool(len(slopes) and steepest.mean() >= _SHARP * max(1.0, high - low))


def _is_even(grey: Pixels, ink: npt.NDArray[np.bool_]) -> bool:
    cv2 = opencv.load()
    ground = grey[cv2.dilate(ink.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0].astype(float)
    if not len(ground) or not ink.any():
        return False
    level = quantile(ground, 0.5)
    contrast = abs(quantile(grey[ink], 0.5) - level)
    return bool((np.abs(ground - level) <= _SAME * contrast).mean() >= _EVEN)
