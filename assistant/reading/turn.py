"""The way up of a text, from the shapes of its lines, and from looking at some of them."""

import numpy as np

from assistant.pipeline.frame import Pixels
from assistant.reading import network_cache
from assistant.reading.crops import crop, size
from assistant.reading.networks import Corners

LONG = 2.0  # a line that is so many times longer than high shows its direction; a letter does not
_ASKED, _READ = 9, 3  # of the longest lines: so many are classified, so many read if in doubt
_PART = 4.0  # the classifier's picture is that much wider than high
# Mean probability of standing on the head between which nobody knows. Of blurred upright lines it
# came to 0.74; most pictures are upright.
_DOUBT = (0.3, 0.95)


def quarters(pixels: Pixels, lines: Corners) -> int:
    """By how many quarter turns clockwise the text is turned: 0, 1, 2 or 3.

    Lines lie or stand: what covers more length decides. Upright or on the head: RapidOCR's
    classifier says for the beginning of the longest lines; when that leaves a doubt, some are
    read both ways, and the more certain reading decides.

    Args:
        pixels: BGR, uint8 (H, W, 3).
        lines: (N, 4, 2), corners as the picture has them, N ≥ 1.
    """
    sizes = np.array([size(line) for line in lines], float)
    longer = sizes.max(axis=1)
    clear = longer > LONG * sizes.min(axis=1)
    standing = sizes[:, 1] > sizes[:, 0]
    weights = np.where(clear, longer, 0.01 * longer)  # single letters only when there is no line
    stands = bool(weights[standing].sum() > weights[~standing].sum())
    order = np.argsort(-weights, kind="stable")[:_ASKED]
    chosen = [turned(lines[i], int(stands)) for i in order if standing[i] == stands]
    return int(stands) + 2 * _on_its_head(pixels, chosen)


def turned(corners: Corners, turns: int) -> Corners:
    """The corners of a line whose text is turned clockwise that often, from its own top left."""
    return np.roll(corners, -turns, axis=0)


def rotated(lines: Corners, turns: int, width: int, height: int) -> Corners:
    """Lines after the picture was turned counterclockwise, as ``np.rot90`` does it.

    Args:
        lines: (N, 4, 2), corners as the picture has them.
        turns: quarter turns.
        width: of the picture as it is, in pixels.
        height: likewise.
    """
    x, y = lines[..., 0], lines[..., 1]
    places = ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[turns]
    return np.roll(np.stack(places, axis=-1), -turns, axis=1)


def _on_its_head(pixels: Pixels, lines: list[Corners]) -> bool:
    parts = [crop(pixels, _beginning(line)) for line in lines]
    share = float(np.mean(network_cache.upside_down(parts)))
    if not _DOUBT[0] < share < _DOUBT[1]:
        return share >= _DOUBT[1]
    upright = parts[:_READ]
    return _certainty([part[::-1, ::-1] for part in upright]) > _certainty(upright)


def _certainty(parts: list[Pixels]) -> float:
    """How well these lines can be read: the mean over all characters."""
    scores = [score for reading in network_cache.recognise(parts) for score in reading.scores]
    return float(np.mean(scores)) if scores else 0.0


def _beginning(line: Corners) -> Corners:
    """The line's first part, as wide as the classifier can see."""
    width, height = size(line)
    share = min(1.0, _PART * height / width)
    top = line[0] + share * (line[1] - line[0])
    bottom = line[3] + share * (line[2] - line[3])
    return np.array([line[0], top, bottom, line[3]], np.float32)
