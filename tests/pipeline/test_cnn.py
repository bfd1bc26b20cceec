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
from assistant.pipeline.cnn_network import STRIDE, Outputs
from assistant.pipeline.evidence import Sureness
from assistant.pipeline.features import Hypothesis
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
    facts["grid"]["head"] = "things"
    weights = {k: v for k, v in weights.items() if not k.startswith(("heads.", "grid."))}
    weights["heads.things.weight"] = torch.zeros(3, weights["norm.weight"].shape[0])
    weights["heads.things.bias"] = torch.tensor([0.2, 5.0, 5.0])
    weights["grid.weight"] = torch.zeros(3, weights["sides.weight"].shape[1], 1, 1)
    weights["grid.bias"] = torch.full((3,), -20.0)  # nothing anywhere
    facts["grid"] |= {"pooled": 1.0, "peak": 0.0, "offset": 0.0}  # 0.55, 0.99, 0.99
    save_file(weights, folder / "cnn.safetensors")
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    cnn = CompactCNN(folder)
    assert cnn.version == "compact-next"
    said = [(h.label, h.sureness) for h in cnn(frame).hypotheses]
    assert said == [("television", Sureness.SURE), ("dog", Sureness.UNSURE)]


def _things(folder: Path, frame: Frame, *peaks: tuple[int, int, float]) -> list[Hypothesis]:
    """What is said where the network's grid has these peaks (row, column, score) of a dog."""
    facts = _facts(folder)
    facts["grid"] |= {"pooled": 1.0, "peak": 1.0, "offset": 0.0, "lowest": 0.05, "overlap": 0.5}
    facts["grid"] |= {"placed": 0.4, "again": 0.6, "perhaps": {"dog": 0.5}}
    levels = {"unsure": 0.3, "sure": 0.7}
    facts["heads"]["objects"] |= {"levels": {}, "label_levels": {"dog": levels}}
    for other in ("scene", "tags"):
        facts["heads"][other] |= {"levels": {}, "label_levels": {}}
    (folder / "cnn.json").write_text(json.dumps(facts), encoding="utf-8")
    cnn = CompactCNN(folder)
    labels = facts["heads"]["objects"]["labels"]
    pooled = {name: torch.zeros(2, len(row["labels"])) for name, row in facts["heads"].items()}
    side = facts["input"]["width"] // STRIDE
    grid = torch.full((1, len(labels), side, side), -20.0)
    for row, column, score in peaks:
        grid[0, labels.index("dog"), row, column] = torch.tensor(score).logit()
    both = torch.cat((grid, grid.flip(3)))  # the network is shown the mirror image, too
    said = Outputs(torch.zeros(2, 8), pooled, both, torch.ones(2, 4, side, side))
    cnn._network.forward = lambda x: said  # type: ignore[method-assign]
    return list(cnn(frame).hypotheses)


def test_two_peaks_are_two_things_with_places(folder: Path, frame: Frame) -> None:
    left, right = _things(folder, frame, (5, 1, 0.9), (5, 10, 0.8))
    assert (left.label, left.sureness, right.sureness) == ("dog", Sureness.SURE, Sureness.SURE)
    assert left.box is not None
    assert right.box is not None
    np.testing.assert_allclose(left.box, [0.5 / 12, 4.5 / 12, 2 / 12, 2 / 12], atol=1e-6)
    assert right.box[0] > 0.7


def test_a_doubtful_second_peak_makes_no_second_thing(folder: Path, frame: Frame) -> None:
    first, second = _things(folder, frame, (5, 1, 0.9), (5, 10, 0.55))
    assert (first.more, second.more) == (False, True)
    assert len(_things(folder, frame, (5, 1, 0.9), (5, 10, 0.45))) == 1


def test_a_doubtful_peak_has_no_place(folder: Path, frame: Frame) -> None:
    (only,) = _things(folder, frame, (5, 1, 0.35))
    assert only.box is None
    assert only.sureness == Sureness.UNSURE


def test_no_peak_is_nothing(folder: Path, frame: Frame) -> None:
    assert _things(folder, frame) == []


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
