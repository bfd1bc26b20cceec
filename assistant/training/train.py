"""Train the heads on the frozen backbone's features: ``python -m assistant.training.train``.

``--data DIR --out DIR``: needs what ``teacher`` and ``maps`` left there.
Writes ``out/words.pt`` and ``out/places.pt``, a line an epoch to ``out/log-words.csv`` and
``out/log-places.csv``, and ``out/folds-words.npz`` and ``out/folds-places.npz`` (``folds`` says
what for). The whole picture's heads learn twice: what captions tell, and then also what looking
says of that on which captions are silent (``looked``), where the first ones find it, and what the
first ones say of pictures that they did not learn from (``distil``). They learn from part A, too,
as levels are placed by the folds; the grid does not, as how boxes are told is judged there.
"""

import argparse
import csv
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from assistant.pipeline.cnn_boxes import sigmoid
from assistant.training import calibrate
from assistant.training.judging import folds, looked
from assistant.training.judging.metrics import (
    ABSENT,
    PRESENT,
    UNKNOWN,
    Floats,
    average_precision,
)
from assistant.training.picture import distil, loss, split, targets
from assistant.training.picture.clock import Clock
from assistant.training.picture.material import HEADS, WORDS, Indices, Material, load, trusted
from assistant.training.picture.network import EMBEDDING, ROWS, Places, Words

BATCH, SMALL = 128, 32
_RATE, _DECAY = 1e-3, 0.1
_MEANT = 10.0  # how much the meaning of a picture counts, next to one label
_OF_A_HALF = 4  # epochs of a grid that learns from half of the pictures


