"""The picture network's frozen part alone: a picture as 7 × 7 cells of 1,280 numbers.

Training replaces the heads of the compact network, never what comes before them. What a user has
taught is kept as numbers of that part, so that it outlives every new set of heads.
"""

import zlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from PIL import Image

from assistant.errors import ModelError
from assistant.pipeline.arrays import Floats
from assistant.pipeline.cnn_facts import DAMAGED, FAILED
from assistant.sessions import NetworkError, OnnxNetwork

NUMBERS, CELLS = 1280, 7
_SIDE = 256  # pixels: what cnn.onnx takes
_MEAN, _STD = 127 / 255, 128 / 255
_MAP = "map224"  # the last map of the look at 224 pixels, by its name in the file
# The parts of ONNX's format (onnx.proto) that are needed here: message → field → number, type, and
# whether there are many. What is not named is kept as it is.
_FORMAT: dict[str, dict[str, tuple[int, str, bool]]] = {
    "Node": {"input": (1, "", True), "output": (2, "", True), "op_type": (4, "", False)},
    "Tensor": {"name": (8, "", False)},
    "Value": {"name": (1, "", False)},
    "Graph": {
        "node": (1, "Node", True),
        "initializer": (5, "Tensor", True),
        "output": (12, "Value", True),
        "value_info": (13, "Value", True),
    },
    "Model": {"graph": (7, "Graph", False)},
}


class OnnxBackbone:
    """Square pictures → numbers. Threads may share it: onnxruntime's sessions allow that.

    Attributes:
        version: changes when the numbers change.

    Args:
        folder: of the compact models.

    Raises:
        ModelError: the network is missing or damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            part, self.version = _part((folder / "cnn.onnx").read_bytes())
            self._network = OnnxNetwork(part)
        except (OSError, ValueError, NetworkError) as error:
            raise ModelError(DAMAGED.format(folder)) from error

    def __call__(self, square: Image.Image) -> Floats:
        """The numbers of one picture, (7, 7, 1280): rows, columns; their mean tells what it shows.

        Args:
            square: RGB; any other shape is squashed.

        Raises:
            ModelError: the network failed, for want of memory for example.
        """
        small = square.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
        pixels = (np.asarray(small, np.float32) / 255 - _MEAN) / _STD
        given = {"pixels": np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])}
        try:
            (numbers,) = self._network(given).values()
        except NetworkError as error:
            raise ModelError(FAILED) from error
        cells: Floats = np.ascontiguousarray(numbers[0].transpose(1, 2, 0))  # windows are cut of it
        return cells


def _part(model: bytes) -> tuple[bytes, str]:
    """The nodes and weights before the end of the first look, and a sum of those weights.

    Raises:
        ValueError: it is no such network.
    """
    whole = _model()()
    try:
        whole.ParseFromString(model)
    except Exception as error:  # protobuf's own, which its two implementations call differently
        raise ValueError("no ONNX file") from error
    graph = whole.graph
    if not any(_MAP in node.output for node in graph.node):
        raise ValueError("no such map in it")
    needed, nodes = {_MAP}, []
    for node in reversed(graph.node):
        if needed.intersection(node.output):
            nodes.append(node)
            needed.update(node.input)
    weights = [weight for weight in graph.initializer if weight.name in needed]
    version = 0
    for weight in weights:
        version = zlib.crc32(weight.SerializeToString(), version)
    _keep(graph.node, nodes[::-1])
    _keep(graph.initializer, weights)
    _keep(graph.value_info, [])
    _keep(graph.output, [])
    graph.output.add().name = _MAP
    return whole.SerializeToString(), f"{version:08x}"


def _keep(field: Any, kept: list[Any]) -> None:  # noqa: ANN401 - protobuf's containers have no type
    copies = [type(one).FromString(one.SerializeToString()) for one in kept]
    del field[:]
    field.extend(copies)


@cache
def _model() -> Any:  # noqa: ANN401 - a class that protobuf makes
    """The class of an ONNX file."""
    file = descriptor_pb2.FileDescriptorProto(name="glimpse/onnx.proto", package="glimpse.onnx")
    of = descriptor_pb2.FieldDescriptorProto
    for name, fields in _FORMAT.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, many) in fields.items():
            label = of.LABEL_REPEATED if many else of.LABEL_OPTIONAL
            told = message.field.add(name=field, number=number, label=label, type=of.TYPE_STRING)
            if kind:
                told.type, told.type_name = of.TYPE_MESSAGE, f".glimpse.onnx.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("glimpse.onnx.Model"))
