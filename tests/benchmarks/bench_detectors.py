"""How long the standard profile's networks take here: random weights at their true sizes.

Run it with ``python -m tests.benchmarks.bench_detectors`` from the top of a checkout; it downloads
nothing. AP is what their authors measured on COCO val2017; it cannot be measured with random
weights.
"""

import json
import platform
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from assistant.paths import resources
from assistant.pipeline import torchvision_ops
from assistant.pipeline.cnn_standard import ImageClassifier, ObjectDetector, StandardCNN
from assistant.pipeline.frame import Frame

THREADS, RUNS = 2, 9
CONFIG = resources() / "models" / "standard"
HGNET_B0 = {
    "model_type": "hgnet_v2",
    "stem_channels": [3, 16, 16],
    "stage_in_channels": [16, 64, 256, 512],
    "stage_mid_channels": [16, 32, 64, 128],
    "stage_out_channels": [64, 256, 512, 1024],
    "hidden_sizes": [64, 256, 512, 1024],
    "stage_num_blocks": [1, 1, 2, 1],
    "stage_numb_of_layers": [3, 3, 3, 3],
    "depths": [1, 1, 2, 1],
    "stage_light_block": [False, False, True, True],
    "use_learnable_affine_block": True,
}
NANO = {
    "backbone_config": HGNET_B0 | {"out_indices": [3, 4]},
    "encoder_in_channels": [512, 1024],
    "feat_strides": [16, 32],
    "encoder_hidden_dim": 128,
    "encode_proj_layers": [1],
    "encoder_ffn_dim": 512,
    "hidden_expansion": 0.34,
    "depth_mult": 0.5,
    "d_model": 128,
    "decoder_in_channels": [128, 128],
    "num_feature_levels": 2,
    "decoder_layers": 3,
    "decoder_n_points": [6, 6],
    "decoder_ffn_dim": 512,
}
SMALL = {
    "backbone_config": HGNET_B0 | {"out_indices": [2, 3, 4]},
    "encoder_in_channels": [256, 512, 1024],
    "hidden_expansion": 0.5,
    "depth_mult": 0.34,
    "decoder_layers": 3,
    "decoder_n_points": [3, 6, 3],
}
# (name, transformers' model type, AP on COCO val2017, licence of the weights, configuration)
DETECTORS = (
    ("dfine-nano-coco", "d_fine", 42.8, "Apache-2.0", NANO),
    ("dfine-small-coco", "d_fine", 48.5, "Apache-2.0", SMALL),
    ("dfine-small-obj2coco", "d_fine", 50.7, "Apache-2.0", SMALL),
    ("DEIMv2 N", "deimv2", 43.0, "disputed", NANO | {"use_gateway": False}),
)
PREPROCESSOR = {
    "image_processor_type": "RTDetrImageProcessor",
    "do_normalize": False,
    "do_rescale": True,
    "do_resize": True,
    "rescale_factor": 1 / 255,
    "size": {"height": 640, "width": 640},
}


def save_detector(folder, kind, facts):
    """A detector with random weights in the hub's file layout; returns millions of parameters."""
    from transformers import AutoConfig, AutoModelForObjectDetection

    network = AutoModelForObjectDetection.from_config(
        AutoConfig.for_model(kind, num_labels=80, **facts)
    )
    network.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(PREPROCESSOR))
    return sum(parameter.numel() for parameter in network.parameters()) / 1e6


def save_resnet(folder):
    """ResNet-50 with random weights, as torchvision's download is called."""
    from torchvision.models import resnet50

    torch.save(resnet50().state_dict(), folder / "resnet50-11ad3fa6.pth")


def timed(call, runs=RUNS):
    """Median and best wall time and median time of all cores together, ms, after two warm-ups."""
    call(), call()
    wall, cores = [], []
    for _ in range(runs):
        start, busy = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - start) * 1000)
        cores.append((time.process_time() - busy) * 1000)
    return statistics.median(wall), min(wall), statistics.median(cores)


def row(name, size, ap, licence, times):
    median, best, cores = times
    print(f"| {name} | {size:.1f} | {ap} | {licence} | {median:.0f} | {best:.0f} | {cores:.0f} |")


def main():
    torchvision_ops.prepare()
    torch.set_flush_denormal(True)  # random weights reach numbers that take a hundred times longer
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    pixels = np.random.default_rng(0).integers(0, 256, (1200, 1600, 3), np.uint8)
    picture = torch.tensor(pixels).permute(2, 0, 1)
    facts = json.loads((CONFIG / "thresholds.json").read_text())
    print(f"{platform.processor() or platform.machine()}, {THREADS} threads, Python", end=" ")
    print(f"{platform.python_version()}, torch {torch.__version__}; a picture of 1600 x 1200\n")
    print("| network | M parameters | COCO AP | licence | median ms | best ms | core ms |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as top, torch.inference_mode():
        resnet = Path(top, "resnet50")
        resnet.mkdir()
        save_resnet(resnet)
        classifier = ImageClassifier(resnet)
        row("ResNet-50", 25.6, "–", "BSD-3-Clause", timed(lambda: classifier(picture)))
        for name, kind, ap, licence, configuration in DETECTORS:
            folder = Path(top, name)
            size = save_detector(folder, kind, configuration)
            detector = ObjectDetector(folder, facts["detector"], {})
            row(name, size, ap, licence, timed(lambda found=detector: found(picture)))
        start = time.perf_counter()
        cnn = StandardCNN(resnet, Path(top, "dfine-nano-coco"), CONFIG)
        loading = time.perf_counter() - start
        whole = timed(lambda: cnn(Frame(pixels)))
        row("StandardCNN (ResNet-50 + nano)", 29.4, "–", "–", whole)
        print(f"\nloading StandardCNN: {loading:.2f} s (torchvision and transformers imported)")


if __name__ == "__main__":
    main()
