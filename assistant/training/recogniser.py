"""Make ``resources/models/reading/recogniser.onnx``: ``python -m assistant.training.recogniser``.

``--data DIR --out DIR --fonts DIR``: RapidOCR's ``PP-OCRv6_rec_small.onnx``, which reads lines,
with its largest layers in whole numbers of 8 bits: the convolutions of one pixel with 384 channels
or more, and the last layer, of 18,710 characters. The rest stays in floats, stored as fp16: with
convolutions of 192 channels as well it would be quicker still, but lose a line in a hundred. What
it says are logits: how probable a character is the program wants to know only where one begins.

Ranges are measured on lines that the program's own detector finds in drawn specimens
(``out/lines``, five minutes on two cores; what is there is kept).
"""

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from assistant.bundled import RECOGNISER
from assistant.pipeline.frame import Frame, Pixels
from assistant.reading import network_cache
from assistant.reading.crops import crop, size
from assistant.reading.networks import line_of, of_the_wheel
from assistant.reading.ocr import DETECT
from assistant.sessions import OnnxNetwork
from assistant.training.export import write_halved, write_sums
from assistant.training.graphs import (
    Given,
    fused,
    gelus,
    is_depthwise,
    leave_unused,
    makers,
    modern,
    put_in_place,
    with_outputs,
)
from assistant.training.picture import data, split
from assistant.training.picture.split import LEARN
from assistant.training.writing import specimens
from assistant.training.writing.even import even_out
from assistant.training.writing.material import NARROW, mixed, photograph
from assistant.training.writing.rounding import rounded

SPECIMENS = 96
_LONGEST = 1400  # pixels, of a line that is shown
_WIDE = 384  # channels: from so many on, whole numbers gain much and lose little
_MOST = 63  # 7 bits: see ``quantising.py``
_PLACES = 800  # of each line, by chance, are looked at
_JOINED = "com.microsoft"


def lines(folder: Path, out: Path, fonts: Path) -> list[Pixels]:
    """Pictures of lines as the program cuts them out, of photographs to learn from."""
    place = out / "lines"
    place.mkdir(exist_ok=True)
    rows = data.rows(folder)
    parts = split.kept(folder, out, rows)
    fit = [row for row, part in zip(rows, parts, strict=True)
           if part == LEARN and not row.squashed and row.src not in NARROW]  # fmt: skip
    turns = mixed(fit, random.Random(7))
    for number in range(SPECIMENS):
        row, done = turns.pop(), place / f"{number:05}.done"
        if not done.exists():
            picture = specimens.drawn([photograph(folder, row)], random.Random(number), fonts)
            for index, line in enumerate(_cut(Frame(np.asarray(picture)))):
                cv2.imwrite(str(place / f"{number:05}-{index}.png"), line)
            done.touch()
    found = (cv2.imread(str(path)) for path in sorted(place.glob("*.png")))
    return [line for line in found if line is not None and line.shape[1] <= _LONGEST]


def _cut(frame: Frame) -> Iterator[Pixels]:
    bgr, small = (np.ascontiguousarray(p[..., ::-1]) for p in (frame.pixels, frame.reduced(DETECT)))
    for corners in network_cache.detect(small) * np.float32(frame.width / small.shape[1]):
        wide, high = size(corners)
        if wide > high:
            yield crop(bgr, corners)


def make(source: Path, target: Path, shown: Sequence[Pixels]) -> None:
    """Write the network that reads what ``source`` reads, in less time.

    Args:
        source: the network as it came.
        target: the file.
        shown: lines by which it is measured what its layers are given.
    """
    model = modern(fused(source))
    _join_gelus(model)
    given = [{"x": line_of(line)[None]} for line in shown]
    even_out(model, given)
    nodes = [node for node in model.graph.node if _is_large(node, model.graph)]
    last = _last(model.graph)
    names = [name for node in nodes for name in (node.input[0], node.output[0])]
    seen = _Seen(model, [*names, last[0].input[0]], given)
    for node in nodes:
        _put_whole(model.graph, node, seen)
    _put_last(model.graph, last, seen)
    leave_unused(model.graph)
    del model.graph.value_info[:]  # the shapes of before
    _name_characters(model, source)
    write_halved(model, target, [w.name for w in model.graph.initializer if _is_scale(w.name)])


