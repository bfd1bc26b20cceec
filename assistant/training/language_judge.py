"""How likely the compact GPT-2 finds a noun beside others."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from transformers import GPT2LMHeadModel, PreTrainedTokenizerFast

from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.gpt2 import Prompt
from assistant.training.metrics import Floats


class Judge:
    """log P(noun | prompt that names the others) - log P(noun | empty prompt), for some nouns.

    A noun is judged as the next one of the prompt, in the singular ("a dog"); the prompts were
    learnt in random order, so any noun may be the next one.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        """Load the model.

        Args:
            folder: the language model with ``prompt.json``.
            names: the labels to judge, as spoken.
        """
        text = (folder / "prompt.json").read_text(encoding="utf-8")
        self._prompt = Prompt(**{**json.loads(text), "suffix": ""})
        tokens = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
        self._fast = tokens.backend_tokenizer
        self._model = GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()
        # The first token of a noun's prompt is what opens every noun.
        self._opening = self._ids((names[0],))[0]
        self._nouns = [self._ids((name,))[1:] for name in names]
        self._alone = self._log_chances(())

    def odds(self, nouns: tuple[str, ...]) -> Floats:
        """What each noun's log chance gains when these are named before it: (names,)."""
        return self._log_chances(nouns) - self._alone

    @torch.inference_mode()
    def _log_chances(self, nouns: tuple[str, ...]) -> Floats:
        before = [*self._ids(nouns), self._opening]
        rows = [before + noun for noun in self._nouns]
        longest = max(map(len, rows))
        tokens = torch.zeros(len(rows), longest, dtype=torch.long)
        wanted = torch.zeros(len(rows), longest, dtype=torch.bool)
        for i, row in enumerate(rows):
            tokens[i, : len(row)] = torch.tensor(row)
            wanted[i, len(before) : len(row)] = True
        logits = self._model(tokens[:, :-1]).logits.log_softmax(-1)
        chosen = logits.gather(2, tokens[:, 1:, None])[:, :, 0]
        sums: Floats = (chosen * wanted[:, 1:]).sum(1).numpy().astype(np.float32)
        return sums

    def _ids(self, nouns: tuple[str, ...]) -> list[int]:
        seen = (Observation(noun, 1.0, "cnn", Sureness.SURE) for noun in nouns)
        ids: list[int] = self._fast.encode(self._prompt.text(seen), add_special_tokens=False).ids
        return ids
