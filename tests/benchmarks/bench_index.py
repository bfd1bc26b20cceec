"""What does indexing cost? ``python -m tests.benchmarks.bench_index FOLDER [OPTIONS]``.

Real files, with two workers and an index of its own in a temporary folder. Prints pictures a second
for each quarter of the glances (the cost of one must not grow with the index), the same for the
close looks with ``--closely``, memory of all processes together, and the index's size. ``--large``
first enlarges the pictures to JPEGs of 12 megapixels with some noise, as a camera's have it.
"""

import argparse
import os
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from assistant import senses
from assistant.search import database, indexing
from assistant.search.indexing import IndexingKind
from assistant.sources import folder as folders
from assistant.work import Setup

_ASKED = frozenset(sense.name for sense in senses.SENSES)
_WORKERS = 2


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--closely", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pictures = Path(place, "pictures")
        pictures.mkdir()
        found = islice(folders.expand([str(chosen.folder)]), chosen.pictures)
        for number, path in enumerate(found):
            if chosen.large:
                enlarge(path, pictures / f"{number:06}.jpg", number)
            else:
                (pictures / f"{number:06}{path.suffix}").symlink_to(path)
        os.environ["XDG_DATA_HOME"] = place
        _measure(pictures, chosen.closely)


def enlarge(source: Path, target: Path, seed: int) -> None:
    """Write a picture as a JPEG of 12 megapixels with some noise."""
    with Image.open(source) as opened:
        pixels = np.asarray(opened.convert("RGB").resize((4000, 3000), Image.Resampling.BICUBIC))
    noise = np.random.default_rng(seed).normal(0, 6, (3000, 4000, 1))
    noisy = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    Image.fromarray(noisy).save(target, quality=90)


def _measure(pictures: Path, closely: bool) -> None:
    stages: dict[str, list[float]] = defaultdict(list)
    failed, peak = 0, 0.0
    with closing(indexing.index(Setup(senses=_ASKED, workers=_WORKERS), [pictures])) as steps:
        for step in steps:
            if step.stage == "Reading" and not closely:
                break
            failed += step.kind is IndexingKind.FAILED
            stages[step.stage].append(time.perf_counter())
            if step.done % 50 == 0:
                peak = max(peak, _memory())
    for stage, times in stages.items():
        # The first ones wait until the workers have loaded their networks.
        quarters = np.array_split(np.array(times)[len(times) // 20 :], 4)
        rates = [(len(q) - 1) / (q[-1] - q[0]) for q in quarters if len(q) > 1]
        print(f"{stage}: {len(times)} pictures, by quarters", *(f"{r:.1f}/s" for r in rates))
    size = database.place().stat().st_size
    print(f"failed: {failed}; memory of {_WORKERS + 1} processes: {peak:.0f} MB")
    print(f"index: {size / 1e6:.1f} MB, {size / len(stages['Looking']):.0f} bytes a picture")


def _memory() -> float:
    """Of this process and its workers, in megabytes; shared pages are counted once (PSS)."""
    here = psutil.Process()
    return sum(p.memory_full_info().pss for p in (here, *here.children(recursive=True))) / 1e6


if __name__ == "__main__":
    main()
