"""Make ``resources/models/reading/detector.onnx``: ``python -m assistant.training.detector``.

It is RapidOCR's ``PP-OCRv6_det_small.onnx``, which finds lines of text, and finds the same. Its
first convolutions, at half the picture's size, have 12 and 24 channels; onnxruntime works in blocks
of 16 and would copy all they make from one order into another and back, four times. With zeros for
the channels that are missing it need not; and the fourth, which takes two results side by side, is
two whose sums are added, so that nothing is put side by side. Weights are stored as fp16, as those
of the compact models are.

Measured at 1,600 x 1,184 pixels (``python -m tests.benchmarks.bench_text_detector``): 0.8 s of
processor and 340 MB; as it came, 0.9 s and 470 MB; and without blocks of channels, as it was run
before, 1.3 s.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from assistant.bundled import DETECTOR
from assistant.reading.networks import of_the_wheel
from assistant.training.export import write_halved, write_sums
from assistant.training.graphs import fused

_BLOCK = 16
Weights = npt.NDArray[np.float32]


def make(source: Path, target: Path) -> None:
    """Write the network that finds the same as ``source``, in less time."""
    model = fused(source)
    _widen(model.graph)
    write_halved(model, target)


def _widen(graph: onnx.GraphProto) -> None:
    """Give the first convolutions channels of nothing, up to whole blocks, and divide the fourth.

    That one takes the maxima of the first's results, and beside them the third's.
    """
    convolutions = [node for node in graph.node if node.op_type == "Conv"][:5]
    stored = {weight.name: weight for weight in graph.initializer}
    for place, node in enumerate(convolutions):
        weights, offsets = (numpy_helper.to_array(stored[name]) for name in node.input[1:])
        if place < 4:
            weights, offsets = _whole(weights, 0), _whole(offsets, 0)
        if place == 3:
            weights, second = (_whole(half, 1) for half in np.split(weights, 2, 1))
            _divide(graph, node, second)
        elif place:  # the picture has three channels, as ever
            weights = _whole(weights, 1)
        for name, values in zip(node.input[1:], (weights, offsets), strict=True):
            stored[name].CopyFrom(numpy_helper.from_array(values, name))
    del graph.value_info[:]  # the shapes of before


def _divide(graph: onnx.GraphProto, node: onnx.NodeProto, weights: Weights) -> None:
    """Have a convolution take the first of two results, and another one the second."""
    beside = next(n for n in graph.node if node.input[0] in n.output)
    whole, place = node.output[0], list(graph.node).index(node)
    second = onnx.NodeProto()
    second.CopyFrom(node)
    second.name = f"{node.name}.second"
    del second.input[:]
    second.input.extend((beside.input[1], f"{second.name}.weights"))
    graph.initializer.append(numpy_helper.from_array(weights, second.input[1]))
    node.input[0] = beside.input[0]
    node.output[0], second.output[0] = f"{whole}.first", f"{whole}.second"
    both = onnx.helper.make_node("Add", (node.output[0], second.output[0]), (whole,))
    graph.node.insert(place + 1, second)
    graph.node.insert(place + 2, both)
    graph.node.remove(beside)


def _whole(values: Weights, axis: int) -> Weights:
    """With zeros after the end of one axis, up to whole blocks."""
    missing = [(0, 0)] * values.ndim
    missing[axis] = (0, -values.shape[axis] % _BLOCK)
    return np.ascontiguousarray(np.pad(values, missing))


def main() -> None:
    """The command."""
    DETECTOR.parent.mkdir(exist_ok=True)
    make(of_the_wheel("PP-OCRv6_det_small"), DETECTOR)
    write_sums(DETECTOR.parent)


if __name__ == "__main__":
    main()
