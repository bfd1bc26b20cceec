"""Channels of like size, so that one range of whole numbers does for all of them.

A channel may be so many times larger where a convolution makes it and so many times smaller where
the next ones take it: the network says the same (Nagel et al., "Data-Free Quantization Through
Weight Equalization and Bias Correction", ICCV 2019). Here the channels run on through sums, ReLUs
and gates, so all convolutions that make or take the same ones change together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from assistant.sessions import OnnxNetwork
from assistant.training.graphs import Given, is_depthwise, makers, with_outputs

_MOST = 8.0  # times: a channel that is hardly used may be so elsewhere
Floats = npt.NDArray[np.float32]


class _Channels(NamedTuple):
    """Results with the same channels, the convolutions that make them, and those that take them."""

    results: set[str]
    made: set[str]
    taken: set[str]


def even_out(model: onnx.ModelProto, shown: Iterable[Given]) -> None:
    """Have the channels that run between convolutions be of like size.

    Args:
        model: a network whose normalisations are joined with its convolutions; it is changed.
        shown: inputs by which the sizes are measured.
    """
    channels = list(_channels(model.graph))
    names = sorted(set().union(*(one.results for one in channels)))
    network = OnnxNetwork(with_outputs(model, names).SerializeToString())
    largest: dict[str, Floats] = {}
    for given in shown:
        for name, values in network(given).items():
            if name in names:
                high = np.abs(values).max((0, 2, 3))
                largest[name] = np.maximum(largest.get(name, 0), high)
    stored = {weight.name: weight for weight in model.graph.initializer}
    nodes = {node.name: node for node in model.graph.node}
    for one in channels:
        share = np.max([largest[name] / largest[name].max() for name in one.results], 0)
        times = np.minimum(1 / np.maximum(share, 1e-6), _MOST).astype(np.float32)
        for name in one.made:
            weights, offsets = nodes[name].input[1:]
            _multiply(stored[weights], times, 0)
            _multiply(stored[offsets], times, 0)
        for name in one.taken:
            axis = 0 if is_depthwise(nodes[name]) else 1
            _multiply(stored[nodes[name].input[1]], 1 / times, axis)


def _channels(graph: onnx.GraphProto) -> Iterator[_Channels]:
    """All that can be changed: those that something else takes are left as they are."""
    made = makers(graph)
    used = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            used[name].append(node)
    done: set[str] = set()
    for node in graph.node:
        if node.op_type == "Conv" and node.output[0] not in done:
            found = _followed(node.output[0], made, used)
            if found:
                done |= found.results
                yield found


def _followed(
    start: str, made: dict[str, onnx.NodeProto], used: dict[str, list[onnx.NodeProto]]
) -> _Channels | None:
    """All that has the channels of one result; None where they cannot be changed."""
    found, left = _Channels(set(), set(), set()), [start]
    while left:
        name = left.pop()
        if name in found.results:
            continue
        found.results.add(name)
        maker = made[name]
        if maker.op_type == "Conv":
            found.made.add(maker.name)
        elif maker.op_type in ("Add", "Relu", "Mul"):
            left.extend(maker.input if maker.op_type == "Add" else maker.input[:1])
        else:
            return None
        for user in used[name]:
            if user.op_type == "ReduceMean":  # for a gate
                user = used[user.output[0]][0]
                if user.op_type != "Conv":
                    return None
            if user.op_type == "Conv":
                found.taken.add(user.name)
            elif user.op_type in ("Add", "Relu") or (
                user.op_type == "Mul" and made[user.input[1]].op_type == "HardSigmoid"
            ):
                left.append(user.output[0])
            else:
                return None
    return found


def _multiply(weight: onnx.TensorProto, times: Floats, axis: int) -> None:
    values = numpy_helper.to_array(weight)
    shape = [1] * values.ndim
    shape[axis] = -1
    changed = np.ascontiguousarray(values * times.reshape(shape), np.float32)
    weight.CopyFrom(numpy_helper.from_array(changed, weight.name))
