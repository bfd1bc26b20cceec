"""Grounded decoding: nothing is said that was not seen."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    GPT2TokenizerFast,
    LogitsProcessor,
    LogitsProcessorList,
)

from assistant import paths
from assistant.errors import Cancelled, ModelError
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.gpt2 import Automaton, GroundedLogits, LanguageModel, Writer
from assistant.pipeline.gpt2_standard import StandardGPT2
from assistant.pipeline.grammar import Grammar
from assistant.training.picture import vocabulary
from tests.pipeline.made import ACTIONS, action, may_hide, place, thing, times_named, unsupported

_MODELS = paths.resources() / "models"
_HEADS = json.loads((_MODELS / "compact/cnn.json").read_text())["heads"]
_STANDARD = json.loads((_MODELS / "standard/imagenet.json").read_text())["say"]
_LABELS = sorted(
    {
        label.split(",")[0].lower()
        for label in (
            *_HEADS["objects"]["labels"],
            *_HEADS["things"]["labels"],
            *_STANDARD.values(),
        )
    }
)
_SURENESS = st.sampled_from([Sureness.SURE, Sureness.FAIRLY_SURE])
_THINGS = st.builds(
    thing,
    st.sampled_from(_LABELS),
    st.sampled_from([None, 1, 2, 3, 5, 12]),
    _SURENESS,
    more=st.booleans(),
)
_PLACES = st.sampled_from(
    [
        None,
        place("kitchen"),
        place("street"),
        place("sea"),
        place("office", sureness=Sureness.UNSURE),
    ]
)
_ANYTHING = st.tuples(st.lists(_THINGS, max_size=5, unique_by=lambda o: o.label), _PLACES).map(
    lambda pair: [*pair[0], *([pair[1]] if pair[1] else [])]
)


@st.composite
def _deeds(draw: st.DrawFn) -> list[Observation]:
    """Somebody, or two of whom one may do it, with what captions join to it, and more."""
    doing = draw(st.sampled_from(sorted(ACTIONS)))
    who = draw(st.sampled_from(sorted(ACTIONS[doing])))
    links = sorted(ACTIONS[doing][who]["links"]) or ["ball"]
    labels = [who, *draw(st.lists(st.sampled_from([*links, "dog", "person", "car"]), max_size=4))]
    counts, sureness = st.sampled_from([None, 1, 2, 3, 12]), draw(_SURENESS)
    seen = [
        place(label, sureness)
        if label in vocabulary.PLACES
        else thing(label, draw(counts), draw(_SURENESS), draw(st.booleans()))
        for label in dict.fromkeys(labels)
    ]
    first = [o for o in seen if o.kind == "scene"][:1]
    seen = [o for o in seen if o.kind != "scene"]
    return [*seen, *([action(doing, sureness)] if doing else []), *first]


_DESCRIPTIONS = st.one_of(_ANYTHING, _deeds())


def _check(text: str, observations: list[Observation]) -> None:
    assert text.endswith("."), text
    assert len(text) > 1
    assert unsupported(text, observations) == [], text
    for o in observations:
        # "glasses" are heard in "two beer glasses", too.
        others = sum(may_hide(o, other) for other in observations if other is not o)
        least = o.kind != "action"  # where it is not clear who does it, it is not said
        assert least <= times_named(text, o) <= 1 + others, (text, o.label)


@settings(max_examples=1500, deadline=None)
@given(observations=_DESCRIPTIONS.filter(bool), seed=st.integers(0, 2**32))
def test_no_language_model_however_bad_can_say_what_was_not_seen(
    observations: list[Observation], seed: int
) -> None:
    """The model is replaced by dice: whatever it would choose, the sentence is grounded.

    That is: it names only what was observed, and says of somebody only what captions say of such.
    """
    dice = random.Random(seed)
    automaton = Automaton(Grammar(observations, " ."), _TOKENIZER, _END)
    written: tuple[int, ...] = ()
    while (token := dice.choice(sorted(automaton.allowed(written)))) != _END:
        written = (*written, token)
        assert len(written) <= automaton.longest()
    _check(" ".join(_TOKENIZER.decode(list(written)).split()).replace(" .", "."), observations)


_END = 0
_TOKENIZER = Tokenizer.from_file(str(_MODELS / "compact/gpt2/tokenizer.json"))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(observations=_DESCRIPTIONS.filter(bool))
def test_the_compact_model_names_everything_once_and_nothing_else(
    writer: Writer, observations: list[Observation]
) -> None:
    written = writer(observations)
    assert written.evidence
    _check(written.text, list(written.evidence))


def test_what_may_be_more_is_said_so(writer: Writer) -> None:
    seen = [thing("person", 1, more=True), thing("dog", 2)]
    text = writer(seen).text
    assert "at least one person" in text
    assert "two dogs" in text
    doubtful = thing("person", 2, Sureness.FAIRLY_SURE, more=True)
    assert writer([doubtful]).text == "there are at least two people."


def test_left_alone_the_model_invents(compact: Path) -> None:
    """Why all this is needed: the same model without the grammar."""
    seen = [thing("ukulele"), thing("zebra"), thing("tyrannosaurus rex")]
    writer = _transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")
    ids = _prompt(writer, seen)
    out = writer._model._model.generate(
        ids, attention_mask=torch.ones_like(ids), max_new_tokens=20, do_sample=False, pad_token_id=0
    )
    text = writer._tokenizer.decode(out[0, ids.shape[1] :].tolist())
    assert unsupported(text.strip(), seen)


def _transformers_writer(folder: Path, prompt: Path) -> Writer:
    return Writer(folder, prompt, StandardGPT2)


def _prompt(writer: Writer, seen: list[Observation]) -> torch.Tensor:
    text = writer._prompt.prefix + writer._prompt.text(seen)
    return torch.tensor([writer._tokenizer.encode(text, add_special_tokens=False).ids])


def test_reads_like_english(writer: Writer) -> None:
    text = writer([thing("person", 2), thing("dog"), place("kitchen")]).text
    assert text in {
        "two people with a dog in a kitchen.",
        "two people and a dog in a kitchen.",
        "two people and a dog are in a kitchen.",
        "two people with a dog are in a kitchen.",
        "a kitchen with two people and a dog.",
    }


def test_a_doubtful_sentence_is_a_whole_clause(writer: Writer) -> None:
    assert writer([thing("dog", sureness=Sureness.FAIRLY_SURE)]).text == "there is a dog."
    assert writer([thing("dog", 2, Sureness.FAIRLY_SURE)]).text == "there are two dogs."
    assert writer([place("kitchen", sureness=Sureness.FAIRLY_SURE)]).text == "this is a kitchen."


def test_what_cannot_be_counted_takes_is(writer: Writer) -> None:
    seen = thing("broccoli", 3, Sureness.FAIRLY_SURE)
    assert writer([seen]).text == "there is broccoli."


@pytest.mark.parametrize("word", ["umbrella", "tyrannosaurus rex", "ukulele", "bow-tie", "café"])
def test_words_of_several_pieces_stay_whole(writer: Writer, word: str) -> None:
    assert word in writer([thing(word)]).text


def test_the_same_picture_gives_the_same_sentence(writer: Writer) -> None:
    observations = [thing("cup"), thing("table"), thing("spoon")]
    assert {writer(observations).text for _ in range(3)} == {writer(observations).text}


def test_more_than_fits_is_left_out_and_not_claimed(writer: Writer) -> None:
    many = [thing(f"very long name of one thing number {i} of many") for i in range(9)]
    written = writer(many)
    assert 0 < len(written.evidence) < len(many)
    assert unsupported(written.text, written.evidence) == []


def test_stops_at_once(writer: Writer) -> None:
    with pytest.raises(Cancelled):
        writer([thing("dog")], should_stop=lambda: True)


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
        theirs = _transformers_writer(random_gpt2, _MODELS / "standard/prompt.json")
        writer = theirs
    else:
        theirs = _transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")
    for labels in (["dog"], ["dog", "cat", "umbrella"], ["ukulele", "zebra", "cup", "bench"]):
        observations = [*(thing(label) for label in labels), place("kitchen")]
        grammar = Grammar(observations, writer._prompt.end)
        automaton = Automaton(grammar, theirs._tokenizer, theirs._model.end)
        ids = _prompt(theirs, observations)
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
@given(observations=_DESCRIPTIONS.filter(bool))
def test_both_runtimes_write_the_same(
    writer: Writer, trained: Writer, observations: list[Observation]
) -> None:
    assert writer(observations) == trained(observations)


@pytest.fixture(scope="module")
def trained(compact: Path) -> Writer:
    return _transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")


def test_what_was_read_before_changes_nothing(random_gpt2: Path) -> None:
    """Texts that begin alike are read from where they differ."""
    texts = [(5, 6, 7), (5, 6, 7, 8, 9), (5, 6), (9,), (9, 5, 6, 7), (9, 5, 6, 7)]
    kept = StandardGPT2(random_gpt2)
    for text in texts:
        np.testing.assert_allclose(kept(text), StandardGPT2(random_gpt2)(text), atol=1e-5)


def test_even_a_random_network_with_the_few_shot_prompt_stays_grounded(random_gpt2: Path) -> None:
    writer = _transformers_writer(random_gpt2, _MODELS / "standard/prompt.json")
    observations = [thing("dog"), thing("ukulele", 2), thing("zebra"), place("kitchen")]
    written = writer(observations)
    assert written.evidence == tuple(observations)
    _check(written.text, observations)


class _Nonsense:
    """A language model that is broken."""

    positions, end = 128, _END

    def __call__(self, tokens: tuple[int, ...]) -> np.ndarray:
        return np.full(_TOKENIZER.get_vocab_size(), np.nan, np.float32)


def test_a_network_that_gives_nonsense_numbers_stays_grounded(compact: Path) -> None:
    load: Callable[[Path], LanguageModel] = lambda folder: _Nonsense()  # noqa: E731
    writer = Writer(compact / "gpt2", compact / "gpt2/prompt.json", load)
    _check(writer([thing("dog"), thing("cat")]).text, [thing("dog"), thing("cat")])


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
        _transformers_writer(copy, copy / "prompt.json")


def test_missing_weights_are_told(copy: Path) -> None:
    weights = load_file(copy / "model.safetensors")
    del weights["transformer.h.1.mlp.c_fc.weight"]
    save_file(weights, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="damaged"):
        _transformers_writer(copy, copy / "prompt.json")


def test_another_tokenizer_s_network_is_told(copy: Path) -> None:
    facts = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(facts | {"vocab_size": 3199}))
    with pytest.raises(ModelError, match="damaged"):
        Writer(copy, copy / "prompt.json")
