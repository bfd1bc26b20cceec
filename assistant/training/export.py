"""Make what Glimpse runs of what was trained: ``python -m assistant.training.export [FOLDER]``.

Of ``gpt2/config.json`` and ``gpt2/model.safetensors`` it makes ``gpt2/gpt2.onnx``; ``calibrate``
has it write ``cnn.onnx``, and ``first_look`` what is beside it. Weights are stored as fp16, which
onnxruntime turns into fp32 when it loads them. Then it writes the sums: ``SHA256SUMS`` of what the
program uses, and ``SHA256SUMS.training`` of what only this needs, which a wheel does not have.
FOLDER is that of the compact models.
"""

import argparse
import hashlib
import warnings
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnx.compose
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import GPT2LMHeadModel

from assistant import paths
from assistant.pipeline.cnn_first import OF
from assistant.training.graphs import fused
from assistant.training.picture.backbone import MEAN_OF, SHAPES, Maps
from assistant.training.picture.network import Eyes, Outputs
from assistant.training.picture.whole_numbers import OPSET, OUTPUTS
from assistant.training.quantising import weigh_in_bytes

SUMS, TRAINING_SUMS = "SHA256SUMS", "SHA256SUMS.training"
_TRAINING = ".safetensors"
_LARGE = 1 << 18  # weights: with fewer, whole numbers gain nothing


def export_cnn(folder: Path, eyes: Eyes, backbone: Path, told: dict[str, Any]) -> None:
    """Write ``cnn.onnx``: ``pixels`` (1, 3, H, W) → embedding, a logit each label, grid, sides.

    Args:
        folder: where to.
        eyes: the heads.
        backbone: the file whose features they have learnt from (``picture/whole_numbers.py``).
        told: the content of ``cnn.json``.
    """
    path, names = folder / "cnn.onnx", ["embedding", *told["heads"], "grid", "sides"]
    features = tuple(torch.zeros(1, *shape) for shape in SHAPES)
    _write(_Flat(eyes, list(told["heads"])), features, list(OUTPUTS), names, path)
    first, then = onnx.load(str(backbone)), weigh_in_bytes(fused(path), _LARGE)
    then.ir_version = first.ir_version
    joined = onnx.compose.merge_models(
        first, onnx.compose.add_prefix(then, "heads/", rename_inputs=False, rename_outputs=False),
        io_map=[(name, name) for name in OUTPUTS],
    )  # fmt: skip
    write_halved(joined, path)


def export_first(path: Path, words: nn.Module, heads: list[str], version: str) -> None:
    """Write ``first.onnx``: ``pooled`` (1, 1280) → embedding, a logit each label.

    Args:
        path: where to.
        words: what has learnt it, whose outputs are a plain tuple.
        heads: their names, in that order, after the embedding.
        version: of the network whose answers it has learnt.
    """
    _write(words, (torch.zeros(1, MEAN_OF),), ["pooled"], ["embedding", *heads], path)
    joined = fused(path)
    onnx.helper.set_model_props(joined, {OF: version})
    write_halved(joined, path)


def write_halved(model: onnx.ModelProto, path: Path, but: Collection[str] = ()) -> None:
    """Write a network, its weights as fp16, and once where they are the same.

    Args:
        model: the network.
        path: the file.
        but: weights that stay as they are.
    """
    _share(model.graph)
    _halve(model.graph, but)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _share(graph: onnx.GraphProto) -> None:
    """Keep one of weights that are the same."""
    first: dict[tuple[bytes, tuple[int, ...]], str] = {}
    same: dict[str, str] = {}
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight)
        name = first.setdefault((values.tobytes(), values.shape), weight.name)
        if name != weight.name:
            same[weight.name] = name
            graph.initializer.remove(weight)
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = same.get(name, name)


