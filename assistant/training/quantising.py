"""Networks in whole numbers of 8 bits, by onnxruntime: less time than in floats.

Static quantisation after training, per channel (Nagel et al., "A White Paper on Neural Network
Quantization", 2021). Weights have 7 bits but in depthwise convolutions: on processors without VNNI,
sums of two products of 8 bits may overflow in onnxruntime's kernel for matrices, as its
documentation of quantisation says.
"""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from assistant.training.graphs import Given, is_depthwise


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
