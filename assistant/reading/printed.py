"""The text that a document itself has for a page, as lines that were read."""

import numpy as np

from assistant.pipeline.frame import Frame
from assistant.reading.crops import size
from assistant.reading.networks import Corners, FoundLine, Reading
from assistant.reading.ocr import Finds

_SAME = 0.3  # share of a line that lies on printed text: it is that text


def finds(frame: Frame) -> Finds:
    """All pieces; certain, as nobody had to recognise them."""
    scale = np.array([frame.width, frame.height], np.float32)
    lines = []
    for text, (x, y, width, height) in frame.printed:
        corners = np.array(
            [[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32
        )
        lines.append(FoundLine(corners * scale, Reading(text, (1.0,) * len(text))))
    return Finds(lines, 0, frame.width, frame.height)


def completed(printed: Finds, seen: Finds) -> Finds:
    """The printed lines, and what was read where none are, as in a picture on the page.

    Where the page's writing is turned and more of it was read than is printed, that counts.
    """
    if seen.turns:
        return max(seen, printed, key=lambda finds: len(finds.lines))
    scale = printed.width / max(1, seen.width)
    more = [
        FoundLine(one.corners * np.float32(scale), one.reading)
        for one in seen.lines
        if not any(_lies_on(one.corners * scale, line.corners) for line in printed.lines)
    ]
    return printed._replace(lines=[*printed.lines, *more])


def _lies_on(one: Corners, printed: Corners) -> bool:
    low = np.maximum(one.min(axis=0), printed.min(axis=0))
    high = np.minimum(one.max(axis=0), printed.max(axis=0))
    shared = float(np.prod(np.maximum(high - low, 0)))
    width, height = size(one)
    return shared > _SAME * width * height
