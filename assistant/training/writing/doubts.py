"""More to learn from: pictures of which a network that has learnt is not sure, read by the reader.

Hard examples, after Sung and Poggio, "Example-Based Learning for View-Based Human Face Detection"
(IEEE PAMI, 1998): in half of them there is nothing to read.
"""

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from assistant.pipeline.frame import Frame
from assistant.reading.ocr import DETECT
from assistant.reading.presence import SIDE, given, score
from assistant.sessions import OnnxNetwork
from assistant.training.picture import data, split
from assistant.training.picture.split import LEARN
from assistant.training.writing import answers, specimens
from assistant.training.writing.material import NARROW, bgr, mixed

SHOWN = 2400
"""Pictures that are looked at."""

_DOUBT = (-0.5, 3.0)  # scores: what is above zero would be read
_SIDES = (SIDE, SIDE, DETECT)  # pixels of the longer side, in turn
_MANY = (1, 1, 4, 9, 16, 16, 25)  # photographs side by side: the more, the sharper
_LYING, _UPRIGHT = (256, 192), (192, 256)  # pixels of one that had been brought to a square
_QUALITY = 96  # of the JPEG that is looked at


class _Photograph(NamedTuple):
    file: bytes
    squashed: bool

    def pixels(self, shapes: Sequence[tuple[int, int]], dice: random.Random) -> data.Bytes:
        """It, RGB; in one of these shapes if it was brought to a square."""
        with Image.open(io.BytesIO(self.file)) as opened:
            picture = opened.convert("RGB")
        if self.squashed:
            shape = dice.choice(shapes) if len(shapes) > 1 else shapes[0]
            picture = picture.resize(shape, Image.Resampling.BICUBIC)
        return np.asarray(picture)


def doubtful(folder: Path, out: Path, fonts: Path, model: Path) -> list[Path]:
    """Answers of the reader to the pictures of which the network is not sure.

    Args:
        folder: the data; only photographs to learn from are looked at.
        out: pictures and answers are left in its folder "doubts"; what is there is kept.
        fonts: as ``specimens`` wants them.
        model: the file of the network.
    """
    network, found = OnnxNetwork(model), []
    for path in _shown(folder, out, fonts):
        with Image.open(path) as picture:
            frame = Frame(np.asarray(picture.convert("RGB")))
        logits = network({"x": given(bgr(frame.pixels))})["written"]
        if _DOUBT[0] < score(logits) < _DOUBT[1]:
            told = path.with_suffix(".json")
            if not told.exists():
                answers.keep(answers.answer(frame, LEARN), told)
            found.append(told)
    return found


def _shown(folder: Path, out: Path, fonts: Path) -> Iterator[Path]:
    """Pictures of one or more photographs, perhaps with writing, as JPEGs."""
    photographs = _photographs(folder, out)
    place = out / "doubts"
    place.mkdir(exist_ok=True)
    for number in range(SHOWN):
        path = place / f"{number:05}.jpg"
        if not path.exists():
            seed = number * 4 // 3  # every fourth had another size, in which nothing is read
            dice = random.Random(100_000 + seed)
            many = dice.choice(_MANY)
            chosen, shapes = [photographs[seed % len(photographs)]], [_LYING, _UPRIGHT]
            if many > 1:
                chosen, shapes = [dice.choice(photographs) for _ in range(many)], [_LYING]
            tiles = [one.pixels(shapes, dice) for one in chosen]
            picture = specimens.drawn(tiles, dice, fonts).convert("RGB")
            seen = Frame(np.asarray(picture)).reduced(_SIDES[number % len(_SIDES)])
            Image.fromarray(seen).save(path, quality=_QUALITY, subsampling=0)
        yield path


def _photographs(folder: Path, out: Path) -> list[_Photograph]:
    """Those to learn from, all sources in turn."""
    every = data.rows(folder)
    parts = zip(every, split.kept(folder, out, every), strict=True)
    rows = [row for row, part in parts if part == LEARN and row.src not in NARROW]
    wanted, files = {row.id for row in rows}, dict[str, bytes]()
    for shard in data.shards(folder):
        files.update(data.files(shard, wanted))
    return [_Photograph(files[row.id], row.squashed) for row in mixed(rows, random.Random(7))]
