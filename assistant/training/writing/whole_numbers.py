"""A network that looks for text in whole numbers: 8 bits, in a third of the time.

onnxruntime looks up in tables, or adds up, what is in whole numbers only where it has such a step:
so steps that it has not are written as others that it has. A GELU is nearly x · sigmoid(1.702 x)
(Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016), and a mean over the maps is a pool. The
picture comes as the bytes that it is, and with a fourth channel, by which it is twice as quick:
pieces of three bytes are copied one by one.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from assistant.training.graphs import Given, gelus, leave_unused, makers, put_in_place, takers
from assistant.training.quantising import quantise

_GELU = 1.702
_CHANNELS = 4  # blue, green, red, and one that counts nothing
_MIDDLE, _STEP = 128, np.float32(1 / 127.5)  # of bytes: the value that is zero, and what one counts
_STEPS = ("Conv", "MaxPool", "Add", "Relu", "Mul", "Sigmoid", "GlobalAveragePool")
Picture = npt.NDArray[np.uint8]


def write(model: onnx.ModelProto, path: Path, shown: Iterable[Picture]) -> None:
    """Write a network whose convolutions, and what lies between them, are in whole numbers.

    Its ``x`` is then a picture, uint8 (1, H, W, 4), the fourth of no account. What comes after the
    product with a matrix stays in floats.

    Args:
        model: the network, modern, its normalisations joined with their convolutions; its ``x`` is
            BGR from -1 to 1, (1, 3, H, W).
        path: the file.
        shown: pictures by which the ranges of the activations are measured.
    """
    _look_at_bytes(model.graph)
    _pool(model.graph)
    scaled = _join(model.graph)
    with tempfile.TemporaryDirectory() as place:
        given = Path(place) / "given.onnx"
        onnx.save(model, str(given))
        floats, left = [*scaled, *_last(model.graph)], {"x": (_STEP, _MIDDLE)}
        quantise(given, path, map(_floats, shown), _STEPS, floats, left)
    model = onnx.load(str(path))
    for name in scaled:
        _join_scale(model.graph, name)
    _take_bytes(model.graph)
    leave_unused(model.graph)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _look_at_bytes(graph: onnx.GraphProto) -> None:
    """Have the first convolution take ``_CHANNELS``, whose zero is ``_MIDDLE``, not 127.5."""
    (first,) = (node for node in graph.node if "x" in node.input)
    stored = {weight.name: weight for weight in graph.initializer}
    weights, offsets = (numpy_helper.to_array(stored[name]) for name in first.input[1:])
    offsets = offsets + weights.sum((1, 2, 3)) * _STEP * (_MIDDLE - 127.5)
    weights = np.pad(weights, ((0, 0), (0, _CHANNELS - weights.shape[1]), (0, 0), (0, 0)))
    for name, values in zip(first.input[1:], (weights, offsets), strict=True):
        stored[name].CopyFrom(numpy_helper.from_array(values.astype(np.float32), name))
    kind = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, (1, _CHANNELS, "h", "w"))
    graph.input[0].CopyFrom(kind)


def _pool(graph: onnx.GraphProto) -> None:
    """Write means over the maps as pools."""
    for node in graph.node:
        if node.op_type == "ReduceMean" and all(
            told.i for told in node.attribute if told.name == "keepdims"
        ):
            node.op_type = "GlobalAveragePool"
            del node.attribute[:]


def _last(graph: onnx.GraphProto) -> Iterator[str]:
    """The names of the steps after the product with a matrix."""
    after: set[str] = set()
    for node in graph.node:
        if node.op_type == "Gemm" or after.intersection(node.input):
            after.update(node.output)
            yield node.name


def _join(graph: onnx.GraphProto) -> list[str]:
    """Have three steps for each GELU, which is written as five; names of those that scale."""
    names = []
    graph.initializer.append(numpy_helper.from_array(np.array(_GELU, np.float32), "gelu"))
    for gelu in gelus(graph):
        given, told = gelu.given, gelu.told
        scaled, share = f"{told}.scaled", f"{told}.share"
        steps = (
            helper.make_node("Mul", [given, "gelu"], [scaled], name=scaled),
            helper.make_node("Sigmoid", [scaled], [share], name=share),
            helper.make_node("Mul", [given, share], [told], name=told),
        )
        put_in_place(graph, gelu, steps)
        names.append(scaled)
    return names


def _join_scale(graph: onnx.GraphProto, name: str) -> None:
    """Have the step after a product with a number take its bytes as so much larger."""
    made, used = makers(graph), takers(graph)
    stored = {weight.name: weight for weight in graph.initializer}
    product = next(node for node in graph.node if node.name == name)
    before, after = made[product.input[0]], used[product.output[0]]
    taken = used[after.output[0]]
    assert (before.op_type, taken.op_type) == ("DequantizeLinear", "DequantizeLinear")
    scale = numpy_helper.to_array(stored[before.input[1]]) * np.float32(_GELU)
    graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
    taken.input[:] = [before.input[0], f"{name}.scale", before.input[2]]
    graph.node.remove(product)
    graph.node.remove(after)


def _take_bytes(graph: onnx.GraphProto) -> None:
    """Have ``x`` be a picture, uint8 (1, H, W, 4)."""
    (rounded,) = (node for node in graph.node if "x" in node.input)
    turned = helper.make_node("Transpose", ["x"], [rounded.output[0]], perm=(0, 3, 1, 2))
    graph.node.remove(rounded)
    graph.node.insert(0, turned)
    kind = helper.make_tensor_value_info("x", onnx.TensorProto.UINT8, (1, "h", "w", _CHANNELS))
    graph.input[0].CopyFrom(kind)


def _floats(picture: Picture) -> Given:
    """A picture as the network takes it while it is in floats."""
    values = (picture.astype(np.float32) - _MIDDLE) * _STEP
    return {"x": np.ascontiguousarray(values.transpose(0, 3, 1, 2))}
