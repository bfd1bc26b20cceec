"""Photographs that writing is put on, kept with what the reader reads in them, and their sizes."""

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.pipeline.frame import Frame
from assistant.pipeline.shrinking import Pixels
from assistant.reading.ocr import DETECT
from assistant.reading.presence import SIDE, SMALL, smaller
from assistant.training.picture import data, split
from assistant.training.picture.split import LEARN, PART_A, PART_B
from assistant.training.writing import answers, specimens

SPECIMENS = 960

HELD_OUT = 400
"""More of part B: of a hundred with sure writing, one that is missed says little."""

NARROW = frozenset(("receipts", "zerodce"))
"""Sources of documents, and of pictures darkened by a program."""

PARTS = (LEARN, LEARN, LEARN, PART_A, PART_B)
"""Of the photographs that one specimen after the other is made of, over and over."""

_SHOWN = 48  # specimens by which the layers are fitted and the whole numbers' ranges measured …
_SIZES = (SIDE, DETECT, SMALL)  # … in one of these sizes each: the program uses all three


def draw(folder: Path, out: Path, fonts: Path) -> Iterator[Path]:
    """Make specimens and their answers; returns the paths of the answers as they are there."""
    rows = [row for row in data.rows(folder) if not row.squashed and row.src not in NARROW]
    every = data.rows(folder)
    parts = dict(zip((row.id for row in every), split.kept(folder, out, every), strict=True))
    place = out / "writing"
    place.mkdir(exist_ok=True)
    dice = random.Random(2)
    by_part = {part: mixed([r for r in rows if parts[r.id] == part], dice) for part in PARTS}
    for number, (part, several, seed) in enumerate(_turns(dice)):
        chosen = [by_part[part].pop() for _ in range(several)]
        path = place / f"{number:05}.json"
        if not path.exists():
            found = [photograph(folder, row) for row in chosen]
            picture = specimens.drawn(found, random.Random(seed), fonts)
            picture.save(path.with_suffix(".jpg"), quality="keep")
            answers.keep(answers.answer(Frame(np.asarray(picture)), part), path)
        yield path


def _turns(dice: random.Random) -> Iterator[tuple[int, int, int]]:
    """Part, number of photographs and seed of one specimen after the other."""
    for number in range(SPECIMENS):
        several = dice.choice((1, 1, 4, 9)) if number % 4 == 0 else 1
        yield PARTS[number % len(PARTS)], several, number
    for number in range(HELD_OUT):
        yield PART_B, 4 if number % 8 == 0 else 1, 50_000 + number


def mixed(rows: Sequence[data.Row], dice: random.Random) -> list[data.Row]:
    """In an order in which all sources come in turn."""
    sources: dict[str, list[data.Row]] = {}
    for row in dice.sample(rows, len(rows)):
        sources.setdefault(row.src, []).append(row)
    turns = [(turn, row) for found in sources.values() for turn, row in enumerate(found)]
    return [row for _, row in sorted(turns, key=lambda pair: -pair[0])]


def photograph(folder: Path, row: data.Row) -> data.Bytes:
    """One photograph, RGB."""
    (found,) = data.photographs(folder / f"photos-{row.shard:02}.tar", {row.id})
    return found[1]


def pixels(path: Path, side: int) -> Pixels:
    """One specimen, BGR, its longer side of so many pixels."""
    with Image.open(path.with_suffix(".jpg")) as picture:
        frame = Frame(np.asarray(picture.convert("RGB")))
    seen = bgr(frame.reduced(SIDE if side == SMALL else side))
    return smaller(seen) if side == SMALL else seen


def bgr(rgb: Pixels) -> Pixels:
    """It in the other order of channels, in one piece."""
    return np.ascontiguousarray(rgb[..., ::-1])


def views(paths: Iterable[Path]) -> list[Pixels]:
    """Specimens in all sizes, BGR: by these layers are fitted, and ranges of whole numbers."""
    some = enumerate(islice(paths, _SHOWN))
    return [pixels(path, _SIZES[number % len(_SIZES)]) for number, path in some]
