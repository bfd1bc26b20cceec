"""The backbone in whole numbers: weights and activations of 8 bits, twice as quick as in floats.

The first convolutions, which lose most by it and take little time, stay as they are.
"""

import tempfile
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from torch import nn

from assistant.training.graphs import makers
from assistant.training.picture import backbone
from assistant.training.quantising import quantise

OPSET = 18
OUTPUTS = ("middle", "coarse", "pooled")
MAP = "map224"
"""The last map (1, 1280, 7, 7) of the look at 224 px, by its name in the file."""

_AS_THEY_ARE = 8  # convolutions of each look, from the picture on
Pixels = npt.NDArray[np.float32]


def export(network: nn.Module, path: Path, shown: Iterable[Pixels]) -> None:
    """Write the backbone: ``pixels`` (1, 3, SIDE, SIDE) → ``middle``, ``coarse``, ``pooled``.

    Args:
        network: pixels → ``backbone.Maps``.
        path: the file.
        shown: pictures by which the ranges of the activations are measured.
    """
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as place:
        given, joined = Path(place) / "given.onnx", Path(place) / "joined.onnx"
        pixels = torch.zeros(1, 3, backbone.SIDE, backbone.SIDE)
        with warnings.catch_warnings():
            # The older exporter joins normalisations with their convolutions.
            warnings.simplefilter("ignore", DeprecationWarning)
            torch.onnx.export(
                network.eval(), (pixels,), str(given), input_names=["pixels"],
                output_names=list(OUTPUTS), opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        # Normalisations and paddings become part of their convolutions.
        quant_pre_process(str(given), str(joined))
        first = frozenset(_first(onnx.load(str(joined)).graph))
        looks = ({"pixels": pixels} for pixels in shown)
        quantise(joined, path, looks, ("Conv", "Add", "Clip"), first)
    model = onnx.load(str(path))
    _name_map(model.graph)
    path.write_bytes(model.SerializeToString())


def _first(graph: onnx.GraphProto) -> Iterator[str]:
    """The first convolutions of each look."""
    convolutions = [node.name for node in graph.node if node.op_type == "Conv"]
    half = len(convolutions) // 2  # one look after the other
    for look in (convolutions[:half], convolutions[half:]):
        yield from look[:_AS_THEY_ARE]


def _name_map(graph: onnx.GraphProto) -> None:
    """Call the last map of the first look ``MAP``: the program takes it out of the file."""
    made = makers(graph)
    means = made["pooled"].input[0]  # joined of those of both looks
    given = made[means].input[0]
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [MAP if name == given else name for name in names]