def _join_gelus(model: onnx.ModelProto) -> None:
    """Have one step for each GELU, which is written as five.

    onnxruntime does that by itself, but not any more between whole numbers.
    """
    for gelu in gelus(model.graph):
        one = helper.make_node("Gelu", [gelu.given], [gelu.told], domain=_JOINED)
        put_in_place(model.graph, gelu, [one])
        # Its own operators tell no types, without which what follows stays in floats.
        kind = helper.make_tensor_value_info(gelu.told, onnx.TensorProto.FLOAT, [None] * 4)
        model.graph.value_info.append(kind)
    model.opset_import.append(helper.make_opsetid(_JOINED, 1))


def _is_scale(name: str) -> bool:
    """Whether a weight is what whole numbers are multiplied with: too small for fp16."""
    return name.endswith((".scales", ".steps"))


class _Seen:
    """What some layers are given and say of lines."""

    def __init__(
        self, model: onnx.ModelProto, names: Iterable[str], given: Iterable[Given]
    ) -> None:
        network = OnnxNetwork(with_outputs(model, names).SerializeToString())
        dice = np.random.default_rng(0)
        self._names = frozenset(names)
        self._places: dict[str, list[npt.NDArray[np.float32]]] = {n: [] for n in self._names}
        self._ends: dict[str, tuple[float, float]] = dict.fromkeys(self._names, (0.0, 0.0))
        for one in given:
            for name, values in network(one).items():
                if name in self._names:
                    self._add(name, values[0], dice)

    def _add(self, name: str, values: npt.NDArray[np.float32], dice: np.random.Generator) -> None:
        flat = values.reshape(len(values), -1).T if values.ndim == 3 else values
        chosen = dice.permutation(len(flat))[:_PLACES]
        self._places[name].append(flat[chosen])
        low, high = self._ends[name]
        self._ends[name] = min(low, float(values.min())), max(high, float(values.max()))

    def places(self, name: str) -> npt.NDArray[np.float64]:
        """(places, channels)."""
        return np.concatenate(self._places[name]).astype(np.float64)

    def limits(self, name: str) -> tuple[float, float]:
        """The lowest and the highest value, or zero: cut off, the rarest would be less sure."""
        return self._ends[name]


def _is_large(node: onnx.NodeProto, graph: onnx.GraphProto) -> bool:
    """Whether a layer is a convolution of one pixel with many channels, for all places alike."""
    if node.op_type != "Conv" or is_depthwise(node):
        return False
    shape = next(weight.dims for weight in graph.initializer if weight.name == node.input[1])
    if list(shape[2:]) != [1, 1] or min(shape[:2]) < _WIDE:
        return False
    used = {one.op_type for one in graph.node if node.output[0] in one.input}
    gate = makers(graph)[node.input[0]].op_type in ("ReduceMean", "Relu") or "HardSigmoid" in used
    return not gate


