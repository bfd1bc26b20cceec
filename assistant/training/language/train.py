"""Train the compact GPT-2: ``python -m assistant.training.language --text DIR --out DIR``.

From captions (``DIR/captions.jsonl.gz``) to the folder ``out/gpt2``, which replaces
``resources/models/compact/gpt2``. Stops when its running time is over, with the learning rate run
down; a checkpoint every two minutes, ``--resume`` goes on from it. ``out/log.csv`` has a line every
fifty steps: the loss in nats a token, of the sentences and of the prompts' words;
``out/validation.csv`` the same for captions that are never learnt from.
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

from assistant.training.export import export_gpt2
from assistant.training.language import pairs, sentences
from assistant.training.language import stories as data
from assistant.training.picture.clock import Clock, rate
from assistant.training.train import log

WORDS, WIDTH, LAYERS, HEADS = 3200, 192, 4, 3
RATES = (4e-3, 3e-3)  # of Muon and of AdamW
DECAY, LARGEST_STEP, WARM_UP = 0.05, 1.0, 100
_LOG, _SAVE, _CHECK = 50, 120.0, 600.0  # steps; seconds of running time
_HELD_OUT = 1000  # captions that the loss is measured on during training


class Trainer:
    """The network and its optimisers; can be written down and picked up again."""

    def __init__(self, words: int, seed: int = 0) -> None:
        """Make a network for so many tokens, with random weights."""
        torch.manual_seed(seed)
        self.network = GPT2LMHeadModel(configuration(words)).train()
        inner = [p for n, p in self.network.named_parameters() if p.ndim == 2 and ".h." in n]
        taken = {id(p) for p in inner}
        outer = [p for p in self.network.parameters() if id(p) not in taken]
        self.optimisers: list[torch.optim.Optimizer] = [
            torch.optim.Muon(
                inner, lr=RATES[0], weight_decay=DECAY, adjust_lr_fn="match_rms_adamw"
            ),
            torch.optim.AdamW(outer, lr=RATES[1], betas=(0.9, 0.98), weight_decay=0.0),
        ]
        self.step = 0

    def learn(self, batch: pairs.Batch, share: float) -> dict[str, float]:
        """One step at this share of the learning rate; the losses."""
        loss, figures = losses(self.network, batch)
        self.network.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), LARGEST_STEP)
        for optimiser, full in zip(self.optimisers, RATES, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = share * full
            optimiser.step()
        self.step += 1
        return figures

    def save(self, path: Path, elapsed: float) -> None:
        """Write everything that goes on from here."""
        state = {
            "network": self.network.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
        }
        part = path.with_suffix(".part")
        torch.save({**state, "step": self.step, "elapsed": elapsed}, part)
        part.replace(path)

    def resume(self, path: Path) -> float:
        """Pick up what ``save`` wrote; the running time until then in seconds."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.step = state["step"]
        return float(state["elapsed"])


def configuration(words: int) -> GPT2Config:
    """GPT-2, small."""
    return GPT2Config(
        vocab_size=words, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, n_positions=pairs.LONGEST,
        attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, bos_token_id=0, eos_token_id=0,
    )  # fmt: skip


def losses(network: GPT2LMHeadModel, batch: pairs.Batch) -> tuple[torch.Tensor, dict[str, float]]:
    """The weighted mean loss in nats a token, and the plain ones of sentences and prompts."""
    weights = batch.weights[:, 1:]
    learnt = weights > 0
    with torch.autocast("cpu", torch.bfloat16):
        hidden = network.transformer(batch.tokens[:, :-1]).last_hidden_state[learnt]
        logits = torch.nn.functional.linear(hidden, network.lm_head.weight)
    entropy = torch.nn.functional.cross_entropy(
        logits.float(), batch.tokens[:, 1:][learnt], reduction="none"
    )
    weight = weights[learnt]
    loss = (entropy * weight).sum() / weight.sum()
    told, asked = entropy.detach()[weight == 1], entropy.detach()[weight < 1]
    means = {"sentence": told.mean().item(), "nouns": asked.mean().item() if len(asked) else 0.0}
    return loss, {"loss": loss.item(), **means}


