"""The language model's run learns, can be broken off, and leaves a folder that Glimpse reads."""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.pipeline.gpt2 import Writer
from assistant.training import language_report
from assistant.training.language import pairs, sentences, train
from assistant.training.language import stories as data
from tests.pipeline.made import place, thing, unsupported
from tests.waiting import SECONDS

CAPTIONS = (
    "A man with a dog on the beach", "Two women and a horse", "A cat sleeping on a couch",
    "A kitchen with an oven and a sink", "Three children with a ball on the street",
    "A boy rides his bicycle", "A bus and two cars on a road", "A plate with a sandwich",
)  # fmt: skip


@pytest.fixture
def source() -> pairs.Pairs:
    stories = data.stories(CAPTIONS)
    texts = [sentences.sentence(told) for told in stories]
    return pairs.Pairs(stories, CAPTIONS, pairs.tokenizer(texts, 400), 8, 3)


def _train(trainer: train.Trainer, source: pairs.Pairs, until: int) -> list[float]:
    return [trainer.learn(source.get(n), 1.0)["sentence"] for n in range(trainer.step, until)]


def test_it_learns_to_write_the_sentences(source: pairs.Pairs) -> None:
    losses = _train(train.Trainer(400), source, 16)
    assert np.mean(losses[-3:]) < 0.7 * np.mean(losses[:3])


def test_broken_off_and_resumed_is_as_if_never_broken_off(
    source: pairs.Pairs, tmp_path: Path
) -> None:
    whole, first = train.Trainer(400), train.Trainer(400)
    _train(whole, source, 5)
    _train(first, source, 3)
    first.save(tmp_path / "checkpoint.pt", elapsed=12.5)
    second = train.Trainer(400, seed=9)
    assert second.resume(tmp_path / "checkpoint.pt") == 12.5
    _train(second, source, 5)
    other = second.network.state_dict()
    for name, value in whole.network.state_dict().items():
        torch.testing.assert_close(value, other[name], rtol=1e-4, atol=1e-5, msg=name)


def test_what_is_not_learnt_has_no_part_in_the_loss() -> None:
    tokens = pairs.tokenizer([" a dog."], 300)
    network = train.Trainer(len(tokens)).network
    line = pairs.encoder(tokens)("<|tags|> a dog<|say|>", " a dog.", 0.0)
    short = pairs.stacked([line])
    padded = pairs.stacked([line, ([*line[0], 5, 6, 7], [*line[1], 0.0, 0.0, 0.0])])
    one, other = (train.losses(network, batch)[0] for batch in (short, padded))
    torch.testing.assert_close(one, other, rtol=1e-2, atol=1e-2)  # bf16
    answer = tokens.encode(" a dog.", add_special_tokens=False)
    assert sum(short.weights[0].tolist()) == len(answer) + 1  # and the end


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.timeout(3 * SECONDS)
def test_the_command_leaves_a_folder_that_glimpse_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with gzip.open(tmp_path / "captions.jsonl.gz", "wt", encoding="utf-8") as file:
        for number in range(40):
            for caption in CAPTIONS:
                line = {"src": "made", "text": f"{caption} {number} times"}
                file.write(json.dumps(line) + "\n")
    options = argparse.Namespace(
        text=tmp_path, out=tmp_path / "out", minutes=0.01, resume=False, batch=4, threads=1, seed=0
    )
    monkeypatch.setattr(train, "LAYERS", 2)  # half as many: what takes longest is to export them
    with monkeypatch.context() as first:
        first.setattr(train, "export", _interrupt)  # which takes longer than all the rest
        with pytest.raises(KeyboardInterrupt):
            train.run(options)
    train.run(argparse.Namespace(**{**vars(options), "resume": True, "minutes": 0.02}))
    rows = (tmp_path / "out" / "validation.csv").read_text().splitlines()
    assert len(rows) == 3
    assert int(rows[2].split(",")[0]) >= int(rows[1].split(",")[0])
    folder = tmp_path / "out" / "gpt2"
    writer = Writer(folder, folder / "prompt.json")
    observations = [thing("dog"), thing("ukulele", 2), place("kitchen")]
    assert unsupported(writer(observations).text, observations) == []
    size = sum(file.stat().st_size for file in folder.iterdir())
    assert size < 15e6
    stories = language_report.held_out([f"{c} {n} times" for c in CAPTIONS for n in range(40)], 5)
    found = language_report.figures(writer, stories)
    assert found["sentences"] == len(stories) > 0
    assert 0 <= found["same sentence"] <= found["same order"] <= 1


def test_the_order_of_a_sentence_is_read_from_its_phrases() -> None:
    told = data.story("A man with two dogs in a kitchen")
    assert told
    assert language_report.order("two dogs with a person in a kitchen.", told) == [
        "dog", "person", "kitchen",
    ]  # fmt: skip
