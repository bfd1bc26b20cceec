"""Train the compact picture network: ``python -m assistant.training.train --data DIR --out DIR``.

Stops when its running time is over, whatever was done by then, with the learning rate run down; a
checkpoint every five minutes, ``--resume`` goes on from it. ``out/log.csv`` has a line every fifty
steps, ``out/pid`` the process; a stopped process (SIGSTOP) loses no time of its schedule.
"""

import argparse
import csv
import os
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.pipeline.cnn_network import CompactNetwork
from assistant.training import batches, labels, validate
from assistant.training.clock import Clock, rate
from assistant.training.loss import losses, total
from assistant.training.split import LEARN, PART_A, Split, split

HEADS = {"everyday": 631, "imagenet": 1000, "scene": len(labels.SCENES)}
SIDES = (160, 192)
BATCH, RATE, DECAY, AVERAGE, LARGEST_STEP = 32, 1e-3, 0.03, 0.998, 5.0
FROZEN = 4  # blocks of a backbone that was trained before: a third of the time, least to learn
EACH = 4  # steps between two updates of the average
_LOG, _SAVE, _CHECK = 50, 300.0, 600.0  # steps; seconds of running time
_PARTS = ("network", "average", "optimiser")
_SLICE = 600  # pictures of validation part A that are looked at during training


class Trainer:
    """The network, its average and its optimiser; can be written down and picked up again."""

    def __init__(self, grid: int, start: Path | None = None, seed: int = 0) -> None:
        """Make a network.

        Args:
            grid: labels of the grid.
            start: weights to start from; what fits is taken, and the first blocks stay as they are.
            seed: of the random weights.
        """
        torch.manual_seed(seed)
        self.network = CompactNetwork({**HEADS, "objects": grid}, grid)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        for name, parameter in self.network.named_parameters():
            if name in ("grid.bias", "heads.objects.bias", "heads.everyday.bias"):
                torch.nn.init.constant_(parameter, -4.6)  # 1 %: most cells, most labels are empty
        self.frozen = self.network.features[: FROZEN if start else 0]
        if start:
            take(self.network, load_file(start))
            self.frozen.requires_grad_(False)
            # Not spoken, and half of all weights: they go on teaching the embedding as they are.
            for head in ("everyday", "imagenet"):
                self.network.heads[head].requires_grad_(False)
        mean = get_ema_multi_avg_fn(AVERAGE**EACH)  # type: ignore[no-untyped-call]
        self.average = AveragedModel(self.network, multi_avg_fn=mean, use_buffers=True)
        self.optimiser = torch.optim.AdamW(self._groups(), lr=RATE)
        self.step = 0

    def learn(self, batch: batches.Batch, share: float) -> dict[str, float]:
        """One step at this share of the learning rate; the losses."""
        self.network.train()
        self.frozen.eval()
        for group in self.optimiser.param_groups:
            group["lr"] = share * group["full"]
        parts = losses(self.network(batch.pixels), batch)
        loss = total(parts)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_STEP)
        self.optimiser.step()
        self.step += 1
        if self.step % EACH == 0:
            self.average.update_parameters(self.network)
        return {"loss": loss.item(), **{name: part.item() for name, part in parts.items()}}

    def _groups(self) -> list[dict[str, Any]]:
        """The backbone that has learnt before goes slower; no decay on biases and norms."""
        groups = []
        for old in (True, False):
            for flat in (True, False):
                parameters = [
                    p
                    for name, p in self.network.named_parameters()
                    if p.requires_grad
                    and (p.ndim < 2) == flat
                    and (len(self.frozen) > 0 and name.startswith("features.")) == old
                ]
                full = RATE * (0.5 if old else 1.0)
                decay = 0.0 if flat else DECAY
                groups.append({"params": parameters, "full": full, "weight_decay": decay})
        return [group for group in groups if group["params"]]

    def save(self, path: Path, elapsed: float) -> None:
        """Write everything that goes on from here."""
        state = {
            name: getattr(self, name).state_dict() for name in ("network", "average", "optimiser")
        }
        part = path.with_suffix(".part")
        torch.save({**state, "step": self.step, "elapsed": elapsed}, part)
        part.replace(path)

    def resume(self, path: Path) -> float:
        """Pick up what ``save`` wrote; the running time until then in seconds."""
        state = torch.load(path, weights_only=True)
        for name in _PARTS:
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]
        return float(state["elapsed"])

    @property
    def averaged(self) -> CompactNetwork:
        """The network to use: the average over the last steps."""
        network: CompactNetwork = self.average.module  # type: ignore[assignment]
        return network

    def export(self, path: Path) -> None:
        """Write the averaged network as fp32 safetensors."""
        weights = {k: v.contiguous() for k, v in self.averaged.state_dict().items()}
        save_file(weights, path)


