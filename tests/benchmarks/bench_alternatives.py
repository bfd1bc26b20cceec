"""Glimpse beside what people would use instead: ``python -m tests.benchmarks.bench_alternatives``.

All in one run on one machine, so that the ratios mean something where the times do not:

- describing, beside ViT-GPT2 and BLIP-base as transformers runs them: true size, random weights
  (the speed does not depend on them), greedy, 16 tokens;
- reading pages of known text, beside Debian's tesseract: time of the whole command, and accuracy
  by characters;
- indexing 12-megapixel JPEGs, beside opening them at full size and nothing else: the limit of
  whatever compares pictures by their pixels.

Each runs in a process of its own; memory is that process's peak.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from assistant import paths
from assistant.pipeline import torchvision_ops
from tests.benchmarks import bench_folders
from tests.benchmarks.timing import timed

_ROOT = Path(__file__).parents[2]
_RUNS = 5
_TOKENS = 16
_FONTS = ("DejaVu Serif", "DejaVu Sans", "DejaVu Sans Mono")
_PICTURES, _SIZE = 24, (4000, 3000)  # 12 megapixels
Figures = dict[str, float]


def glimpse() -> Figures:
    """The compact profile, every sense: loading, one description, peak memory."""
    from assistant.pipeline import pipeline
    from assistant.pipeline.frame import Frame

    start = time.perf_counter()
    compact = pipeline.load("compact")
    loaded = time.perf_counter() - start
    frame = Frame(np.asarray(_photograph()))
    return _described(loaded, lambda: compact.describe(frame))


def vit_gpt2() -> Figures:
    """nlpconnect/vit-gpt2-image-captioning's classes and sizes."""
    start = time.perf_counter()
    torchvision_ops.prepare()  # beside a torch without compiled operators
    import torch
    from transformers import (
        GPT2Config,
        VisionEncoderDecoderConfig,
        VisionEncoderDecoderModel,
        ViTConfig,
    )

    decoder = GPT2Config(add_cross_attention=True, is_decoder=True)
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(ViTConfig(), decoder)
    config.decoder_start_token_id = config.pad_token_id = decoder.bos_token_id
    model = VisionEncoderDecoderModel(config).eval()
    loaded = time.perf_counter() - start

    def describe() -> None:
        with torch.inference_mode():
            model.generate(
                torch.from_numpy(_pixels(224))[None],
                max_new_tokens=_TOKENS,
                min_new_tokens=_TOKENS,
                do_sample=False,
            )

    return _described(loaded, describe)


def blip_base() -> Figures:
    """Salesforce/blip-image-captioning-base's classes and sizes."""
    start = time.perf_counter()
    torchvision_ops.prepare()  # beside a torch without compiled operators
    import torch
    from transformers import BlipConfig, BlipForConditionalGeneration

    config = BlipConfig(vision_config={"image_size": 384})
    model = BlipForConditionalGeneration(config).eval()
    loaded = time.perf_counter() - start

    def describe() -> None:
        with torch.inference_mode():
            model.generate(
                pixel_values=torch.from_numpy(_pixels(384))[None],
                max_new_tokens=_TOKENS,
                min_new_tokens=_TOKENS,
                do_sample=False,
            )

    return _described(loaded, describe)


def reading() -> dict[str, Figures]:
    """`glimpse read` and tesseract on the same pages: seconds a page, accuracy, peak memory."""
    from tests.benchmarks.truth.pages import Set, accuracy, drawn

    commands = {"glimpse read": [sys.executable, "-m", "assistant", "read"]}
    if shutil.which("tesseract"):
        commands["tesseract"] = ["tesseract"]
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as folder:
        for font in _FONTS:
            page, truth = drawn(Set(font=font))
            file = Path(folder, "page.png")
            page.save(file, dpi=(150, 150))
            for name, command in commands.items():
                after = ["-"] if name == "tesseract" else []
                said, seconds, memory = _command([*command, str(file), *after])
                found[name].append((seconds, accuracy(said, truth), memory))
    return {
        name: dict(zip(("seconds", "accuracy", "MB"), map(statistics.mean, zip(*rows, strict=True)),
                       strict=True))
        for name, rows in found.items()
    }  # fmt: skip


