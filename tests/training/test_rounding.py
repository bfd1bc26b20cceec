"""Layers in whole numbers: weights that are rounded together, and channels of like size."""

import numpy as np
import onnx
import pytest

from assistant.reading.networks import line_of, of_the_wheel
from assistant.sessions import OnnxNetwork
from assistant.training.graphs import fused, with_outputs
from assistant.training.writing.even import even_out
from assistant.training.writing.rounding import rounded


def test_what_a_layer_says_changes_less_than_if_each_weight_were_rounded_alone() -> None:
    dice = np.random.default_rng(0)
    given = dice.normal(0, 1, (500, 6)) @ dice.normal(0, 1, (6, 40)) + 0.5
    weights, offsets = dice.normal(0, 1, (20, 40)), dice.normal(0, 1, 20)
    said = given @ weights.T + offsets
    found = rounded(weights, offsets, given, 7)
    assert np.abs(found.whole).max() <= 7
    ours = given @ (found.whole * found.scales[:, None]).T + found.offsets
    step = np.abs(weights).max(1, keepdims=True) / 7
    alone = given @ (np.round(weights / step) * step).T + offsets
    assert np.square(ours - said).mean() < 0.3 * np.square(alone - said).mean()
    assert ours.mean(0) == pytest.approx(said.mean(0), abs=1e-3)


def test_channels_of_like_size_say_the_same() -> None:
    model = fused(of_the_wheel("PP-OCRv6_rec_small"))
    line = np.random.default_rng(0).integers(0, 256, (48, 320, 3), np.uint8)
    given = {"x": line_of(line)[None]}
    before = onnx.ModelProto()
    before.CopyFrom(model)
    even_out(model, [given])
    changed = {w.name: w for w in before.graph.initializer}
    assert any(w.raw_data != changed[w.name].raw_data for w in model.graph.initializer)
    (wanted,), (said,) = (
        OnnxNetwork(m.SerializeToString())(given).values() for m in (before, model)
    )
    assert np.abs(said - wanted).max() < 1e-3
    assert _spread(model, given) < 0.8 * _spread(before, given)


def _spread(model: onnx.ModelProto, given: dict[str, np.ndarray]) -> float:
    """How much larger the largest channel is than a usual one, in the convolutions' results."""
    names = [node.output[0] for node in model.graph.node if node.op_type == "Conv"]
    said = OnnxNetwork(with_outputs(model, names).SerializeToString())(given)
    largest = [np.abs(said[name]).max((0, *range(2, said[name].ndim))) for name in names]
    return float(np.mean([channels.max() / np.median(channels) for channels in largest]))
