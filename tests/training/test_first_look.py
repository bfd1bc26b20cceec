"""The first look learns what the whole network says."""

from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.pipeline.cnn_first import OF
from assistant.sessions import OnnxNetwork
from assistant.training import first_look
from assistant.training.export import export_first
from assistant.training.picture.backbone import MEAN_OF

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
