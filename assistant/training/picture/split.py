"""Split of the pictures: for learning, and only for validation; the same for everybody.

Split by source and by look-alike group, never by frame. Sources that are films or rooms from film
(neighbouring frames under different names) are for learning only. Copies and near copies, which
occur across sources, are found by a difference hash (dHash, 64 bits, over a 9 x 8 grey picture) and
stay on one side. The source "houses" does not say which house a room belongs to: rooms of one house
may lie on both sides, unless they look alike.
"""

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.training.picture.data import Bytes, Row, photographs, shards

FILMS = frozenset("peds gtea robocup dusty nyu foda".split())
ALIKE = 5  # bits of the hash that may differ between copies
CROWD = 40  # a group of more look-alikes (white pages) is for learning
# Share held out, by source, and of everyday pictures with captions: the rarer such pictures are,
# the more they are worth as a measure.
_SHARES = {"coco": 1.0, "coco_vqa": 1.0, "coco_ic": 1.0, "flickr8k": 0.24, "coco14": 0.14}
_SHARE = 0.12
_CAPTIONED = {"coco14": 1.0}
Split = npt.NDArray[np.int8]
Hashes = npt.NDArray[np.uint64]
_Array = TypeVar("_Array", bound=npt.NDArray[Any])

LEARN, PART_A, PART_B = 0, 1, 2
"""For learning; for calibration; for the figures that are reported."""


def split(rows: Sequence[Row], hashes: Hashes) -> Split:
    """LEARN, PART_A or PART_B for each picture.

    Args:
        rows: the pictures.
        hashes: (N,) as ``dhash`` gives them.
    """
    groups = look_alikes(hashes)
    sizes = np.bincount(groups, minlength=len(rows))
    film = {groups[i] for i, row in enumerate(rows) if row.src in FILMS}
    parts = np.zeros(len(rows), np.int8)
    for index in range(len(rows)):
        first = rows[groups[index]]
        if groups[index] in film or sizes[groups[index]] > CROWD:
            continue
        # By the group's first picture alone, so that a new shard moves no picture.
        place = zlib.crc32((first.origin or first.id).encode()) / 2**32
        shares = _CAPTIONED if first.captions else _SHARES
        share = shares.get(first.src, _SHARES.get(first.src, _SHARE))
        parts[index] = LEARN if place >= share else PART_A if place < share / 2 else PART_B
    return parts


def kept(folder: Path, out: Path, rows: Sequence[Row]) -> Split:
    """The split, looked up in ``out/split.npy`` or written there."""

    def made() -> Split:
        return split(rows, hashes(folder, out, rows))

    return _looked_up(out / "split.npy", len(rows), made)


def hashes(folder: Path, out: Path, rows: Sequence[Row]) -> Hashes:
    """``dhash`` of each picture, looked up in ``out/hashes.npy`` or written there."""

    def made() -> Hashes:
        index = {row.id: place for place, row in enumerate(rows)}
        found = np.zeros(len(rows), np.uint64)
        for shard in shards(folder):
            for name, pixels in photographs(shard, index):
                found[index[name]] = dhash(pixels)
        return found

    return _looked_up(out / "hashes.npy", len(rows), made)


def _looked_up(path: Path, count: int, make: Callable[[], _Array]) -> _Array:
    """An array of that many pictures, from its file or made anew."""
    if path.exists():
        known: _Array = np.load(path)
        if len(known) == count:
            return known
    found = make()
    np.save(path, found)
    return found


def dhash(picture: Bytes) -> int:
    """64 bits: whether each pixel of the 9 x 8 grey picture is brighter than the next one."""
    cv2 = opencv.load()
    grey = cv2.cvtColor(cv2.resize(picture, (9, 8), interpolation=cv2.INTER_AREA), 7)
    return int.from_bytes(np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(), "big")


def look_alikes(hashes: Hashes) -> npt.NDArray[np.int64]:
    """For each picture the index of the first picture of its group."""
    first = np.arange(len(hashes))

    def root(index: int) -> int:
        while first[index] != index:
            index = int(first[index])
        return index

    for start in range(0, len(hashes), 512):
        block = hashes[start : start + 512]
        near = np.bitwise_count(block[:, None] ^ hashes[None, start:]) <= ALIKE
        for one, other in zip(*np.nonzero(np.triu(near, 1)), strict=True):
            a, b = root(start + int(one)), root(start + int(other))
            first[max(a, b)] = min(a, b)
    return np.array([root(index) for index in range(len(hashes))])
