"""A sample of the training photographs: ``labels.jsonl.gz`` and the tars beside it."""

import gzip
import io
import json
import random
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from assistant.pipeline.frame import Pixels

NOT_PHOTOGRAPHS = ("receipts", "caltech")  # documents; drawings and clip art among photographs
_NEIGHBOURS = 32  # pictures whose names follow each other may show one scene: never split them


def listed(data: Path) -> list[dict[str, Any]]:
    """The label of each picture."""
    with gzip.open(data / "vision" / "labels.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def is_test(label: dict[str, Any]) -> bool:
    """Which half a picture is in: thresholds come from the other one."""
    block = int(label["id"].split(".")[0]) // _NEIGHBOURS
    return bool(zlib.crc32(f"{label['src']}/{block}".encode()) & 1)


def sample(labels: list[dict[str, Any]], most: int, seed: int = 7) -> list[dict[str, Any]]:
    """So many of them, by chance; in the order in which they lie in the tars."""
    chosen = random.Random(seed).sample(labels, min(most, len(labels)))
    return sorted(chosen, key=lambda label: (label["shard"], label["id"]))


def opened(data: Path, labels: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Pixels]]:
    """Each label with its picture, RGB."""
    for shard in sorted({label["shard"] for label in labels}):
        wanted = {label["id"]: label for label in labels if label["shard"] == shard}
        with tarfile.open(data / "vision" / f"photos-{shard:02}.tar") as tar:
            for member in tar:
                label, file = wanted.get(Path(member.name).name), tar.extractfile(member)
                if label and file:
                    with Image.open(io.BytesIO(file.read())) as picture:
                        yield label, np.asarray(picture.convert("RGB"))