class _Flat(nn.Module):
    """A picture network whose outputs are a plain tuple, the heads in the order of the JSON."""

    def __init__(self, eyes: Eyes, heads: list[str]) -> None:
        super().__init__()
        self.eyes = eyes
        self.heads = heads

    def forward(self, middle: Tensor, coarse: Tensor, pooled: Tensor) -> tuple[Tensor, ...]:
        said: Outputs = self.eyes(Maps(middle, coarse, pooled))
        return (said.embedding, *(said.pooled[name] for name in self.heads), said.grid, said.sides)


def export_gpt2(folder: Path) -> None:
    """Write ``gpt2.onnx``: ``tokens`` (1, N) → ``logits`` (1, vocabulary) of the one after them."""
    model = GPT2LMHeadModel.from_pretrained(
        folder, dtype=torch.float32, local_files_only=True, attn_implementation="eager"
    )
    tokens = torch.zeros(1, 8, dtype=torch.long)
    some = torch.export.Dim("n", min=2, max=model.config.n_positions)
    _write(_Next(model), (tokens,), ["tokens"], ["logits"], folder / "gpt2.onnx", ({1: some},))


class _Next(nn.Module):
    """A language model that only tells what comes after the last token."""

    def __init__(self, model: GPT2LMHeadModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, tokens: Tensor) -> Tensor:
        hidden = self.model.transformer(tokens, use_cache=False).last_hidden_state
        logits: Tensor = self.model.lm_head(hidden[:, -1])
        return logits


def _write(
    module: nn.Module,
    given: tuple[Tensor, ...],
    inputs: list[str],
    outputs: list[str],
    path: Path,
    shapes: tuple[dict[int, torch.export.Dim], ...] | None = None,
) -> None:
    """Trace a module and save it, its weights as fp16."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # the exporter's, about torch itself
        # Unoptimised: batch norms stay apart from what they follow, so that fp16 loses nothing
        # that the safetensors have; onnxruntime joins them when it loads the file.
        program = torch.onnx.export(
            module.eval(), given, input_names=inputs, output_names=outputs, opset_version=OPSET,
            dynamo=True, optimize=False, verbose=False, dynamic_shapes=shapes,
        )  # fmt: skip
    assert program is not None
    model = program.model_proto
    _strip(model)
    _halve(model.graph)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def _strip(model: onnx.ModelProto) -> None:
    """Forget where on this computer each step was written down."""
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")


def _halve(graph: onnx.GraphProto, but: Collection[str] = ()) -> None:
    """Store large weights as fp16, each followed by a cast that is done once, when it is loaded.

    As bytes where they are small whole numbers, such as those of a table of what belongs together.
    """
    casts = []
    for weight in graph.initializer:
        is_float = weight.data_type == onnx.TensorProto.FLOAT
        if is_float and np.prod(weight.dims) > 64 and weight.name not in but:
            name, stored = weight.name, f"{weight.name}.stored"
            values = numpy_helper.to_array(weight)
            is_whole = bool((values == np.clip(values.round(), -128, 127)).all())
            halved = values.astype(np.int8 if is_whole else np.float16)
            weight.CopyFrom(numpy_helper.from_array(halved, stored))
            casts.append(onnx.helper.make_node("Cast", [stored], [name], to=onnx.TensorProto.FLOAT))
    for place, cast in enumerate(casts):
        graph.node.insert(place, cast)


def write_sums(folder: Path) -> None:
    """Write the files of sums, as ``sha256sum`` does; none of what there is nothing of."""
    kept = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md")
    kept = [p for p in kept if p.name not in {SUMS, TRAINING_SUMS}]
    for name, training in ((SUMS, False), (TRAINING_SUMS, True)):
        lines = [_sum(folder, path) for path in kept if (path.suffix == _TRAINING) == training]
        if lines:
            (folder / name).write_text("".join(lines), encoding="utf-8")


def _sum(folder: Path, path: Path) -> str:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{found}  {path.relative_to(folder).as_posix()}\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.export", description=__doc__)
    shipped = paths.resources() / "models" / "compact"
    parser.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, default=shipped)
    folder = parser.parse_args().folder
    if (folder / "gpt2" / "model.safetensors").exists():
        export_gpt2(folder / "gpt2")
    write_sums(folder)


if __name__ == "__main__":
    main()
