"""How well faces are found: ``python -m tests.benchmarks.measure_people --data DIR``.

DIR holds ``vision/labels.jsonl.gz`` and ``vision/photos-NN.tar``: photographs with captions or tags
and a detector's boxes of people. Nobody marked faces. So a find is

- **false** in a picture in which neither a caption, nor a tag, nor a detector names a person,
- **right** where it lies on the upper half of a detected person, a head's size, or in a portrait,
- **elsewhere** in the other pictures of people: mostly clothes and bags, some undetected faces.

The pictures come in an order without order (by a hash of their names), each once. The score was
chosen on the first 4,900, which the command takes by itself, and tested on others:
``--skip 5500 --pictures 2400``. They are small (192 pixels), and enlarged as if they came from a
camera.
"""

import argparse
import collections
import gzip
import hashlib
import io
import json
import tarfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image

from assistant.paths import resources
from assistant.pipeline import torchvision_ops
from assistant.pipeline.evidence import Box, Sureness
from assistant.pipeline.frame import Frame
from assistant.senses import faces, people
from assistant.training.faces.finds import WORDS

LONGEST = 640
PER_SOURCE = {"nobody": 300, "people": 130}  # no source outweighs the others


@dataclass(frozen=True)
class Photo:
    """One labelled picture: whether anybody is in it, and where."""

    name: str
    shard: int
    kind: str  # "nobody" or "people"
    portrait: bool
    persons: tuple[Box, ...]  # surely detected


@dataclass(frozen=True)
class Find:
    photo: Photo
    verdict: str  # "false", "right", "elsewhere"
    score: float


