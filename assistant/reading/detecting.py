"""Where lines of text may be: looked for no closer, and in no larger a part, than is needed.

The detector looks at a small copy first. Where that shows nothing at all, not even faintly, there
is no text; else it looks at that part from nearer, before it looks at all of the picture.
"""

import math
from collections.abc import Callable

import numpy as np

from assistant.errors import Cancelled
from assistant.pipeline.frame import Frame
from assistant.reading import network_cache
from assistant.reading.crops import bgr, size
from assistant.reading.networks import NO_LINES, Corners, Rectangle, Seen

ShouldStop = Callable[[], bool]

# The longer side, in pixels, of the copies that are looked at.
_FIRST = 640  # … to see where it is worth looking at all; of a larger frame, the next
_DETECT = 960  # … for text
_DETECT_FINE = 1600  # … and again, when what was found is small, or nothing on a larger frame
_WORTH_IT = 800  # pixels of the longer side: of a smaller frame, all is looked at in that time
_MUCH = 0.6  # of the picture: that part does not cost less
_FEW = 3  # lines
_SMALL = 13.0  # pixels; if a quarter of the lines found first are lower, it is worth a second look


def doubtful(page: Frame, should_stop: ShouldStop) -> Corners | None:
    """The few lines of a picture that looks like one without text, as far as a cheap look tells.

    They are found less exactly than by :func:`lines`: good for asking whether they are text.

    Returns:
        As :func:`lines` does; None where there may be more, so that it is to be called at once.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    side = max(page.width, page.height)
    if side < _WORTH_IT:
        return None
    first, then = (_FIRST, _DETECT) if side <= _DETECT_FINE else (_DETECT, _DETECT_FINE)
    traces = _seen(page, first, network_cache.glimpse).traces
    _check(should_stop)
    if traces is None:
        return NO_LINES
    left, top, right, bottom = traces
    if (right - left) * (bottom - top) > _MUCH * page.width * page.height:
        return None
    found = _seen(page, then, network_cache.glimpse, traces).lines
    _check(should_stop)
    return found if len(found) <= _FEW else None


def lines(page: Frame, should_stop: ShouldStop) -> Corners:
    """Where lines of text may be: corners (N, 4, 2), in pixels of the page.

    Raises:
        PipelineError: the text reader does not work.
        Cancelled: ``should_stop`` said so.
    """
    side = max(page.width, page.height)
    found, traces = _seen(page, _DETECT, network_cache.detect)
    _check(should_stop)
    if len(found):
        heights = [min(size(line)) * min(1.0, _DETECT / side) for line in found]
        finer = side > _DETECT and float(np.percentile(heights, 25)) < _SMALL
        part = None
    else:
        finer = side > _DETECT_FINE and traces is not None
        part = traces
    if not finer:
        return found
    more = _seen(page, _DETECT_FINE, network_cache.detect, part).lines
    _check(should_stop)
    # On a large and nearly empty page, the detector sees less from nearby.
    return more if len(more) >= len(found) else found


def _seen(
    page: Frame, longest: int, look: Callable[..., Seen], part: Rectangle | None = None
) -> Seen:
    """What is seen in a part of the page, on a copy whose longer side is so long."""
    small = page.reduced(longest)
    share = small.shape[1] / page.width
    lines, traces = look(bgr(small), part and _times(part, share))
    return Seen(lines / np.float32(share), traces and _times(traces, 1 / share))


def _times(part: Rectangle, share: float) -> Rectangle:
    left, top, right, bottom = (side * share for side in part)
    return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)


def _check(should_stop: ShouldStop) -> None:
    if should_stop():
        raise Cancelled
