"""Captions become sentences that the grammar allows, in the caption's own order."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import AssistantError
from assistant.pipeline.gpt2 import Automaton, Writer, encode
from assistant.pipeline.grammar import Grammar
from assistant.training.language import clauses, pairs, sentences, words
from assistant.training.language import stories as data


@pytest.fixture(scope="module")
def writer(compact: Path) -> Writer:
    return Writer(compact / "gpt2", compact / "gpt2" / "prompt.json")


CAPTIONS = {
    "Two dogs run along the beach with a stick.": "two dogs running with a stick on a beach.",
    "Two women sit on a bench with a dog.": "two people sitting on a bench with a dog.",
    "A KITCHEN WITH A SINK AND TWO CHAIRS": "a kitchen with a sink and two chairs.",
    "A girl in a red dress is holding a kite.": "a child in a dress holding a kite.",
    "Three children and a cat in front of a house": "three children, a cat and a house.",
    "A boy wearing a hat is on a bike.": "a child in a hat, with a bicycle.",
    "The orange cat, the horse and the sofa": "a cat on a couch, with a horse.",
    "A crowd watches a band": "a crowd of people.",
    "A kitchen towel on a chair": "a towel and a chair.",
    "5 guys next to a car": "five people and a car.",
    "A vase full of flowers on a table": "a vase on a table, with a flower.",
    "A brown dog jumps over a hurdle": "a dog jumping over a hurdle.",
    "A woman in a boat while a dog swims": "a person in a boat, with a dog.",
    "Two women each riding a horse": "two people, at least one riding a horse.",
}


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_is_told_in_its_own_order(caption: str) -> None:
    told = data.story(caption)
    assert told
    one = replace(told, things=tuple(t if t.count else data.Thing(t.label) for t in told.things))
    assert sentences.sentence(one).strip() == CAPTIONS[caption]


def test_nobody_is_called_man_or_woman() -> None:
    said = {told.label for word in ("man", "women", "lady", "waiter", "guys", "boys", "girl")
            for told in clauses.parse(f"the {word} there").nouns}  # fmt: skip
    assert said == {"person", "child"}
    assert not {"man", "woman", "boy", "girl"} & set(words.learnable())


def test_what_says_nothing_is_left_out() -> None:
    assert data.story("It is very beautiful outside.") is None


def _made(count: int) -> list[data.Story]:
    dice = np.random.default_rng(5)
    told = [data.made_up(dice) for _ in range(count)]
    own = [data.story(caption) for caption in CAPTIONS]
    varied = [data.varied(data.counted(s, dice), dice) for s in own * 20 if s]
    return told + varied


def test_every_target_is_a_sentence_of_the_grammar_token_by_token() -> None:
    """The automaton that masks GPT-2's tokens lets each target pass, and lets it end there."""
    tokens = pairs.tokenizer([sentences.sentence(s) for s in _made(300)], 600)
    encode = pairs.encoder(tokens)
    for told in _made(150):
        _, weights = line = encode("", sentences.sentence(told), 0.0)
        assert set(weights) == {1.0}
        automaton = Automaton(
            Grammar(told.observations()), tokens.backend_tokenizer, tokens.eos_token_id
        )
        for place, token in enumerate(line[0]):  # the last one is the end token
            assert token in automaton.allowed(tuple(line[0][:place])), sentences.sentence(told)


def test_every_label_that_can_be_said_is_learnt_and_can_be_written(writer: Writer) -> None:
    said = words.sayable()
    assert {"person", "dog", "T-shirt", "piece of clothing", "fire hydrant", "barn"} <= set(said)
    assert said["beach"] == said["street"] == "scene"
    assert said["dog"] == "object"
    for label in words.learnable():
        ids = encode(writer._tokenizer, f" {label}")
        assert writer._tokenizer.decode(ids).strip() == label


def test_the_prompt_names_what_the_sentence_names() -> None:
    told = data.story("A man with two dogs in a kitchen")
    assert told
    dice = np.random.default_rng(0)
    asked = {pairs.prompt(told, dice) for _ in range(40)}
    assert len(asked) > 3
    for text in asked:
        assert sorted(text.removesuffix("<|say|>").split("<|tags|> ")[1:]) == [
            "a kitchen", "a person", "two dogs",
        ]  # fmt: skip


def test_the_program_asks_as_it_was_learnt(writer: Writer) -> None:
    assert writer._prompt == pairs.PROMPT


def test_a_batch_is_the_same_whoever_asks_for_it() -> None:
    stories = data.stories(CAPTIONS)
    tokens = pairs.tokenizer([sentences.sentence(data.Story((data.Thing("dog"),), 1))], 300)
    one = pairs.Pairs(stories, list(CAPTIONS), tokens, 4, 7)
    other = pairs.Pairs(stories, list(CAPTIONS), tokens, 4, 7)
    one.get(0)
    assert one.get(9).tokens.tolist() == other.get(9).tokens.tolist()


def test_held_out_is_held_out_however_it_is_written() -> None:
    texts = [f"A dog number {n} , on the beach ." for n in range(2000)]
    share = np.mean([data.is_held_out(text) for text in texts])
    assert 0.01 < share < 0.03
    for text in texts:
        assert data.is_held_out(text) == data.is_held_out(text.lower().replace(" ,", ","))


def test_a_folder_without_captions_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="--text"):
        data.captions(tmp_path)
    with gzip.open(tmp_path / "captions.jsonl.gz", "wt") as file:
        file.write(json.dumps({"src": "x"}))
    with pytest.raises(AssistantError, match="--text"):
        data.captions(tmp_path)
