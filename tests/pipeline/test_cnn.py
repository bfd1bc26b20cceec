"""The compact network: everything about it comes from its folder."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from assistant.errors import ModelError
from assistant.pipeline.cnn import CompactCNN, Head
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame


@pytest.fixture
def folder(compact: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    copy = tmp_path / "compact"
    copy.mkdir()
    for name in ("cnn.json", "cnn.safetensors"):
        shutil.copy(compact / name, copy / name)
    return copy


@pytest.fixture
def frame() -> Frame:
    return Frame(np.random.default_rng(0).integers(0, 255, (90, 160, 3), dtype=np.uint8))


def _facts(folder: Path) -> dict:
    return json.loads((folder / "cnn.json").read_text(encoding="utf-8"))


def test_same_picture_same_features(compact: Path, frame: Frame) -> None:
    cnn = CompactCNN(compact)
    first, second = cnn(frame), cnn(frame)
    assert first.embedding.dtype == np.float32
    assert first.embedding.ndim == 1
    np.testing.assert_array_equal(first.embedding, second.embedding)
    assert first.hypotheses == second.hypotheses


def test_another_model_needs_only_another_folder(folder: Path, frame: Frame) -> None:
    """Fewer labels, another input size, other thresholds: no code knows them."""
    facts, weights = _facts(folder), load_file(folder / "cnn.safetensors")
    facts["name"] = "compact-next"
    facts["input"]["width"] = facts["input"]["height"] = 96
    head = {
        "activation": "sigmoid",
        "kind": "object",
        "labels": ["dog", "tv", "cat"],
        "levels": {"unsure": 0.5, "fairly sure": 0.6, "sure": 0.7},
        "label_levels": {"cat": {}},
        "speak": {"tv": "television"},
    }
    facts["heads"] = {"things": head}
    weights = {k: v for k, v in weights.items() if k.split(".")[0] in {"features", "norm"}}
    weights["things.weight"] = torch.zeros(3, 576)
    weights["things.bias"] = torch.tensor([0.2, 5.0, 5.0])  # 0.55, 0.99, 0.99
    save_file(weights, folder / "cnn.safetensors")
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    cnn = CompactCNN(folder)
    assert cnn.version == "compact-next"
    said = [(h.label, h.sureness) for h in cnn(frame).hypotheses]
    assert said == [("television", Sureness.SURE), ("dog", Sureness.UNSURE)]


def test_what_a_score_means() -> None:
    head = Head(
        ("a", "b"), "sigmoid", "object", {"unsure": 0.5, "sure": 0.9}, {"b": {"sure": 0.99}}
    )
    assert head.sureness("a", 0.49) is None
    assert head.sureness("a", 0.5) == Sureness.UNSURE
    assert head.sureness("a", 0.95) == Sureness.SURE
    assert head.sureness("b", 0.95) is None


@pytest.mark.parametrize("broken", ["cnn.json", "cnn.safetensors"])
@pytest.mark.parametrize("how", ["missing", "cut", "noise"])
def test_a_damaged_folder_is_told(folder: Path, broken: str, how: str) -> None:
    path = folder / broken
    content = path.read_bytes()
    path.unlink()
    if how != "missing":
        path.write_bytes(content[: len(content) // 2] if how == "cut" else b"\x07" * 999)
    with pytest.raises(ModelError, match="missing or damaged"):
        CompactCNN(folder)


def test_weights_of_another_model_are_told(folder: Path) -> None:
    facts = _facts(folder)
    facts["heads"]["objects"]["labels"].pop()
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(ModelError, match="missing or damaged"):
        CompactCNN(folder)
