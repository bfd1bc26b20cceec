"""The network that is trained, and the file that the program runs."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.frame import Frame
from assistant.sessions import OnnxNetwork
from assistant.training import export
from assistant.training.picture import backbone, names, whole_numbers
from assistant.training.picture.backbone import COARSE, MEAN_OF, MIDDLE, SHAPES, SIDE, Maps
from assistant.training.picture.network import ROWS, Eyes, Heads
from assistant.training.quantising import weigh_in_bytes


class _Plain(nn.Module):
    """Takes the place of the backbone, whose package only training needs."""

    def __init__(self) -> None:
        super().__init__()
        self.middle = nn.Conv2d(3, MIDDLE, 16, 16)
        self.coarse = nn.Conv2d(MIDDLE, COARSE, 2, 2)
        self.looks = nn.ModuleList(nn.Conv2d(COARSE, MEAN_OF, 1) for _ in range(2))

    def forward(self, x: Tensor) -> Maps:
        middle = self.middle(nn.functional.interpolate(x, (16 * ROWS, 16 * ROWS)))
        coarse = self.coarse(middle)
        means = [nn.functional.relu6(look(coarse)).mean((2, 3)) for look in self.looks]
        return Maps(middle, coarse, torch.cat(means, 1))


def _eyes() -> Eyes:
    torch.manual_seed(0)
    heads = Heads({"objects": 3, "actions": 2}, 3)
    return Eyes(heads, nn.Linear(MEAN_OF, 1000)).eval()


def _shown(count: int) -> list[np.ndarray]:
    dice = np.random.default_rng(0)
    return [dice.normal(0, 1, (1, 3, SIDE, SIDE)).astype(np.float32) for _ in range(count)]


def test_pictures_of_one_batch_do_not_mix() -> None:
    eyes = _eyes()
    both = Maps(*(torch.randn(2, *shape) for shape in SHAPES))
    with torch.inference_mode():
        alone, together = eyes(Maps(*(part[:1] for part in both))), eyes(both)
    torch.testing.assert_close(alone.grid[0], together.grid[0], rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(alone.pooled["actions"][0], together.pooled["actions"][0])
    assert together.grid.shape == (2, 3, ROWS, ROWS)
    assert together.sides.shape == (2, 4, ROWS, ROWS)


def test_whole_numbers_say_nearly_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_numbers, "_AS_THEY_ARE", 0)
    plain = _Plain().eval()
    whole_numbers.export(plain, tmp_path / "backbone.onnx", _shown(4))
    weights = [
        numpy_helper.to_array(weight)
        for weight in onnx.load(tmp_path / "backbone.onnx").graph.initializer
        if weight.data_type == onnx.TensorProto.INT8 and len(weight.dims) == 4
    ]
    assert len(weights) == 4, "all convolutions"
    # One more bit, and sums of two products overflow where a processor lacks VNNI.
    assert max(int(np.abs(weight.astype(int)).max()) for weight in weights) <= 64
    pixels = _shown(5)[4]
    said = OnnxNetwork(tmp_path / "backbone.onnx")({"pixels": pixels})
    with torch.inference_mode():
        exact = plain(torch.from_numpy(pixels))
    for name, numbers in zip(whole_numbers.OUTPUTS, exact, strict=True):
        off = np.linalg.norm(said[name] - numbers.numpy()) / np.linalg.norm(numbers.numpy())
        assert off < 0.1, name


def test_the_program_sees_what_was_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_numbers, "_AS_THEY_ARE", 0)
    eyes, features = _eyes(), tmp_path / "backbone.onnx"
    whole_numbers.export(_Plain(), features, _shown(2))
    every = {"levels": {"unsure": 0.0}}
    told = {
        "name": "made",
        "input": {"width": SIDE, "height": SIDE, "mean": backbone.MEAN, "std": backbone.STD},
        "grid": {
            **{"head": "objects", "pooled": 1.0, "peak": 0.0, "offset": 0.0, "lowest": 0.9999},
            **{"placed": 1.0, "again": {}, "perhaps": {}, "within": {}, "overlap": 0.5},
        },
        "heads": {
            "objects": {
                "labels": ["cat", "dog", "ball"], "activation": "sigmoid", "kind": "object", **every
            },
            "actions": {
                "labels": ["riding", "sitting"], "activation": "sigmoid", "kind": "action", **every
            },
            "names": {"labels": names.words(), "activation": "softmax"},
        },
    }  # fmt: skip
    (tmp_path / "cnn.json").write_text(json.dumps(told), encoding="utf-8")
    export.export_cnn(tmp_path, eyes, features, told)
    made = (tmp_path / "cnn.onnx").read_bytes()
    assert b"site-packages" not in made, "it says nothing of this computer"
    cnn = CompactCNN(tmp_path)
    frame = Frame(np.random.default_rng(0).integers(0, 255, (120, 160, 3)).astype(np.uint8))
    given = OnnxNetwork(features)({"pixels": cnn.prepare(frame)})
    maps = Maps(*(torch.from_numpy(given[name]) for name in whole_numbers.OUTPUTS))
    with torch.inference_mode():
        said = eyes(maps)
    run = cnn(frame)
    np.testing.assert_allclose(run.embedding, said.embedding[0], atol=2e-2)
    scores = {h.label: h.score for h in run.hypotheses}
    chances = said.pooled["actions"][0].sigmoid().tolist()
    assert [scores["riding"], scores["sitting"]] == pytest.approx(chances, abs=1e-2)


def test_names_that_are_called_alike_are_one() -> None:
    classes = nn.Linear(2, 1000)
    with torch.no_grad():
        chances = names.Names(classes)(torch.zeros(1, 2), torch.tensor([[0.4]])).exp()
    assert float(chances.sum()) == pytest.approx(1.0, abs=1e-5)
    assert float(chances[0, -1]) > 0.4, "where people are, it is worth less"
    assert {"frying pan", "dog", "bird"} <= set(names.words())
    assert len(set(names.words())) == len(names.words())


def _made(
    nodes: list[onnx.NodeProto], sizes: tuple[int, int], **weights: np.ndarray
) -> onnx.ModelProto:
    """A network x (1, N) → y (1, M) of these steps."""
    ends = [
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, size])
        for name, size in zip("xy", sizes, strict=True)
    ]
    stored = [numpy_helper.from_array(values, name) for name, values in weights.items()]
    return onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "made", ends[:1], ends[1:], stored),
        opset_imports=[onnx.helper.make_opsetid("", whole_numbers.OPSET)], ir_version=8,
    )  # fmt: skip


def test_large_layers_are_weighed_in_bytes_and_small_ones_are_not(tmp_path: Path) -> None:
    dice = np.random.default_rng(0)
    large, small = (dice.normal(0, 1, s).astype(np.float32) for s in ((500, 600), (3, 500)))
    first = onnx.helper.make_node("Gemm", ["x", "large"], ["h"], "first", transB=1)
    last = onnx.helper.make_node("Gemm", ["h", "small"], ["y"], "last", transB=1)
    model = weigh_in_bytes(_made([first, last], (600, 3), large=large, small=small), large.size)
    kinds = {int(np.prod(one.dims)): one.data_type for one in model.graph.initializer}
    assert kinds[large.size] == onnx.TensorProto.INT8
    assert kinds[small.size] == onnx.TensorProto.FLOAT
    path = tmp_path / "two.onnx"
    export.write_halved(model, path)
    assert path.stat().st_size < 1.1 * large.size
    x = dice.normal(0, 1, (1, 600)).astype(np.float32)
    exact = small @ (large @ x[0])
    told = OnnxNetwork(path)({"x": x})["y"][0]
    np.testing.assert_allclose(told, exact, atol=0.02 * float(np.abs(exact).max()))


def test_a_table_of_whole_numbers_is_stored_as_bytes_exactly(tmp_path: Path) -> None:
    table = np.random.default_rng(0).integers(-128, 128, (40, 30)).astype(np.float32)
    step = onnx.helper.make_node("MatMul", ["x", "table"], ["y"])
    path = tmp_path / "table.onnx"
    export.write_halved(_made([step], (40, 30), table=table), path)
    assert path.stat().st_size < 1.3 * table.size
    for row in np.eye(40, dtype=np.float32):
        said = OnnxNetwork(path)({"x": row[None]})["y"][0]
        np.testing.assert_array_equal(said, row @ table)
