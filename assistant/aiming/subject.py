"""The subject: the one thing that stands out from the ground around it, if one surely does."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Box

Lab = npt.NDArray[np.float32]
Colour = tuple[float, float, float]

# Distances in CIE Lab. Lightness counts for less: light falls off across a wall or a table.
_WEIGHTS = np.array([0.5, 1, 1], np.float32)
_SAME = 9.0  # this far from the ground's colour is still ground
_OTHER = 16.0  # this far from it is something else
_RING = 0.06  # of the shorter side: the border that is looked at
_PLAIN, _STILL_PLAIN = 0.8, 0.25  # share of the border that is of one colour: to begin, to go on
_ONE = 0.8  # of what differs must be in one piece
_SMALLEST = 0.005  # of the picture
_QUIET = 3.0  # mean step of lightness around it: more is a scene whose colours happen to agree
_REST = 0.02  # of a piece's pixels that may lie outside its box on each side: shadows, specks


@dataclass(frozen=True)
class FoundSubject:
    """The ground's colour in CIE Lab, and the box of the one thing on it, if there is one."""

    ground: Colour
    box: Box | None


def find_subject(lab: Lab, ground: Colour | None = None) -> FoundSubject | None:
    """The one thing on plain ground; None when the ground is not plain, so that nobody can tell.

    After Achanta et al., "Frequency-tuned salient region detection" (CVPR 2009): how far each
    pixel of the smoothed picture is from one colour in Lab. Theirs is the mean of the picture;
    here it is that of the border, the likeliest background (Wei et al., ECCV 2012). Without the
    demand for plain ground every fourth direction was wrong, in photographs cut so that their one
    thing is out of the middle (``tests/benchmarks/truth/aiming.py``).

    Args:
        lab: the picture in CIE Lab, float32 (H, W, 3), smoothed, about 160 long.
        ground: the ground's colour in the picture before; then the thing may cover more of it.
    """
    ring = _ring(lab)
    kept = _share(ring, ground) if ground is not None else 0.0
    if kept < _STILL_PLAIN:
        middle = np.median(ring, axis=0)
        if _share(ring, middle) < _PLAIN:
            return None
    else:
        middle = np.asarray(ground, np.float32)
    near = ring[_distance(ring, middle) < _SAME]
    colour = near.mean(axis=0)
    return FoundSubject((float(colour[0]), float(colour[1]), float(colour[2])), _box(lab, colour))


def _box(lab: Lab, colour: npt.NDArray[np.float32]) -> Box | None:
    cv2 = opencv.load()
    other = (_distance(lab, colour) > _OTHER).astype(np.uint8)
    other = cv2.morphologyEx(other, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    joined = cv2.morphologyEx(other, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    _, pieces = cv2.connectedComponents(joined)
    sizes = np.bincount(pieces[other > 0], minlength=2)
    sizes[0] = 0
    largest = int(sizes.argmax())
    height, width = other.shape
    if sizes[largest] < max(_SMALLEST * other.size, _ONE * sizes.sum()):
        return None
    piece = pieces == largest
    left, right = _extent(piece.sum(axis=0))
    top, bottom = _extent(piece.sum(axis=1))
    steps = cv2.morphologyEx(lab[..., 0], cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    steps[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 0
    outside = other.size - (right - left) * (bottom - top)
    if steps.sum() > _QUIET * outside:
        return None
    return left / width, top / height, (right - left) / width, (bottom - top) / height


def _extent(counts: npt.NDArray[np.int64]) -> tuple[int, int]:
    """From where to where a piece reaches, without its few last pixels."""
    reached = np.cumsum(counts) / counts.sum()
    begin = int(np.searchsorted(reached, _REST, side="right"))
    end = int(np.searchsorted(reached, 1 - _REST)) + 1
    # What touches the border is cut off there, however little of it does.
    return (0 if counts[0] and begin < 4 else begin), (
        len(counts) if counts[-1] and end > len(counts) - 4 else end
    )


def _ring(lab: Lab) -> Lab:
    height, width = lab.shape[:2]
    thick = max(2, round(_RING * min(height, width)))
    inner = lab[thick:-thick]
    parts = (lab[:thick], lab[-thick:], inner[:, :thick], inner[:, -thick:])
    return np.concatenate([part.reshape(-1, 3) for part in parts])


def _share(ring: Lab, colour: Colour | npt.NDArray[np.float32]) -> float:
    return float((_distance(ring, colour) < _SAME).mean())


def _distance(lab: Lab, colour: Colour | npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    distance: npt.NDArray[np.float32] = np.linalg.norm(
        (lab - np.asarray(colour, np.float32)) * _WEIGHTS, axis=-1
    )
    return distance
