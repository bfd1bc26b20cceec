"""Sentences by a language model: nothing is said that was not seen, and it reads like English."""

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from assistant.errors import Cancelled
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.gpt2 import Automaton, LanguageModel, Writer
from assistant.pipeline.grammar import Grammar
from tests.pipeline.descriptions import DESCRIPTIONS, MODELS, check
from tests.pipeline.made import place, thing, unsupported
from tests.pipeline.runtimes import prompt, transformers_writer


@settings(max_examples=1000, deadline=None)
@given(observations=DESCRIPTIONS.filter(bool), seed=st.integers(0, 2**32))
def test_no_language_model_however_bad_can_say_what_was_not_seen(
    observations: list[Observation], seed: int
) -> None:
    """The model is replaced by dice: whatever it would choose, the sentence is grounded.

    That is: it names only what was observed, and says of somebody only what captions say of such.
    """
    dice = random.Random(seed)
    automaton = Automaton(Grammar(observations, " ."), TOKENIZER, END)
    written: tuple[int, ...] = ()
    while (token := dice.choice(sorted(automaton.allowed(written)))) != END:
        written = (*written, token)
        assert len(written) <= automaton.longest()
    check(" ".join(TOKENIZER.decode(list(written)).split()).replace(" .", "."), observations)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a brown dog with a car.", []),
        ("a dog with a brown car.", ["brown"]),
        ("a red dog with a car.", ["red"]),
        ("a brown brown dog with a car.", ["brown"]),
    ],
)
def test_a_colour_that_was_not_seen_on_the_thing_is_found(text: str, wrong: list[str]) -> None:
    assert unsupported(text, [thing("dog", colour="brown"), thing("car")]) == wrong
    assert unsupported("two dogs.", [thing("dog", 2, colour="brown")]) == []
    several = [thing("dog", more=True, colour="brown")]
    assert unsupported("at least one brown dog.", several) == []
    assert unsupported("a brown dog.", several) == ["brown"]


END = 0
TOKENIZER = Tokenizer.from_file(str(MODELS / "compact/gpt2/tokenizer.json"))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(observations=DESCRIPTIONS.filter(bool))
def test_the_compact_model_names_everything_once_and_nothing_else(
    writer: Writer, observations: list[Observation]
) -> None:
    written = writer(observations)
    assert written.evidence
    check(written.text, list(written.evidence))


def test_what_may_be_more_is_said_so(writer: Writer) -> None:
    seen = [thing("person", 1, more=True), thing("dog", 2)]
    text = writer(seen).text
    assert "at least one person" in text
    assert "two dogs" in text
    assert writer([thing("person", 2, more=True)]).text in ("people.", "there are people.")
    doubtful = thing("person", 2, Sureness.FAIRLY_SURE, more=True)
    assert writer([doubtful]).text == "two people.", "it is doubtful anyway"


def test_left_alone_the_model_invents(compact: Path) -> None:
    """Why all this is needed: the same model without the grammar."""
    seen = [thing("ukulele"), thing("zebra"), thing("tyrannosaurus rex")]
    writer = transformers_writer(compact / "gpt2", compact / "gpt2/prompt.json")
    ids = prompt(writer, seen)
    out = writer._model._model.generate(
        ids, attention_mask=torch.ones_like(ids), max_new_tokens=20, do_sample=False, pad_token_id=0
    )
    text = writer._tokenizer.decode(out[0, ids.shape[1] :].tolist())
    assert unsupported(text.strip(), seen)


def test_reads_like_english(writer: Writer) -> None:
    text = writer([thing("person", 2), thing("dog"), place("kitchen")]).text
    assert text in {
        "two people with a dog in a kitchen.",
        "two people and a dog in a kitchen.",
        "two people and a dog are in a kitchen.",
        "two people with a dog are in a kitchen.",
        "a kitchen with two people and a dog.",
    }


def test_of_what_is_all_doubtful_the_doubt_is_left_to_the_wording(writer: Writer) -> None:
    assert writer([thing("dog", sureness=Sureness.FAIRLY_SURE)]).text == "a dog."
    assert writer([place("kitchen", sureness=Sureness.FAIRLY_SURE)]).text == "a kitchen."


def test_what_cannot_be_counted_takes_is(writer: Writer) -> None:
    assert writer([thing("broccoli", 3)]).text in ("broccoli.", "there is broccoli.")


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


class _Nonsense:
    """A language model that is broken."""

    positions, end = 128, END

    def __call__(self, tokens: tuple[int, ...]) -> np.ndarray:
        return np.full(TOKENIZER.get_vocab_size(), np.nan, np.float32)


def test_a_network_that_gives_nonsense_numbers_stays_grounded(compact: Path) -> None:
    load: Callable[[Path], LanguageModel] = lambda folder: _Nonsense()  # noqa: E731
    writer = Writer(compact / "gpt2", compact / "gpt2/prompt.json", load)
    check(writer([thing("dog"), thing("cat")]).text, [thing("dog"), thing("cat")])
