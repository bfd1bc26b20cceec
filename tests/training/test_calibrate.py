"""From a trained network to the folder that Glimpse would read."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from assistant.training import batches, calibrate, judge, report, temper, validate
from assistant.training.network import CompactNetwork
from assistant.training.train import HEADS
from tests.training import made


def test_the_exported_folder_says_what_its_weights_can(tmp_path: Path) -> None:
    material = batches.load(made.data(tmp_path / "data"), tmp_path / "out")
    torch.manual_seed(0)
    network = CompactNetwork({**HEADS, "objects": 2}, 2)
    seen = validate.look(network, material, range(24), side=64)
    found = calibrate.tempering(material, range(24), seen)
    found.write(network)
    again = validate.look(network, material, range(24), side=64)
    seen = found.of(seen)
    np.testing.assert_allclose(again.tags, seen.tags, atol=1e-4)
    np.testing.assert_allclose(again.scenes, seen.scenes, atol=1e-4)
    told = calibrate.facts("made", material, range(24), seen)
    (tmp_path / "compact").mkdir()
    calibrate.export(network, told, tmp_path / "compact")
    written = json.loads((tmp_path / "compact" / "cnn.json").read_text(encoding="utf-8"))
    assert written["heads"]["objects"]["labels"] == list(made.NAMES)
    weights = load_file(tmp_path / "compact" / "cnn.safetensors")
    assert weights["grid.weight"].shape[0] == len(made.NAMES)
    assert weights["grid.weight"].dtype == torch.float16
    assert not any("imagenet" in name for name in weights), "needed for training only"
    # An untrained network is sure of nothing.
    assert written["heads"]["objects"]["levels"] == {}
    lines = list(report.tables(told, material, range(24), seen))
    assert any("0 of 0 (0%)" in line for line in lines)


def test_joining_trusts_the_part_that_knows() -> None:
    dice = np.random.default_rng(0)
    true = (dice.random((400, 3)) < 0.3).astype(np.float32)
    knows = torch.from_numpy((true * 4 - 2 + dice.normal(0, 1, true.shape)).astype(np.float32))
    noise = torch.from_numpy(dice.normal(0, 1, true.shape).astype(np.float32))
    first, second, _ = temper.scaled((knows, noise), true, np.ones(400, np.float32))
    assert first > 5 * abs(second)


def test_a_boastful_head_is_tempered() -> None:
    """Logits that are three times too large, of one of four labels."""
    dice = np.random.default_rng(0)
    honest = dice.normal(0, 1.5, (3000, 4)).astype(np.float32)
    chances = judge.softmax(honest)
    true = [int(dice.choice(4, p=row / row.sum())) for row in chances.astype(np.float64)]
    weights = np.ones(3000, np.float32)
    assert temper.temperature(3 * honest, true, weights) == pytest.approx(1 / 3, rel=0.15)
    right = (np.arange(4) == np.array(true)[:, None]).astype(np.float32)
    boastful = temper.error(judge.softmax(3 * honest).ravel(), right.ravel(), 0.1)
    assert boastful > 4 * temper.error(chances.ravel(), right.ravel(), 0.1)


def test_what_is_unknown_moves_nothing() -> None:
    dice = np.random.default_rng(1)
    logits = dice.normal(0, 2, (2000, 2)).astype(np.float32)
    true = (dice.random(logits.shape) < judge.sigmoid(logits)).astype(np.float32)
    true[:, 1] = np.nan
    scale, offset = temper.scaled([torch.from_numpy(logits)], true, np.ones(2000, np.float32))
    assert scale == pytest.approx(1, abs=0.15)
    assert offset == pytest.approx(0, abs=0.15)


def test_the_diagram_is_the_same_for_the_same_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="only the extra 'training' has it")
    scores = np.linspace(0, 1, 50, dtype=np.float32)
    for name in ("one.svg", "two.svg"):
        temper.diagram({"objects": (scores, (scores > 0.4).astype(np.float32))}, tmp_path / name)
    assert "<svg" in (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()


def test_one_more_is_possible_only_where_it_is_as_likely_as_not() -> None:
    score = np.linspace(0.9, 0.1, 200)
    true = (score > 0.5).astype(float)
    true[::2] = 0.0  # every other one of the high ones is the same thing once more
    people = np.stack(
        (score, np.where(score > 0.3, np.maximum(true, score > 0.7), 0), score * 0), 1
    )
    trains = np.stack((score, (np.arange(200) % 10 == 5).astype(float), np.ones(200)), 1)
    buses = people[:10] + np.array((0, 0, 2))  # too few to tell
    found = calibrate.perhaps(["person", "train", "bus"], np.concatenate((people, trains, buses)))
    assert found.keys() == {"person"}
    assert 0.4 < found["person"] < 0.6
