"""Pictures that are no photographs: none of them may be described as if it were one.

Right: its own name is said. Wrong: it gets the caption of a scene or thing, or the name of another
medium. Refused: "a graphic", or "I can't tell".
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from assistant.pipeline.frame import Pixels
from tests.benchmarks.truth import judge, pages, screens, specimens
from tests.benchmarks.truth.judge import Tally
from tests.benchmarks.truth.row import Row

_SEED, _EACH = 500_000, 25  # no picture that the thresholds were chosen on


def rows() -> Iterator[Row]:
    """Pages in ten fonts and four rotations, then specimens as made and as sent, then windows."""
    for degrees in (0, 90, 180, 270):
        tally = Tally(f"page of text, turned {degrees}°")
        for font in pages.FONTS:
            picture, _ = pages.drawn(pages.Set(font=font))
            _judge(tally, pages.turned(picture, degrees).pixels, "page of text")
        yield tally.row()
    two, _ = pages.drawn(pages.Set(columns=2), pages.PROSE * 2)
    tally = Tally("page of text, two columns")
    _judge(tally, np.asarray(two), "page of text")
    yield tally.row()
    for name, (label, make) in specimens.MAKERS.items():
        for way in ("", ", resized and compressed"):
            tally = Tally(name + way)
            for i in range(_EACH):
                rng = np.random.default_rng(_SEED + i)
                picture = make(rng)
                _judge(tally, _pixels(specimens.worn(picture, rng) if way else picture), label)
            yield tally.row()
    yield from _windows()


def _windows() -> Iterator[Row]:
    shots = list(screens.shot())
    for title, which in (("own window", screens.OWN), ("other windows", screens.OTHERS)):
        for way in ("", ", JPEG"):
            tally = Tally(title + way)
            for name, picture in shots:
                if name.startswith(which):
                    seen = specimens.compressed(picture, 75) if way else picture
                    _judge(tally, _pixels(seen), "screenshot")
            yield tally.row()


def _judge(tally: Tally, pixels: Pixels, label: str) -> None:
    y = judge.first_words(pixels)
    names = judge.named(y)
    media = [o.label for o in y.description.of_kind("medium")]
    if names:
        tally.add("wrong", ", ".join(f"{x} ({o.sureness})" for x, o in names.items()))
    elif media and media[0] not in (label, "graphic"):
        tally.add("wrong", f"called a {media[0]}")
    else:
        tally.add("right" if label in media else "refused", judge.refusal(y.description))


def _pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"))
