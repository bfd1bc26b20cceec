"""Networks as graphs: how they are read from files, and what is looked for and changed in them."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import version_converter

OPSET = 13
"""Of the networks that read: the first with a scale for each channel."""

Given = Mapping[str, npt.NDArray[np.float32]]
"""Inputs of a network by name."""


class Gelu(NamedTuple):
    """One GELU, x · (1 + erf(x / √2)) · ½, as files have it: five steps.

    Attributes:
        given: the name of x.
        told: the name of the result.
        steps: the division, erf, the sum, and both products.
    """

    given: str
    told: str
    steps: tuple[onnx.NodeProto, ...]


def fused(path: Path) -> onnx.ModelProto:
    """The network of a file, its normalisations and paddings joined with their convolutions.

    Left to onnxruntime when it loads a file, that is not done, as the weights are fp16 there, and
    the network takes nearly three times as long.
    """
    with tempfile.TemporaryDirectory() as place:
        given = path
        for step in ("folded.onnx", "fused.onnx"):  # what the first folds the second can join
            options = onnxruntime.SessionOptions()
            level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
            options.graph_optimization_level = level
            options.optimized_model_filepath = str(Path(place) / step)
            onnxruntime.InferenceSession(str(given), options, providers=["CPUExecutionProvider"])
            given = Path(place) / step
        return onnx.load(str(given))


def modern(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same with a scale for each channel allowed, and without what it does not use."""
    model = version_converter.convert_version(plain(model), OPSET)
    del model.graph.value_info[:]  # the shapes of before
    return model


def plain(model: onnx.ModelProto) -> onnx.ModelProto:
    """It, told to have none but the standard's steps, once: some that write files tell of many."""
    version = next(kept.version for kept in model.opset_import if not kept.domain)
    del model.opset_import[:]
    model.opset_import.append(onnx.helper.make_opsetid("", version))
    return model


def with_outputs(model: onnx.ModelProto, names: Iterable[str]) -> onnx.ModelProto:
    """A copy of a network that also tells what some of its steps say."""
    wider = onnx.ModelProto()
    wider.CopyFrom(model)
    known = {output.name for output in wider.graph.output}
    for name in dict.fromkeys(names):
        if name not in known:
            kind = onnx.TensorProto.FLOAT
            wider.graph.output.append(onnx.helper.make_tensor_value_info(name, kind, None))
    return wider


def makers(graph: onnx.GraphProto) -> dict[str, onnx.NodeProto]:
    """Name of a result → the step that makes it."""
    return {name: node for node in graph.node for name in node.output}


def takers(graph: onnx.GraphProto) -> dict[str, onnx.NodeProto]:
    """Name of what some steps are given → the last of them."""
    return {name: node for node in graph.node for name in node.input}


def is_depthwise(node: onnx.NodeProto) -> bool:
    """Whether a convolution looks at each channel by itself."""
    return any(told.name == "group" and told.i > 1 for told in node.attribute)


def gelus(graph: onnx.GraphProto) -> list[Gelu]:
    """All GELUs, in the order of the graph."""
    made, used = makers(graph), takers(graph)
    found = []
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        divided, added = made[erf.input[0]], used[erf.output[0]]
        product = used[added.output[0]]
        halved = used[product.output[0]]
        steps = divided, erf, added, product, halved
        found.append(Gelu(divided.input[0], halved.output[0], steps))
    return found


def put_in_place(graph: onnx.GraphProto, gelu: Gelu, steps: Sequence[onnx.NodeProto]) -> None:
    """Have other steps in place of a GELU's."""
    place = list(graph.node).index(gelu.steps[-1])
    for step in reversed(steps):
        graph.node.insert(place, step)
    for node in gelu.steps:
        graph.node.remove(node)


def leave_unused(graph: onnx.GraphProto) -> None:
    """Leave out weights that no step takes."""
    used = takers(graph)
    for weight in [weight for weight in graph.initializer if weight.name not in used]:
        graph.initializer.remove(weight)
