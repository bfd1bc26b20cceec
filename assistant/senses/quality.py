"""Is there anything to see? Blank, too dark, over-exposed, too small; and how light it is."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from assistant.pipeline.evidence import Kind, Observation, Sureness
from assistant.pipeline.frame import Frame

# Luminance 0..255 on the picture reduced to 64 × 64, so that noise and single pixels do not count.
_BLANK_SPREAD = 2.0  # standard deviation below which a picture is one even colour
_DARK_PEAK = 28.0  # the 99th percentile below which nothing can be made out
_BRIGHT_FLOOR = 246.0  # the 10th percentile above which nearly everything is washed out
_BRIGHT_SPREAD = 12.0  # a page of text is as light as that, but its letters spread more
_DIM_MEAN, _BRIGHT_MEAN = 55.0, 205.0
_SMALLEST = 24  # pixels on the shorter side


def see(frame: Frame) -> Iterator[Observation]:
    """One observation of kind "quality" if the picture cannot be described; one of the light.

    Labels: "too small", "too dark", "over-exposed", "blank"; "dark", "very bright".
    """
    if min(frame.width, frame.height) < _SMALLEST:
        yield _observation("too small", "quality")
        return
    step = max(1, min(frame.width, frame.height) // 256)  # 12 megapixels: 2 ms in place of 50
    picture = Image.fromarray(frame.pixels[::step, ::step].copy())
    picture = picture.resize((64, 64), Image.Resampling.BOX)
    small, light = np.asarray(picture), np.asarray(picture.convert("L"))
    if np.percentile(light, 99) < _DARK_PEAK:
        yield _observation("too dark", "quality")
    elif np.percentile(light, 10) > _BRIGHT_FLOOR and light.std() < _BRIGHT_SPREAD:
        yield _observation("over-exposed", "quality")
    elif small.reshape(-1, 3).std(axis=0).max() < _BLANK_SPREAD:
        yield _observation("blank", "quality")
    elif light.mean() < _DIM_MEAN:
        yield _observation("dark", "light")
    elif light.mean() > _BRIGHT_MEAN:
        yield _observation("very bright", "light")


def _observation(label: str, kind: Kind) -> Observation:
    return Observation(label, 1.0, "quality", Sureness.SURE, kind)
