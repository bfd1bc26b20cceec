"""A picture whose four corners tell whether it is whole and upright, and in its own colours."""

import numpy as np
from PIL import Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def four_corners(width=64, height=48):
    """Red and green above, blue and white below."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture


def corners(frame):
    """The colours a quarter in from each corner: top left, top right, bottom left, bottom right."""
    y, x = frame.height // 4, frame.width // 4
    return [tuple(int(v) for v in frame.pixels[r, c]) for r in (y, -y) for c in (x, -x)]


def assert_colours(found, wanted, tolerance=12):
    difference = np.abs(np.array(found, dtype=int) - np.array(wanted, dtype=int)).max()
    assert difference <= tolerance, f"{found} is not {wanted}"
