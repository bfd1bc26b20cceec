"""Faces: a detector behind a small interface, so that a better one can take its place."""

import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import numpy as np

from assistant import opencv
from assistant.errors import ModelError
from assistant.pipeline.boxes import corners_of, overlaps
from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Pixels
from assistant.pipeline.quantiles import quantile
from assistant.senses.face_places import FacePlaces, Places, Rectangle
from assistant.sessions import NetworkError

# The score, fitted by tests.benchmarks.measure_people: agreement 7.2 is as often a face as not. On
# 941 photographs without people and 315 with (the half that nothing was fitted on), from 0.95 on
# 99 finds were on a detected head, 2 in pictures without people (one was a portrait on a banknote)
# and 11 elsewhere (of 8 looked at all were faces); from 0.8 on 17, 1 and 2; from 0.5 on 16, 11
# and 1. A third of the pictures with people have such a face: others turn away, or are small.
SLOPE, HALF = 1.2, 7.2

_MISSING = "The face detector is missing. Install Glimpse again."
_DARK = 128  # of 255; where the lightest things are darker, the picture is made lighter


@dataclass(frozen=True)
class Face:
    """One face.

    Attributes:
        box: a square from the brows to the chin; x, y, width, height as fractions of the picture.
        score: 0..1, how often such a find is a face.
    """

    box: Box
    score: float


class FaceDetector(Protocol):
    """Finds faces. The same picture gives the same faces; it may be called from any thread."""

    def __call__(self, pixels: Pixels) -> Sequence[Face]:
        """RGB uint8 (H, W, 3) → the faces, best first."""


@cache
def detector() -> FaceDetector:
    """The detector in use, loaded once (0.1 s)."""
    return CascadeDetector()


