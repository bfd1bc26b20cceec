"""Writing the index: pictures added, moved, taken out. The caller commits."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from assistant.search.database import encoded
from assistant.search.record import Record, Sighting, sidecars

SCORE = "score"  # the kind of labels that are no observations
TEXTS = ("brief", "whole", "read", "name", "folder", "keywords", "captions", "people", "places")
"""Columns of the table of texts, in order; the last four are people's own words."""

_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


@dataclass(frozen=True)
class IndexStamp:
    """Marks by which a changed file is known: bytes, and nanoseconds since 1970.

    A sidecar's change is the picture's, too.
    """

    size: int
    modified: int

    @classmethod
    def of(cls, path: Path) -> "IndexStamp":
        """The stamp of a file.

        Raises:
            OSError: there is none.
        """
        status = path.stat()
        modified = status.st_mtime_ns
        for sidecar in sidecars(path):
            with suppress(OSError):
                modified = max(modified, sidecar.stat().st_mtime_ns)
        return cls(status.st_size, modified)


@dataclass(frozen=True)
class IndexedPicture:
    """A picture of the index: its number and its path."""

    id: int
    path: bytes


class IndexStore:
    """The index, opened for writing."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self._labels: dict[tuple[str, str], int] = {}
        self._known: frozenset[str] = frozenset()

    def version(self, name: str) -> int:
        """The number of the pipeline that makes the records."""
        self.database.execute("INSERT OR IGNORE INTO versions (name) VALUES (?)", (name,))
        (number,) = self.database.execute("SELECT id FROM versions WHERE name = ?", (name,))
        return int(number[0])

    def know(self, labels: Iterable[str]) -> None:
        """Remember labels that could have been seen."""
        new = frozenset(labels) - self._known
        rows = ((label,) for label in new)
        self.database.executemany("INSERT OR IGNORE INTO known VALUES (?)", rows)
        self._known |= new

    def put(self, path: Path, root: Path, stamp: IndexStamp, record: Record, version: int) -> bool:
        """Add a picture, or what is new of it; returns whether it was there before."""
        before = self._take_out(path)
        r = record
        row = (
            encoded(path), stamp.size, stamp.modified, r.digest, r.taken, r.dated, r.width,
            r.height, version, r.unread,
        )  # fmt: skip
        number = self.database.execute(
            "INSERT INTO pictures (id, path, size, modified, digest, taken, dated, width, height,"
            " version, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (before, *row),
        ).lastrowid
        self.database.execute(
            f"INSERT INTO texts (rowid, {', '.join(TEXTS)}) VALUES (?{', ?' * len(TEXTS)})",
            (number, r.brief, r.whole, r.read, *named(path, root), *astuple(r.words)),
        )
        if r.vector:
            self.database.execute("INSERT INTO embeddings VALUES (?, ?)", (number, r.vector))
        self._see(number, r.sightings)
        self.database.executemany(
            "INSERT INTO scores VALUES (?, ?, ?)",
            ((self._label(label, SCORE), number, round(1000 * s)) for label, s in r.scores.items()),
        )
        self._forgive(path)
        return before is not None

    def may_know(self, stamp: IndexStamp, version: int) -> bool:
        """Whether a picture of this version has as many bytes."""
        query = "SELECT 1 FROM pictures WHERE size = ? AND version = ? LIMIT 1"
        return self.database.execute(query, (stamp.size, version)).fetchone() is not None

    def same(self, stamp: IndexStamp, digest: bytes, version: int) -> list[IndexedPicture]:
        """The pictures of this version with the same bytes."""
        rows = self.database.execute(
            "SELECT id, path FROM pictures WHERE size = ? AND digest = ? AND version = ?",
            (stamp.size, digest, version),
        )
        return [IndexedPicture(*row) for row in rows]

    def move(self, picture: int, path: Path, root: Path, stamp: IndexStamp) -> None:
        """The picture is elsewhere now, or only its stamp is new."""
        self.database.execute(
            "UPDATE pictures SET path = ?, size = ?, modified = ? WHERE id = ?",
            (encoded(path), stamp.size, stamp.modified, picture),
        )
        self.database.execute(
            "UPDATE texts SET name = ?, folder = ? WHERE rowid = ?", (*named(path, root), picture)
        )
        self._forgive(path)

    def copy(self, picture: int, path: Path, root: Path, stamp: IndexStamp) -> None:
        """Another file has the same bytes: it is described by the same record."""
        self._take_out(path)
        d, others = self.database, ", ".join(t for t in TEXTS if t not in ("name", "folder"))
        number = d.execute(
            "INSERT INTO pictures (path, size, modified, digest, taken, dated, width, height,"
            " version, unread) SELECT ?, ?, ?, digest, taken, dated, width, height, version, unread"
            " FROM pictures WHERE id = ?",
            (encoded(path), stamp.size, stamp.modified, picture),
        ).lastrowid
        d.execute(
            f"INSERT INTO texts (rowid, name, folder, {others})"
            f" SELECT ?, ?, ?, {others} FROM texts WHERE rowid = ?",
            (number, *named(path, root), picture),
        )
        d.execute(
            "INSERT INTO observations SELECT label, ?, sureness, score, count, cells"
            " FROM observations WHERE picture = ?",
            (number, picture),
        )
        d.execute(
            "INSERT INTO scores SELECT label, ?, score FROM scores WHERE picture = ?",
            (number, picture),
        )
        d.execute(
            "INSERT INTO embeddings SELECT ?, vector FROM embeddings WHERE picture = ?",
            (number, picture),
        )
        self._forgive(path)

    def fail(self, path: Path, stamp: IndexStamp, why: str) -> None:
        """Remember that a file cannot be looked at, and why: it is not tried until it changes."""
        self._take_out(path)
        self.database.execute(
            "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)",
            (encoded(path), stamp.size, stamp.modified, why),
        )

    def give_up_reading(self, picture: int) -> None:
        """The slow senses failed on it: keep what is known."""
        self.database.execute("UPDATE pictures SET unread = 0 WHERE id = ?", (picture,))

    def take_out(self, picture: int) -> None:
        """Forget a picture."""
        for table, column in (
            ("pictures", "id"),
            ("texts", "rowid"),
            ("observations", "picture"),
            ("scores", "picture"),
            ("embeddings", "picture"),
        ):
            self.database.execute(f"DELETE FROM {table} WHERE {column} = ?", (picture,))

    def _take_out(self, path: Path) -> int | None:
        """Forget the picture of this path; its number, if there was one."""
        row = self.database.execute(
            "SELECT id FROM pictures WHERE path = ?", (encoded(path),)
        ).fetchone()
        if row is None:
            return None
        self.take_out(row[0])
        return int(row[0])

    def _see(self, picture: int | None, sightings: Iterable[Sighting]) -> None:
        self.database.executemany(
            "INSERT INTO observations VALUES (?, ?, ?, ?, ?, ?)",
            (
                (self._label(s.label, s.kind), picture, s.sureness, s.score, s.count, s.cells)
                for s in sightings
            ),
        )

    def _label(self, label: str, kind: str) -> int:
        key = (label, kind)
        if key not in self._labels:
            self.database.execute("INSERT OR IGNORE INTO labels (label, kind) VALUES (?, ?)", key)
            (row,) = self.database.execute(
                "SELECT id FROM labels WHERE label = ? AND kind = ?", key
            )
            self._labels[key] = int(row[0])
        return self._labels[key]

    def _forgive(self, path: Path) -> None:
        self.database.execute("DELETE FROM failures WHERE path = ?", (encoded(path),))


def named(path: Path, root: Path) -> tuple[str, str]:
    """The words of a picture's name and of its folders, from the indexed folder on."""
    folders = (root.name, *path.relative_to(root).parent.parts)
    return _words(path.stem), _words(" ".join(folders))


def _words(text: str) -> str:
    """Words apart that FTS5 would take for one: "MyDog2" → "My Dog 2"."""
    text = text.encode("utf-8", "replace").decode()
    return _JOINTS.sub(" ", text)
