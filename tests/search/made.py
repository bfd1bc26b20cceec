"""Indexes made here, without networks."""

import hashlib
import os
from pathlib import Path

from assistant.search import database
from assistant.search.facts import Dated
from assistant.search.own_words import NOTHING
from assistant.search.record import Record, Sighting, mask
from assistant.search.store import IndexStamp, IndexStore
from assistant.work import Setup

SURE, FAIRLY, UNSURE = 2, 1, 0
LEFT = mask([(1, 0)])
RIGHT = mask([(1, 2)])
KNOWN = ("person", "dog", "cat", "car", "beach", "kitchen", "street", "bicycle", "animal")


def saw(label, sureness=SURE, kind="object", count=None, cells=0, score=0.5):
    return Sighting(label, kind, sureness, score, count, cells)


def record(
    *sightings, brief="", read="", taken="2022-07-14 10:00", scores=None, vector=b"", digest=b"",
    dated=Dated.CAMERA, words=NOTHING,
):  # fmt: skip
    brief = brief or "A picture."
    return Record(
        digest, taken, dated, 640, 480, brief, brief, read, sightings, scores or {}, vector, False,
        words,
    )  # fmt: skip


def fill(root: Path, records: dict[str, Record], setup: Setup | None = None) -> None:
    """Put records of files under ``root`` into the index; files are made where there are none."""
    with database.writing() as opened:
        store = IndexStore(opened)
        version = store.version(setup.evidence if setup else "made here")
        store.know(KNOWN)
        opened.execute("INSERT OR IGNORE INTO folders VALUES (?)", (database.encoded(root),))
        for name, made in records.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_bytes(os.fsencode(name))
            found = made.digest or hashlib.sha256(path.read_bytes()).digest()
            made = Record(**{**vars(made), "digest": found})
            store.put(path, root, IndexStamp.of(path), made, version)
        opened.commit()
