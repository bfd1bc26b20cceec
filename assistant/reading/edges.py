"""Words at the edge of a part of the screen: cut ones are left out, and it is shown that they are.

What lies around the part is read with it, so that a word that begins or ends outside is known to.
"""

import re
from collections.abc import Iterator

import numpy as np

from assistant.errors import ShouldStop
from assistant.pipeline.frame import Frame
from assistant.reading import ocr
from assistant.reading.crops import between, width
from assistant.reading.networks import FoundLine, Reading
from assistant.reading.ocr import Finds
from assistant.untrusted import CUT


def find(frame: Frame, should_stop: ShouldStop) -> Finds:
    """Lines of a frame; of a part of the screen, with its words whole or left out.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    around = frame.screen.around if frame.screen else None
    if around is None:
        return ocr.find(frame, should_stop)
    wider = ocr.find(Frame(around.pixels, frame.source, screen=frame.screen), should_stop)
    scale = wider.width / around.pixels.shape[1]
    if wider.turns:  # nothing is known of edges then
        return ocr.find(frame, should_stop)
    corner = np.array([around.left, around.top], np.float32)
    moved = [FoundLine(line / scale - corner, reading) for line, reading in wider.lines]
    inside = [one for line in moved for one in _inside(line, frame.width, frame.height)]
    shift = (*corner, *corner)
    cut = [tuple(a / scale - b for a, b in zip(one, shift, strict=True)) for one in wider.pictures]
    return Finds(inside, 0, frame.width, frame.height, tuple(cut))


def _inside(one: FoundLine, across: int, down: int) -> Iterator[FoundLine]:
    """What of a line stands in the part, if its middle does."""
    line, reading = one
    if not 0 <= line[:, 1].mean() < down:
        return
    shares = np.array(reading.places) / width(line)
    (left, _), (right, _) = line[[0, 3]].mean(axis=0), line[[1, 2]].mean(axis=0)
    shown = [0 <= left + share * (right - left) < across for share in shares]
    if all(shown):
        yield one
        return
    kept: list[tuple[str, float, float]] = []
    for word in re.finditer(r"\S+", reading.text):
        whole = shown[slice(*word.span())]
        letters = list(zip(*(part[slice(*word.span())] for part in reading[:3]), strict=True))
        if any(whole):
            space = [(" ", 1.0, letters[0][2])] if kept else []
            kept += [*space, *(letters if all(whole) else [(CUT, 1.0, letters[0][2])])]
    if kept:
        text, scores, places = zip(*kept, strict=True)
        first, last = (np.clip(-left / (right - left), 0, 1),
                       np.clip((across - left) / (right - left), 0, 1))  # fmt: skip
        yield FoundLine(
            between(line, float(first), float(last)),
            Reading("".join(text), scores, places, reading.ink),
        )
