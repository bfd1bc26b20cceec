"""From a trained network to the folder that Glimpse would read."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from assistant.pipeline.cnn_network import CompactNetwork
from assistant.training import batches, calibrate, report, validate
from assistant.training.train import HEADS
from tests.training import made


def test_the_exported_folder_says_what_its_weights_can(tmp_path: Path) -> None:
    material = batches.load(made.data(tmp_path / "data"), tmp_path / "out")
    torch.manual_seed(0)
    network = CompactNetwork({**HEADS, "objects": 2}, 2)
    seen = validate.look(network, material, range(24), side=64)
    told = calibrate.facts("made", material, range(24), seen)
    calibrate.export(network, told, tmp_path / "compact")
    written = json.loads((tmp_path / "compact" / "cnn.json").read_text(encoding="utf-8"))
    assert written["heads"]["objects"]["labels"] == list(made.NAMES)
    weights = load_file(tmp_path / "compact" / "cnn.safetensors")
    assert weights["grid.weight"].shape[0] == len(made.NAMES)
    assert weights["grid.weight"].dtype == torch.float16
    # An untrained network is sure of nothing.
    assert written["heads"]["objects"]["levels"] == {}
    lines = list(report.tables(told, material, range(24), seen))
    assert any("0 of 0 (0%)" in line for line in lines)


def test_joining_trusts_the_part_that_knows() -> None:
    dice = np.random.default_rng(0)
    true = (dice.random((400, 3)) < 0.3).astype(np.float32)
    knows = (0.2 + 0.6 * true + dice.uniform(-0.1, 0.1, true.shape)).astype(np.float32)
    noise = dice.uniform(0.1, 0.9, true.shape).astype(np.float32)
    pooled, peak, _ = calibrate.join(knows, noise, true, np.ones(400, np.float32))
    assert pooled > 5 * abs(peak)
