"""GELUs of the largest maps as rectifiers, which cost nothing: they end the convolution before.

The convolution after one is fitted anew, by least squares over places of some pictures, so that of
what is rectified it makes what it made of the GELU's result (as He, Zhang and Sun, "Channel Pruning
for Accelerating Very Deep Neural Networks", ICCV 2017, do for channels that are left out).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from assistant.sessions import OnnxNetwork
from assistant.training.graphs import gelus, makers, put_in_place, takers, with_outputs

_SHIFT = 0.1  # what is rectified is so much more: a GELU is below zero up to there
_PLACES = 1500  # of each picture
_RIDGE = 1e-5  # of the mean square of what is fitted to
Floats = npt.NDArray[np.float32]


def rectify(model: onnx.ModelProto, number: int, shown: Sequence[Floats]) -> None:
    """Have rectifiers in place of the first GELUs, which are written as five steps each.

    Args:
        model: the network, ``x`` (1, 3, H, W); it is changed.
        number: of GELUs.
        shown: what it is given while the convolutions are fitted.
    """
    before = onnx.ModelProto()
    before.CopyFrom(model)
    for _ in range(number):
        graph = model.graph
        made, used = makers(graph), takers(graph)
        gelu = gelus(graph)[0]
        convolution = used[gelu.told]
        total = used[convolution.output[0]]  # with what goes past
        (past,) = (name for name in total.input if name != convolution.output[0])
        dice = np.random.default_rng(0)
        taken, wanted = [], []
        for (maps, beside), (whole,) in zip(
            _run(model, (gelu.given, past), shown),
            _run(before, (total.output[0],), shown),
            strict=True,
        ):
            places = dice.choice(maps.shape[1], min(_PLACES, maps.shape[1]), replace=False)
            taken.append(maps[:, places])
            wanted.append(whole[:, places] - beside[:, places])
        above = np.maximum(np.hstack(taken).astype(np.float64) + _SHIFT, 0)
        weights, offsets = _fitted(above, np.hstack(wanted).astype(np.float64))
        _add(graph, made[gelu.given].input[2], np.float32(_SHIFT))
        _set(graph, convolution.input[1], weights[..., None, None])
        _set(graph, convolution.input[2], offsets)
        put_in_place(graph, gelu, [helper.make_node("Relu", [gelu.given], [gelu.told])])


def _run(
    model: onnx.ModelProto, names: Sequence[str], shown: Sequence[Floats]
) -> Iterator[list[Floats]]:
    """Maps within a network, (C, places) each."""
    network = OnnxNetwork(with_outputs(model, names).SerializeToString())
    for given in shown:
        said = network({"x": given})
        yield [said[name].reshape(said[name].shape[1], -1) for name in names]


def _fitted(
    given: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Weights and offsets that make of the one, (C, N), the other, (D, N)."""
    means, aims = given.mean(1), wanted.mean(1)
    apart = given - means[:, None]
    square = apart @ apart.T
    square += np.eye(len(square)) * _RIDGE * np.trace(square) / len(square)
    weights = np.linalg.solve(square, apart @ (wanted - aims[:, None]).T).T
    return weights, aims - weights @ means


def _add(graph: onnx.GraphProto, name: str, value: np.float32) -> None:
    weight = next(weight for weight in graph.initializer if weight.name == name)
    _set(graph, name, numpy_helper.to_array(weight) + value)


def _set(graph: onnx.GraphProto, name: str, values: npt.NDArray[np.floating]) -> None:
    weight = next(weight for weight in graph.initializer if weight.name == name)
    weight.CopyFrom(numpy_helper.from_array(values.astype(np.float32), name))
