"""Networks in whole numbers of 8 bits, by onnxruntime: less time than in floats, and less memory.

Quantisation after training, static or of the weights alone, per channel (Nagel et al., "A White
Paper on Neural Network Quantization", 2021). Weights have 7 bits but in depthwise convolutions: on
processors without VNNI, sums of two products of 8 bits may overflow in onnxruntime's kernel for
matrices, as its documentation of quantisation says.
"""

import logging
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from assistant.training.graphs import Given, is_depthwise, plain


def quantise(
    model: Path,
    path: Path,
    shown: Iterable[Given],
    kinds: Sequence[str],
    but: Collection[str] = (),
    bytes_of: Mapping[str, tuple[np.float32, int]] | None = None,
) -> None:
    """Write a network whose steps are in whole numbers.

    Args:
        model: the file of the network.
        path: the file that is written.
        shown: inputs by which the ranges of the activations are measured.
        kinds: of the steps that are to be so.
        but: names of steps that stay as they are.
        bytes_of: results whose whole numbers are known: what one counts, and which of 0..255 is 0.
    """
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

    whole = {"quant_type": QuantType.QInt8, "axis": 0, "symmetric": True, "reduce_range": False}
    ranges: dict[str, list[dict[str, Any]]] = {
        node.input[1]: [whole]
        for node in onnx.load(str(model)).graph.node
        if is_depthwise(node) and node.name not in but
    }
    for name, (step, zero) in (bytes_of or {}).items():
        scale, place = np.array(step), np.array(zero, np.uint8)
        ranges[name] = [{"quant_type": QuantType.QUInt8, "scale": scale, "zero_point": place}]
    with _without_advice():
        quantize_static(
            str(model), str(path), _Shown(shown),
            quant_format=QuantFormat.QDQ, per_channel=True, reduce_range=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            op_types_to_quantize=list(kinds), nodes_to_exclude=list(but),
            extra_options={"TensorQuantOverrides": ranges},
        )  # fmt: skip


def weigh_in_bytes(model: onnx.ModelProto, least: int) -> onnx.ModelProto:
    """The same network, the weights of its large layers in whole numbers, a scale for each output.

    What such a layer is given is put into whole numbers as it comes (dynamic quantisation). For
    one picture its time is that of reading the weights, and its memory theirs.

    Args:
        model: the network.
        least: as many weights has a large layer.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    sizes = {weight.name: int(np.prod(weight.dims)) for weight in model.graph.initializer}
    layers = [node for node in model.graph.node if node.op_type == "Gemm"]
    large = [node.name for node in layers if sizes.get(node.input[1], 0) >= least]
    with tempfile.TemporaryDirectory() as place, _without_advice():
        path = Path(place) / "weighed.onnx"
        quantize_dynamic(
            plain(model), str(path), per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"],
            nodes_to_quantize=[f"{name}_MatMul" for name in large],  # as they are renamed
        )  # fmt: skip
        return onnx.load(str(path))


@contextmanager
def _without_advice() -> Iterator[None]:
    """onnxruntime asks for steps that are taken already."""
    advice = logging.getLogger()
    level = advice.level
    advice.setLevel(logging.ERROR)
    try:
        yield
    finally:
        advice.setLevel(level)


class _Shown:
    """Inputs as onnxruntime wants them for calibration."""

    def __init__(self, shown: Iterable[Given]) -> None:
        self._shown = iter(shown)

    def get_next(self) -> Given | None:
        """The next one; None after the last."""
        return next(self._shown, None)
