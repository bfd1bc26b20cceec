"""Engines inside Glimpse at their true size: ``python -m tests.benchmarks.bench_engines``.

Random weights (the speed does not depend on them), a photograph of 1280×720, 16 words, greedy, two
cores. Beside them the compact profile, and ``transformers serve`` with SmolVLM 256M, asked over the
protocol. Each runs in a process of its own; memory is that process's peak. "First word" is the time
from asking until it is there, once the model is loaded; "cold" includes loading torch and it.
Stopping is asked for while the picture is looked at: until the user is free, and until the network
has stopped working.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image

from assistant import paths
from assistant.errors import Cancelled
from assistant.pipeline.frame import Frame

_ROOT = Path(__file__).parents[2]
_RUNS, _WORDS = 3, 16
_STOP_AFTER_S = 0.3
Figures = dict[str, float]
TITLES = {
    "smolvlm": "SmolVLM 256M",
    "florence2": "Florence-2 base",
    "blip": "BLIP base",
    "vit_gpt2": "ViT-GPT2",
}


def build(name: str, folder: Path) -> None:
    """Save a model of that size with random weights, in the hub's layout."""
    from tests.engines import tiny  # prepares torchvision before transformers is imported

    made = {"smolvlm": _smolvlm, "florence2": _florence2, "blip": _blip, "vit_gpt2": _vit_gpt2}
    model, words, processors = made[name]()
    tiny.talk(model, words)
    model.save_pretrained(folder)
    for each in processors:
        each.save_pretrained(folder)


