"""The compact network's first look alone, taken out of ``cnn.onnx``: no weight is stored twice."""

import zlib
from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

MAP = "map224"
"""The last map (1, 1280, 7, 7) of the look at 224 pixels, by its name in the file."""

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


def first_look(model: bytes) -> tuple[bytes, str]:
    """A network from ``pixels`` to ``MAP`` alone, and a sum of its weights.

    Args:
        model: the content of ``cnn.onnx``.

    Raises:
        ValueError: it is no such network.
    """
    whole = _model()()
    try:
        whole.ParseFromString(model)
    except Exception as error:  # protobuf's own, which its two implementations call differently
        raise ValueError("no ONNX file") from error
    graph = whole.graph
    if not any(MAP in node.output for node in graph.node):
        raise ValueError("no such map in it")
    needed, nodes = {MAP}, []
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
    graph.output.add().name = MAP
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
