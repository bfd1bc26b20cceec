"""Does search find the right photographs? Keywords alone against the whole of it.

``python -m tests.benchmarks.measure_retrieval --data DIR [--split FILE] [--most N]
[--first-look]``

Photographs with captions written by people, and others with labels, all of part B of the split that
training left in ``.train/split.npy``, are described by the compact profile and indexed together. A
caption searches for its own picture; a label for all pictures that bear it. "Keywords" is FTS5 over
the brief and full texts, any word counting, ranked by bm25; "search" is what ``glimpse find`` does.
With ``--first-look`` that is what an index knows before its close look. Recall@10: the share of a
search's right pictures (ten at most) that are among the first ten; reciprocal rank: 1 / the place
of the first right one.
"""

import argparse
import os
import re
import sqlite3
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant import senses
from assistant.errors import AssistantError, SourceError
from assistant.search import database, finding, likeness
from assistant.search.match import Matcher
from assistant.search.observing import Observer, ObservingTask
from assistant.search.query import parse
from assistant.search.store import IndexStamp, IndexStore
from assistant.search.vocabulary import Vocabulary
from assistant.training.picture.data import Row, files, rows, shards
from assistant.training.picture.split import PART_B
from assistant.work import Setup

_CAPTIONED = ("coco", "coco14", "flickr8k")
# Their labels say what is in a photograph, in words that somebody would search for.
_LABELLED = (
    "carbike", "catsdogs", "vocsub", "intel", "houses", "fruitveg", "imagenette", "foodish",
    "monkey", "humanseg", "imagen",
)  # fmt: skip
_TOP = 10
_LEAST = 2  # pictures that a label must have
_SENSES = senses.without(("text",))
_GLANCED = senses.without(())  # where a close look would follow, which reads
_STOP = frozenset("a an the of on in at is are with and to his her their it".split())

Search = Callable[[str], list[int]]


@dataclass(frozen=True)
class Wanted:
    """One search and the pictures that it should find."""

    words: str
    pictures: frozenset[int]


def chosen(data: Path, split: Path, most: int) -> list[Row]:
    """The photographs: half with captions, the others labelled, by number of their name."""
    parts = np.load(split)
    held = sorted((r for r, p in zip(rows(data), parts, strict=True) if p == PART_B), key=_place)
    captioned = [r for r in held if r.src in _CAPTIONED and r.captions][: most // 2]
    labelled = [r for r in held if r.src in _LABELLED and r.tags]
    return captioned + labelled[: most - len(captioned)]


def index(data: Path, wanted: list[Row], folder: Path, setup: Setup) -> dict[str, int]:
    """Describe and index them; name → number in the index."""
    looker = Observer(setup)
    names = {row.id for row in wanted}
    numbers: dict[str, int] = {}
    with database.writing() as opened:
        store = IndexStore(opened)
        version = store.version("measured")
        for shard in shards(data):
            for name, content in files(shard, names):
                path = folder / name
                path.write_bytes(content)
                with suppress(AssistantError):
                    looked = looker.look(ObservingTask(path))
                    store.know(looked.known)
                    store.put(path, folder, IndexStamp.of(path), looked.record, version)
                    numbers[name] = _number(opened, path)
        opened.commit()
    return numbers


def searches(wanted: list[Row], numbers: dict[str, int]) -> dict[str, list[Wanted]]:
    """Captions, and labels, with what they should find."""
    found = [row for row in wanted if row.id in numbers]
    captions = [
        Wanted(row.captions[0], frozenset((numbers[row.id],)))
        for row in found
        if row.src in _CAPTIONED
    ]
    by_label: dict[str, set[int]] = defaultdict(set)
    for row in found:
        for tag in row.tags:
            by_label[tag].add(numbers[row.id])
    labels = [
        Wanted(tag, frozenset(pictures))
        for tag, pictures in sorted(by_label.items())
        if len(pictures) >= _LEAST
    ]
    return {"captions": captions, "labels": labels}


def keywords(opened: sqlite3.Connection) -> Search:
    """FTS5 over the texts, any word counting."""

    def search(words: str) -> list[int]:
        found = [w for w in re.findall(r"[^\W_]+", words.lower()) if w not in _STOP]
        if not found:
            return []
        either = " OR ".join(f'"{word}"' for word in found)
        rows = opened.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank, rowid",
            (f"{{brief whole}} : ({either})",),
        )
        return [number for (number,) in rows]

    return search


