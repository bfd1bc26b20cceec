"""The index as an SQLite file in the user's data folder, that nobody else may read.

Write-ahead logging: ``glimpse find`` reads while ``glimpse index`` writes, and dying at any moment
costs at most the last second's work.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import paths, saving
from assistant.errors import AssistantError

SCHEMA = 3  # raised when the tables change: then an older index is made anew

# A picture's cells are a bit mask of the nine thirds by thirds, 1 for the top left one; 0 where its
# place is not known. Sureness is Sureness.rank. Paths are bytes: a name need not be text. Scores
# are thousandths of what the network thought possible; their labels have the kind "score".
_TABLES = """
CREATE TABLE folders (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE versions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE known (label TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE labels (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (label, kind)
);
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    modified INTEGER NOT NULL, digest BLOB NOT NULL, taken TEXT NOT NULL, dated INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, version INTEGER NOT NULL,
    unread INTEGER NOT NULL
);
CREATE INDEX pictures_taken ON pictures (taken);
CREATE INDEX pictures_size ON pictures (size);
CREATE INDEX pictures_unread ON pictures (id) WHERE unread;
CREATE TABLE observations (
    label INTEGER NOT NULL, picture INTEGER NOT NULL, sureness INTEGER NOT NULL,
    score REAL NOT NULL, count INTEGER, cells INTEGER NOT NULL, PRIMARY KEY (label, picture)
) WITHOUT ROWID;
CREATE INDEX observations_picture ON observations (picture);
CREATE TABLE scores (
    label INTEGER NOT NULL, picture INTEGER NOT NULL, score INTEGER NOT NULL,
    PRIMARY KEY (label, picture)
) WITHOUT ROWID;
CREATE INDEX scores_picture ON scores (picture);
CREATE VIRTUAL TABLE texts USING fts5 (
    brief, whole, read, name, folder, keywords, captions, people, places,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TABLE embeddings (picture INTEGER PRIMARY KEY, vector BLOB NOT NULL);
CREATE TABLE failures (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;
"""
Error = sqlite3.Error
_BUSY = "Glimpse is indexing already. Wait until that is done, or stop it."
NONE = "No pictures are indexed yet. Begin with: glimpse index FOLDER"
_NEWER = (
    "The index was made by a newer version of Glimpse. Update Glimpse, or delete {} and index "
    "again; no picture is harmed."
)
_LOCKED = "Another program is using the index. Try again in a moment."
_LOCKS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class NoIndex(AssistantError):
    """No picture was indexed yet."""


def place() -> Path:
    """Path of the index."""
    return paths.data_dir() / "search" / "index.sqlite3"


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """The index, made where there is none, for the one process that may change it.

    Raises:
        AssistantError: another process has it, or it cannot be used; the sentence says what to do.
    """
    path = place()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.chmod(0o700)
        with FileLock(path.with_name("lock"), timeout=0):
            path.touch(mode=0o600)
            path.chmod(0o600)  # SQLite gives the files beside it the same permissions
            with errors_as_sentences(), closing(sqlite3.connect(path)) as database:
                _prepare(database)
                yield database
    except Timeout as error:
        raise AssistantError(_BUSY) from error
    except OSError as error:
        raise saving.not_kept(path.parent, error) from error


@contextmanager
def reading() -> Iterator[sqlite3.Connection]:
    """The index, to search in it; another process may be writing.

    Raises:
        NoIndex: there is none yet, or it is older than this version of Glimpse.
        AssistantError: it cannot be read.
    """
    if not place().exists():
        raise NoIndex(NONE)
    with errors_as_sentences(), closing(sqlite3.connect(place())) as database:
        if not _is_usable(database):
            raise NoIndex(NONE)
        database.execute("PRAGMA query_only = TRUE")
        yield database


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Turn what SQLite says into a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _LOCKS:
            raise AssistantError(_LOCKED) from error
        raise AssistantError(
            f"The index {place()} cannot be used: {error}. Make room there and try again."
        ) from error
    except sqlite3.DatabaseError as error:
        raise AssistantError(
            f"The index {place()} is damaged. Delete it and index again; no picture is harmed."
        ) from error


def _prepare(database: sqlite3.Connection) -> None:
    _is_usable(database)  # or it is not touched
    database.execute("PRAGMA journal_mode = WAL")
    # Without a flush for each step: a power cut may cost steps, never the file.
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA secure_delete = TRUE")  # what is forgotten is gone from the file
    if _is_usable(database):
        return
    with database:
        names = database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'texts_%'"
            " AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        for (name,) in names:
            database.execute(f"DROP TABLE {name}")
        for statement in filter(str.strip, _TABLES.split(";")):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {SCHEMA}")


def _is_usable(database: sqlite3.Connection) -> bool:
    """Whether it has today's tables; False where it must be made (anew).

    Raises:
        AssistantError: a newer version of Glimpse made it.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA:
        raise AssistantError(_NEWER.format(place()))
    return bool(version == SCHEMA)


def encoded(path: "os.PathLike[str] | str") -> bytes:
    """A path as it is kept."""
    return os.fsencode(path)


def decoded(path: bytes) -> Path:
    """A path as it was."""
    return Path(os.fsdecode(path))


def path_of(database: sqlite3.Connection, picture: int) -> Path:
    """The path of a picture of the index, by its number."""
    (path,) = database.execute("SELECT path FROM pictures WHERE id = ?", (picture,)).fetchone()
    return decoded(path)


def inside(folder: Path) -> tuple[bytes, bytes]:
    """All paths in a folder are between these two, as bytes are compared."""
    separator = os.sep.encode()
    start = encoded(folder).rstrip(separator) + separator
    return start, start[:-1] + bytes([start[-1] + 1])
