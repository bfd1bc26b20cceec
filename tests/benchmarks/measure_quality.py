"""How often quality refuses what can be described, and describes what should be refused.

``python -m tests.benchmarks.measure_quality --data DIR [--most N] [--half tuning|test]``

The training photographs are degraded step by step. Thresholds were chosen on the tuning half; what
is reported in ``assistant/senses/quality.py`` comes from the test half.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from assistant.pipeline.evidence import Sureness
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import quality
from tests.benchmarks.truth import degrade, photographs

Degradation = Callable[[Pixels, np.random.Generator], Pixels]


def degradations() -> Iterator[tuple[str, Degradation]]:
    """What is done to each photograph, and how it is called."""
    yield "as it is", lambda p, _: p
    for blur in degrade.BLURS:
        yield f"blur {blur} ‰", lambda p, _, blur=blur: degrade.blurred(p, blur)
    for blur in (7, 12, 20):
        yield (
            f"blur {blur} ‰, noise 5",
            lambda p, rng, blur=blur: degrade.noisy(degrade.blurred(p, blur), 5, rng),
        )
    for way in degrade.SHAKES:
        yield (
            f"moved {way} ‰",
            lambda p, rng, way=way: degrade.shaken(p, way, rng.uniform(0, np.pi)),
        )
    for stops in degrade.EXPOSURES:
        yield (
            f"exposure {stops:+d} stops",
            lambda p, rng, stops=stops: degrade.exposed(p, stops, rng),
        )
    for noise in degrade.NOISES:
        yield f"noise {noise}", lambda p, rng, noise=noise: degrade.noisy(p, noise, rng)
    yield "only noise", lambda p, rng: rng.integers(0, 256, p.shape, np.uint8)
    yield "covered", lambda p, rng: degrade.covered(p, rng)
    yield "covered, light leaks in", lambda p, rng: degrade.covered(p, rng, 0.12)


def verdict(pixels: Pixels) -> tuple[str, str]:
    """What refuses to describe it and what warns; empty where nothing does."""
    seen = [o for o in quality.see(Frame(pixels)) if o.kind == "quality"]
    refused = [o.label for o in seen if o.sureness == Sureness.SURE]
    return "".join(refused[:1]), "".join(o.label for o in seen if o.sureness != Sureness.SURE)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.measure_quality")
    parser.add_argument("--data", type=Path, required=True, help="folder with vision/")
    parser.add_argument("--most", type=int, default=1000, help="photographs for each degradation")
    parser.add_argument("--half", choices=("tuning", "test"), default="test")
    asked = parser.parse_args()
    labels = [
        label
        for label in photographs.listed(asked.data)
        if label["src"] not in photographs.NOT_PHOTOGRAPHS
        and photographs.is_test(label) == (asked.half == "test")
    ]
    steps = list(degradations())
    found = {name: (Counter(), Counter()) for name, _ in steps}
    rng = np.random.default_rng(0)
    chosen = photographs.sample(labels, asked.most)
    for _, pixels in photographs.opened(asked.data, chosen):
        for name, degraded in steps:
            refused, warned = verdict(degraded(pixels, rng))
            found[name][0][refused] += 1
            found[name][1][warned] += 1
    print(f"{len(chosen)} photographs of the {asked.half} half\n")
    print("| photographs | refused | warned | as |\n| --- | ---: | ---: | --- |")
    for name, (refused, warned) in found.items():
        shares = [1 - c[""] / len(chosen) for c in (refused, warned)]
        which = {k: v for k, v in (refused + warned).most_common() if k}
        said = ", ".join(f"{label} {number}" for label, number in which.items())
        print(f"| {name} | {shares[0]:.1%} | {shares[1]:.1%} | {said} |")


if __name__ == "__main__":
    main()
