"""A picture that quality refuses, looked at once more: whatever has writing is told as writing.

A page with a few lines is nearly all white, a terminal nearly all black: the light says nothing
about whether there is something to read.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from assistant import opencv
from assistant.errors import ShouldStop
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import WRITING, codes

_NEVER = frozenset(("too small", "noise"))  # there is nothing to read in these
_LONGEST = 1600  # pixels: the copy in which strokes are looked for
_STROKE, _STROKES = 24, 30  # steps of 256 from one pixel to the next, and how many there must be


def spared(
    frame: Frame, seen: Sequence[Observation], wanted: Collection[str], should_stop: ShouldStop
) -> tuple[Observation, ...]:
    """Observations of the gate; a refusal forbids nothing any more where something can be read.

    Such a picture is no photograph: nothing else can be made out in it.

    Args:
        frame: the picture.
        seen: the gate's observations, a refusal among them.
        wanted: names of the senses that are asked.
        should_stop: asked between steps of some 0.2 s.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    if _NEVER & {o.label for o in seen} or not _has_strokes(frame):
        return tuple(seen)
    if "text" in wanted and _is_legible(frame, should_stop):
        label, sense = "page of text" if frame.printed else WRITING, "text"
    elif "codes" in wanted and any(codes.see(frame)):
        label, sense = "graphic", "codes"
    else:
        return tuple(seen)
    told = [
        replace(o, sureness=Sureness.FAIRLY_SURE) if o.kind == "quality" else o
        for o in seen
        if o.kind != "medium" or o.sureness == Sureness.SURE
    ]
    if not any(o.kind == "medium" for o in told):
        told.append(Observation(label, 1.0, sense, Sureness.SURE, "medium"))
    return tuple(told)


def _has_strokes(frame: Frame) -> bool:
    """Whether anything in it has an edge: else looking for letters is a waste of time."""
    cv2 = opencv.load()
    grey = cv2.cvtColor(frame.reduced(_LONGEST), cv2.COLOR_RGB2GRAY)
    steps = np.count_nonzero(cv2.absdiff(grey[:, 1:], grey[:, :-1]) >= _STROKE)
    return bool(steps >= _STROKES)


def _is_legible(frame: Frame, should_stop: ShouldStop) -> bool:
    from assistant.reading import is_legible  # only now: few pictures come as far as this

    return is_legible(frame, should_stop)
