"""A network that looks for text in whole numbers: 8 bits, in two thirds of the time.

Static quantisation after training, per channel (Nagel et al., "A White Paper on Neural Network
Quantization", 2021), by onnxruntime. Weights have 7 bits but in depthwise convolutions, as those of
the picture network (``picture/whole_numbers.py`` says why).
"""

import logging
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, version_converter

OPSET = 13
"""The first with a scale for each channel."""

_JOINED = "com.microsoft"  # onnxruntime's own operators, where it has one for several
Given = Mapping[str, npt.NDArray[np.float32]]


def write(model: onnx.ModelProto, path: Path, shown: Iterable[Given]) -> None:
    """Write a network whose convolutions, and what lies between them, are in whole numbers.

    Args:
        model: the network, its normalisations joined with their convolutions.
        path: the file.
        shown: inputs by which the ranges of the activations are measured.
    """
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

    model = _modern(model)
    _join(model)
    whole = {"quant_type": QuantType.QInt8, "axis": 0, "symmetric": True, "reduce_range": False}
    depthwise = [
        node.input[1]
        for node in model.graph.node
        if any(told.name == "group" and told.i > 1 for told in node.attribute)
    ]
    with tempfile.TemporaryDirectory() as place:
        given = Path(place) / "given.onnx"
        onnx.save(model, str(given))
        advice = logging.getLogger()  # it asks for steps that are taken already
        level = advice.level
        advice.setLevel(logging.ERROR)
        try:
            quantize_static(
                str(given), str(path), _Shown(shown),
                quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
                activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                op_types_to_quantize=["Conv", "MaxPool", "Add", "Relu", "Mul"],
                extra_options={"TensorQuantOverrides": {key: [whole] for key in depthwise}},
            )  # fmt: skip
        finally:
            advice.setLevel(level)


def _modern(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same with a scale for each channel allowed, and without what it does not use."""
    plain = [kept for kept in model.opset_import if not kept.domain]
    del model.opset_import[:]
    model.opset_import.extend(plain)
    model = version_converter.convert_version(model, OPSET)
    del model.graph.value_info[:]  # the shapes of before
    return model


def _join(model: onnx.ModelProto) -> None:
    """Have one step for each GELU, which is written as five.

    onnxruntime does that by itself, but not any more between whole numbers.
    """
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    used = {name: node for node in graph.node for name in node.input}
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        scaled, added = made[erf.input[0]], used[erf.output[0]]
        product = used[added.output[0]]
        halved = used[product.output[0]]
        one = helper.make_node("Gelu", [scaled.input[0]], [halved.output[0]], domain=_JOINED)
        graph.node.insert(list(graph.node).index(halved), one)
        for node in (scaled, erf, added, product, halved):
            graph.node.remove(node)
        # Its own operators tell no types, without which what follows stays in floats.
        kind = helper.make_tensor_value_info(one.output[0], onnx.TensorProto.FLOAT, [None] * 4)
        graph.value_info.append(kind)
    model.opset_import.append(helper.make_opsetid(_JOINED, 1))


class _Shown:
    """Inputs as onnxruntime wants them for calibration."""

    def __init__(self, shown: Iterable[Given]) -> None:
        self._shown = iter(shown)

    def get_next(self) -> Given | None:
        """The next one; None after the last."""
        return next(self._shown, None)
