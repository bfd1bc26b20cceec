"""Train the compact picture network: ``python -m assistant.training.train --data DIR --out DIR``.

Stops when its running time is over, whatever was done by then, with the learning rate run down; a
checkpoint every five minutes, ``--resume`` goes on from it. ``out/log.csv`` has a line every fifty
steps, ``out/pid`` the process; a stopped process (SIGSTOP) loses no time of its schedule.
"""

import argparse
import csv
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import fmean

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.training import batches, data, labels, replicas, tags, validate
from assistant.training.clock import Clock, rate
from assistant.training.loss import losses, total
from assistant.training.network import CompactNetwork
from assistant.training.split import LEARN, PART_A, split

HEADS = {
    **{"everyday": 631, "imagenet": 1000},
    **{"scene": len(labels.SCENES), "tags": len(tags.TAGS)},
}
LOG_FILE, CHECK_FILE = "log.csv", "validation.csv"
TRAINING_ONLY = ("heads.everyday.", "heads.imagenet.")
"""Heads that teach the backbone and are never spoken."""
SIDES = {0.0: 128, 0.5: 160, 0.85: 192}
"""From which progress on the pictures have which size: most is learnt from small ones."""
RATES = (4e-3, 2e-3)  # of Muon and of AdamW
DECAY, AVERAGE, LARGEST_STEP = 0.05, 0.998, 5.0
EACH = 4  # steps between two updates of the average
_LOG, _SAVE, _CHECK = 50, 300.0, 900.0  # steps; seconds of running time
_SLICE = 600  # pictures of validation part A that are looked at during training


