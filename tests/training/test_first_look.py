"""The first look learns what the whole network says."""

import gzip
import json
import shutil
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from assistant import paths
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.cnn_first import FILE, OF
from assistant.pipeline.cnn_part import MAP
from assistant.pipeline.cnn_part import first_look as first_part
from assistant.pipeline.frame import Frame
from assistant.sessions import OnnxNetwork
from assistant.training import first_look
from assistant.training.export import export_first
from assistant.training.picture import data
from assistant.training.picture.backbone import MEAN_OF
from assistant.training.picture.split import LEARN, PART_A, PART_B
from tests.training.made import add, row

_LEVELS = {"levels": {"fairly sure": 0.5, "sure": 0.8}, "activation": "sigmoid", "kind": "object"}
_FACTS = {"heads": {"things": {"labels": ["dog", "cat"], **_LEVELS}}}


@pytest.fixture
def told() -> first_look.Answers:
    """600 pictures; where the numbers are high there is a dog, where they are low a cat."""
    dice = np.random.default_rng(0)
    seen = dice.normal(size=(600, 1))
    means = torch.from_numpy(seen + dice.normal(size=(600, MEAN_OF))).float()
    logits = torch.from_numpy(seen * (6, -6)).float()
    names = [f"{number}.webp" for number in range(600)]
    return first_look.Answers(names, means, means[:, :3] * 2, {"things": logits})


