"""Pictures as the network is shown them: cut, turned round, in all sizes and lights."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.senses.face_places import SCALES
from assistant.training.faces.finds import LEAST, Boxes, Found

SIDE = 256
Floats = npt.NDArray[np.float32]

_FACED = 0.72  # share of tiles around a face; the others are of pictures without any
_ALONE = 0.4  # share of views of one tile; the others have four
_SMALLEST, _LARGEST = 0.12, 0.98  # of a face: shares of a tile
_ENLARGED = 4.0  # no picture more
_EDGE = 0.08  # share of tiles in which a face is as near one edge as it can be, for each edge
_OUT = 0.15  # so much of a face may lie outside
_NEITHER = 0.01  # score of what is cut through
# A place is a face's up to so much of its side from its middle; up to the second it is not asked.
_MIDDLE, _NEAR = 0.25, 0.55
_AS_LARGE, _NEARLY = 1.15, 1.5  # likewise, times smaller or larger than the sizes of an output


class Views:
    """Views by dice, the same for the same seed."""

    def __init__(self, material: Sequence[Found], seed: int) -> None:
        self._dice = np.random.default_rng(seed)
        self._faced = [one for one in material if len(one.told)]
        self._empty = [one for one in material if not len(one.told)]

    def view(self) -> tuple[Floats, list[Floats]]:
        """One view, grey (SIDE, SIDE), 0..255, and what is true of each scale.

        That is (sizes, H, W): 1 where there is a face, 0 where there is none; NaN is not asked.
        """
        across = 1 if self._dice.random() < _ALONE else 2
        side = SIDE // across
        grey = np.zeros((SIDE, SIDE), np.float32)
        shown = np.zeros((SIDE, SIDE), bool)
        boxes = []
        for top in range(0, SIDE, side):
            for left in range(0, SIDE, side):
                tile, found = self._tile(side)
                height, width = tile.shape
                grey[top : top + side, left : left + side] = self._dice.uniform(0, 255)
                grey[top : top + height, left : left + width] = tile
                shown[top : top + height, left : left + width] = True
                boxes.append(found + np.array((0, left, top, 0, 0), np.float32))
        return grey, truth(shown, np.concatenate(boxes))

    def _tile(self, side: int) -> tuple[Floats, Boxes]:
        """A piece of a picture, no side longer than so much, and the boxes in it."""
        dice, cv2 = self._dice, opencv.load()
        if self._faced and (dice.random() < _FACED or not self._empty):
            one = self._faced[dice.integers(len(self._faced))]
            _, x, y, width, height = one.told[dice.integers(len(one.told))]
            large = np.exp(dice.uniform(np.log(_SMALLEST * side), np.log(_LARGEST * side)))
            share = min(_ENLARGED, large / width)
        else:
            one = self._empty[dice.integers(len(self._empty))]
            y, x = dice.random(2) * one.grey.shape
            width = height = 0.0
            share = side / max(one.grey.shape) * np.exp(dice.uniform(-0.6, 1.2))
        stretch = np.exp(dice.normal(0, 0.04))
        left = self._start(x, width, side / (share * stretch), one.grey.shape[1])
        top = self._start(y, height, side / (share / stretch), one.grey.shape[0])
        piece = one.grey[top:, left:][
            : round(side / (share / stretch)), : round(side / (share * stretch))
        ]
        size = (
            min(side, max(1, round(piece.shape[1] * share * stretch))),
            min(side, max(1, round(piece.shape[0] * share / stretch))),
        )
        method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
        tile = cv2.resize(piece, size, interpolation=method)
        scale = np.array((size[0] / piece.shape[1], size[1] / piece.shape[0]), np.float32)
        boxes = (one.boxes - np.array((0, left, top, 0, 0), np.float32)) * np.array(
            (1, *scale, *scale), np.float32
        )
        if dice.random() < 0.5:
            tile = tile[:, ::-1]
            boxes[:, 1] = size[0] - boxes[:, 1] - boxes[:, 3]
        out = _OUT * boxes[:, 3:]
        near, far = boxes[:, 1:3] + out, boxes[:, 1:3] + boxes[:, 3:] - out
        boxes[((near < 0) | (far > size)).any(1), 0] = _NEITHER
        return self._lit(tile.astype(np.float32)), boxes

    def _start(self, face: float, large: float, seen: float, length: int) -> int:
        """Where a piece begins that has all of the face, if it can."""
        last = max(0.0, length - seen)
        least, most = max(0.0, min(face + large - seen, last)), min(last, max(face, 0.0))
        if least > most:
            least = most = min(max(face + large / 2 - seen / 2, 0.0), last)
        chance = self._dice.random()
        if chance < 2 * _EDGE:
            return int(least if chance < _EDGE else most)
        return int(self._dice.uniform(least, most))

    def _lit(self, grey: npt.NDArray[Any]) -> Floats:
        """In another light, through another lens."""
        dice, cv2 = self._dice, opencv.load()
        if dice.random() < 0.25:
            grey = cv2.GaussianBlur(grey, (0, 0), dice.uniform(0.4, 1.3))
        if dice.random() < 0.3:
            grey = 255 * (np.clip(grey, 0, 255) / 255) ** float(np.exp(dice.normal(0, 0.35)))
        if dice.random() < 0.6:
            mean = grey.mean()
            grey = mean + (grey - mean) * np.exp(dice.normal(-0.1, 0.35)) + dice.normal(0, 18)
        if dice.random() < 0.1:  # a window on one side
            grey = grey * np.linspace(dice.uniform(0.3, 1), dice.uniform(0.3, 1), grey.shape[1])
        if dice.random() < 0.3:
            grey = grey + dice.normal(0, dice.uniform(1, 9), grey.shape)
        lit: Floats = np.clip(grey, 0, 255).astype(np.float32)
        return lit


def truth(shown: npt.NDArray[np.bool_], boxes: Boxes) -> list[Floats]:
    """Answers of each scale, see :meth:`Views.view`.

    Args:
        shown: (H, W) where there is a picture.
        boxes: as :class:`Found` has them.
    """
    answers = []
    for scale in SCALES:
        there = shown[:: scale.stride, :: scale.stride]
        true = np.zeros((len(scale.sizes), *there.shape), np.float32)
        true[:, ~there] = np.nan
        for box, value in [(box, np.nan) for box in boxes] + [
            (box, 1.0) for box in boxes if box[0] >= LEAST
        ]:
            wide, reach = (_NEARLY, _NEAR) if np.isnan(value) else (_AS_LARGE, _MIDDLE)
            apart = 0.75 if np.isnan(value) else 0.5  # at least the nearest places
            side = float(box[3:].mean())
            places = _around(
                there.shape, scale.stride, box, max(reach * side, apart * scale.stride)
            )
            for size, (least, most) in enumerate(scale.sizes):
                if least / wide <= side <= most * wide:
                    true[size][places] = value
        answers.append(true)
    return answers


def _around(
    shape: tuple[int, ...], stride: int, box: Floats, reach: float
) -> npt.NDArray[np.bool_]:
    """(H, W): the places so near to the middle of a box, across and down."""
    x, y = box[1:3] + box[3:] / 2
    down = np.abs(np.arange(shape[0]) * stride - y) <= reach
    across = np.abs(np.arange(shape[1]) * stride - x) <= reach
    near: npt.NDArray[np.bool_] = down[:, None] & across
    return near