def whole(opened: sqlite3.Connection) -> Search:
    """What ``glimpse find`` does."""
    vocabulary = finding._vocabulary(opened)
    matcher = Matcher(opened)

    def search(words: str) -> list[int]:
        try:
            query = parse(words[:300], vocabulary, date.today())
        except SourceError:
            return []
        return list(matcher.match(query, 10_000).pictures)

    return search


def told(wanted: list[Wanted], search: Search) -> tuple[float, float]:
    """Recall@10 and mean reciprocal rank."""
    recalls, ranks = [], []
    for one in wanted:
        found = search(one.words)
        right = sum(number in one.pictures for number in found[:_TOP])
        recalls.append(right / min(_TOP, len(one.pictures)))
        first = next((i for i, n in enumerate(found, start=1) if n in one.pictures), None)
        ranks.append(1 / first if first else 0.0)
    return sum(recalls) / len(recalls), sum(ranks) / len(ranks)


def alike(opened: sqlite3.Connection, labels: list[Wanted]) -> float:
    """Of the ten that look most like a labelled picture, the share that bears its label."""
    shares = []
    for one in labels:
        for number in sorted(one.pictures)[:_TOP]:
            (vector,) = opened.execute(
                "SELECT vector FROM embeddings WHERE picture = ?", (number,)
            ).fetchone()
            near = likeness.nearest(opened, vector, 1, _TOP, number)
            right = sum(found in one.pictures for found, _ in near)
            shares.append(right / min(_TOP, len(one.pictures) - 1))
    return sum(shares) / len(shares)


def lines(data: Path, split: Path, most: int, setup: Setup) -> Iterator[str]:
    """The report."""
    wanted = chosen(data, split, most)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder
        numbers = index(data, wanted, Path(folder), setup)
        asked = searches(wanted, numbers)
        counts = f"{len(asked['captions'])} captions, {len(asked['labels'])} labels"
        yield f"{len(numbers)} photographs; searches: {counts}; {setup.evidence}"
        yield "| searches by | way | recall@10 | mean reciprocal rank |\n| --- | --- | --- | --- |"
        with database.reading() as opened:
            vocabulary = finding._vocabulary(opened)
            asked["labels it knows"] = [w for w in asked["labels"] if _knows(vocabulary, w.words)]
            for name, kind in asked.items():
                for way, search in (("keywords", keywords(opened)), ("search", whole(opened))):
                    recall, rank = told(kind, search)
                    yield f"| {len(kind)} {name} | {way} | {recall:.3f} | {rank:.3f} |"
            yield f"More like this: {alike(opened, asked['labels']):.3f} of the first ten"


def _knows(vocabulary: Vocabulary, words: str) -> bool:
    """Whether the network could say it, or something that it might be."""
    meaning = vocabulary.thing(words)
    return meaning is not None and vocabulary.knows(meaning)


def _place(row: Row) -> float:
    return zlib.crc32(row.id.encode()) / 2**32


def _number(opened: sqlite3.Connection, path: Path) -> int:
    query = "SELECT id FROM pictures WHERE path = ?"
    return int(opened.execute(query, (database.encoded(path),)).fetchone()[0])


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--split", type=Path, default=Path(".train/split.npy"))
    arguments.add_argument("--most", type=int, default=800)
    arguments.add_argument("--first-look", action="store_true")
    asked_for = arguments.parse_args()
    looked_by = Setup("compact", _GLANCED if asked_for.first_look else _SENSES)
    for line in lines(asked_for.data, asked_for.split, asked_for.most, looked_by):
        print(line)