def photos(data: Path) -> Iterator[Photo]:
    """Each picture of which it is known whether people are in it, in an order without order."""
    vision = data / "vision"
    classes = json.loads((vision / "everyday631.json").read_text())
    with gzip.open(vision / "labels.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if "boxes" in row]  # looked at by a detector
    rows.sort(key=lambda row: hashlib.sha256(("order" + row["id"]).encode()).digest())
    taken = collections.Counter()
    for row in rows:
        kind = _kind(row, classes.index("Person"))
        if kind and taken[row["src"], kind] < PER_SOURCE[kind]:
            taken[row["src"], kind] += 1
            persons = tuple(tuple(b[2:]) for b in row["boxes"] if b[0] == 0 and b[1] >= 0.5)
            yield Photo(row["id"], row["shard"], kind, "faces" in row["tags"], persons)


def _kind(row: dict, person: int) -> str | None:
    texts = " ".join([*row["tags"], *row.get("captions", ())]).lower()
    named = WORDS & set(texts.replace(".", " ").replace(",", " ").replace("'", " ").split())
    boxes = [box for box in row["boxes"] if box[0] == 0]
    crops = max((p for index, p in row["everyday"] if index == person), default=0)
    if not named and not boxes and crops < 0.05:
        return "nobody"
    large = any(box[1] >= 0.5 and box[5] >= 0.35 for box in boxes)
    return "people" if large or "faces" in row["tags"] else None


@cache
def _tar(data: Path, shard: int) -> tuple[tarfile.TarFile, dict[str, tarfile.TarInfo]]:
    tar = tarfile.open(data / "vision" / f"photos-{shard:02d}.tar")  # noqa: SIM115 - till the end
    return tar, {Path(member.name).name: member for member in tar.getmembers()}


def frame(data: Path, photo: Photo) -> Frame:
    tar, members = _tar(data, photo.shard)
    file = tar.extractfile(members[photo.name])
    picture = Image.open(io.BytesIO(file.read())).convert("RGB")
    scale = LONGEST / max(picture.size)
    size = (round(picture.width * scale), round(picture.height * scale))
    return Frame(np.asarray(picture.resize(size, Image.Resampling.BICUBIC)))


def finds(photo: Photo, found: Iterable[faces.Face]) -> list[Find]:
    return [Find(photo, _verdict(photo, face.box), face.score) for face in found]


def _verdict(photo: Photo, box: Box) -> str:
    if photo.kind == "nobody":
        return "false"
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    on_head = any(
        left - 0.02 < x < left + width + 0.02
        and top - 0.05 < y < top + height / 2
        and 0.12 * width < box[2] < 1.3 * width
        for left, top, width, height in photo.persons
    )
    return "right" if on_head or (photo.portrait and box[2] > 0.2) else "elsewhere"


def steps(found: Sequence[Find]) -> None:
    """By agreement of the cascades: what the score is chosen from."""
    print("| agreement | right | false | elsewhere | right of all |\n|" + " --- |" * 5)
    for least in np.arange(6.0, 11.5, 0.5):
        most = least + 0.5 if least < 11 else np.inf
        part = [f.verdict for f in found if least <= _agreement(f.score) < most]
        n = collections.Counter(part)
        share = n["right"] / max(1, len(part))
        print(f"| ≥ {least} | {n['right']} | {n['false']} | {n['elsewhere']} | {share:.0%} |")


def _agreement(score: float) -> float:
    score = min(max(score, 1e-12), 1 - 1e-12)
    return float(np.log(score / (1 - score)) / faces.SLOPE + faces.HALF)


def table(seen: dict[Photo, list[Find]]) -> None:
    """By score: how often right, and in how many pictures."""
    count = collections.Counter(photo.kind for photo in seen)
    portraits = [photo for photo in seen if photo.portrait]
    print(f"{count['nobody']} pictures without people, {count['people']} with, ", end="")
    print(f"{len(portraits)} of these portraits.\n")
    print("A face is said in so many pictures without people, with people, and portraits:\n")
    print(
        "| said | score | right | false | elsewhere | right of all | without | with | portraits |"
    )
    print("|" + " --- |" * 9)
    levels = sorted(people.LEVELS.items(), key=lambda level: -level[1])
    above = 2.0
    for name, least in [*levels, ("nothing", 0.2)]:
        part = [f for many in seen.values() for f in many if least <= f.score < above]
        hit = {f.photo for many in seen.values() for f in many if f.score >= least}
        n = collections.Counter(f.verdict for f in part)
        share = n["right"] / max(1, len(part))
        shares = [
            sum(p.kind == "nobody" for p in hit) / max(1, count["nobody"]),
            sum(p.kind == "people" for p in hit) / max(1, count["people"]),
            sum(p.portrait for p in hit) / max(1, len(portraits)),
        ]
        cells = [name, f"≥ {least:.2f}", n["right"], n["false"], n["elsewhere"], f"{share:.0%}"]
        print("| " + " | ".join(map(str, [*cells, *(f"{s:.1%}" for s in shares)])) + " |")
        above = least


def agreeing(data: Path, seen: dict[Photo, list[Find]]) -> None:
    """How often somebody is there where both the face sense and the compact network say so."""
    torchvision_ops.prepare()
    from assistant.pipeline.cnn import CompactCNN

    cnn = CompactCNN(resources() / "models" / "compact")
    cases: dict[tuple[str, str], collections.Counter] = collections.defaultdict(collections.Counter)
    for photo, found in seen.items():
        face = Sureness.of(max((f.score for f in found), default=0.0), people.LEVELS)
        if face:
            hypotheses = cnn(frame(data, photo)).hypotheses
            cnn_says = next((h.sureness for h in hypotheses if h.label == "person"), "nothing")
            cases[str(cnn_says), str(face)][photo.kind] += 1
    print("\n| the compact network says | the face sense says | somebody is there | nobody |")
    print("| --- | --- | --- | --- |")
    for (network, face), n in sorted(cases.items()):
        print(f"| {network} | {face} | {n['people']} | {n['nobody']} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=4900)
    parser.add_argument("--skip", type=int, default=0, help="pictures that are passed over")
    asked = parser.parse_args()
    detector, seen, times = faces.detector(), {}, []
    for photo in islice(photos(asked.data), asked.skip, asked.skip + asked.pictures):
        pixels = frame(asked.data, photo).pixels
        start = time.process_time()
        found = detector(pixels)
        times.append(time.process_time() - start)
        seen[photo] = finds(photo, found)
    table(seen)
    print()
    steps([find for many in seen.values() for find in many])
    agreeing(asked.data, seen)
    print(f"\n{1000 * float(np.median(times)):.0f} ms of one core a picture of {LONGEST} pixels.")


if __name__ == "__main__":
    main()