def test_it_says_the_same_of_pictures_that_are_new(
    told: first_look.Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(first_look, "_BATCH", 50)
    model = first_look.learn(told, torch.arange(500))
    *_, line = first_look.agreement(model, told, torch.arange(500, 600), _FACTS)
    name, whole, first, agreed = (cell.strip() for cell in line.strip("| ").split("|"))
    assert name == "things"
    assert 10 < int(first) <= int(whole), "rather less than more"
    assert float(agreed.rstrip("%")) > 90

    export_first(tmp_path / "first.onnx", model, ["things"], "made")
    run = OnnxNetwork(tmp_path / "first.onnx")
    assert run.facts[OF] == "made"
    said = run({"pooled": told.means[:1].numpy()})
    with torch.no_grad():
        embedding, logits = model(told.means[:1])
    np.testing.assert_allclose(said["embedding"], embedding, atol=2e-2)
    np.testing.assert_allclose(said["things"], logits, atol=2e-2)


def test_it_is_less_sure_than_it_has_learnt_to_be(
    told: first_look.Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_look, "_EPOCHS", 1)
    models = [first_look.learn(told, torch.arange(500))]
    monkeypatch.setattr(first_look, "_CAUTION", 0.0)
    models.append(first_look.learn(told, torch.arange(500)))
    with torch.no_grad():
        (_, cautious), (_, bold) = (model(told.means[:1]) for model in models)
    np.testing.assert_allclose(bold - cautious, 0.3, atol=1e-4)


_SHARDS = (("cat", "dog", "coffee"), ("parrot", "windmill", "beach", "pan"))
_LEARNT = ("cat", "parrot", "pan")
_LABELLED = {
    **{"pan": LEARN, "beach": PART_A, "parrot": LEARN},
    **{"dog": PART_B, "cat": LEARN, "windmill": PART_A},
}
"""In the order of the labels, which is not that of the shards; nobody labelled the coffee."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of samples; beside it ``out`` with the split."""
    folder = tmp_path_factory.mktemp("data")
    for number, names in enumerate(_SHARDS):
        with tarfile.open(folder / f"photos-{number:02}.tar", "w") as tar:
            for name in names:
                with Image.open(paths.resources() / "samples" / f"{name}.jpg") as sample:
                    add(tar, name, sample.convert("RGB").resize((256, 192)))
    with gzip.open(folder / "labels.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row(name, "made", [], [])) + "\n" for name in _LABELLED)
    (folder / "out").mkdir()
    np.save(folder / "out" / "split.npy", np.array(list(_LABELLED.values()), np.int8))
    return folder


@pytest.fixture(scope="module")
def kept(folder: Path, compact: Path) -> first_look.Answers:
    """What the network that is shipped says of them, kept and taken up again."""
    first_look.ask(folder, compact, folder / "out" / "first")
    facts = json.loads((compact / "cnn.json").read_text("utf-8"))
    return first_look.answers(folder / "out" / "first", facts)


def test_answers_are_what_the_program_sees_in_that_very_picture(
    folder: Path, kept: first_look.Answers, compact: Path
) -> None:
    network, told = CompactCNN(compact), set()
    part, _ = first_part((compact / "cnn.onnx").read_bytes())
    look = OnnxNetwork(part)
    for shard in data.shards(folder):
        for name, pixels in data.photographs(shard, kept.names):
            place = kept.names.index(name)
            seen = network(Frame(pixels))
            cells = look({"pixels": network.prepare(Frame(pixels))})[MAP]
            assert np.abs(kept.means[place].numpy() - cells.mean((0, 2, 3))).mean() < 0.05
            assert np.abs(kept.embedding[place].numpy() - seen.embedding).mean() < 0.2
            logits = {head: values[place].numpy() for head, values in kept.logits.items()}
            read = network.read_first({"embedding": seen.embedding, **logits}).scores
            assert max(read.values()) > 0.7
            for label, score in read.items():
                assert seen.scores.get(label, 0) == pytest.approx(score, abs=0.1)
            told.add(name)
    assert told == set(_LABELLED)


def test_pictures_that_were_asked_about_are_not_asked_about_again(
    folder: Path, kept: first_look.Answers, compact: Path
) -> None:
    (folder / "out" / "first" / "photos-01.npz").unlink()
    (left,) = (folder / "out" / "first").iterdir()
    before = left.stat().st_mtime_ns
    first_look.ask(folder, compact, folder / "out" / "first")
    facts = json.loads((compact / "cnn.json").read_text("utf-8"))
    again = first_look.answers(folder / "out" / "first", facts)
    assert left.stat().st_mtime_ns == before
    assert again.names == kept.names == ["cat", "dog", "parrot", "windmill", "beach", "pan"]
    assert torch.equal(again.means, kept.means)


def _make_unlike(path: Path) -> None:
    """Have no number be the same in all pictures, as it is in so few."""
    with np.load(path) as kept:
        every = dict(kept)
    every["pooled"] += np.random.default_rng(0).normal(size=every["pooled"].shape)
    np.savez(path, **every)


def test_it_learns_from_no_picture_that_is_held_out(
    folder: Path,
    kept: first_look.Answers,
    compact: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What the command writes has learnt from those three."""
    shipped = tmp_path / "models" / "compact"
    shutil.copytree(compact, shipped, ignore=shutil.ignore_patterns("gpt2", FILE))
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    monkeypatch.setattr(first_look, "_EPOCHS", 2)
    out = tmp_path / "out"
    shutil.copytree(folder / "out", out)
    for path in (out / "first").iterdir():
        _make_unlike(path)
    monkeypatch.setattr(sys, "argv", ["first_look", "--data", str(folder), "--out", str(out)])
    first_look.main()
    assert capsys.readouterr().out.startswith("2 pictures; likeness of the embeddings ")
    told = first_look.answers(out / "first", json.loads((compact / "cnn.json").read_text("utf-8")))
    learnt = torch.tensor([told.names.index(name) for name in _LEARNT])
    model = first_look.learn(told, learnt)
    with torch.no_grad():
        embedding, *_ = model(told.means[:1])
    said = OnnxNetwork(shipped / FILE)({"pooled": told.means[:1].numpy()})
    np.testing.assert_allclose(said["embedding"], embedding, atol=2e-2)
    grey = Frame(np.full((64, 64, 3), 90, np.uint8))
    assert CompactCNN(shipped).first_look()(grey).embedding.shape == embedding[0].shape
    assert FILE in (shipped / "SHA256SUMS").read_text("utf-8")