def _put_whole(graph: onnx.GraphProto, node: onnx.NodeProto, seen: _Seen) -> None:
    """Have a convolution take, reckon and give whole numbers: its input, weights and output."""
    stored = {weight.name: weight for weight in graph.initializer}
    weights, offsets = (
        numpy_helper.to_array(stored[name]).astype(np.float64) for name in node.input[1:]
    )
    found = rounded(weights[..., 0, 0], offsets, seen.places(node.input[0]), _MOST)
    name, place = node.name, list(graph.node).index(node)
    before, step = _told(graph, node.input[0], f"{name}.given", seen)
    after, _ = _told(graph, f"{name}.floats", f"{name}.said", seen, node.output[0])
    _store(graph, f"{name}.whole", found.whole.reshape(weights.shape))
    _store(graph, f"{name}.scales", found.scales)
    _store(graph, f"{name}.steps", found.scales * step)
    _store(graph, f"{name}.offsets", np.round(found.offsets / (found.scales * step)).astype("i4"))
    kept = [
        _quantise("Dequantize", (f"{name}.whole", f"{name}.scales"), f"{name}.weights"),
        _quantise("Dequantize", (f"{name}.offsets", f"{name}.steps"), f"{name}.added"),
    ]
    del node.input[1:]
    node.input[0] = before[-1].output[0]
    node.input.extend((f"{name}.weights", f"{name}.added"))
    node.output[0] = f"{name}.floats"
    for index, one in enumerate((*before, *kept)):
        graph.node.insert(place + index, one)
    for index, one in enumerate(after):
        graph.node.insert(place + len(before) + len(kept) + 1 + index, one)


def _told(
    graph: onnx.GraphProto, source: str, name: str, seen: _Seen, target: str = ""
) -> tuple[list[onnx.NodeProto], np.float32]:
    """The steps that tell a result in whole numbers of 8 bits and back, and the size of one."""
    low, high = seen.limits(target or source)
    step = np.float32((high - low) / 255)
    _store(graph, f"{name}.step", step)
    _store(graph, f"{name}.zero", np.uint8(np.clip(round(-low / float(step)), 0, 255)))
    how = (f"{name}.step", f"{name}.zero")
    return [
        _quantise("Quantize", (source, *how), f"{name}.told"),
        _quantise("Dequantize", (f"{name}.told", *how), target or f"{name}.back"),
    ], step


def _quantise(way: str, given: Sequence[str], said: str) -> onnx.NodeProto:
    return helper.make_node(f"{way}Linear", list(given), [said], name=said, axis=0)


def _last(graph: onnx.GraphProto) -> tuple[onnx.NodeProto, onnx.NodeProto, onnx.NodeProto]:
    """The last three steps: a product, a sum and the probabilities."""
    product, added, chances = list(graph.node)[-3:]
    assert (product.op_type, added.op_type, chances.op_type) == ("MatMul", "Add", "Softmax")
    return product, added, chances


def _put_last(
    graph: onnx.GraphProto,
    last: tuple[onnx.NodeProto, onnx.NodeProto, onnx.NodeProto],
    seen: _Seen,
) -> None:
    """Have one step for these three, in whole numbers whose range is measured when it runs."""
    product, added, chances = last
    stored = {weight.name: weight for weight in graph.initializer}
    weights, offsets = (
        numpy_helper.to_array(stored[name]).astype(np.float64)
        for name in (product.input[1], next(name for name in added.input if name in stored))
    )
    found = rounded(weights.T, offsets, seen.places(product.input[0]), _MOST)
    _store(graph, "last.whole", found.whole.T)
    _store(graph, "last.scales", found.scales)
    _store(graph, "last.offsets", found.offsets)
    one = helper.make_node(
        "DynamicQuantizeMatMul",
        [product.input[0], "last.whole", "last.scales", "", "last.offsets"],
        [chances.output[0]], name="last", domain=_JOINED,
    )  # fmt: skip
    for node in last:
        graph.node.remove(node)
    graph.node.append(one)


def _store(graph: onnx.GraphProto, name: str, values: npt.ArrayLike) -> None:
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))


def _name_characters(model: onnx.ModelProto, source: Path) -> None:
    """Have the file tell the characters, as the one it is made of does."""
    del model.metadata_props[:]
    helper.set_model_props(model, {"character": OnnxNetwork(source).facts["character"]})


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.recogniser", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts"))
    options = parser.parse_args()
    shown = lines(options.data, options.out, options.fonts)
    make(of_the_wheel("PP-OCRv6_rec_small"), RECOGNISER, shown)
    write_sums(RECOGNISER.parent)


if __name__ == "__main__":
    main()
