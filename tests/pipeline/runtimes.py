"""The language model as transformers runs it."""

from pathlib import Path

import torch

from assistant.pipeline.evidence import Observation
from assistant.pipeline.gpt2 import Writer
from assistant.pipeline.gpt2_standard import StandardGPT2


def transformers_writer(folder: Path, prompt_file: Path) -> Writer:
    return Writer(folder, prompt_file, StandardGPT2)


def prompt(writer: Writer, seen: list[Observation]) -> torch.Tensor:
    text = writer._prompt.prefix + writer._prompt.text(seen)
    return torch.tensor([writer._tokenizer.encode(text, add_special_tokens=False).ids])
