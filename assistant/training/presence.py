"""Learn whether there is writing in a picture: ``python -m assistant.training.presence``.

``--data DIR --out DIR --fonts DIR``: draws specimens and has the whole reader read them
(``out/writing``, half an hour on two cores; what is there is kept), learns from those that are of
photographs to learn from, places the threshold by part A, writes what was learnt
(``resources/models/reading/presence.safetensors``), and with the detector's layers in whole numbers
what is run: ``presence.onnx``, whose logits are above zero where it is worth reading. Then it
prints on part B what is missed and what is spared.

With ``--learnt`` nothing is learnt: what is run is written of what was, in some minutes.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from assistant.pipeline.evidence import Box
from assistant.pipeline.frame import Frame
from assistant.pipeline.shrinking import Pixels
from assistant.reading.networks import DETECTOR, prepared
from assistant.reading.ocr import DETECT
from assistant.reading.presence import PRESENCE, SIDE, SMALL, given, score, smaller
from assistant.sessions import OnnxNetwork
from assistant.training.export import write_sums
from assistant.training.picture import data, split
from assistant.training.picture.split import LEARN, PART_A, PART_B
from assistant.training.writing import answers, network, specimens
from assistant.training.writing.answers import Answer

HEAD = PRESENCE.with_suffix(".safetensors")
SPECIMENS = 960
MISSED = 0.0125
"""Share of the sure writing of part A that may be missed.