def inside(folder: Path) -> Figures:
    """One engine in this process."""
    from assistant.engines import local
    from assistant.errors import never

    local._MOST_TOKENS = _WORDS
    engine = local.LocalEngine("eyes", folder)

    def letters(should_stop: Callable[[], bool] = never) -> Iterator[str]:
        return engine._pieces(_photograph(), None, (), "en", should_stop)

    cold, _ = _heard(letters())
    times = [_heard(letters()) for _ in range(_RUNS)]
    free, quiet = _stopped(letters)
    return {
        "cold_s": cold,
        "first_s": statistics.median(first for first, _ in times),
        "whole_s": statistics.median(whole for _, whole in times),
        "free_ms": free * 1000,
        "quiet_ms": quiet * 1000,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def server(folder: Path) -> Figures:
    """The same model behind ``transformers serve``."""
    import psutil

    from assistant.engines import server as behind
    from assistant.engines.connection import Limits
    from tests.engines import serving

    behind._MOST_TOKENS = _WORDS
    with serving.served(folder) as (place, pid):
        patient = Limits(connect=60, first=1800, between=600, whole=3600)  # a busy machine, too
        engine = behind.ServerEngine("eyes", place, str(folder), limits=patient)
        cold, _ = _heard(engine._words(_message(engine), lambda: False))
        times = [_heard(engine._words(_message(engine), lambda: False)) for _ in range(_RUNS)]
        memory = psutil.Process(pid).memory_info().rss / 1e6
    return {
        "cold_s": cold,
        "first_s": statistics.median(first for first, _ in times),
        "whole_s": statistics.median(whole for _, whole in times),
        "MB": memory,
    }


def compact() -> Figures:
    """Glimpse itself: loading, a description, its memory."""
    from tests.benchmarks.bench_alternatives import glimpse

    found = glimpse()
    seconds = found["ms"] / 1000
    return {"cold_s": found["load_s"] + seconds, "first_s": seconds, "whole_s": seconds,
            "MB": found["MB"]}  # fmt: skip


def table() -> Iterator[str]:
    """Rows of Markdown."""
    load = os.getloadavg()[0]
    yield "| | cold | first word | 16 words | stop: free, quiet | memory |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield _row("Glimpse, compact profile, a whole description", _apart("compact"))
    for name, title in TITLES.items():
        with tempfile.TemporaryDirectory() as top:
            _apart("build", name, top)
            yield _row(title, _apart("inside", top))
            if name == "smolvlm":
                yield _row(f"{title} behind transformers serve", _apart("server", top))
    yield f"\nThe machine's load before: {load:.1f}."


def _row(title: str, found: Figures) -> str:
    stop = f"{found['free_ms']:.0f} ms, {found['quiet_ms']:.0f} ms" if "free_ms" in found else ""
    return (
        f"| {title} | {found['cold_s']:.1f} s | {found['first_s']:.1f} s "
        f"| {found['whole_s']:.1f} s | {stop} | {found['MB']:.0f} MB |"
    )


def _heard(letters: Iterator[str]) -> tuple[float, float]:
    """Seconds until the first letters, and until the last."""
    start = time.perf_counter()
    first = None
    for piece in letters:
        if piece.strip() and first is None:
            first = time.perf_counter() - start
    whole = time.perf_counter() - start
    return first or whole, whole


def _stopped(letters: Callable[[Callable[[], bool]], Iterator[str]]) -> tuple[float, float]:
    """Seconds from wanting to stop until the user is free, and until no thread works on it."""
    start = time.perf_counter()
    with suppress(Cancelled):
        for _ in letters(lambda: time.perf_counter() - start > _STOP_AFTER_S):
            pass
    free = time.perf_counter() - start - _STOP_AFTER_S
    while any(thread.name.startswith("engine") for thread in threading.enumerate()):
        time.sleep(0.001)
    return max(0.0, free), time.perf_counter() - start - _STOP_AFTER_S


def _message(engine):
    return engine._message(_photograph(), None, (), "en")


def _photograph() -> Frame:
    with Image.open(paths.resources() / "samples" / "dog.jpg") as image:
        return Frame(np.asarray(image.convert("RGB").resize((1280, 720))))


def _apart(what: str, *told: str) -> Figures:
    code = (
        "import json, sys; from pathlib import Path\n"
        "from tests.benchmarks import bench_engines as b\n"
        "told = [Path(t) if t.startswith('/') else t for t in sys.argv[2:]]\n"
        "print(json.dumps(getattr(b, sys.argv[1])(*told)))"
    )
    line = [sys.executable, "-W", "ignore", "-c", code, what, *told]
    out = subprocess.check_output(line, cwd=_ROOT, stderr=subprocess.DEVNULL)
    return json.loads(out.splitlines()[-1]) or {}


def _smolvlm():
    """HuggingFaceTB/SmolVLM-256M-Instruct, kept in bfloat16 as there."""
    import torch
    from transformers import (
        Idefics3Config,
        Idefics3ForConditionalGeneration,
        Idefics3ImageProcessor,
        Idefics3Processor,
    )

    from tests.engines import tiny

    marks = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    special = ("<image>", "<fake_token_around_image>", "<global-img>", "<end_of_utterance>", *marks)
    words = tiny.tokenizer(*special, size=49_280)
    config = Idefics3Config(
        text_config={
            "model_type": "llama", "vocab_size": 49_280, "hidden_size": 576,
            "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9,
            "num_key_value_heads": 3, "max_position_embeddings": 8192,
            "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0,
        },
        vision_config={
            "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
            "num_attention_heads": 12, "image_size": 512, "patch_size": 16,
        },
        image_token_id=words.convert_tokens_to_ids("<image>"), scale_factor=4, pad_token_id=0,
    )  # fmt: skip
    model = Idefics3ForConditionalGeneration(config).to(torch.bfloat16)
    pictures = Idefics3ImageProcessor(
        size={"longest_edge": 2048}, max_image_size={"longest_edge": 512}
    )
    return model, words, [
        Idefics3Processor(pictures, words, image_seq_len=64, chat_template=tiny.CHAT)
    ]  # fmt: skip


def _florence2():
    """florence-community/Florence-2-base."""
    import torch
    from transformers import (
        CLIPImageProcessor,
        Florence2Config,
        Florence2ForConditionalGeneration,
        Florence2Processor,
    )

    from tests.engines import tiny

    words = tiny.tokenizer("<image>", size=51_290, image_token="<image>")
    config = Florence2Config(
        text_config={
            "model_type": "bart", "vocab_size": 51_290, "d_model": 768, "encoder_layers": 6,
            "decoder_layers": 6, "encoder_attention_heads": 12, "decoder_attention_heads": 12,
            "encoder_ffn_dim": 3072, "decoder_ffn_dim": 3072, "max_position_embeddings": 4096,
            "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "decoder_start_token_id": 2,
        },
        vision_config={"projection_dim": 768},
        image_token_id=words.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    model = Florence2ForConditionalGeneration(config).to(torch.float16)
    pictures = CLIPImageProcessor(size={"height": 768, "width": 768}, do_center_crop=False)
    pictures.image_seq_length = 577
    return model, words, [Florence2Processor(pictures, words)]


def _blip():
    """Salesforce/blip-image-captioning-base."""
    from transformers import (
        BlipConfig,
        BlipForConditionalGeneration,
        BlipImageProcessor,
        BlipProcessor,
    )

    from tests.engines import tiny

    words = tiny.tokenizer(size=30_524)
    ids = {"bos_token_id": 1, "eos_token_id": 2, "sep_token_id": 2, "pad_token_id": 0}
    config = BlipConfig(
        text_config={"num_attention_heads": 12, **ids},
        vision_config={"image_size": 384, "initializer_range": 0.02},
    )
    pictures = BlipImageProcessor(size={"height": 384, "width": 384})
    return BlipForConditionalGeneration(config), words, [BlipProcessor(pictures, words)]


def _vit_gpt2():
    """nlpconnect/vit-gpt2-image-captioning."""
    from transformers import (
        GPT2Config,
        VisionEncoderDecoderConfig,
        VisionEncoderDecoderModel,
        ViTConfig,
        ViTImageProcessor,
    )

    from tests.engines import tiny

    words = tiny.tokenizer(size=50_257)
    gpt2 = GPT2Config(bos_token_id=1, eos_token_id=2, pad_token_id=0)
    config = VisionEncoderDecoderConfig.from_encoder_decoder_configs(ViTConfig(), gpt2)
    config.decoder_start_token_id, config.pad_token_id, config.eos_token_id = 1, 0, 2
    model = VisionEncoderDecoderModel(config)
    model.generation_config.decoder_start_token_id = 1
    return model, words, [words, ViTImageProcessor(size={"height": 224, "width": 224})]


if __name__ == "__main__":
    for line in table():
        print(line, flush=True)