def indexing() -> dict[str, Figures]:
    """Pictures a second: the index's first look, and opening alone, with as many processes."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "pictures")
        folder.mkdir()
        _camera_files(folder)
        code = (
            "import sys; from pathlib import Path; from multiprocessing import Pool\n"
            "from tests.benchmarks.bench_alternatives import _open\n"
            "with Pool(2) as pool: pool.map(_open, sorted(Path(sys.argv[1]).iterdir()))"
        )
        opened = _command([sys.executable, "-c", code, str(folder)])[1]
        os.environ["XDG_DATA_HOME"] = top
        looked = bench_folders.rate(bench_folders.glances(folder))
    return {
        "opening alone": {"a second": _PICTURES / opened},
        "glimpse index": {"a second": looked},
    }


def measure() -> dict[str, dict[str, Figures]]:
    """Everything, each describer in its own process."""
    return {
        "describing": {name: _apart(name) for name in ("glimpse", "vit_gpt2", "blip_base")},
        "reading": reading(),
        "indexing": indexing(),
    }


def table() -> Iterator[str]:
    """Rows of Markdown with ratios."""
    found = measure()
    own = found["describing"]["glimpse"]
    yield "| What | Time | Memory | Glimpse is |"
    yield "| --- | --- | --- | --- |"
    yield f"| Glimpse, compact, every sense | {own['ms']:.0f} ms | {own['MB']:.0f} MB | |"
    for name, title in (("vit_gpt2", "ViT-GPT2"), ("blip_base", "BLIP-base")):
        other = found["describing"][name]
        ratio = f"{other['ms'] / own['ms']:.0f} times as quick, {own['MB'] / other['MB']:.0%} of it"
        yield f"| {title}, 16 tokens | {other['ms']:.0f} ms | {other['MB']:.0f} MB | {ratio} |"
    pages = found["reading"]
    for name, row in pages.items():
        times = row["seconds"] / pages["glimpse read"]["seconds"]
        said = "" if name == "glimpse read" else f"{times:.1f} times as quick"
        yield (f"| {name}, a page, {row['accuracy']:.1%} of characters | {row['seconds']:.1f} s "
               f"| {row['MB']:.0f} MB | {said} |")  # fmt: skip
    opened, indexed = (row["a second"] for row in found["indexing"].values())
    yield f"| opening 12-megapixel JPEGs, two processes | {opened:.0f} a second | | |"
    ratio = f"{indexed / opened:.1f} times that"
    yield f"| glimpse index, first look | {indexed:.0f} a second | | {ratio} |"


def _described(loaded: float, describe: Callable[[], object]) -> Figures:
    median = timed(describe, _RUNS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"load_s": loaded, "ms": median, "MB": peak}


def _apart(name: str) -> Figures:
    code = f"import json; from tests.benchmarks.bench_alternatives import {name} as f; "
    code += "print(json.dumps(f()))"
    out = subprocess.check_output([sys.executable, "-W", "ignore", "-c", code], cwd=_ROOT)
    figures: Figures = json.loads(out.splitlines()[-1])
    return figures


def _command(command: list[str]) -> tuple[str, float, float]:
    """What it prints, its seconds, and its peak memory in MB."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, cwd=_ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        out.seek(0)
        return out.read().decode(), seconds, usage.ru_maxrss / 1000


def _photograph() -> Image.Image:
    with Image.open(paths.resources() / "samples" / "dog.jpg") as image:
        return image.convert("RGB").resize((1280, 720))


def _pixels(size: int) -> np.ndarray:
    small = _photograph().resize((size, size))
    return (np.asarray(small, np.float32) / 127.5 - 1).transpose(2, 0, 1)


def _camera_files(folder: Path) -> None:
    """JPEGs of 12 megapixels out of the samples, with a camera's noise."""
    noise = np.random.default_rng(7).normal(0, 4, (*_SIZE[::-1], 3)).astype(np.int16)
    samples = sorted((paths.resources() / "samples").glob("*.jpg"))
    for number in range(_PICTURES):
        with Image.open(samples[number % len(samples)]) as image:
            large = np.asarray(image.convert("RGB").resize(_SIZE), np.int16)
        noisy = Image.fromarray(np.clip(large + np.roll(noise, number, 0), 0, 255).astype(np.uint8))
        noisy.save(folder / f"{number:02}.jpg", quality=90)


def _open(file: Path) -> None:
    with Image.open(file) as image:
        image.load()


if __name__ == "__main__":
    for line in table():
        print(line)
