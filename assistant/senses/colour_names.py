"""Names of colours, in words that people use.

There are 34 words: 17 families ("blue"), nine of them with a dark or a light tone. Which colour
belongs to which family is told by the xkcd colour survey: of its 949 names, the 832 whose last word
says a family ("dark sky blue", "mustard") are that family's anchors
(``resources/senses/colours.json``), and a colour gets the family of the anchors that are nearest in
CIE L*a*b*. Dark and light follow from L*, with limits between the survey's own "dark X", "X" and
"light X". Greys are told by their chroma: the survey has too few of them.

Why L*a*b* and nine neighbours: against the answer counts of that survey (Heer and Stone, "Color
naming models for color selection, image editing and palette design", CHI 2012) a first grouping
agreed with 67.6 answers in 100; in OKLab with 66.7, with one neighbour 65.2; no map can reach more
than 70.7.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant import opencv, paths
from assistant.pipeline.frame import Pixels

Floats = npt.NDArray[np.float32]

_NEIGHBOURS = 9
_NEUTRAL = 7.0  # chroma below which a colour is black, grey or white
_BLACK, _WHITE = 14.0, 91.0  # L* of the darkest grey and the lightest
_CENTRES = 64  # colours to which a region is reduced before they are named; fewer mix them
_SIDE = 96  # pixels: longer side of the copy on which colours are counted


@dataclass(frozen=True)
class _Names:
    families: tuple[str, ...]
    words: npt.NDArray[np.object_]  # (families, 3): dark, neither, light
    dark_below: npt.NDArray[np.float64]  # (families,), as are the next two
    light_above: npt.NDArray[np.float64]
    light_chroma: npt.NDArray[np.float64]
    anchors: Floats  # (N, 3) L*a*b*
    squares: Floats  # (N,) of their distances from black
    family_of: npt.NDArray[np.intp]  # (N,) → families


def lab(rgb: Sequence[Sequence[float]] | npt.NDArray[Any]) -> Floats:
    """CIE L*a*b* (D65) of sRGB colours 0..255, shape (N, 3)."""
    cv2 = opencv.load()
    scaled = np.asarray(rgb, np.float32).reshape(1, -1, 3) / np.float32(255)
    converted: Floats = cv2.cvtColor(scaled, cv2.COLOR_RGB2Lab)[0]
    return converted


def name(rgb: Sequence[float]) -> str:
    """The word for one sRGB colour 0..255: "dark blue"."""
    return names(lab([rgb]))[0]


def names(colours: Floats) -> list[str]:
    """The word for each L*a*b* colour, shape (N, 3)."""
    known = _load()
    squares = (colours**2).sum(axis=1)[:, None] + known.squares - 2 * colours @ known.anchors.T
    furthest = np.partition(squares, _NEIGHBOURS - 1, axis=1)[:, _NEIGHBOURS - 1]
    near = np.flatnonzero(squares <= furthest[:, None])  # np.nonzero takes ten times as long
    of, nearest = divmod(near, len(known.anchors))
    weight = 1 / (np.sqrt(np.maximum(squares[of, nearest], 0)) + 1e-3)
    count, families = len(colours), len(known.families)
    votes = np.bincount(known.family_of[nearest] + families * of, weight, count * families)
    return _words(known, votes.reshape(count, families).argmax(axis=1), colours)


def of(pixels: Pixels) -> list[tuple[str, float]]:
    """The colours of a region and their shares of it, the largest first.

    Args:
        pixels: RGB, uint8, (H, W, 3).
    """
    small = Image.fromarray(np.ascontiguousarray(pixels))
    small.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    # No random start as in k-means: the same picture always gets the same answer.
    reduced = small.quantize(_CENTRES, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    counts = np.bincount(np.asarray(reduced).ravel(), minlength=_CENTRES)
    centres = np.reshape(reduced.getpalette() or [], (-1, 3))[: len(counts)]
    shares: dict[str, float] = {}
    for word, share in zip(names(lab(centres)), (counts / counts.sum()).tolist(), strict=False):
        shares[word] = shares.get(word, 0.0) + share
    return sorted(((w, s) for w, s in shares.items() if s > 0), key=lambda item: -item[1])


def _words(known: _Names, family: npt.NDArray[np.intp], colours: Floats) -> list[str]:
    """The word for each colour (N, 3) of a family (N,): its tone, or that it is no colour."""
    lightness, a, b = colours.astype(np.float64).T
    chroma = np.hypot(a, b)
    neutral = chroma < _NEUTRAL
    family = np.where(neutral, known.families.index("grey"), family)
    light = (lightness > known.light_above[family]) & (chroma < known.light_chroma[family])
    tone = np.where(lightness < known.dark_below[family], 0, np.where(light, 2, 1))
    words = known.words[family, tone]
    words[neutral & (lightness > _WHITE)] = "white"
    words[(lightness < _BLACK) & (chroma < 2 * _NEUTRAL)] = "black"
    found: list[str] = words.tolist()
    return found


@cache
def _load() -> _Names:
    path = paths.resources() / "senses" / "colours.json"
    families = json.loads(path.read_text("utf-8"))["families"]
    words = [(i, h) for i, f in enumerate(families.values()) for h in f["anchors"].values()]
    anchors = lab([list(bytes.fromhex(h[1:])) for _, h in words])
    return _Names(
        families=tuple(families),
        words=np.array([(f"dark {f}", f, f"light {f}") for f in families], object),
        dark_below=np.array([f.get("dark_below", -1.0) for f in families.values()]),
        light_above=np.array([f.get("light_above", 101.0) for f in families.values()]),
        light_chroma=np.array([f.get("light_chroma", 999.0) for f in families.values()]),
        anchors=anchors,
        squares=(anchors**2).sum(axis=1),
        family_of=np.array([i for i, _ in words]),
    )
