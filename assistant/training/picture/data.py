"""The training photographs: shards decoded once into one array on disk, and their labels.

The data folder holds ``photos-NN.tar`` (WebP) and ``labels.jsonl.gz``, one line a picture with
``id``, ``shard``, ``src``, ``w``, ``h``, ``tags``, ``boxes`` (class, score, x, y, width, height as
fractions), ``imagenet`` and ``everyday`` (class, probability), and for some ``captions``.
"""

import gzip
import json
import tarfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.errors import AssistantError

SIDE = 192  # px: every picture squashed to a square; the shards' short side is no longer
Bytes = npt.NDArray[np.uint8]


class TrainingError(AssistantError):
    """The training material is missing or not what it should be."""


@dataclass(frozen=True)
class Row:
    """One picture's labels; the fields are the file's, see the module's docstring."""

    id: str
    shard: int
    src: str
    tags: tuple[str, ...]
    boxes: tuple[tuple[float, ...], ...]
    imagenet: tuple[tuple[float, ...], ...]
    everyday: tuple[tuple[float, ...], ...]
    captions: tuple[str, ...]
    squashed: bool = False
    people: tuple[tuple[float, ...], ...] | None = None
    origin: str = ""


def rows(data: Path) -> list[Row]:
    """All pictures' labels, in the order of the file.

    Raises:
        TrainingError: the folder has no labels, or they cannot be read.
    """
    path = data / "labels.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [_row(json.loads(line)) for line in lines]
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(
            f"There are no readable labels at {path}. Name the folder that holds them with --data."
        ) from error


def names(data: Path, file: str) -> list[str]:
    """The labels of one teacher, such as ``coco80.json``, by class index."""
    loaded: list[str] = json.loads((data / file).read_text(encoding="utf-8"))
    return loaded


def shards(data: Path) -> list[Path]:
    """The tar files with the pictures."""
    return sorted(data.glob("photos-*.tar"))


def files(shard: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(file name, content) of every picture of one shard whose name is wanted."""
    with tarfile.open(shard) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name in wanted else None
            if file is not None:
                yield member.name, file.read()


def photographs(shard: Path, wanted: Collection[str]) -> Iterator[tuple[str, Bytes]]:
    """(file name, RGB uint8 (H, W, 3)) of every picture of one shard whose name is wanted."""
    cv2 = opencv.load()
    for name, content in files(shard, wanted):
        pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
        if pixels is not None:
            yield name, cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)


def pictures(data: Path, out: Path, rows: list[Row]) -> Bytes:
    """All pictures as one uint8 array (N, SIDE, SIDE, 3) in the rows' order, mapped from disk.

    The first call decodes the shards into ``out/pictures.npy`` (4 GB for 37,000 pictures).

    Raises:
        TrainingError: a picture is missing from the shards.
    """
    path = out / "pictures.npy"
    if not path.exists():
        _decode(data, path, rows)
    mapped: Bytes = np.load(path, mmap_mode="r")
    if len(mapped) != len(rows):
        raise TrainingError(f"{path} belongs to other data. Remove it, and start again.")
    return mapped


def _decode(data: Path, path: Path, rows: list[Row]) -> None:
    cv2 = opencv.load()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    array = np.lib.format.open_memmap(
        part, mode="w+", dtype=np.uint8, shape=(len(rows), SIDE, SIDE, 3)
    )
    missing = {row.id: index for index, row in enumerate(rows)}
    for shard in shards(data):
        for name, pixels in photographs(shard, set(missing)):
            size = (SIDE, SIDE)
            array[missing.pop(name)] = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    if missing:
        raise TrainingError(f"{len(missing)} of the pictures are not in {data}. Copy all shards.")
    array.flush()
    part.replace(path)


def _row(raw: dict[str, Any]) -> Row:
    def pairs(key: str) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(entry) for entry in raw.get(key) or ())

    return Row(
        id=raw["id"],
        shard=raw["shard"],
        src=raw["src"],
        tags=tuple(raw.get("tags") or ()),
        boxes=pairs("boxes"),
        imagenet=pairs("imagenet"),
        everyday=pairs("everyday"),
        captions=tuple(raw.get("captions") or ()),
        squashed=bool(raw.get("squashed")),
        people=pairs("people") if "people" in raw else None,
        origin=raw.get("origin") or "",
    )
