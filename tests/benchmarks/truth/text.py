"""Reading: pages in ten fonts, turned, tilted, in columns, hyphenated, and made worse step by step.

Counted are words: right; wrong though said plainly; marked as doubtful, or missed. Notes tell the
accuracy by characters and the processor time. With ``--data``, also what is read in photographs.
"""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame
from assistant.reading import Page, read
from assistant.senses import text
from tests.benchmarks.truth import pages, photographs
from tests.benchmarks.truth.pages import FONTS, Set, accuracy, drawn, turned, words
from tests.benchmarks.truth.row import Row

_RNG = 7  # seed
_HALF = (1240, 700)  # pixels: half a page is enough where many are tried
_PHOTOGRAPHS, _ENLARGED = 400, 4  # so many, and so many times larger than they are stored
_PRIVATE = ("mvsa", "peds")  # never quoted


def rows(data: Path | None = None) -> Iterator[Row]:
    """The whole table.

    Args:
        data: folder of training photographs.
    """
    for family in FONTS:
        name = family if pages.font_file(family) else f"{family} (not here: Pillow's own)"
        yield _page(f"{name}, 12 pt", Set(font=family))
    for degrees in (90, 180, 270):
        yield _page(f"turned by {degrees}°", Set(), degrees)
    for degrees in (-8, -3, 3, 8):
        yield _page(f"tilted by {degrees}°", Set(), degrees)
    for points in (6, 8, 10, 18, 30):
        yield _page(f"{points} pt", Set(font="Nimbus Roman", points=points, size=_HALF))
    yield _page("two columns", Set(columns=2, points=11))
    yield _page("two columns, hyphens", Set(columns=2, points=11, hyphens=True))
    yield _page("three columns, hyphens", Set(columns=3, points=9, hyphens=True, margin=80))
    yield _page("hyphens", Set(hyphens=True, font="URW Bookman", margin=250))
    for name, worsen in _degradations():
        yield _worse(name, worsen)
    if data:
        yield from _photographs(data)


def _page(name: str, how: Set, degrees: float = 0) -> Row:
    picture, truth = drawn(how)
    page, seconds = _timed(turned(picture, degrees))
    note = f"{accuracy(page.text, truth):.2%} of {len(truth)} characters, {seconds:.1f} s"
    return Row(name, *words(page, truth), note)


def _worse(name: str, worsen: Callable[[Image.Image], Image.Image]) -> Row:
    right = wrong = refused = marked = 0
    for family in ("DejaVu Serif", "Nimbus Sans Narrow", "URW Gothic"):
        picture, truth = drawn(Set(font=family, size=_HALF))
        page = read(turned(worsen(picture), 0))
        found = words(page, truth)
        right, wrong, refused = right + found[0], wrong + found[1], refused + found[2]
        marked += sum(not word.sure for line in page.lines for word in line.words)
    return Row(name, right, wrong, refused, f"{marked} words marked as doubtful, right ones too")


def _degradations() -> Iterator[tuple[str, Callable[[Image.Image], Image.Image]]]:
    for share in (0.45, 0.33, 0.27):
        yield f"at {150 * share:.0f} dpi", lambda p, s=share: _smaller(p, s)
    for sigma in (2, 3.2, 4):
        yield f"blur {sigma}", lambda p, s=sigma: p.filter(ImageFilter.GaussianBlur(s))
    for sigma in (60, 110):
        yield f"noise {sigma}", lambda p, s=sigma: _lit(p, 1, s)
    for share in (0.15, 0.08):
        yield f"{share:.0%} of the light", lambda p, s=share: _lit(p, s, 8)
    yield "JPEG, quality 3", _compressed


def _smaller(picture: Image.Image, share: float) -> Image.Image:
    size = (round(picture.width * share), round(picture.height * share))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _lit(picture: Image.Image, light: float, noise: float) -> Image.Image:
    pixels = np.asarray(picture) * light
    noisy = pixels + np.random.default_rng(_RNG).normal(0, noise, pixels.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _compressed(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=3)
    return Image.open(file).convert("RGB")


def _timed(frame: Frame) -> tuple[Page, float]:
    """The page, and the processor time of all threads: the wall says little on a busy machine."""
    start = time.process_time()
    return read(frame), time.process_time() - start


def _photographs(data: Path) -> Iterator[Row]:
    """What is told of photographs, for a person to judge; of private people's only how often."""
    labels = [a for a in photographs.listed(data) if a["src"] not in photographs.NOT_PHOTOGRAPHS]
    chosen = photographs.sample(labels, _PHOTOGRAPHS)
    told: dict[Sureness, list[str]] = {sureness: [] for sureness in Sureness}
    silent = 0
    for label, pixels in photographs.opened(data, chosen):
        picture = Image.fromarray(pixels)
        size = (_ENLARGED * picture.width, _ENLARGED * picture.height)
        larger = picture.resize(size, Image.Resampling.BICUBIC)
        seen = list(text.see(Frame(np.asarray(larger))))
        silent += not seen
        for o in seen:
            told[o.sureness].append("…" if label["src"] in _PRIVATE else o.content)
    yield Row("photographs without a word", 0, 0, silent, f"of {len(chosen)}")
    for sureness, contents in told.items():
        said = " · ".join(" ".join(content.split()) for content in contents)
        yield Row(
            f"text told as {sureness}", 0, 0, 0, f"{len(contents)} blocks, to be judged: {said}"
        )