def take(network: CompactNetwork, weights: dict[str, torch.Tensor]) -> None:
    """Load what fits, by name and shape, also from before the heads had a name in common.

    A head that has since got more labels keeps the old ones.
    """
    mine = network.state_dict()
    for name, value in weights.items():
        name = name if name in mine else f"heads.{name}"
        if name in mine and mine[name].shape[1:] == value.shape[1:]:
            old, new = mine[name].reshape(-1, *value.shape[1:]), value.reshape(-1, *value.shape[1:])
            old[: len(new)] = new[: len(old)]
    network.load_state_dict(mine)


def main() -> None:
    """The command."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    material = batches.load(options.data, options.out)
    parts = split(material.rows, material.pictures, options.out / "split.npy")
    (options.out / "pid").write_text(str(os.getpid()))
    run(options, material, parts)


def run(options: argparse.Namespace, material: batches.Material, parts: Split) -> None:
    """Train until the time is over, then export."""
    trainer = Trainer(len(material.names), options.start, options.seed)
    checkpoint = options.out / "checkpoint.pt"
    elapsed = trainer.resume(checkpoint) if options.resume else 0.0
    until = options.until.timestamp() if options.until else float("inf")
    clock = Clock(options.minutes * 60, until, elapsed)
    learn = np.flatnonzero(parts == LEARN)
    check = np.flatnonzero(parts == PART_A)
    check = np.random.default_rng(0).permutation(check)[:_SLICE].tolist()
    source = batches.Batches(material, learn, BATCH, SIDES, options.seed)
    saved = checked = elapsed
    recent: list[dict[str, float]] = []
    while clock.progress < 1:
        share = rate(clock.progress, trainer.step)
        recent.append(trainer.learn(source[trainer.step], share))
        clock.tick()
        if trainer.step % _LOG == 0:
            means = {name: fmean(step[name] for step in recent) for name in recent[0]}
            log(options.out / "log.csv", trainer.step, clock, means)
            recent = []
        if clock.elapsed - saved >= _SAVE:
            trainer.save(checkpoint, clock.elapsed)
            saved = clock.elapsed
        if clock.elapsed - checked >= _CHECK:
            figures = validate.summary(trainer.averaged, material, check, SIDES[1])
            log(options.out / "validation.csv", trainer.step, clock, figures)
            checked = clock.elapsed
    source.close()
    trainer.save(checkpoint, clock.elapsed)
    trainer.export(options.out / "cnn.safetensors")


def log(path: Path, step: int, clock: Clock, figures: dict[str, float]) -> None:
    """Add a line to a CSV file."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(["step", "seconds", "progress", *figures])
        values = [f"{value:.4f}" for value in (clock.progress, *figures.values())]
        writer.writerow([step, round(clock.elapsed), *values])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assistant.training.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the photographs' folder")
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--minutes", type=float, default=100.0, help="of running time")
    parser.add_argument("--until", type=datetime.fromisoformat, help="ends then at the latest")
    parser.add_argument("--start", type=Path, help="weights to start from")
    parser.add_argument("--resume", action="store_true", help="go on from out/checkpoint.pt")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
