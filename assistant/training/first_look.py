"""Learn to tell at a first look what the whole network says.

``python -m assistant.training.first_look --data DIR --out DIR`` asks the network that is shipped
what it says of every picture (``out/first``, 35 ms each; what is there is kept), learns it from the
mean of the look at 224 pixels alone (distillation: Hinton, Vinyals and Dean, 2015; the answers are
chances, no captions), prints how both agree on part A, and writes
``resources/models/compact/first.onnx``.

The answers of things with places are those that the program makes of the head and the grid
together, so the levels of ``cnn.json`` hold for both. Run again after each training of the network.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant import paths
from assistant.pipeline.cnn_boxes import sigmoid
from assistant.pipeline.cnn_facts import Grid, Head
from assistant.pipeline.cnn_first import FILE
from assistant.sessions import OnnxNetwork
from assistant.training.export import export_first, write_sums
from assistant.training.graphs import with_outputs
from assistant.training.maps import square
from assistant.training.picture import data, split
from assistant.training.picture.backbone import MEAN_OF
from assistant.training.picture.split import LEARN, PART_A

_HIDDEN = 512
_DROPPED = 0.2
_EPOCHS, _BATCH, _RATE, _DECAY = 30, 256, 2e-3, 0.02
_LIKENESS = 20.0  # weight of the embedding beside the labels
_CAUTION = 0.3
"""Taken off all logits: it learns what the network says of pictures that this has learnt from, too,
of which that is surer. So on part A as much is wrong as the whole network has wrong elsewhere."""
_UNTOLD = frozenset(("numbers", "names"))  # heads that need the grid, or are rarely sure


class Answers(NamedTuple):
    """Answers of the whole network about N pictures.

    Attributes:
        names: of the files.
        means: (N, 1280) of the look at 224 pixels.
        embedding: (N, D).
        logits: head → (N, labels), as the program joins them.
    """

    names: list[str]
    means: Tensor
    embedding: Tensor
    logits: dict[str, Tensor]


class FirstWords(nn.Module):
    """The mean of the first look → embedding → one Linear a head."""

    def __init__(self, means: Tensor, heads: Mapping[str, int], embedding: int) -> None:
        """Make it with random weights.

        Args:
            means: (N, 1280): by these the numbers are brought to one scale.
            heads: name → number of labels.
            embedding: numbers of the embedding.
        """
        super().__init__()
        self.mean: Tensor
        self.scale: Tensor
        self.register_buffer("mean", means.mean(0))
        self.register_buffer("scale", 1 / (means.std(0) + 1e-5))
        self.less, self.drop = nn.Dropout(_DROPPED), nn.Dropout(_DROPPED)
        self.hidden = nn.Linear(MEAN_OF, _HIDDEN)
        self.embedding = nn.Linear(_HIDDEN, embedding)
        self.heads = nn.ModuleDict({name: nn.Linear(embedding, n) for name, n in heads.items()})

    def forward(self, pooled: Tensor) -> tuple[Tensor, ...]:
        """(B, 1280) → (B, D), and the logits of each head."""
        scaled = self.less((pooled - self.mean) * self.scale)
        embedding = self.embedding(self.drop(functional.relu(self.hidden(scaled))))
        return embedding, *(head(embedding) for head in self.heads.values())

    def be_cautious(self) -> None:
        """Make it so much less sure, as a part of the last layers."""
        with torch.no_grad():
            for head in self.heads.values():
                assert isinstance(head, nn.Linear)
                head.bias.sub_(_CAUTION)


def ask(folder: Path, shipped: Path, out: Path) -> None:
    """Keep what the whole network says of every picture, one file a shard."""
    model = with_outputs(onnx.load(str(shipped / "cnn.onnx")), ["pooled"])
    network = OnnxNetwork(model.SerializeToString())
    wanted = {row.id for row in data.rows(folder)}
    out.mkdir(parents=True, exist_ok=True)
    for shard in data.shards(folder):
        path = out / f"{shard.stem}.npz"
        if path.exists():
            continue
        said: dict[str, list[Any]] = {}
        for name, pixels in data.photographs(shard, wanted):
            one = network({"pixels": square(pixels)[None]})
            one["grid"] = one["grid"].max((2, 3))
            for part, values in one.items():
                if part not in {"sides", "names"}:
                    said.setdefault(part, []).append(values[0].astype(np.float16))
            said.setdefault("files", []).append(name)
        stacked: dict[str, Any] = {part: np.stack(values) for part, values in said.items()}
        np.savez(path, **stacked)


def answers(out: Path, told: Mapping[str, Any]) -> Answers:
    """Answers that were kept of all pictures, by the facts of ``cnn.json``."""
    parts: dict[str, list[Any]] = {}
    for path in sorted(out.glob("photos-*.npz")):
        with np.load(path) as kept:
            for name in kept.files:
                parts.setdefault(name, []).append(kept[name])
    every = {name: np.concatenate(values) for name, values in parts.items()}
    grid = Grid(**told["grid"])
    logits = {
        name: torch.from_numpy(every[name].astype(np.float32))
        for name in told["heads"]
        if name not in _UNTOLD
    }
    joined = grid.joined(every[grid.head].astype(np.float32), sigmoid(every["grid"].astype(float)))
    logits[grid.head] = torch.logit(torch.from_numpy(joined.astype(np.float32)), eps=1e-6)
    means, embedding = (
        torch.from_numpy(values.astype(np.float32))
        for values in (every["pooled"][:, :MEAN_OF], every["embedding"])
    )
    return Answers(every["files"].tolist(), means, embedding, logits)


def parted(told: Answers, folder: Path, out: Path) -> tuple[Tensor, Tensor]:
    """Places of the answers about pictures to learn from, and of those about part A."""
    rows = data.rows(folder)
    parts = dict(zip((row.id for row in rows), split.kept(folder, out, rows), strict=True))
    mine = np.array([parts[name] for name in told.names])
    learnt, judged = (torch.from_numpy(np.flatnonzero(mine == part)) for part in (LEARN, PART_A))
    return learnt, judged


def learn(told: Answers, chosen: Tensor) -> FirstWords:
    """Learn from the pictures that are chosen, by their places; seed 0."""
    torch.manual_seed(0)
    heads = {name: logits.shape[1] for name, logits in told.logits.items()}
    model = FirstWords(told.means[chosen], heads, told.embedding.shape[1])
    spread = told.embedding[chosen].std()
    wanted = torch.cat([logits.sigmoid() for logits in told.logits.values()], 1)
    batches = max(1, len(chosen) // _BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=_EPOCHS * batches)
    for _ in range(_EPOCHS):
        for batch in chosen[torch.randperm(len(chosen))].chunk(batches):
            embedding, *logits = model(told.means[batch])
            loss = functional.binary_cross_entropy_with_logits(
                torch.cat(logits, 1), wanted[batch], reduction="none"
            )
            likeness = ((embedding - told.embedding[batch]) / spread).square().mean()
            optimizer.zero_grad()
            (loss.sum(1).mean() + _LIKENESS * likeness).backward()
            optimizer.step()
            rate.step()
    model.be_cautious()
    return model.eval()


def agreement(
    model: FirstWords, told: Answers, chosen: Tensor, facts: Mapping[str, Any]
) -> Iterator[str]:
    """A table: what both say plainly, head by head, on the pictures that are chosen."""
    with torch.no_grad():
        embedding, *logits = model(told.means[chosen])
    alike = functional.cosine_similarity(embedding, told.embedding[chosen]).mean()
    yield f"{len(chosen)} pictures; likeness of the embeddings {alike:.3f}\n"
    yield "| head | plain in all | at first | of these in all at least fairly sure |"
    yield "| --- | ---: | ---: | ---: |"
    for name, first in zip(told.logits, logits, strict=True):
        head = Head.of(facts["heads"][name])
        lowest = {
            sureness: np.array([_lowest(head, label, sureness) for label in head.labels])
            for sureness in ("sure", "fairly sure")
        }
        whole = told.logits[name][chosen].sigmoid().numpy()
        plain = first.sigmoid().numpy() >= lowest["sure"]
        agreed = int((plain & (whole >= lowest["fairly sure"])).sum())
        counts = int((whole >= lowest["sure"]).sum()), int(plain.sum())
        yield f"| {name} | {counts[0]} | {counts[1]} | {agreed / max(1, counts[1]):.1%} |"


def _lowest(head: Head, label: str, sureness: str) -> float:
    levels = (head.label_levels or {}).get(label, head.levels or {})
    return levels.get(sureness, 2.0)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.first_look", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(".train"))
    options = parser.parse_args()
    shipped = paths.resources() / "models" / "compact"
    facts = json.loads((shipped / "cnn.json").read_text(encoding="utf-8"))
    ask(options.data, shipped, options.out / "first")
    told = answers(options.out / "first", facts)
    learnt, judged = parted(told, options.data, options.out)
    model = learn(told, learnt)
    sys.stdout.writelines(f"{line}\n" for line in agreement(model, told, judged, facts))
    export_first(shipped / FILE, model, list(told.logits), facts["name"])
    write_sums(shipped)


if __name__ == "__main__":
    main()
