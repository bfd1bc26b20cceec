"""The folders' pictures against the index's: SQLite compares them, not memory."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import SourceError
from assistant.search.database import decoded, encoded, inside
from assistant.search.store import IndexStamp
from assistant.sources.walk import LeftOut, walk

_FOUND = """
CREATE TEMP TABLE found (
    path BLOB PRIMARY KEY, root BLOB NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL
);
CREATE TEMP TABLE unsearched (path BLOB NOT NULL, inside BLOB NOT NULL);
CREATE TEMP TABLE todo (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL, root BLOB NOT NULL, size INTEGER NOT NULL,
    modified INTEGER NOT NULL
);
"""
# Unchanged: the same stamp, and described by the same version. What failed is as good.
_TODO = """
FROM found LEFT JOIN pictures ON pictures.path = found.path
LEFT JOIN failures ON failures.path = found.path
    AND failures.size = found.size AND failures.modified = found.modified
WHERE failures.path IS NULL AND (
    pictures.id IS NULL OR pictures.size != found.size OR pictures.modified != found.modified
    OR pictures.version != ?
)
"""
_NONE = "There are no pictures in the folder {}; choose another one."
_AT_ONCE = 500  # rows


@dataclass(frozen=True)
class Todo:
    """A picture to look at.

    Attributes:
        path: where it is.
        root: the indexed folder that it is in.
        stamp: of the file when it was found.
        id: its number: of the picture, where that is in the index and unread; else in the list.
    """

    path: Path
    root: Path
    stamp: IndexStamp
    id: int


class Scan:
    """One look through the folders."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        for statement in filter(str.strip, _FOUND.split(";")):
            database.execute(statement)

    def remember(self, folders: Sequence[Path]) -> list[Path]:
        """Keep the folders' names for the next time; those to be searched now.

        Raises:
            SourceError: there are none.
        """
        rows = [(encoded(folder),) for folder in folders]
        self._database.executemany("INSERT OR IGNORE INTO folders VALUES (?)", rows)
        known = [decoded(path) for (path,) in self._database.execute("SELECT path FROM folders")]
        if not known:
            raise SourceError("Name a folder to index, as in: glimpse index Pictures")
        wanted = folders or known
        return [f for f in dict.fromkeys(wanted) if not any(p in wanted for p in f.parents)]

    def search(self, root: Path, pause: Callable[[], None]) -> Iterator[LeftOut]:
        """Find the pictures in a folder; yields what could not be searched, and why.

        Args:
            root: the folder.
            pause: called for each picture; what it raises ends the search.
        """
        if not root.is_dir():  # or it would be taken for a picture
            self._leave(root)
            yield LeftOut(root, self._absent(root, _NONE.format(root)))
            return
        for one in walk([str(root)]):
            pause()
            if isinstance(one, LeftOut):
                self._leave(one.path)
                here = one.path == root
                yield replace(one, why=self._absent(root, one.why)) if here else one
                continue
            try:
                stamp = IndexStamp.of(one.path)
            except OSError:  # it went away in this moment
                continue
            self._database.execute(
                "INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?)",
                (encoded(one.path), encoded(root), stamp.size, stamp.modified),
            )

    def _leave(self, path: Path) -> None:
        start, _ = inside(path)
        self._database.execute("INSERT INTO unsearched VALUES (?, ?)", (encoded(path), start))

    def list_todo(self, version: int) -> int:
        """List the pictures that are new or changed; how many they are."""
        self._database.execute(
            "INSERT INTO todo SELECT found.rowid, found.path, found.root, found.size,"
            f" found.modified {_TODO}",
            (version,),
        )
        (count,) = self._database.execute("SELECT count(*) FROM todo").fetchone()
        return int(count)

    def todo(self) -> Iterator[Todo]:
        """Those pictures, in the order in which they were found; less what is struck out."""
        rows = self._in_blocks("SELECT id, path, root, size, modified FROM todo WHERE id > ?")
        for number, path, root, size, modified in rows:
            yield Todo(decoded(path), decoded(root), IndexStamp(size, modified), number)

    def strike(self, one: Todo) -> None:
        """Strike a file off: it need not be looked at."""
        self._database.execute("DELETE FROM todo WHERE id = ?", (one.id,))

    def count_unread(self) -> int:
        """Count the folders' pictures that the slow senses did not look at yet."""
        (count,) = self._database.execute(
            "SELECT count(*) FROM pictures JOIN found USING (path) WHERE unread"
        ).fetchone()
        return int(count)

    def unread(self) -> Iterator[Todo]:
        """Those pictures, in the order in which they were added."""
        rows = self._in_blocks(
            "SELECT id, path, root, pictures.size, pictures.modified"
            " FROM pictures JOIN found USING (path) WHERE id > ? AND unread"
        )
        for number, path, root, size, modified in rows:
            yield Todo(decoded(path), decoded(root), IndexStamp(size, modified), number)

    def gone(self, root: Path) -> list[tuple[int, Path]]:
        """The pictures of the index that were under this folder and are not there any more.

        What could not be searched is not gone: a disk may be unplugged.
        """
        rows = self._database.execute(
            "SELECT id, path FROM pictures WHERE path > ? AND path < ?"
            " AND path NOT IN (SELECT path FROM found) AND NOT EXISTS ("
            "SELECT 1 FROM unsearched WHERE pictures.path = unsearched.path"
            " OR substr(pictures.path, 1, length(inside)) = inside)",
            inside(root),
        )
        return [(number, decoded(path)) for number, path in rows]

    def pictures_in(self, folder: Path) -> list[int]:
        """The numbers of all pictures in a folder and the folders in it."""
        rows = self._database.execute(
            "SELECT id FROM pictures WHERE path > ? AND path < ?", inside(folder)
        )
        return [number for (number,) in rows]

    def forget_folder(self, folder: Path) -> bool:
        """Do not search it, nor folders in it, any more; returns whether it was to be."""
        done = 0
        for where, value in (
            ("path = ?", (encoded(folder),)),
            ("path > ? AND path < ?", inside(folder)),
        ):
            done += self._database.execute(f"DELETE FROM folders WHERE {where}", value).rowcount
            self._database.execute(f"DELETE FROM failures WHERE {where}", value)
        return done > 0

    def forget_words(self) -> None:
        """Let no word of forgotten pictures stay in the file."""
        self._database.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    def _absent(self, root: Path, why: str) -> str:
        """Sentence about a folder without pictures; ``why`` if the index has none of it either."""
        if not self.pictures_in(root):
            return why
        return (
            f"There are no pictures in {root} any more. They stay in the index, as a disk may be "
            "missing; to take them out, forget that folder."
        )

    def _in_blocks(self, select: str) -> Iterator[tuple[int, bytes, bytes, int, int]]:
        """Rows by rising number, some at once: no query is open while they are used."""
        last = -1
        query = f"{select} ORDER BY id LIMIT {_AT_ONCE}"
        while rows := self._database.execute(query, (last,)).fetchall():
            yield from rows
            last = rows[-1][0]
