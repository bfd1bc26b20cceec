"""What the program runs is what was trained."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from assistant import paths
from assistant.pipeline.cnn import CompactCNN
from assistant.pipeline.features import Hypothesis
from assistant.pipeline.frame import Frame
from assistant.training import export
from assistant.training.network import both_ways

_SAMPLES = sorted((paths.resources() / "samples").glob("*.jpg"))


def _same(one: Hypothesis, other: Hypothesis) -> None:
    assert (one.label, one.sureness, one.more) == (other.label, other.sureness, other.more)
    assert one.score == pytest.approx(other.score, abs=1e-4)
    assert (one.box is None) == (other.box is None)
    np.testing.assert_allclose(one.box or (), other.box or (), atol=1e-4)


def test_both_runtimes_see_the_same(compact: Path) -> None:
    cnn, network = CompactCNN(compact), export.network(compact)
    mirrored = export.facts(compact)["input"].get("both_ways", False)
    seen = 0
    for path in _SAMPLES:
        with Image.open(path) as picture:
            frame = Frame(np.asarray(picture.convert("RGB")))
        pixels = torch.from_numpy(cnn.prepare(frame))
        with torch.inference_mode():
            said = both_ways(network, pixels) if mirrored else network(pixels)
        parts = {**said.pooled, "embedding": said.embedding, "grid": said.grid, "sides": said.sides}
        trained = cnn.read({name: value[0].numpy() for name, value in parts.items()})
        run = cnn(frame)
        np.testing.assert_allclose(run.embedding, trained.embedding, atol=1e-3)
        for one, other in zip(run.hypotheses, trained.hypotheses, strict=True):
            _same(one, other)
        seen += len(run.hypotheses)
    assert seen, "of all the samples something is known"


def test_a_folder_is_exported_whole_and_says_nothing_of_this_computer(
    compact: Path, tmp_path: Path
) -> None:
    for name in ("cnn.json", "cnn.safetensors"):
        (tmp_path / name).write_bytes((compact / name).read_bytes())
    export.export_cnn(tmp_path)
    made = (tmp_path / "cnn.onnx").read_bytes()
    assert str(paths.resources().parent).encode() not in made
    assert b"site-packages" not in made
    assert len(made) < 1.1 * (tmp_path / "cnn.safetensors").stat().st_size
    frame = Frame(np.full((90, 160, 3), 200, np.uint8))
    np.testing.assert_allclose(
        CompactCNN(tmp_path)(frame).embedding, CompactCNN(compact)(frame).embedding, atol=1e-5
    )
