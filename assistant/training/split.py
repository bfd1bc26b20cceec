"""Which pictures are for learning, and which only for validation: the same for everybody.

Split by source and by look-alike group, never by frame. Sources that are films or rooms from film
(neighbouring frames under different names) are for learning only. Copies and near copies, which
occur across sources, are found by a difference hash (dHash, 64 bits, over a 9 x 8 grey picture) and
stay on one side. The source "houses" does not say which house a room belongs to: rooms of one house
may lie on both sides, unless they look alike.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import opencv
from assistant.training.data import Bytes, Row

FILMS = frozenset("peds gtea robocup dusty nyu foda".split())
ALIKE = 5  # bits of the hash that may differ between copies
CROWD = 40  # a group of more look-alikes (white pages) is for learning
# Share held out, by source: the more a source is like everyday life, the more.
_SHARES = {"coco": 0.5, "coco_vqa": 0.5, "coco_ic": 0.5, "flickr8k": 0.5}
_SHARE = 0.12
Split = npt.NDArray[np.int8]

LEARN, PART_A, PART_B = 0, 1, 2
"""For learning; for calibration; for the figures that are reported."""


def split(rows: Sequence[Row], pictures: Bytes, kept: Path | None = None) -> Split:
    """LEARN, PART_A or PART_B for each picture; looked up in the file ``kept`` if it is there."""
    if kept and kept.exists():
        known: Split = np.load(kept)
        if len(known) == len(rows):
            return known
    groups = look_alikes(np.array([dhash(picture) for picture in pictures], np.uint64))
    sizes = np.bincount(groups, minlength=len(rows))
    film = {groups[i] for i, row in enumerate(rows) if row.src in FILMS}
    parts = np.zeros(len(rows), np.int8)
    for index in range(len(rows)):
        first = rows[groups[index]]
        if groups[index] in film or sizes[groups[index]] > CROWD:
            continue
        # By the group's first picture alone, so that a new shard moves no picture.
        place = zlib.crc32(first.id.encode()) / 2**32
        share = _SHARES.get(first.src, _SHARE)
        parts[index] = LEARN if place >= share else PART_A if place < share / 2 else PART_B
    if kept:
        np.save(kept, parts)
    return parts


def dhash(picture: Bytes) -> int:
    """64 bits: whether each pixel of the 9 x 8 grey picture is brighter than the next one."""
    cv2 = opencv.load()
    grey = cv2.cvtColor(cv2.resize(picture, (9, 8), interpolation=cv2.INTER_AREA), 7)
    return int.from_bytes(np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(), "big")


def look_alikes(hashes: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
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
