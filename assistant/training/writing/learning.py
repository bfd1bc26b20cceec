"""How the head learns from the specimens whether there is writing, and where."""

import multiprocessing
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.pipeline.evidence import Box
from assistant.reading.networks import prepared
from assistant.reading.presence import SIDE
from assistant.sessions import OnnxNetwork
from assistant.training.writing import answers, network
from assistant.training.writing.answers import Answer
from assistant.training.writing.material import pixels

_VIEWS = (SIDE, 576)  # pixels: it learns from both, and looks at the first, and at SMALL
_EPOCHS, _BATCH, _RATE, _DECAY = 9, 8, 4e-3, 0.02
_PLACES = 8.0  # how much places without writing count, which are many and nearly all easy
_MIDDLE = (0.05, 0.25)  # of a line that is no answer at its ends, and above and below
_BEYOND = 0.012  # of the picture: around a line nothing is asked


class Seen(NamedTuple):
    """One picture as it is learnt: maps (CHANNELS, H, W) of each size, and the answer."""

    views: Sequence[Tensor]
    answer: Answer


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
        (maps,) = _network(layers)({"x": prepared(pixels(path, side))}).values()
        np.save(path.with_suffix(f".{side}.npy"), maps[0].astype(np.float16))
    return path


@cache
def _network(layers: Path) -> OnnxNetwork:
    return OnnxNetwork(layers)


def _maps(path: Path, side: int) -> Tensor:
    return torch.from_numpy(np.load(path.with_suffix(f".{side}.npy"), mmap_mode="c"))


def places(answer: Answer, maps: Tensor) -> Tensor:
    """Answer for each place that the head tells of, (H / 2, W / 2) of the maps.

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
    true = places(one.answer, maps)
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