That is one of its 83 pictures: the least likely one is a dress, whose pattern the reader takes for
another script.
"""

NARROW = frozenset(("receipts", "zerodce"))
"""Sources of documents, and of pictures darkened by a program."""

_PARTS = (LEARN, LEARN, LEARN, PART_A, PART_B)
_VIEWS = (SIDE, 576)  # pixels: it learns from both, and looks at the first, and at SMALL
_SHOWN = 48  # specimens by which the layers are fitted and the whole numbers' ranges measured …
_SIZES = (SIDE, DETECT, SMALL)  # … in one of these sizes each: the program uses all three
_MARGIN = 0.1  # below the score of the one that is just not missed
_EPOCHS, _BATCH, _RATE, _DECAY = 9, 8, 4e-3, 0.02
_PLACES = 8.0  # how much places without writing count, which are many and nearly all easy
_MIDDLE = (0.05, 0.25)  # of a line that is no answer at its ends, and above and below
_BEYOND = 0.012  # of the picture: around a line nothing is asked


class Seen(NamedTuple):
    """One picture as it is learnt: maps (CHANNELS, H, W) of each size, and the answer."""

    views: Sequence[Tensor]
    answer: Answer


def draw(folder: Path, out: Path, fonts: Path) -> Iterator[Path]:
    """Make specimens and their answers; returns the paths of the answers as they are there."""
    rows = [row for row in data.rows(folder) if not row.squashed and row.src not in NARROW]
    every = data.rows(folder)
    parts = dict(zip((row.id for row in every), split.kept(folder, out, every), strict=True))
    place = out / "writing"
    place.mkdir(exist_ok=True)
    dice = random.Random(2)
    by_part = {part: mixed([r for r in rows if parts[r.id] == part], dice) for part in _PARTS}
    for number in range(SPECIMENS):
        part = _PARTS[number % len(_PARTS)]
        several = dice.choice((1, 1, 4, 9)) if number % 4 == 0 else 1
        chosen = [by_part[part].pop() for _ in range(several)]
        path = place / f"{number:05}.json"
        if not path.exists():
            found = [photograph(folder, row) for row in chosen]
            picture = specimens.drawn(found, random.Random(number), fonts)
            picture.save(path.with_suffix(".jpg"), quality="keep")
            answers.keep(answers.answer(Frame(np.asarray(picture)), part), path)
        yield path


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


def seen(paths: Sequence[Path], layers: Path) -> list[Seen]:
    """Maps that the detector's first layers make of the specimens, left beside them.

    Processes of their own make them: where a little of each picture is kept, the C library does not
    use again what lies between, and it came to 20 GB.
    """
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(partial(_look, layers=layers), paths, chunksize=16))
    return [Seen([_maps(path, side) for side in _VIEWS], answers.kept(path)) for path in paths]


def _look(path: Path, layers: Path) -> Path:
    """Write the maps of one specimen."""
    for side in _VIEWS:
        (maps,) = _network(layers)({"x": prepared(_pixels(path, side))}).values()
        np.save(path.with_suffix(f".{side}.npy"), maps[0].astype(np.float16))
    return path


def _pixels(path: Path, side: int) -> Pixels:
    """One specimen, BGR, its longer side of so many pixels."""
    with Image.open(path.with_suffix(".jpg")) as picture:
        frame = Frame(np.asarray(picture.convert("RGB")))
    bgr = np.ascontiguousarray(frame.reduced(SIDE if side == SMALL else side)[..., ::-1])
    return smaller(bgr) if side == SMALL else bgr


@cache
def _network(layers: Path) -> OnnxNetwork:
    return OnnxNetwork(layers)


def _maps(path: Path, side: int) -> Tensor:
    return torch.from_numpy(np.load(path.with_suffix(f".{side}.npy"), mmap_mode="c"))


def _places(answer: Answer, maps: Tensor) -> Tensor:
    """What is at each place that the head tells of, (H / 2, W / 2) of the maps.

    1 in the middle of lines that are told, 0 where there is none; NaN is not asked.
    """
    height, width = ((size + 1) // 2 for size in maps.shape[1:])
    found = np.zeros((height, width), np.float32)
    for box in (*answer.told, *answer.doubted):
        _put(found, box, np.nan, (-_BEYOND / box[2], -_BEYOND / box[3]))
    for box in answer.told:
        lies = box[2] * width >= box[3] * height
        _put(found, box, 1.0, _MIDDLE if lies else _MIDDLE[::-1])
    return torch.from_numpy(found)


def _put(
    found: npt.NDArray[np.float32], box: Box, value: float, without: tuple[float, float]
) -> None:
    """Set the places of a box without a share of it at each side, at least one place."""
    x, y, wide, high = box
    across, down = without[0] * wide, without[1] * high
    left, right = (np.array([x + across, x + wide - across]) * found.shape[1]).tolist()
    top, bottom = (np.array([y + down, y + high - down]) * found.shape[0]).tolist()
    rows = slice(max(0, int(top)), max(int(np.ceil(bottom)), int(top) + 1))
    found[rows, max(0, int(left)) : max(int(np.ceil(right)), int(left) + 1)] = value


def train(material: Sequence[Seen]) -> network.Head:
    """Learn the head."""
    torch.manual_seed(0)
    head, dice = network.Head(), random.Random(0)
    optimiser = torch.optim.AdamW(head.parameters(), _RATE, weight_decay=_DECAY)
    steps = _EPOCHS * (len(material) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, steps)
    for epoch in range(_EPOCHS):
        order, lost = dice.sample(material, len(material)), 0.0
        for first in range(0, len(order) - _BATCH + 1, _BATCH):
            batch = order[first : first + _BATCH]
            total = torch.stack([_loss(head, one, dice) for one in batch]).mean()
            optimiser.zero_grad()
            total.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost += float(total.detach()) * _BATCH / len(order)
        sys.stdout.write(f"epoch {epoch + 1}: loss {lost:.3f}\n")
    return head.eval()


def _loss(head: network.Head, one: Seen, dice: random.Random) -> Tensor:
    """Cross entropy of all places, the hard ones above all, and of the whole picture."""
    maps = one.views[0] if dice.random() < 0.75 else one.views[1]
    true = _places(one.answer, maps)
    maps = maps[None].float()
    if dice.random() < 0.5:
        maps = functional.dropout2d(maps, 0.1)
    logits = head(maps)[0]
    there, nothing = true == 1, true == 0
    lost = functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(true), reduction="none"
    )
    chance = torch.sigmoid(logits.detach())
    total = (lost * chance)[nothing].sum() / (nothing.sum() + 1) * _PLACES
    if there.any():
        total = total + (lost * (1 - chance))[there].mean()
    if one.answer.written or not one.answer.doubted:
        asked = torch.where(there, logits, -9.0) if there.any() else logits
        best = asked.flatten().topk(2).values.mean()
        whole = torch.tensor(float(one.answer.written))
        total = total + functional.binary_cross_entropy_with_logits(best, whole) / 2
    return total


def scores(model: Path, paths: Sequence[Path]) -> npt.NDArray[np.float64]:
    """(N,) of the specimens, as the program has them."""
    network = OnnxNetwork(model)

    def logits(path: Path, side: int) -> npt.NDArray[np.float32]:
        return network({"x": given(_pixels(path, side))})["written"]

    return np.array([score(logits(path, SIDE), logits(path, SMALL)) for path in paths])


def place_threshold(head: network.Head, model: Path, paths: Sequence[Path]) -> None:
    """Have the logit be zero below which as little sure writing lies as may be missed.

    Args:
        head: the head.
        model: the file of the network with it.
        paths: specimens of part A.
    """
    sure = [path for path in paths if answers.kept(path).sure]
    lowest = float(np.quantile(scores(model, sure), MISSED, method="lower"))
    head.lower(lowest - _MARGIN)


def views(paths: Iterable[Path]) -> list[Pixels]:
    """Specimens in all sizes, BGR: by these layers are fitted, and ranges of whole numbers."""
    some = enumerate(islice(paths, _SHOWN))
    return [_pixels(path, _SIZES[number % len(_SIZES)]) for number, path in some]


def report(found: npt.NDArray[np.float64], told: Sequence[Answer]) -> str:
    """Sentence on what is missed and spared where only scores above zero are read."""
    sure = np.array([answer.sure for answer in told])
    written = np.array([answer.written for answer in told])
    empty = np.array([not (answer.written or answer.doubted) for answer in told])
    low = found <= 0
    return (
        f"missed {(low & sure).sum()} of {sure.sum()} with sure writing, "
        f"{(low & written & ~sure).sum()} of {(written & ~sure).sum()} that are told with a doubt; "
        f"spared {(low & empty).sum()} of {empty.sum()} without"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.presence", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    parser.add_argument("--learnt", action="store_true", help="write it of what was learnt")
    options = parser.parse_args()
    drawn = draw(options.data, options.out, options.fonts)
    if options.learnt:
        shown = views(path for path in drawn if answers.kept(path).part == LEARN)
        with tempfile.TemporaryDirectory() as place:
            _write(network.kept(HEAD), _layers(Path(place), shown), shown)
    else:
        _learn(drawn)
    write_sums(PRESENCE.parent)


def _layers(place: Path, shown: Sequence[Pixels]) -> Path:
    """The file of the layers, in a folder."""
    path = place / "layers.onnx"
    network.write_layers(DETECTOR, path, [prepared(view) for view in shown])
    return path


def _write(head: network.Head, layers: Path, shown: Sequence[Pixels]) -> None:
    network.write(head, layers, PRESENCE, map(given, shown))


def _learn(drawn: Iterable[Path]) -> None:
    """Learn the head, write both files, and print how often it is wrong."""
    paths: dict[int, list[Path]] = {part: [] for part in _PARTS}
    for path in drawn:
        paths[answers.kept(path).part].append(path)
    shown = views(paths[LEARN])
    with tempfile.TemporaryDirectory() as place:
        layers = _layers(Path(place), shown)
        head = train(seen(paths[LEARN], layers))
        _write(head, layers, shown)
        place_threshold(head, PRESENCE, paths[PART_A])
        network.keep(head, HEAD)
        _write(head, layers, shown)
    for name, part in (("A", PART_A), ("B", PART_B)):
        told = report(scores(PRESENCE, paths[part]), [answers.kept(path) for path in paths[part]])
        sys.stdout.write(f"part {name}: {told}\n")


if __name__ == "__main__":
    main()
