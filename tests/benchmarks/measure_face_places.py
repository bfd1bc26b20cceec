"""Faces that are lost where only part of a picture is searched, and what that spares.

``python -m tests.benchmarks.measure_face_places OUT --data DIR [--part A]``: what is found where
all is searched is what ``assistant.training.face_places`` has left in ``OUT/faces.jsonl``; of part
B nothing was learnt, and no threshold placed by it. DIR is the folder of the photographs.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from assistant import opencv
from assistant.pipeline.boxes import corners_of, overlaps
from assistant.senses.faces import CascadeDetector
from assistant.senses.people import LEVELS
from assistant.training.faces import finds
from assistant.training.faces.finds import LEAST, LONGEST, Everywhere, Found
from assistant.training.picture import data, split
from assistant.training.picture.split import PART_A, PART_B

_SAME = 0.5  # intersection over union


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("A", "B"), default="B")
    options = parser.parse_args()
    rows = data.rows(options.data)
    parts = split.kept(options.data, options.out, rows)
    part = PART_A if options.part == "A" else PART_B
    held_out = [row for row, its in zip(rows, parts, strict=True) if its == part]
    material = finds.load(options.data, held_out, options.out / "faces.jsonl")
    measure(material)


def measure(material: list[Found]) -> None:
    """Look at the pictures."""
    detector, everywhere = CascadeDetector(), CascadeDetector(Everywhere)
    wanted, kept, more = [], [], 0
    seconds: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for one in material:
        pixels = _enlarged(one)
        begin = time.process_time()
        found = [face for face in detector(pixels) if face.score >= LEAST]
        middle = time.process_time()
        told = [face for face in everywhere(pixels) if face.score >= LEAST]
        seconds[bool(told)].append((middle - begin, time.process_time() - middle))
        same = overlaps(
            corners_of([face.box for face in told]), corners_of([face.box for face in found])
        )
        wanted += [face.score for face in told]
        kept += (same > _SAME).any(1).tolist()
        more += int((~(same > _SAME).any(0)).sum())
    scores, found_again = np.array(wanted), np.array(kept, bool)
    print("| told as | where all is searched | of these found | lost |\n| --- |" + " ---: |" * 3)
    above = np.inf
    for name, least in sorted(LEVELS.items(), key=lambda level: -level[1]):
        these = (scores >= least) & (scores < above)
        count, again = these.sum(), (these & found_again).sum()
        print(f"| {name} | {count} | {again} | {count - again} |")
        above = least
    print(f"\n{more} are found that are not found where all is searched.\n")
    print("| pictures | ms of processor for each | where all is searched |\n| --- | ---: | ---: |")
    for faced, name in ((True, "with faces"), (False, "without")):
        mean = 1000 * np.array(seconds[faced]).reshape(-1, 2).mean(0)
        print(f"| {len(seconds[faced])} {name} | {mean[0]:.0f} | {mean[1]:.0f} |")


def _enlarged(one: Found) -> np.ndarray:
    """As if it came from a camera."""
    share = LONGEST / max(one.grey.shape)
    size = tuple(round(side * share) for side in one.grey.shape[::-1])
    cv2 = opencv.load()
    grey = cv2.resize(one.grey, size, interpolation=cv2.INTER_CUBIC)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)


if __name__ == "__main__":
    main()
