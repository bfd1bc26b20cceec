"""How long does a description take? ``python -m tests.benchmarks.bench_describe``.

The compact profile is the real one. The standard profile's networks have their true sizes and
random weights (their speed does not depend on the weights), with the compact model's tokenizer.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from assistant import paths
from assistant.pipeline import pipeline, torchvision_ops
from assistant.pipeline.evidence import Observation, Sureness
from assistant.pipeline.frame import Frame
from tests.benchmarks.timing import timed

_RUNS = 20
_CONFIG = paths.resources() / "models"
_LABELS = ("person", "dog", "ball")  # what the language models are timed on


def measure() -> dict[str, float]:
    """Medians in milliseconds, memory in MB."""
    frame = _frame()
    start = time.perf_counter()
    compact = pipeline.load("compact")
    loading = time.perf_counter() - start
    explanation = compact.describe(frame)
    if not explanation.description.of_kind("object"):
        raise RuntimeError("The sample shows nothing any more: GPT-2 would not be timed.")
    figures = {
        "compact_load_s": loading,
        "compact_describe_ms": _timed(lambda: compact.describe(frame)),
        "compact_cnn_ms": _timed(lambda: compact._cnn(frame)),
        "compact_three_things_ms": _timed(lambda: compact._gpt2(_observations())),
        "compact_memory_mb": psutil.Process().memory_info().rss / 1e6,
    }
    return figures | _standard(frame)


def _standard(frame: Frame) -> dict[str, float]:
    torchvision_ops.prepare()
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    from assistant.pipeline.cnn_standard import StandardCNN
    from assistant.pipeline.gpt2 import Writer
    from assistant.pipeline.gpt2_standard import StandardGPT2
    from tests.benchmarks.bench_detectors import DETECTORS, save_detector, save_resnet

    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as top:
        resnet, detector, gpt2 = (Path(top, name) for name in ("resnet50", "detector", "gpt2"))
        resnet.mkdir()
        save_resnet(resnet)
        _, kind, _, _, configuration = next(d for d in DETECTORS if "nano" in d[0])
        save_detector(detector, kind, configuration)
        GPT2LMHeadModel(GPT2Config()).save_pretrained(gpt2)
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(_CONFIG / "compact" / "gpt2" / name, gpt2)
        cnn = StandardCNN(resnet, detector, _CONFIG / "standard")
        writer = Writer(gpt2, _CONFIG / "standard" / "prompt.json", StandardGPT2)
        figures = {
            "standard_cnn_ms": _timed(lambda: cnn(frame)),
            "standard_three_things_ms": _timed(lambda: writer(_observations())),
            "standard_memory_mb": psutil.Process().memory_info().rss / 1e6,
        }
    return figures


def _observations() -> list[Observation]:
    return [Observation(label, 0.99, "cnn", Sureness.SURE) for label in _LABELS]


def _frame() -> Frame:
    with Image.open(paths.resources() / "samples" / "cameraman.jpg") as image:
        return Frame(np.asarray(image.convert("RGB").resize((1280, 720))).copy())


def _timed(call: Callable[[], object]) -> float:
    return timed(call, _RUNS, before=3)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28} {value:10.2f}")
