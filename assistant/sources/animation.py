"""The first picture of an animation that shows something: many begin black, white or empty."""

import numpy as np
from PIL import Image

from assistant.sources.pixels import to_rgb

_MOST = 100  # pictures that are looked at
_SIDE = 64  # pixels of the longer side of the small copy that is judged
_SHOWN = 6.0  # standard deviation of brightness, 0..127, from which there is something


def seek_shown(picture: Image.Image) -> int:
    """Move an opened animation to that picture; its number from 0. Without one, to the first.

    Raises:
        One of rescue.DAMAGED: a picture cannot be decoded.
    """
    for number in range(min(_MOST, getattr(picture, "n_frames", 1))):
        picture.seek(number)
        if _shows_something(picture):
            return number
    picture.seek(0)
    return 0


def _shows_something(picture: Image.Image) -> bool:
    small = to_rgb(picture.copy(), _SIDE)
    return float(np.asarray(small.convert("L"), np.float32).std()) >= _SHOWN
