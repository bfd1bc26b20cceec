"""Glimpse's own windows are no part of what it describes."""

import numpy as np

from assistant.pipeline.frame import Pixels
from assistant.screen.desk import Area, Desk, Window

_GREY = 128  # where nothing is known: nothing is seen in one even colour


def without_own(desk: Desk, windows: list[Window], area: Area, pixels: Pixels) -> Pixels:
    """The picture of an area with what lies under Glimpse's windows in their place.

    Args:
        desk: the screen.
        windows: those that can be seen, the one in front first.
        area: of the screen.
        pixels: what stands there, RGB uint8 (H, W, 3).
    """
    scale = pixels.shape[1] / area.width
    hidden = np.zeros(pixels.shape[:2], bool)
    for window in reversed(windows):  # from the back to the front
        hidden[_rows(window.frame, area, scale)] = window.own
    if not hidden.any():
        return pixels
    clean = np.where(hidden[..., None], np.uint8(_GREY), pixels)
    for window in reversed(windows):
        rows = _rows(window.box, area, scale)
        if window.own or not hidden[rows].any():
            continue
        whole = desk.uncovered(window)
        if whole is not None and scale == 1:
            part = window.box.within(area)
            x, y = part.left - window.box.left, part.top - window.box.top
            seen = whole[y : y + part.height, x : x + part.width]
            here = clean[rows][: seen.shape[0], : seen.shape[1]]
            np.copyto(here, seen, where=hidden[rows][: seen.shape[0], : seen.shape[1], None])
    return clean


def _rows(box: Area, area: Area, scale: float) -> tuple[slice, slice]:
    """Where a box lies in the picture of an area."""
    part = box.within(area)
    top, left = part.top - area.top, part.left - area.left
    return (
        slice(round(top * scale), round((top + part.height) * scale)),
        slice(round(left * scale), round((left + part.width) * scale)),
    )
