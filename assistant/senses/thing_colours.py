"""Colours of things of which one is counted, where its box says so: "a brown dog", "a red car".

A box also holds what is behind the thing. So its middle counts most, and of each colour as much is
taken off as there is of it, or of one like it, just outside and in the box's corners. For animals a
small logistic model, learnt from captions of dogs (``assistant/training/thing_colours.py``), tells
from what is left and from what is around which word people would use. For other things the share of
one strong colour decides: whether a car in the shade is white, grey or silver nobody can tell.
Nothing is said of pictures that are dark, nearly of one hue or black and white.

Which things captions give a colour to at all, the numbers and the limits are in
``resources/senses/thing_colours.json``; how often it is right prints
``python -m tests.benchmarks.measure_thing_colours``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from assistant import paths
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.pipeline.quantiles import quantile
from assistant.senses import light
from assistant.senses.colour_names import lab, names

Floats = npt.NDArray[np.float64]

_REDUCED = 320  # pixels of the longer side of the copy that is looked at
_MOST = 4  # things of one picture

_SIDE = 48  # pixels of the square to which a box is brought
_AROUND = 0.2  # share of the box's sides that is looked at outside of it
_INSIDE, _OUTSIDE = 0.8, 1.15  # squares of the distance from the middle; 1 is the ellipse's edge
_FALL = 2.0  # how fast the weight falls with that square
_COLOURS = 64  # to which they are reduced
_TAKEN = 0.7  # of what is outside, taken off
_ALIKE = 6.0  # distance in CIE L*a*b* at which a colour counts as another by 0.6

_BANDS = (0, 18, 32, 46, 60, 74, 88, 101)  # L*
_SOFT = 4.0  # L*: bands fade into each other by so much on both sides
_WARM = (15, 110)  # degrees of hue
_DIM = 0.29  # level of light below which colours deceive
_VARIED = 3.0  # 95th percentile of the distance from the mean in a*b*; less is black and white
_ONE_HUE = 0.985  # length of the mean in a*b*, of the mean length; more is tinted
_STRONG = 22.0  # chroma from which on a colour of other things than animals counts
_OWN = 0.5  # share of a box's middle that must be left when what is around is taken off


class Shares(NamedTuple):
    """Colours in and around a box.

    Attributes:
        colours: (N, 3) CIE L*a*b*.
        inside: (N,) share of each in the box, its middle most.
        own: (N,) the same less what is around it.
        around: (N,) share outside and in the corners.
    """

    colours: Floats
    inside: Floats
    own: Floats
    around: Floats


@dataclass(frozen=True)
class _Facts:
    """The file: what is learnt and chosen."""

    words: tuple[str, ...]
    weights: Floats  # (words, features + 1)
    least: Mapping[str, float]  # word → chance from which on it is said of an animal
    animals: Mapping[str, frozenset[str]]  # label → words that are said of it
    things: Mapping[str, Mapping[str, float]]  # label → word → share from which on it is said


def coloured(observations: Iterable[Observation], frame: Frame) -> list[Observation]:
    """Give things of which one is counted their colours, where these are sure.

    Args:
        observations: of a picture; of others than such things none is changed.
        frame: the picture.
    """
    found, left, fit = list(observations), _MOST, None
    for i, o in enumerate(found):
        if left and may_have(o):
            fit = is_fit(frame) if fit is None else fit
            if not fit:
                break
            found[i] = replace(o, colour=colour(o.label, shares(frame, o)))
            left -= 1
    return found


def may_have(o: Observation) -> bool:
    """Whether it is one thing with a box, of a kind to which people give colours.

    There may be more of it: "at least one brown dog".
    """
    single = o.count == 1 and o.box is not None
    known = o.label in _facts().animals or o.label in _facts().things
    return single and known and o.kind == "object" and o.sureness != Sureness.UNSURE


def is_fit(frame: Frame) -> bool:
    """Whether there is light enough, and more than one hue, for colours to be believed."""
    if light.level(frame) < _DIM:
        return False
    hues = lab(_thinned(frame.reduced(_REDUCED), _SIDE).reshape(-1, 3))[:, 1:]
    mean = hues.mean(axis=0)
    varied = quantile(np.hypot(*(hues - mean).T), 0.95) >= _VARIED
    return varied and float(np.hypot(*mean)) < _ONE_HUE * float(np.hypot(*hues.T).mean())


def colour(label: str, seen: Shares) -> str:
    """The word for a thing of this label; empty where that is not sure."""
    facts = _facts()
    if label in facts.animals:
        found = chances(facts.weights, features(seen)[None])[0]
        best = int(found.argmax())
        word = facts.words[best]
        known = word in facts.animals[label] and found[best] >= facts.least[word]
        return word if known else ""
    word, share = strongest(seen)
    return word if share >= facts.things[label].get(word, np.inf) else ""


def chances(weights: Floats, known: Floats) -> Floats:
    """Chances (N, words) that people would use a word, by weights and features (N, features)."""
    return 1 / (1 + np.exp(-(known @ weights[:, :-1].T + weights[:, -1])))


def animals() -> frozenset[str]:
    """Labels of the animals that may have a colour."""
    return frozenset(_facts().animals)


def strongest(seen: Shares) -> tuple[str, float]:
    """The commonest strong colour of what is the thing's own, and its share of that."""
    found: dict[str, float] = {"": 0.0}
    total = float(seen.own.sum())
    if total >= _OWN:
        strong = np.flatnonzero(np.hypot(seen.colours[:, 1], seen.colours[:, 2]) >= _STRONG)
        words = names(seen.colours[strong].astype(np.float32))
        for name, share in zip(words, seen.own[strong].tolist(), strict=True):
            word = name.removeprefix("dark ").removeprefix("light ")
            found[word] = found.get(word, 0.0) + share / total
    word = max(found, key=lambda w: found[w])
    return word, found[word]