@torch.inference_mode()
def held_out(
    network: GPT2LMHeadModel, stories: Sequence[data.Story], tokens: PreTrainedTokenizerFast
) -> dict[str, float]:
    """Losses in nats a token on these stories as they are, at most a thousand of them."""
    dice = np.random.default_rng(0)
    encode = pairs.encoder(tokens)
    lines = []
    for told in stories[:_HELD_OUT]:
        seen = data.counted(told, dice)
        text = sentences.sentence(seen, pairs.PROMPT.end)
        lines.append(encode(pairs.prompt(seen, dice), text, pairs.NOUNS))
    lines.sort(key=lambda line: len(line[0]))
    totals, counts = np.zeros(2), np.zeros(2)
    for start in range(0, len(lines), 100):
        batch = pairs.stacked(lines[start : start + 100])
        _, means = losses(network, batch)
        weights = batch.weights[:, 1:]
        number = np.array([(weights == 1).sum(), ((weights > 0) & (weights < 1)).sum()])
        totals += number * np.array([means["sentence"], means["nouns"]])
        counts += number
    return dict(zip(("sentence", "nouns"), (totals / np.maximum(counts, 1)).tolist(), strict=True))


def export(network: GPT2LMHeadModel, tokens: PreTrainedTokenizerFast, folder: Path) -> None:
    """Write the folder that Glimpse reads: weights, tokenizer, ``prompt.json``, ``gpt2.onnx``."""
    half = GPT2LMHeadModel(network.config)
    half.load_state_dict(network.state_dict())
    half.half().save_pretrained(folder, safe_serialization=True)
    pairs.save(tokens, folder)
    text = json.dumps(asdict(pairs.PROMPT), indent=2)
    (folder / "prompt.json").write_text(text + "\n", encoding="utf-8")
    export_gpt2(folder)


def run(options: argparse.Namespace) -> None:
    """Train until the time is over, then export."""
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "pid").write_text(str(os.getpid()))
    texts = data.captions(options.text)
    learn = [text for text in texts if not data.is_held_out(text)]
    stories = data.stories(learn, options.out / "stories.json")
    check = data.stories(text for text in texts if data.is_held_out(text))
    folder = options.out / "tokenizer"
    if not (options.resume and folder.exists()):
        pairs.save(
            pairs.tokenizer(list(pairs.tokenizer_texts(stories, learn, options.seed)), WORDS),
            folder,
        )
    tokens = PreTrainedTokenizerFast.from_pretrained(folder)
    trainer = Trainer(len(tokens), options.seed)
    checkpoint = options.out / "checkpoint.pt"
    elapsed = trainer.resume(checkpoint) if options.resume else 0.0
    source = pairs.Pairs(stories, learn, tokens, options.batch, options.seed)
    clock = Clock(options.minutes * 60, elapsed=elapsed)
    saved = checked = elapsed
    recent: list[dict[str, float]] = []
    while (progress := clock.progress) < 1:
        share = rate(progress, trainer.step, WARM_UP)
        recent.append(trainer.learn(source.get(trainer.step), share))
        clock.tick()
        if trainer.step % _LOG == 0:
            means = {name: float(np.mean([r[name] for r in recent])) for name in recent[0]}
            log(options.out / "log.csv", trainer.step, clock, means)
            recent = []
        if clock.elapsed - saved >= _SAVE:
            trainer.save(checkpoint, clock.elapsed)
            saved = clock.elapsed
        if clock.elapsed - checked >= _CHECK:
            figures = held_out(trainer.network, check, tokens)
            log(options.out / "validation.csv", trainer.step, clock, figures)
            checked = clock.elapsed
    trainer.save(checkpoint, clock.elapsed)
    figures = held_out(trainer.network, check, tokens)
    log(options.out / "validation.csv", trainer.step, clock, figures)
    export(trainer.network, tokens, options.out / "gpt2")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.language", description=__doc__)
    parser.add_argument("--text", type=Path, required=True, help="the captions' folder")
    parser.add_argument("--out", type=Path, default=Path(".train/language"))
    parser.add_argument("--minutes", type=float, default=45.0, help="of running time")
    parser.add_argument("--resume", action="store_true", help="go on from out/checkpoint.pt")
    parser.add_argument("--batch", type=int, default=64, help="pairs in one step")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    run(parser.parse_args())
