"""The standard GPT-2 (124M), or any other in the hub's file layout, by torch and transformers."""

from pathlib import Path

import torch
from safetensors import SafetensorError
from transformers import DynamicCache, GPT2LMHeadModel

from assistant.pipeline.gpt2 import Logits, Tokens
from assistant.sessions import NetworkError


class StandardGPT2:
    """A GPT-2 of transformers. It keeps what it read: the next text mostly begins the same way.

    Of three things it makes a sentence in 0.35 s in place of 3.1, as the few-shot examples are read
    once for all (tests/benchmarks/bench_describe.py).

    Raises:
        OSError, ValueError, TypeError, KeyError, NetworkError: a file is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._model = _model(folder)
        except (RuntimeError, SafetensorError) as error:
            raise NetworkError(f"the weights in {folder} are damaged") from error
        self.positions = int(self._model.config.n_positions)
        self.end = int(self._model.config.eos_token_id)
        self._cache = DynamicCache(config=self._model.config)
        self._read: Tokens = ()

    @torch.inference_mode()
    def __call__(self, tokens: Tokens) -> Logits:
        """See :class:`~assistant.pipeline.gpt2.LanguageModel`."""
        kept = _common(self._read, tokens[:-1])
        try:
            if kept < len(self._read):
                self._cache.crop(kept - len(self._read))
            self._read = tokens
            said = self._model(
                torch.tensor([tokens[kept:]]), cache=self._cache, use_cache=True, logits_to_keep=1
            )
        except RuntimeError as error:
            self._cache, self._read = DynamicCache(config=self._model.config), ()
            raise NetworkError("GPT-2 failed") from error
        logits: Logits = said.logits[0, -1].numpy()
        return logits


def _common(one: Tokens, other: Tokens) -> int:
    """How many tokens both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _model(folder: Path) -> GPT2LMHeadModel:
    model, report = GPT2LMHeadModel.from_pretrained(
        folder,
        dtype=torch.float32,
        local_files_only=True,
        use_safetensors=True,
        output_loading_info=True,
    )
    if report["missing_keys"]:  # transformers would leave random numbers there
        raise ValueError(f"no weights for {sorted(report['missing_keys'])}")
    return model.eval()
