"""The backbone in whole numbers: weights and activations of 8 bits, twice as quick as in floats.

Static quantisation after training, per channel (Nagel et al., "A White Paper on Neural Network
Quantization", 2021), by onnxruntime. The first convolutions, which lose most by it and take little
time, stay as they are. Weights have 7 bits but in depthwise convolutions: on processors without
VNNI, sums of two products of 8 bits may overflow in onnxruntime's kernel for matrices, as its
documentation of quantisation says.
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

from assistant.training.picture import backbone

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
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
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
        graph = onnx.load(str(joined)).graph
        first = frozenset(_first(graph))
        depthwise = _depthwise(node for node in graph.node if node.name not in first)
        whole = {"quant_type": QuantType.QInt8, "axis": 0, "symmetric": True, "reduce_range": False}
        quantize_static(
            str(joined), str(path), _Shown(shown),
            quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            op_types_to_quantize=["Conv", "Add", "Clip"],
            nodes_to_exclude=list(first), reduce_range=True,
            extra_options={"TensorQuantOverrides": {key: [whole] for key in depthwise}},
        )  # fmt: skip
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
    made = {name: node for node in graph.node for name in node.output}
    means = made["pooled"].input[0]  # joined of those of both looks
    given = made[means].input[0]
    for node in graph.node:
        for names in (node.input, node.output):
            names[:] = [MAP if name == given else name for name in names]


def _depthwise(nodes: Iterable[onnx.NodeProto]) -> Iterator[str]:
    """The weights of convolutions that look at each channel by itself."""
    for node in nodes:
        if any(told.name == "group" and told.i > 1 for told in node.attribute):
            yield node.input[1]


class _Shown:
    """Pictures as onnxruntime wants them for calibration."""

    def __init__(self, shown: Iterable[Pixels]) -> None:
        self._shown = iter(shown)

    def get_next(self) -> dict[str, Pixels] | None:
        """The next picture; None after the last."""
        pixels = next(self._shown, None)
        return None if pixels is None else {"pixels": pixels}
