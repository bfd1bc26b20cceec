"""The three networks that read text: where lines are, what they say, which way up they stand.

They are PP-OCRv6 (small) and PP-OCR's classifier, out of RapidOCR's wheel, prepared and read as
RapidOCR does it, of which nothing is imported: its parts take 0.7 s to load and read 85 kB of YAML.
The one that finds lines and the one that reads them come with Glimpse, made quicker
(``training/detector.py``, ``training/recogniser.py``).
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyclipper

from assistant import opencv
from assistant.bundled import DETECTOR, RECOGNISER
from assistant.pipeline.frame import Pixels
from assistant.sessions import OnnxNetwork

Corners = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float32]

# Of the detector's map: what is text, what a line needs on average, how much a line is larger than
# its map's (the map shows the middle of lines), and the smallest side in cells.
_TEXT, _LINE, _LARGER, _SMALLEST = 0.3, 0.5, 1.6, 3
_MOST = 1000  # lines
_STEP = 32  # pixels; the detector takes multiples of it
_HEIGHT = 48  # pixels, of a line for the recogniser and the classifier
_SHORTEST, _CLASSIFIED = 320, 192  # pixels wide: the narrowest recognised, all classified
_SCALE = np.arange(256, dtype=np.float32) / 127.5 - 1  # what the networks take for each value
_BLANK = 0  # the recogniser's class for "no new character"


class Ink(NamedTuple):
    """Agreement of what is drawn in a line with what was read in it.

    Attributes:
        strokes: as high as letters, apart from each other.
        missed: share of them in which no character was read.
        bare: share of the columns with ink that no character is near to.
        clear: the line is sharp, not too small, and drawn on an even ground.
    """

    strokes: int
    missed: float
    bare: float
    clear: bool


class Reading(NamedTuple):
    """Text of one line, as it was read.

    Attributes:
        text: its characters.
        scores: the probability 0..1 of each.
        places: the middle of each, in pixels of the line at the recogniser's height; may be empty.
        ink: how that agrees with what is drawn, where it was compared.
    """

    text: str
    scores: tuple[float, ...]
    places: tuple[float, ...] = ()
    ink: Ink | None = None


class FoundLine(NamedTuple):
    """One line: ``corners`` (4, 2) in pixels from its own top left, and what it says."""

    corners: Corners
    reading: Reading


class TextDetector:
    """Finds lines of text (Liao et al., AAAI 2020: differentiable binarization)."""

    def __init__(self, model: Path = DETECTOR) -> None:
        self._network = OnnxNetwork(model, large=True)

    def __call__(self, pixels: Pixels) -> Corners:
        """BGR → (N, 4, 2) in pixels: top left, top right, bottom right, bottom left of each."""
        cv2 = opencv.load()
        height, width = pixels.shape[:2]
        given = prepared(pixels)
        rows, columns = given.shape[2:]
        if not rows or not columns:
            return np.empty((0, 4, 2), np.float32)
        near = _only(self._network, given)[0, 0]
        mask = cv2.dilate((near > _TEXT).astype(np.uint8), np.ones((2, 2), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        scale = np.array([width / columns, height / rows], np.float32)
        found = [line for contour in contours[:_MOST] for line in _lines(near, contour, scale)]
        if not found:
            return np.empty((0, 4, 2), np.float32)
        lines = np.stack(found)
        return lines[np.lexsort((lines[:, 0, 0], lines[:, 0, 1]))]


class TextRecogniser:
    """Reads lines; a character for each class but the first, which is blank, in its metadata."""

    def __init__(self) -> None:
        self._network = OnnxNetwork(RECOGNISER, large=True)
        self._characters = ("", *self._network.facts["character"].splitlines(), " ")

    def __call__(self, lines: Sequence[Pixels]) -> list[Reading]:
        """BGR pictures of one upright line each → what they say."""
        widths = [line.shape[1] / line.shape[0] * _HEIGHT for line in lines]
        width = int(max(_SHORTEST, *widths))
        said = _only(self._network, np.stack([_padded(line, width) for line in lines]))
        step = width / said.shape[1]
        return [self._read(logits, step) for logits in said]

    def _read(self, logits: Floats, step: float) -> Reading:
        """One line: what is seen in several columns running is one character."""
        classes = logits.argmax(1)
        first = np.flatnonzero(np.diff(classes, prepend=_BLANK))
        after = np.append(first, len(classes))[1:]
        shown = classes[first] != _BLANK
        text = "".join(self._characters[i] for i in classes[first[shown]])
        places = step * (first + after)[shown] / 2
        chances = _highest_chances(logits[first[shown]])  # of thousands: there alone
        return Reading(text, tuple(chances.tolist()), tuple(places.tolist()))


class TurnClassifier:
    """Tells which lines stand on their heads."""

    def __init__(self) -> None:
        self._network = OnnxNetwork(of_the_wheel("ch_ppocr_mobile_v2.0_cls_mobile"))

    def __call__(self, lines: Sequence[Pixels]) -> list[float]:
        """BGR pictures of one line each → how probably (0..1) it stands on its head."""
        chances = _only(self._network, np.stack([_padded(line, _CLASSIFIED) for line in lines]))
        upside_down: list[float] = chances[:, 1].tolist()
        return upside_down


def line_of(pixels: Pixels) -> Floats:
    """BGR picture of one line → as the recogniser takes it, (3, H, W)."""
    return _padded(pixels, int(max(_SHORTEST, pixels.shape[1] / pixels.shape[0] * _HEIGHT)))


def prepared(pixels: Pixels) -> Floats:
    """BGR → as the detector takes it, (1, 3, H, W), both sides the nearest of their multiples."""
    fit = fitted(pixels)
    return _scaled(fit)[None] if fit.size else np.empty((1, 3, *fit.shape[:2]), np.float32)


def fitted(pixels: Pixels) -> Pixels:
    """A copy whose sides are the nearest that the detector takes; it may be empty."""
    rows, columns = (round(side / _STEP) * _STEP for side in pixels.shape[:2])
    if not rows or not columns:
        return np.empty((rows, columns, 3), np.uint8)
    copy: Pixels = opencv.load().resize(pixels, (columns, rows))
    return copy


def of_the_wheel(name: str) -> Path:
    """A network of RapidOCR's wheel.

    Raises:
        FileNotFoundError: it is not installed.
    """
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("rapidocr is not installed")
    return Path(spec.origin).parent / "models" / f"{name}.onnx"


def _only(network: OnnxNetwork, given: Floats) -> Floats:
    """The only output for the only input."""
    (name,) = network.inputs
    (said,) = network({name: given}).values()
    return said


def _highest_chances(logits: Floats) -> Floats:
    """(N, classes) → (N,): the probability of the likeliest; what it is given is used up."""
    logits -= logits.max(1, keepdims=True)
    chances: Floats = 1 / np.exp(logits, logits).sum(1)
    return chances


def _scaled(pixels: Pixels) -> Floats:
    """BGR → (3, H, W), -1 to 1; looked up, which is four times as quick as reckoned."""
    cv2 = opencv.load()
    scaled = np.empty((3, *pixels.shape[:2]), np.float32)
    for channel, plane in zip(scaled, cv2.split(pixels), strict=True):
        cv2.LUT(plane, _SCALE, channel)
    return scaled


def _padded(line: Pixels, width: int) -> Floats:
    """One line, at its height for the networks, to the left of a grey ground: (3, H, width)."""
    cv2 = opencv.load()
    height, wide = line.shape[:2]
    wide = min(width, int(np.ceil(_HEIGHT * wide / height)))
    padded = np.zeros((3, _HEIGHT, width), np.float32)
    padded[:, :, :wide] = _scaled(cv2.resize(line, (wide, _HEIGHT)))
    return padded


def _lines(near: Floats, contour: npt.NDArray[np.int32], scale: Floats) -> Iterator[Corners]:
    """The line of text of one contour of the map, if it is one: corners (4, 2) of the picture."""
    corners = _rectangle(contour, _SMALLEST)
    if corners is None or _mean(near, corners) < _LINE:
        return
    corners = _rectangle(_larger(corners), _SMALLEST + 2)
    if corners is None:
        return
    picture = np.array([near.shape[1], near.shape[0]], np.float32) * scale
    line = np.minimum(np.round(corners * scale).clip(0, picture), picture - 1)
    line = _clockwise(line)
    if min(np.linalg.norm(line[1] - line[0]), np.linalg.norm(line[3] - line[0])) >= 4:
        yield line


def _rectangle(points: npt.NDArray[np.int32], smallest: int) -> Corners | None:
    """The smallest rectangle around points; None where its shorter side is shorter than that."""
    cv2 = opencv.load()
    rectangle = cv2.minAreaRect(points)
    if min(rectangle[1]) < smallest:  # most are, of a lawn hundreds
        return None
    return _clockwise(cv2.boxPoints(rectangle))


def _clockwise(corners: Corners) -> Corners:
    """Top left, top right, bottom right, bottom left."""
    left, right = np.split(corners[np.argsort(corners[:, 0], kind="stable")], 2)
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (left, right))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _mean(near: Floats, corners: Corners) -> float:
    """The map's mean within four corners."""
    cv2 = opencv.load()
    most = np.array([near.shape[1], near.shape[0]]) - 1
    low = np.floor(corners.min(0)).astype(int).clip(0, most)
    high = np.ceil(corners.max(0)).astype(int).clip(0, most)
    mask = np.zeros((high - low + 1)[::-1], np.uint8)
    cv2.fillPoly(mask, [(corners - low).astype(np.int32)], 1)
    part = near[low[1] : high[1] + 1, low[0] : high[0] + 1]
    return float(cv2.mean(np.ascontiguousarray(part), mask)[0])


def _larger(corners: Corners) -> npt.NDArray[np.int32]:
    """The outline of a line from that of its middle: points (N, 1, 2)."""
    width, height = (float(np.linalg.norm(corners[i] - corners[0])) for i in (1, 3))
    offset = pyclipper.PyclipperOffset()
    offset.AddPath(corners, pyclipper.JT_ROUND, pyclipper.ET_CLOSEDPOLYGON)
    outline = offset.Execute(_LARGER * width * height / (2 * (width + height)))
    return np.array(outline, np.int32).reshape(-1, 1, 2)
