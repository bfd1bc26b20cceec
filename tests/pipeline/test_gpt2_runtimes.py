"""The two runtimes of GPT-2 write the same; what is damaged is told."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from safetensors.torch import load_file, save_file
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    GPT2TokenizerFast,
    LogitsProcessor,
    LogitsProcessorList,
)

from assistant.errors import ModelError
from assistant.pipeline.evidence import Observation
from assistant.pipeline.gpt2 import Automaton, GroundedLogits, Writer
from assistant.pipeline.gpt2_standard import StandardGPT2
from assistant.pipeline.grammar import Grammar
from tests.pipeline.descriptions import DESCRIPTIONS, MODELS, check
from tests.pipeline.made import place, thing
from tests.pipeline.runtimes import prompt, transformers_writer


@pytest.fixture(scope="module")
def random_gpt2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """GPT-2 in the file layout of the hub: small, random, with a byte-level BPE of its own."""
    folder = tmp_path_factory.mktemp("gpt2")
    characters = sorted(_byte_alphabet())
    vocabulary = {c: i for i, c in enumerate([*characters, "Ġa", "Ġd", "<|endoftext|>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\nĠ a\nĠ d\n", encoding="utf-8")
    tokenizer = GPT2TokenizerFast(str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    end = vocabulary["<|endoftext|>"]
    config = GPT2Config(
        vocab_size=len(tokenizer), n_embd=32, n_layer=2, n_head=2, n_positions=1024,
        bos_token_id=end, eos_token_id=end,
    )  # fmt: skip
    GPT2LMHeadModel(config).save_pretrained(folder)
    return folder


def _byte_alphabet() -> list[str]:
    from tokenizers.pre_tokenizers import ByteLevel

    return ByteLevel.alphabet()


class _Processor(LogitsProcessor):
    """The mask as ``generate`` of transformers asks for it."""

    def __init__(self, grounded: GroundedLogits, prompt_length: int) -> None:
        self._grounded, self._start = grounded, prompt_length

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        rows = zip(input_ids[:, self._start :].tolist(), scores.numpy(), strict=True)
        return torch.stack([torch.from_numpy(self._grounded(tuple(i), s)) for i, s in rows])


@pytest.mark.parametrize("profile", ["compact", "standard"])
def test_asking_only_where_there_is_a_choice_changes_nothing(
    profile: str, writer: Writer, compact: Path, random_gpt2: Path
) -> None:
    """The same sentence as ``generate`` makes with the same mask, token by token.

    For the compact profile it is made by the other runtime, too, of what was trained.
    """
    if profile == "standard":
        theirs = transformers_writer(random_gpt2, MODELS / "standard/prompt.json")
        writer = theirs
    else:
        theirs = transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")
    for labels in (["dog"], ["dog", "cat", "umbrella"], ["ukulele", "zebra", "cup", "bench"]):
        observations = [*(thing(label) for label in labels), place("kitchen")]
        grammar = Grammar(observations, writer._prompt.end)
        automaton = Automaton(grammar, theirs._tokenizer, theirs._model.end)
        ids = prompt(theirs, observations)
        grounded = _Processor(GroundedLogits(automaton), ids.shape[1])
        out = theirs._model._model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=automaton.longest(),
            do_sample=False, pad_token_id=theirs._model.end,
            logits_processor=LogitsProcessorList([grounded]),
        )  # fmt: skip
        text = theirs._tokenizer.decode(out[0, ids.shape[1] :].tolist())
        assert writer(observations).text == " ".join(text.split()).replace(" .", ".").replace(
            " ,", ","
        )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(observations=DESCRIPTIONS.filter(bool))
def test_both_runtimes_write_the_same(
    writer: Writer, trained: Writer, observations: list[Observation]
) -> None:
    assert writer(observations) == trained(observations)


@pytest.fixture(scope="module")
def trained(compact: Path) -> Writer:
    return transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")


def test_what_was_read_before_changes_nothing(random_gpt2: Path) -> None:
    """Texts that begin alike are read from where they differ."""
    texts = [(5, 6, 7), (5, 6, 7, 8, 9), (5, 6), (9,), (9, 5, 6, 7), (9, 5, 6, 7)]
    kept = StandardGPT2(random_gpt2)
    for text in texts:
        np.testing.assert_allclose(kept(text), StandardGPT2(random_gpt2)(text), atol=1e-5)


def test_even_a_random_network_with_the_few_shot_prompt_stays_grounded(random_gpt2: Path) -> None:
    writer = transformers_writer(random_gpt2, MODELS / "standard/prompt.json")
    observations = [thing("dog"), thing("ukulele", 2), thing("zebra"), place("kitchen")]
    written = writer(observations)
    assert written.evidence == tuple(observations)
    check(written.text, observations)


@pytest.fixture
def copy(compact: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(compact / "gpt2", tmp_path / "gpt2"))


@pytest.mark.parametrize("broken", ["config.json", "gpt2.onnx", "tokenizer.json", "prompt.json"])
def test_a_damaged_model_is_told(copy: Path, broken: str) -> None:
    (copy / broken).write_bytes((copy / broken).read_bytes()[:100])
    with pytest.raises(ModelError, match="damaged"):
        Writer(copy, copy / "prompt.json")


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_damaged_standard_model_is_told(copy: Path, broken: str) -> None:
    (copy / broken).write_bytes((copy / broken).read_bytes()[:100])
    with pytest.raises(ModelError, match="damaged"):
        transformers_writer(copy, copy / "prompt.json")


def test_missing_weights_are_told(copy: Path) -> None:
    weights = load_file(copy / "model.safetensors")
    del weights["transformer.h.1.mlp.c_fc.weight"]
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="damaged"):
        transformers_writer(copy, copy / "prompt.json")


def test_another_tokenizer_s_network_is_told(copy: Path) -> None:
    facts = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(facts | {"vocab_size": 3199}))
    with pytest.raises(ModelError, match="damaged"):
        Writer(copy, copy / "prompt.json")
