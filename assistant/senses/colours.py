"""Colours of the whole picture, and of what is in the middle ("what colour is this?").

Cameras balance the light themselves, and a second guess makes it worse: of 1,180 made pictures (59
patches, four backgrounds, five lights) limited grey-world, shades-of-grey and "the lightest greys
are grey" named 64 to 74 in 100 rightly, none of them 80. More exposure where the picture is dark
raises that to 90, so that is all that is done; by a warm lamp it costs 8 in 100, and greys then
sound like beige. (``python -m tests.benchmarks.measure_colours``; the limits were chosen on these.)
Of 562 photographs of fruit and vegetables 78 in 100 are named by their colour first, 93 at all;
the rest are mostly yellow fruit in a dim shop, called brown.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.pipeline.evidence import Box, Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.quantiles import quantile
from assistant.senses import light
from assistant.senses.colour_names import name, of
from assistant.senses.pattern import pattern

__all__ = [
    "BLACK_AND_WHITE",
    "DIM",
    "MIDDLE",
    "colour_words",
    "middle",
    "name",
    "of",
    "pattern",
    "see",
]

MIDDLE: Box = (1 / 3, 1 / 3, 1 / 3, 1 / 3)
BLACK_AND_WHITE = "black and white"
DIM = "It is dark, so colours may be wrong."

_REDUCED = 320  # pixels of the longer side of the copy on which colours are counted
_FULL, _MOST_GAIN = 220.0, 1.45  # of 255: where the lightest pixels should be; the most exposure
_LIGHTEST = 0.9  # quantile: lamps and windows are lighter, and do not count
_GREY = 6  # difference of the channels in pixels of a black-and-white picture (99.9 in 100)
_GREY_SPREAD = 8.0  # of 255: a picture that varies less is one even grey
_TONE = 0.6  # a tone's share of its family from which on the family is called by it
_DOMINANT, _WORTH, _MOST = 0.6, 0.15, 3
_LEVELS: Mapping[str, float] = {
    Sureness.SURE: 0.5,
    Sureness.FAIRLY_SURE: 0.15,
    Sureness.UNSURE: 0.0,
}

_NEARLY_ALL, _HALF, _SOME = 0.85, 0.5, 0.1  # shares, in words
_PATTERNS = {"plain": "plain", "striped": "perhaps striped", "checked": "perhaps checked"}
_DARK = {"very dark", "dark", "dim"}


def see(frame: Frame) -> tuple[Observation, ...]:
    """Observations of kind "colour", at most three for each region; their score is their share.

    Of the whole picture (no box): one if a colour dominates, else the main ones; or only
    "black and white". Of the middle (box :data:`MIDDLE`): the main ones.
    """
    pixels = _exposed(frame.reduced(_REDUCED))
    doubtful = _is_dark(light.see(frame))
    whole = [(BLACK_AND_WHITE, 1.0)] if _is_grey(pixels) else _main(pixels)
    if whole[0][1] >= _DOMINANT:
        whole = whole[:1]
    return (
        *_observations(whole, None, doubtful and whole[0][0] != BLACK_AND_WHITE),
        *_observations(_main(_cut(pixels)), MIDDLE, doubtful),
    )


def middle(frame: Frame) -> tuple[Observation, ...]:
    """Measures for :func:`colour_words`: colours and pattern of the middle, the light."""
    shade = tuple(light.see(frame))
    pixels = _exposed(frame.reduced(_REDUCED))
    seen = _observations(_main(_cut(pixels)), MIDDLE, _is_dark(shade))
    grey = _observations([(BLACK_AND_WHITE, 1.0)] if _is_grey(pixels) else [], None, False)
    look = pattern(_cut(frame.reduced(2 * _REDUCED)))
    sureness = Sureness.SURE if look == "plain" else Sureness.UNSURE
    made = [Observation(look, 1.0, "colours", sureness, "colour", box=MIDDLE)] if look else []
    return (*seen, *made, *grey, *shade)


def colour_words(observations: Sequence[Observation]) -> str:
    """Words for the middle: "Mostly dark blue, with some white, perhaps striped."."""
    found = [o for o in observations if o.kind == "colour"]
    shares = [(o.label, o.score) for o in found if o.box and o.label not in _PATTERNS]
    if not shares:
        return "I can't tell the colour."
    looks = [_PATTERNS[o.label] for o in found if o.label in _PATTERNS]
    if len(shares) > 1:  # then "plain" would only puzzle
        looks = [look for look in looks if look != "plain"]
    said = [", ".join([_mixture(shares), *looks]).capitalize() + "."]
    if any(o.label == BLACK_AND_WHITE for o in found):
        said.append("The whole picture is black and white.")
    elif _is_dark(observations):
        said.append(DIM)
    return " ".join(said)


def _mixture(shares: Sequence[tuple[str, float]]) -> str:
    """ "Mostly dark blue, with some white", "red and white, with some green"."""
    (first, share), *others = shares
    if share >= _NEARLY_ALL:
        return first
    others = [(name, share) for name, share in others if share >= _SOME]
    alone = share >= _HALF or not others
    start = f"mostly {first}" if alone else f"{first} and {others.pop(0)[0]}"
    some = " and ".join(name for name, _ in others)
    return f"{start}, with some {some}" if some else start


def _main(pixels: Pixels) -> list[tuple[str, float]]:
    """The main colours, tones of one family together; at least one."""
    families: dict[str, dict[str, float]] = {}
    for word, share in of(pixels):
        families.setdefault(word.split()[-1], {})[word] = share
    together = []
    for family, tones in families.items():
        word, most = max(tones.items(), key=lambda item: item[1])
        total = sum(tones.values())
        together.append((word if most >= _TONE * total else family, total))
    together.sort(key=lambda item: -item[1])
    return [c for i, c in enumerate(together[:_MOST]) if i == 0 or c[1] >= _WORTH]


def _observations(
    shares: Sequence[tuple[str, float]], box: Box | None, doubtful: bool
) -> list[Observation]:
    where = "in the middle" if box else ""
    return [
        Observation(
            label, share, "colours", _sureness(share, doubtful), "colour", box=box, where=where
        )
        for label, share in shares
    ]


def _sureness(share: float, doubtful: bool) -> Sureness:
    sureness = Sureness.of(share, _LEVELS) or Sureness.UNSURE
    return Sureness.FAIRLY_SURE if doubtful and sureness == Sureness.SURE else sureness


def _is_dark(observations: Sequence[Observation]) -> bool:
    return any(o.kind == "light" and o.label in _DARK for o in observations)


def _is_grey(pixels: Pixels) -> bool:
    pixels = pixels[::2, ::2]
    spread = _extreme(np.maximum, pixels) - _extreme(np.minimum, pixels)
    return quantile(spread, 0.999) <= _GREY and float(pixels.std()) > _GREY_SPREAD


def _exposed(pixels: Pixels) -> Pixels:
    """The picture, lighter where even its lightest parts are dark."""
    lightest = quantile(_extreme(np.maximum, pixels[::2, ::2]), _LIGHTEST)
    gain = min(_MOST_GAIN, _FULL / max(lightest, 1.0))
    if gain <= 1:
        return pixels
    table = np.minimum(np.arange(256) * gain, 255).astype(np.uint8)
    lighter: Pixels = opencv.load().LUT(pixels, table)
    return lighter


def _extreme(of: np.ufunc, pixels: Pixels) -> npt.NDArray[np.uint8]:
    """The largest or smallest channel of each pixel; along the last axis numpy takes far longer."""
    found: npt.NDArray[np.uint8] = of(of(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return found


def _cut(pixels: Pixels) -> Pixels:
    """The middle ninth."""
    height, width = pixels.shape[:2]
    return pixels[height // 3 : height - height // 3, width // 3 : width - width // 3]
