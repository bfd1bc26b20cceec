"""Picture networks for tests: they always see the same."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper


def save(path: Path, width: int, height: int, said: Mapping[str, np.ndarray]) -> None:
    """Save a network that gives these outputs, each without the batch's dimension."""
    pixels = helper.make_tensor_value_info("pixels", onnx.TensorProto.FLOAT, (1, 3, height, width))
    values = {name: value[None].astype(np.float32) for name, value in said.items()}
    graph = helper.make_graph(
        [helper.make_node("Identity", [f"{name}.value"], [name]) for name in values],
        "made",
        [pixels],
        [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, value.shape)
            for name, value in values.items()
        ],
        [numpy_helper.from_array(value, f"{name}.value") for name, value in values.items()],
    )
    opset = helper.make_opsetid("", 18)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=10), path)