class Trainer:
    """The network, its average and its optimisers; can be written down and picked up again."""

    def __init__(
        self, grid: int, start: Path | None = None, seed: int = 0, device: str = "cpu"
    ) -> None:
        """Make a network.

        Args:
            grid: labels of the grid.
            start: weights to start from, of a network with the same labels; an exported one has
                no heads that only teach, they start anew.
            seed: of the random weights.
            device: where it learns, as torch names it.
        """
        torch.manual_seed(seed)
        self.device = torch.device(device)
        self.network = CompactNetwork({**HEADS, "objects": grid}, grid)
        for name, parameter in self.network.named_parameters():
            if name in ("grid.bias", *(f"heads.{h}.bias" for h in ("objects", "everyday", "tags"))):
                torch.nn.init.constant_(parameter, -4.6)  # 1 %: most cells, most labels are empty
        if start:
            self._begin_with(start)
        self.network.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        mean = get_ema_multi_avg_fn(AVERAGE**EACH)  # type: ignore[no-untyped-call]
        self.average = AveragedModel(self.network, multi_avg_fn=mean, use_buffers=True)
        self.optimisers = optimisers(self.network)
        self._learning = replicas.replicated(self.network)
        self.step = 0

    def learn(self, batch: batches.Batch, share: float) -> dict[str, float]:
        """One step at this share of the learning rate; the losses."""
        self.network.train()
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            said = self._learning(batch.pixels)
        parts = losses(said, batch)
        loss = total(parts)
        self.network.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_STEP)
        for optimiser, full in zip(self.optimisers, RATES, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = share * full
            optimiser.step()
        self.step += 1
        if self.step % EACH == 0:
            self.average.update_parameters(self.network)
        return {"loss": loss.item(), **{name: part.item() for name, part in parts.items()}}

    def save(self, path: Path, elapsed: float) -> None:
        """Write everything that goes on from here."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }
        part = path.with_suffix(".part")
        torch.save({**state, "step": self.step, "elapsed": elapsed}, part)
        part.replace(path)

    def resume(self, path: Path) -> float:
        """Pick up what ``save`` wrote; the running time until then in seconds."""
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.step = state["step"]
        return float(state["elapsed"])

    def _begin_with(self, path: Path) -> None:
        known = {name: value.float() for name, value in load_file(path).items()}
        fresh = {
            name: value
            for name, value in self.network.state_dict().items()
            if name.startswith(TRAINING_ONLY)
        }
        self.network.load_state_dict({**fresh, **known})

    @property
    def averaged(self) -> CompactNetwork:
        """The network to use: the average over the last steps."""
        network: CompactNetwork = self.average.module  # type: ignore[assignment]
        return network

    def export(self, path: Path) -> None:
        """Write the averaged network as fp32 safetensors."""
        weights = {k: v.contiguous() for k, v in self.averaged.state_dict().items()}
        save_file(weights, path)


class Matrices(torch.optim.Muon):
    """Muon (Jordan et al., 2024) for convolutions: a kernel (O, I, H, W) as a matrix (O, H W I).

    In that order the matrix is a view of the kernel in the memory format channels last.
    """

    def __init__(self, kernels: Sequence[torch.nn.Parameter]) -> None:
        """Take the kernels."""
        self._kernels = kernels
        self._flat = [torch.nn.Parameter(_matrix(kernel.detach())) for kernel in kernels]
        super().__init__(
            self._flat, lr=RATES[0], weight_decay=DECAY, adjust_lr_fn="match_rms_adamw"
        )

    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """One step with the kernels' gradients."""
        for kernel, flat in zip(self._kernels, self._flat, strict=True):
            flat.grad = None if kernel.grad is None else _matrix(kernel.grad)
        super().step(closure)  # type: ignore[no-untyped-call]
        for kernel, flat in zip(self._kernels, self._flat, strict=True):
            if flat.data_ptr() != kernel.data_ptr():
                out, inputs, rows, columns = kernel.shape
                kernel.data.copy_(flat.data.view(out, rows, columns, inputs).permute(0, 3, 1, 2))


def _matrix(kernel: torch.Tensor) -> torch.Tensor:
    return kernel.permute(0, 2, 3, 1).reshape(len(kernel), -1)


def optimisers(network: CompactNetwork) -> list[torch.optim.Optimizer]:
    """Muon for what is between the first layer and the last ones, AdamW for those.

    No decay on biases and norms.
    """
    ends = ("stem.0.0.", "grid.", "sides.", "heads.")
    inner = [p for n, p in network.named_parameters() if p.ndim == 4 and not n.startswith(ends)]
    taken = {id(p) for p in inner}
    outer = [p for p in network.parameters() if id(p) not in taken]
    groups = [
        {"params": [p for p in outer if p.ndim > 1], "weight_decay": DECAY},
        {"params": [p for p in outer if p.ndim == 1], "weight_decay": 0.0},
    ]
    return [Matrices(inner), torch.optim.AdamW(groups, lr=RATES[1])]


def main() -> None:
    """The command."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    # Made once, before the processes look for it.
    rows = data.rows(options.data)
    split(rows, data.pictures(options.data, options.out, rows), options.out / "split.npy")
    (options.out / "pid").write_text(str(os.getpid()))
    if not options.resume:  # another run's lines are no part of this one's curves
        for name in (LOG_FILE, CHECK_FILE):
            (options.out / name).unlink(missing_ok=True)
    replicas.start(run, options, options.processes, options.out / "meeting")


def run(options: argparse.Namespace) -> None:
    """Train until the time is over, then export."""
    torch.set_num_threads(options.threads)
    first = replicas.rank() == 0
    material = batches.load(options.data, options.out)
    parts = split(material.rows, material.pictures, options.out / "split.npy")
    trainer = Trainer(len(material.names), options.start, options.seed, options.device)
    checkpoint = options.out / "checkpoint.pt"
    elapsed = trainer.resume(checkpoint) if options.resume else 0.0
    until = options.until.timestamp() if options.until else float("inf")
    clock = Clock(options.minutes * 60, until, elapsed)
    learn = np.flatnonzero(parts == LEARN)
    check = np.flatnonzero(parts == PART_A)
    check = np.random.default_rng(0).permutation(check)[:_SLICE].tolist()
    source = batches.Batches(material, learn, options.batch, [options.seed, replicas.rank()])
    saved = checked = elapsed
    recent: list[dict[str, float]] = []
    while (done := replicas.agreed(clock.progress)) < 1:
        progress = (1 + done) / 2 if options.start else done
        batch = source.get(trainer.step, side(progress))
        recent.append(trainer.learn(batch, rate(progress, trainer.step)))
        clock.tick()
        if trainer.step % _LOG == 0:
            means = {name: fmean(step[name] for step in recent) for name in recent[0]}
            recent = []
            if first:
                log(options.out / LOG_FILE, trainer.step, clock, means)
        if first and clock.elapsed - saved >= _SAVE:
            trainer.save(checkpoint, clock.elapsed)
            saved = clock.elapsed
        if first and clock.elapsed - checked >= _CHECK:
            figures = validate.summary(trainer.averaged, material, check, data.SIDE)
            log(options.out / CHECK_FILE, trainer.step, clock, figures)
            checked = clock.elapsed
    source.close()
    if first:
        trainer.save(checkpoint, clock.elapsed)
        trainer.export(options.out / "cnn.safetensors")


def side(progress: float) -> int:
    """The pictures' size at this point of the run, in px."""
    return SIDES[max(start for start in SIDES if start <= progress)]


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
    parser.add_argument(
        "--start", type=Path, help="a network to go on from, with the second half of the schedule"
    )
    parser.add_argument("--resume", action="store_true", help="go on from out/checkpoint.pt")
    parser.add_argument("--batch", type=int, default=64, help="pictures in one step of a process")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--processes", type=int, default=1, help="that share the work")
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