class CascadeDetector:
    """OpenCV's Haar cascades, tamed.

    A cascade (Viola and Jones 2001; Lienhart, Kuranov and Pisarevsky 2003) slides a window over
    the picture in all sizes. One alone sees faces in nearly every picture of a kitchen or a street.
    But around a face it fires in dozens of neighbouring windows, and so do cascades that were
    trained in other ways; around a pattern that happens to look like a face, few do. So one cascade
    searches quickly where a face may be at all (``face_places.py``; in a third of the time that it
    would take everywhere), and where it fired, three look closely; the score is a logistic function
    of how many windows each accepted.

    Colour plays no part, for skin has any; nor does contrast, which is low in false finds but in
    faces against the light and in dark ones, too. Eyes are found in half of the false finds.

    Args:
        look: tells of a grey picture where a face may be; the network, if it is not told.

    Raises:
        ModelError: the cascades, which come with OpenCV, or the network are not there.
    """

    # The search: on 480 pixels with windows of 24 and more, a face of 9 % of a wide picture's
    # height. On 640 pixels and with finer steps it found the same faces in twice the time.
    _NAMES = ("alt2", "alt", "default")  # the first searches
    LONGEST, STEP = 480, 1.2
    WINDOW, _SMALLEST = 20, 24  # pixels: the cascade's own, and the smallest that is looked at
    _SKIPPED = 2.0  # below this factor a cascade looks at every second pixel only
    _GROUPED = 0.2  # how much windows of one face may differ, as detectMultiScale has it
    # The close look: the face at 64 pixels, with half as much around it.
    _FACE, _AROUND = 64, 1.5
    _FINE = MappingProxyType({"scaleFactor": 1.1, "minSize": (46, 46), "maxSize": (100, 100)})
    _SAME = 0.4  # intersection over union from which a window means this face
    _MOST = 16  # close looks at one picture: a wallpaper must not take a second

    def __init__(self, look: Callable[[Pixels], Places] | None = None) -> None:
        self._cv2 = cv2 = opencv.load()
        folder = Path(cv2.data.haarcascades)
        self._cascades = {
            name: cv2.CascadeClassifier(str(folder / f"haarcascade_frontalface_{name}.xml"))
            for name in self._NAMES
        }
        try:
            self._places = look or FacePlaces()
        except NetworkError as error:
            raise ModelError(_MISSING) from error
        if any(cascade.empty() for cascade in self._cascades.values()):
            raise ModelError(_MISSING)
        self._lock = threading.Lock()  # a cascade holds the picture it works on

    def __call__(self, pixels: Pixels) -> list[Face]:
        """See :class:`FaceDetector`; 640 pixels on the longer side are enough."""
        grey = _lit(self._cv2.cvtColor(pixels, self._cv2.COLOR_RGB2GRAY))
        height, width = grey.shape
        with self._lock:
            found = [(box, self._look(grey, box)) for box in self._search(grey)]
        faces = [
            Face((x / width, y / height, side / width, tall / height), score(windows))
            for (x, y, side, tall), windows in found
        ]
        return sorted(faces, key=lambda face: (-face.score, face.box))

    def _search(self, grey: Pixels) -> list[Box]:
        """Where at least two windows fired, the most first; in pixels of ``grey``."""
        scale = min(1.0, self.LONGEST / max(grey.shape))
        size = [max(1, round(side * scale)) for side in reversed(grey.shape)]
        small = self._cv2.resize(grey, size, interpolation=self._cv2.INTER_AREA)
        windows = self._windows(small)
        if not windows:
            return []
        boxes, counts = self._cv2.groupRectangles(windows, 1, self._GROUPED)
        order = sorted((-int(n), _box(box, scale)) for n, box in zip(counts, boxes, strict=True))
        return [box for _, box in order[: self._MOST]]

    def _windows(self, small: Pixels) -> list[Sequence[int]]:
        """All that fired, of those where a face of about their size may be."""
        found: list[Sequence[int]] = []
        shortest = min(small.shape)
        if shortest < self._SMALLEST:
            return []
        marked, factor = self._places(small), self._SMALLEST / self.WINDOW
        while (window := round(self.WINDOW * factor)) <= shortest:
            if places := marked.around(window):
                found += self._fired(small, places, window, factor)
            factor *= self.STEP
        return found

    def _fired(
        self, small: Pixels, places: Sequence[Rectangle], window: int, factor: float
    ) -> Iterable[Sequence[int]]:
        """Windows of one size that fired in the rectangles.

        Where every second pixel is skipped, few windows meet a face. There the very same ones are
        looked at as in the whole picture: it is made smaller as a whole, as the cascade does it.
        """
        share, side = 1.0, window
        if factor < self._SKIPPED:
            share, side = factor, self.WINDOW
            size = [round(length / factor) for length in reversed(small.shape)]
            small = self._cv2.resize(small, size, interpolation=self._cv2.INTER_LINEAR_EXACT)
        for left, top, right, bottom in places:
            x, y = (int(edge / share) // 2 * 2 for edge in (left, top))
            piece = small[y : math.ceil(bottom / share), x : math.ceil(right / share)]
            for across, down, _, _ in self._cascades[self._NAMES[0]].detectMultiScale(
                piece, minNeighbors=0, minSize=(side, side), maxSize=(side, side),
                scaleFactor=self.STEP,
            ):  # fmt: skip
                yield round((x + across) * share), round((y + down) * share), window, window

    def _look(self, grey: Pixels, box: Box) -> list[int]:
        """How many windows on this very face each cascade accepts."""
        x, y, side, _ = box
        margin = side * (self._AROUND - 1) / 2
        top, bottom = max(0, int(y - margin)), int(y + side + margin)
        left, right = max(0, int(x - margin)), int(x + side + margin)
        scale = self._FACE / side
        method = self._cv2.INTER_AREA if scale < 1 else self._cv2.INTER_LINEAR
        near = self._cv2.resize(
            grey[top:bottom, left:right], None, fx=scale, fy=scale, interpolation=method
        )
        face = corners_of([((x - left) * scale, (y - top) * scale, self._FACE, self._FACE)])
        return [
            int((overlaps(corners_of(found), face) > self._SAME).sum())
            for found in (
                cascade.detectMultiScale(near, minNeighbors=0, **self._FINE)
                for cascade in self._cascades.values()
            )
        ]


def _lit(grey: Pixels) -> Pixels:
    """A dark picture made lighter: a cascade skips what spreads less than 10 of 255 levels."""
    brightest = max(1.0, quantile(grey[::4, ::4], 0.99))
    return grey if brightest > _DARK else np.minimum(grey * (255 / brightest), 255).astype(np.uint8)


def _box(window: Sequence[int], scale: float = 1.0) -> Box:
    x, y, width, height = (int(number) / scale for number in window)
    return x, y, width, height


def agreement(windows: Sequence[int]) -> float:
    """Agreement of the cascades: many windows of one count less than some of each."""
    return sum(math.log1p(number) for number in windows)


def score(windows: Sequence[int]) -> float:
    """Share of finds with so many windows of each cascade that are faces, 0..1."""
    return 1 / (1 + math.exp(-SLOPE * (agreement(windows) - HALF)))
