"""Degraded photographs, and pictures in which there is nothing to see.

Nothing to see: right is to say so. A degraded photograph: right are names that the undegraded one
gets too or that its author's sentence has, wrong is any other name, even one in doubt; refused is
all that names nothing, which from a blur of 12 ‰ and 6 stops of darkness on is what should happen.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.random import Generator
from PIL import Image

from assistant import paths
from assistant.pipeline.frame import Pixels
from tests.benchmarks.truth import degrade, judge, photographs
from tests.benchmarks.truth.judge import Tally
from tests.benchmarks.truth.row import Row

SIZE = (720, 1280, 3)
_NO_PHOTOGRAPHS = ("page.jpg", "blurred.jpg")


def rows(data: Path | None = None) -> Iterator[Row]:
    """Empty pictures, then degraded samples, then a sample of the training photographs."""
    for case, labels, make in _empty():
        tally = Tally(case)
        for seed in range(6):
            y = judge.first_words(make(np.random.default_rng(seed)))
            said = judge.refusal(y.description) or ", ".join(judge.named(y))
            wrong = bool(judge.named(y))
            tally.add("right" if said in labels else "wrong" if wrong else "refused", said)
        yield tally.row()
    yield from _degraded()
    if data:
        yield _sampled(data, 300)


def _empty() -> Iterator[tuple[str, tuple[str, ...], Callable[[Generator], Pixels]]]:
    yield "one colour", ("blank",), lambda rng: _even(rng.integers(60, 230, 3))
    yield "black", ("too dark",), lambda rng: _even(rng.integers(0, 16, 3))
    yield "white", ("over-exposed", "blank"), lambda rng: _even(rng.integers(249, 256, 3))
    yield "noise, grey", ("noise",), lambda rng: _noise(rng, 1)
    yield "noise, coloured", ("noise",), lambda rng: _noise(rng, 3)
    covered = ("covered", "too dark", "blank")
    yield "lens covered", covered, lambda rng: degrade.covered(_even(0), rng)
    strip = (*covered, "blurred", "shaken")
    yield "covered, a strip of light", strip, lambda rng: degrade.covered(_sample(rng), rng, 0.12)


def _degraded() -> Iterator[Row]:
    pictures = list(_samples())
    rng = np.random.default_rng(0)
    true = [set(judge.named(judge.first_words(pixels))) for _, pixels in pictures]
    for case, degraded in _steps():
        tally = Tally(case)
        for (shows, pixels), known in zip(pictures, true, strict=True):
            y = judge.first_words(degraded(pixels, rng))
            names = judge.named(y)
            untrue = [x for x in names if x not in known and x not in shows]
            if untrue:
                tally.add("wrong", ", ".join(f"{x} ({names[x].sureness})" for x in untrue))
            else:
                tally.add("right" if names else "refused", judge.refusal(y.description))
        yield tally.row()


def _steps() -> Iterator[tuple[str, Callable[[Pixels, Generator], Pixels]]]:
    yield "samples as they are", lambda p, _: p
    for blur in degrade.BLURS:
        yield f"blur {blur} ‰", lambda p, _, blur=blur: degrade.blurred(p, blur)
    for way in degrade.SHAKES:
        yield f"moved {way} ‰", lambda p, rng, w=way: degrade.shaken(p, w, rng.uniform(0, np.pi))
    for stops in degrade.EXPOSURES:
        yield (
            f"exposure {stops:+d} stops",
            lambda p, rng, stops=stops: degrade.exposed(p, stops, rng),
        )
    for noise in degrade.NOISES:
        yield f"noise {noise}", lambda p, rng, noise=noise: degrade.noisy(p, noise, rng)


def _sampled(data: Path, most: int) -> Row:
    """Sharp, well-lit photographs: refused must be less than 2 %."""
    labels = [
        label
        for label in photographs.listed(data)
        if label["src"] not in photographs.NOT_PHOTOGRAPHS and photographs.is_test(label)
    ]
    tally = Tally("training photographs, refused by quality or medium")
    for _, pixels in photographs.opened(data, photographs.sample(labels, most)):
        d = judge.first_words(pixels).description
        media = [o.label for o in d.of_kind("medium") if o.sense == "medium"]
        why = judge.refusal(d) or "".join(media)
        tally.add("refused" if why else "right", why)
    return tally.row()


def _samples() -> Iterator[tuple[str, Pixels]]:
    folder = paths.resources() / "samples"
    for row in json.loads((folder / "samples.json").read_text("utf-8")):
        if row["file"] not in _NO_PHOTOGRAPHS:
            with Image.open(folder / row["file"]) as picture:
                yield row["shows"].lower(), np.asarray(picture.convert("RGB"))


def _sample(rng: Generator) -> Pixels:
    pictures = [pixels for _, pixels in _samples()]
    return pictures[rng.integers(len(pictures))]


def _even(colour: object) -> Pixels:
    return np.broadcast_to(np.asarray(colour), SIZE).astype(np.uint8)


def _noise(rng: Generator, channels: int) -> Pixels:
    noise = rng.integers(0, 256, (*SIZE[:2], channels), np.uint8)
    return np.ascontiguousarray(np.broadcast_to(noise, SIZE))