def shares(frame: Frame, o: Observation) -> Shares:
    """Colours of a thing, with what is around its box taken off.

    Args:
        frame: the picture.
        o: a thing with one box.
    """
    assert o.box is not None
    pixels, (x, y, w, h) = frame.reduced(_REDUCED), o.box
    height, width = pixels.shape[:2]
    left, right = _span(x - _AROUND * w, x + w + _AROUND * w, width)
    top, bottom = _span(y - _AROUND * h, y + h + _AROUND * h, height)
    cut = _thinned(pixels[top:bottom, left:right], 2 * _SIDE)
    small = Image.fromarray(cut).resize((_SIDE, _SIDE), Image.Resampling.BOX)
    steps = (np.arange(_SIDE) + 0.5) / _SIDE
    across = ((left + steps * (right - left)) / width - x - w / 2) / (w / 2)
    down = ((top + steps * (bottom - top)) / height - y - h / 2) / (h / 2)
    far = (across[None] ** 2 + down[:, None] ** 2).ravel()
    reduced = small.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    of = np.asarray(reduced).ravel()
    count = int(of.max()) + 1
    colours = lab(np.reshape(reduced.getpalette() or [], (-1, 3))[:count]).astype(np.float64)
    inside = _share(of, np.where(far < _INSIDE, np.exp(-_FALL * far), 0.0), count)
    around = _share(of, (far > _OUTSIDE).astype(np.float64), count)
    apart = ((colours[:, None] - colours[None]) ** 2).sum(axis=2)
    alike = np.exp(-apart / (2 * _ALIKE**2))
    kept = 1 - _TAKEN * (alike @ around) / np.maximum(alike @ inside, 1e-9)
    return Shares(colours, inside, inside * kept.clip(0, 1), around)


def _thinned(pixels: Pixels, least: int) -> Pixels:
    """Every so many pixels, so that at least so many are left of each side that has as many."""
    down, across = (max(1, size // least) for size in pixels.shape[:2])
    return np.ascontiguousarray(pixels[::down, ::across])


def _span(start: float, end: float, size: int) -> tuple[int, int]:
    first = min(max(int(start * size), 0), size - 1)
    return first, max(first + 1, min(round(end * size), size))


def _share(of: npt.NDArray[Any], weight: Floats, count: int) -> Floats:
    total = np.bincount(of, weight, count)
    return total / max(float(total.sum()), 1e-9)


def features(seen: Shares) -> Floats:
    """Numbers for the logistic model: how much of what colours, inside, own and around."""
    lightness, chroma = seen.colours[:, 0], np.hypot(seen.colours[:, 1], seen.colours[:, 2])
    hue = np.degrees(np.arctan2(seen.colours[:, 2], seen.colours[:, 1])) % 360
    warm = (hue > _WARM[0]) & (hue < _WARM[1])
    neutral = 1 / (1 + np.exp((chroma - 9) / 1.5))
    pale = 1 / (1 + np.exp((chroma / (lightness + 15) - 0.2) / 0.03))  # of dark browns, too
    low, high = np.array(_BANDS[:-1]), np.array(_BANDS[1:])
    bands = ((lightness[:, None] - low + _SOFT) / (2 * _SOFT)).clip(0, 1)
    bands *= ((high + _SOFT - lightness[:, None]) / (2 * _SOFT)).clip(0, 1)
    table = np.hstack(
        [
            bands * neutral[:, None],
            bands * ((1 - neutral) * warm)[:, None],
            bands * ((1 - neutral) * ~warm)[:, None],
            bands[:, :3] * ((1 - pale) * warm)[:, None],
            bands[:, 4:] * ((chroma - 8).clip(0, 30) / 20 * warm)[:, None],
            seen.colours / (100, 20, 20),
            chroma[:, None] / 20,
        ]
    )
    own = seen.own if seen.own.sum() > 1e-6 else seen.inside
    parts = [w / max(float(w.sum()), 1e-9) for w in (seen.inside, own, seen.around)]
    return np.concatenate([*(part @ table for part in parts), [seen.own.sum()]])


@cache
def _facts() -> _Facts:
    path = paths.resources() / "senses" / "thing_colours.json"
    facts = json.loads(path.read_text("utf-8"))
    return _Facts(
        words=tuple(facts["words"]),
        weights=np.array(list(facts["words"].values())),
        least=facts["least"],
        animals={label: frozenset(words) for label, words in facts["animals"].items()},
        things=facts["things"],
    )
