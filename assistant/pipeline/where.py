"""Directions in words: where a box lies in the picture."""

import math

from assistant.pipeline.evidence import Box

ALL = "filling the picture"
FILLING = 0.9  # share of the picture from which on a thing has no direction any more
LARGE = 0.6
_MIDDLE = 1 / 6  # from the centre: half of the middle third
_EDGE = 0.36  # of 0.5: from here on the thing's centre is nearer to the edge than to the middle
_WIDE = 4 / 3  # of most cameras' pictures; puts the corners at 2, 4, 8 and 10 o'clock


def direction(box: Box, clock: bool = False) -> str:
    """Place of a box, by its centre: "on the left, near the top", "in the middle, large".

    Args:
        box: x, y, width, height as fractions 0..1 of the picture.
        clock: as on a clock face laid over the picture, in place of thirds: "at 2 o'clock".
    """
    x, y, width, height = box
    if width * height >= FILLING:
        return ALL
    if width * height > LARGE:
        return "in the middle, large"
    across, down = x + width / 2, y + height / 2
    return _hour(across - 0.5, down - 0.5) if clock else _thirds(across, down)


def _thirds(across: float, down: float) -> str:
    side = "on the left" if across < 1 / 3 else "on the right" if across > 2 / 3 else ""
    level = "near the top" if down < 1 / 3 else "near the bottom" if down > 2 / 3 else ""
    return ", ".join(filter(None, (side, level))) or "in the middle"


def _hour(right: float, down: float) -> str:
    if math.hypot(right, down) < _MIDDLE:
        return "in the middle"
    turn = math.degrees(math.atan2(right * _WIDE, -down))  # clockwise from the top
    edge = ", near the edge" if max(abs(right), abs(down)) > _EDGE else ""
    return f"at {round(turn / 30) % 12 or 12} o'clock{edge}"
