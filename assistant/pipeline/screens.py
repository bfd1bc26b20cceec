"""A picture of the screen: it is read, and the pictures in it are described one by one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from assistant import senses, wording
from assistant.errors import ShouldStop
from assistant.pipeline.description import placed
from assistant.pipeline.evidence import (
    Box,
    Description,
    Explanation,
    Kind,
    Observation,
    Sureness,
)
from assistant.pipeline.frame import Element, Frame, Screen
from assistant.pipeline.options import Options

Describe = Callable[[Frame, ShouldStop, Options], Explanation]

PICTURE = "picture"
_CARET = re.compile(r"^\?(?=\w)")
_MOST = 6  # pictures that are described, the largest ones; the others are only counted
_KEPT: tuple[Kind, ...] = ("object", "action", "scene", "people", "code")


@dataclass(frozen=True)
class ScreenSeen:
    """Evidence from a screen; ``cnn`` is the milliseconds that its pictures took."""

    description: Description
    cnn: float


def see(
    x: Frame, screen: Screen, describe: Describe, should_stop: ShouldStop, options: Options
) -> ScreenSeen:
    """d of a picture of the screen.

    Its observations, in this order: what it shows (kind "screen"), the pictures in it (label
    "picture", with what each shows as ``content``), the control with the focus, what was seen in
    the pictures, and text in reading order.

    Args:
        x: the picture.
        screen: what of the screen it is.
        describe: describes a photograph without its slow senses.
        should_stop: asked between steps.
        options: as the user has chosen.

    Raises:
        Cancelled: ``should_stop`` said so.
        PipelineError: a network failed.
    """
    from assistant.pipeline import cutting  # OpenCV takes its time

    slow = senses.at("slow", options.senses)
    found_text, failed = senses.see(x, slow, should_stop)
    text = [_without_caret(o) for o in found_text]
    written = [o.box for o in text if o.box]
    told = [e.box for e in screen.elements if not e.focused]
    boxes = cutting.pictures(x.pixels, written, told)
    largest = sorted(boxes, key=lambda b: -b[2] * b[3])[:_MOST]
    found = {box: describe(_cut(x, box), should_stop, options) for box in largest}
    shown = [placed(_picture(box, found.get(box)), options.clock) for box in boxes]
    inside = [o for box, y in found.items() for o in _inside(box, y, options.clock)]
    focus = [placed(_focus(e), options.clock) for e in screen.elements if e.focused]
    whole = Observation(screen.label, 1.0, "screen", Sureness.SURE, "screen", content=screen.title)
    everything = (whole, *focus, *shown, *inside, *text)
    took = sum(y.timings.get("cnn", 0.0) for y in found.values())
    return ScreenSeen(Description(everything, x.remarks, failed=failed), took)


def _without_caret(o: Observation) -> Observation:
    """Text without the caret or the edge of its field, which looks like an unknown letter."""
    lines = [_CARET.sub("", line) for line in o.content.split("\n")]
    if o.kind != "text" or lines == o.content.split("\n"):
        return o
    surer = Sureness.SURE if o.sureness == Sureness.FAIRLY_SURE else Sureness.FAIRLY_SURE
    return replace(o, content="\n".join(lines), sureness=surer)


def _cut(x: Frame, box: Box) -> Frame:
    left, top, width, height = box
    rows = slice(round(top * x.height), round((top + height) * x.height))
    columns = slice(round(left * x.width), round((left + width) * x.width))
    return Frame(np.ascontiguousarray(x.pixels[rows, columns]), PICTURE)


def _picture(box: Box, y: Explanation | None) -> Observation:
    """A picture, with what it shows in our own words; empty where that cannot be told."""
    words = ""
    if y is not None and not wording.refusal(y.description.observations):
        brief = y.brief
        words = "" if brief.text == wording.CANT_TELL else brief.text.rstrip(".")
    return Observation(PICTURE, 1.0, "screen", Sureness.SURE, box=box, content=words)


def _inside(box: Box, y: Explanation, clock: bool) -> Iterator[Observation]:
    """What was seen in a picture, at its place on the screen."""
    if wording.refusal(y.description.observations) or wording.medium(y.description):
        return
    for o in y.description.of_kind(*_KEPT):
        boxes = tuple(_outer(box, inner) for inner in o.boxes)
        at = _outer(box, o.box) if o.box else None if boxes else box
        yield placed(replace(o, box=at, boxes=boxes, where=""), clock)


def _outer(box: Box, inner: Box) -> Box:
    (left, top, width, height), (x, y, w, h) = box, inner
    return left + x * width, top + y * height, w * width, h * height


def _focus(element: Element) -> Observation:
    return Observation(
        element.role, 1.0, "screen", Sureness.SURE, "screen",
        box=element.box, content=element.name,
    )  # fmt: skip