def log(path: Path, step: int, clock: Clock, figures: dict[str, float]) -> None:
    """Add a line to a CSV file."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "seconds", "progress", *figures])
        values = [f"{value:.4f}" for value in (clock.progress, *figures.values())]
        writer.writerow([step, round(clock.elapsed), *values])


def _log(path: Path, epoch: int, epochs: int, begun: float, figures: dict[str, float]) -> None:
    """One line an epoch."""
    seconds = time.monotonic() - begun
    clock = Clock(seconds * epochs / (epoch + 1), elapsed=seconds)
    log(path, epoch, clock, figures)


def train_words(
    material: Material, learn: Indices, epochs: int, out: Path, judged: Indices
) -> Words:
    """Learn the heads of the whole picture.

    Args:
        material: the pictures.
        learn: which to learn from.
        epochs: times each picture is shown.
        out: the folder of ``log-words.csv``.
        judged: the pictures that the logged figure is of.
    """
    words = Words({head: len(labels) for head, labels in material.labels.items()})
    mean = torch.from_numpy(np.asarray(material.kept.pooled[learn], np.float32))
    words.norm.running_mean, words.norm.running_var = mean.mean(0), mean.var(0)
    words.norm.momentum = 0.0
    true = {head: torch.from_numpy(material.taught[head][learn].clip(0)) for head in HEADS}
    trust = {head: torch.from_numpy(material.trust[head][learn]) for head in HEADS}
    meant = torch.from_numpy(material.meanings[learn])
    meaning = nn.Linear(EMBEDDING, meant.shape[1])
    learning = [*words.parameters(), *meaning.parameters()]
    optimiser = torch.optim.AdamW(learning, _RATE, weight_decay=_DECAY, fused=True)
    steps = len(learn) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, epochs * steps, pct_start=0.1)
    begun = time.monotonic()
    for epoch in range(epochs):
        words.train()
        lost = 0.0
        for chosen in _batches(len(learn), BATCH):
            with torch.autocast("cpu", torch.bfloat16):
                embedding, said = words(mean[chosen])
                means = meaning(embedding)
            parts = [
                loss.presence(said[h].float(), true[h][chosen], trust[h][chosen]) for h in HEADS
            ]
            total = torch.stack(parts).sum() + _MEANT * loss.meaning(means.float(), meant[chosen])
            _step(total, optimiser, schedule)
            lost += float(total.detach()) / steps
        figures = {"loss": lost, "mAP": words_figure(words, material, judged)}
        _log(out / "log-words.csv", epoch, epochs, begun, figures)
    return words.eval()


def twice(
    material: Material, chosen: Indices, part: Indices, epochs: int, out: Path
) -> tuple[Mapping[str, Floats], Words]:
    """Learn what captions tell, and then what looking and the first heads say, too.

    The second heads that a part is asked of learn nothing from others that learnt from this part.

    Args:
        material: all pictures.
        chosen: (N,) which to learn from.
        part: (N,) of each, for cross validation.
        epochs: times each picture is shown.
        out: the folder of ``log-words.csv``.

    Returns:
        Head → logits (N, labels) of heads that did not learn from the picture; heads that learnt
        from all.
    """
    paired = folds.paired_words(
        material, chosen, part, lambda learn, new: train_words(material, learn, epochs, out, new)
    )

    def second(number: int | None, learn: Indices, judged: Indices) -> Words:
        said = folds.without(paired, number)
        first = folds.Folds(chosen, said, np.empty(0, np.float32))
        first = calibrate.tempered(first, calibrate.tempering(material, first))
        taught = looked.answers(material, first)
        more = replace(material, taught=taught, trust=trusted(taught, material.weights))
        chances = {h: np.full_like(told, np.nan) for h, told in material.answers.items()}
        for head, logits in first.pooled.items():
            chances[head][chosen] = sigmoid(logits)
        return train_words(distil.softened(more, chances), learn, epochs, out, judged)

    told = folds.cross_words(material, chosen, part, second)
    return told, second(None, chosen, material.of(split.PART_A))


def _step(
    total: Tensor,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    optimiser.zero_grad()
    total.backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    schedule.step()


@torch.inference_mode()
def words_figure(words: Words, material: Material, judged: Indices) -> float:
    """Mean average precision over the words, on those of the pictures that have captions."""
    chosen = np.array([i for i in judged if material.rows[i].captions], np.int64)
    words.eval()
    _, said = words(torch.from_numpy(np.asarray(material.kept.pooled[chosen], np.float32)))
    found = []
    for head in WORDS:
        true = material.answers[head][chosen]
        marks = np.where(true < 0, UNKNOWN, np.where(true > 0, PRESENT, ABSENT)).astype(np.int8)
        found += [
            average_precision(said[head][:, i].numpy(), marks[:, i])
            for i in range(marks.shape[1])
            if (marks[:, i] == PRESENT).sum() >= 5
        ]
    return float(np.mean(found))


def train_places(material: Material, learn: Indices, epochs: int, out: Path) -> Places:
    """Learn the grid from the teacher's cells, and from true boxes of people."""
    places = Places(len(material.names))
    places.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    learn = np.array([i for i in learn if material.rows[i].id in material.lines])
    optimiser = torch.optim.AdamW(places.parameters(), 3e-3, weight_decay=0.02)
    steps = max(1, len(learn) // SMALL)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, epochs * steps, pct_start=0.1)
    begun = time.monotonic()
    chance = np.random.default_rng(0)
    for epoch in range(epochs):
        places.train()
        lost = 0.0
        for chosen in _batches(len(learn), SMALL):
            maps, true, boxes = cells(material, learn[np.sort(chosen)], bool(chance.integers(2)))
            with torch.autocast("cpu", torch.bfloat16):
                grid, sides = places(*maps)
            total = loss.quality_focal(grid.float(), true) + loss.box_loss(sides.float(), boxes)
            _step(total, optimiser, schedule)
            lost += float(total.detach()) / steps
        _log(out / "log-places.csv", epoch, epochs, begun, {"loss": lost})
    return places.eval()


def cells(
    material: Material, chosen: Indices, mirrored: bool = False
) -> tuple[tuple[Tensor, Tensor], Tensor, Tensor]:
    """Features of some pictures, and what the grid should say of them."""
    kept = material.kept
    sides = ((kept.middle, ROWS), (kept.coarse, ROWS // 2))
    maps = [
        torch.from_numpy(np.asarray(array[chosen], np.float32))
        .view(len(chosen), side, side, -1)
        .permute(0, 3, 1, 2)
        for array, side in sides
    ]
    answers = []
    for index in chosen:
        row = material.rows[index]
        seen = targets.cells(material.lines[row.id], row.people or ())
        answers.append(targets.grid(seen, len(material.names), ROWS, mirrored))
    if mirrored:  # nearly what the backbone makes of the mirrored picture
        maps = [part.flip(3) for part in maps]
    true, boxes = (torch.from_numpy(np.stack(part)) for part in zip(*answers, strict=True))
    return (maps[0], maps[1]), true, boxes


def _batches(count: int, size: int) -> Iterator[Indices]:
    order = torch.randperm(count).numpy()
    for start in range(0, count - size + 1, size):
        yield order[start : start + size]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--epochs", type=int, default=12, help="of the whole pictures' heads")
    parser.add_argument("--rounds", type=int, default=10, help="epochs of the grid")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=("words", "places"), help="train these alone")
    options = parser.parse_args()
    material = load(options.data, options.out)
    both = material.of(split.LEARN, split.PART_A)
    hashes = split.hashes(options.data, options.out, material.rows)
    out: Path = options.out
    if options.only != "places":
        torch.manual_seed(options.seed)
        part = folds.assigned(material.rows, hashes, both, folds.WORDS)
        told, words = twice(material, both, part, options.epochs, out)
        np.savez(out / "folds-words.npz", allow_pickle=False, chosen=both, **told)
        torch.save(words.state_dict(), out / "words.pt")
    if options.only != "words":
        torch.manual_seed(options.seed)
        places = train_places(material, material.of(split.LEARN), options.rounds, out)
        torch.save(places.state_dict(), out / "places.pt")
        torch.manual_seed(options.seed)
        part = folds.assigned(material.rows, hashes, both, folds.GRIDS)
        peaks = folds.cross_places(
            material, both, part, lambda learn: train_places(material, learn, _OF_A_HALF, out)
        )
        np.savez(out / "folds-places.npz", allow_pickle=False, peaks=peaks)


if __name__ == "__main__":
    main()
