"""A journal of what was done: SQLite in the user's data folder, so that nothing is done twice.

One process writes it at a time, held by a lock that the system lets go of when that process dies.
Write-ahead logging: dying at any moment loses at most the last steps, and those are found again in
the pictures themselves.
"""

import hashlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import paths, saving
from assistant.errors import AssistantError
from assistant.library.annotation import AltTexts
from assistant.library.commit import Stamp
from assistant.library.outcome import OutcomeKind, WriteTarget

_TABLES = """
CREATE TABLE IF NOT EXISTS described (
    picture BLOB, pipeline TEXT, annotation TEXT NOT NULL, PRIMARY KEY (picture, pipeline)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS done (
    path BLOB, target TEXT, pipeline TEXT NOT NULL, size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    kind TEXT NOT NULL, picture BLOB NOT NULL, PRIMARY KEY (path, target)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS own (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_BUSY = "Glimpse is annotating already. Wait until that is done, or stop it."


class Journal:
    """The journal, opened and locked.

    Raises:
        AssistantError: another process has it, or it cannot be used; the sentence says what to do.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or paths.data_dir() / "annotate"
        self._path = self._folder / "journal.sqlite3"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FileLock(self._folder / "lock", timeout=0)
            self._lock.acquire()
        except Timeout as error:
            raise AssistantError(_BUSY) from error
        except OSError as error:
            raise saving.not_kept(self._folder, error) from error
        try:
            self._database = self._open()
            (self._id,) = self._database.execute("SELECT value FROM own").fetchone()
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_error: object) -> None:
        self._database.close()
        self._lock.release()

    @property
    def work(self) -> Path:
        """A private folder for copies of pictures; what an earlier run left there is gone."""
        return self._folder / "work"

    def part(self, place: Path) -> Path:
        """The name beside a file under which its new content is written first."""
        return place.with_name(f".glimpse-{self._id}.part")

    @contextmanager
    def writing(self, place: Path) -> Iterator[Path]:
        """Remember :meth:`part` while it may exist: the next run deletes what this one left."""
        part = self.part(place)
        with errors_as_sentences(self._path), self._database:
            self._database.execute("INSERT OR IGNORE INTO parts VALUES (?)", (os.fsencode(part),))
        yield part
        with errors_as_sentences(self._path), self._database:
            self._database.execute("DELETE FROM parts WHERE path = ?", (os.fsencode(part),))

    def description(self, picture: str, pipeline: str) -> AltTexts | None:
        """The texts about these bytes, where that pipeline made them before.

        Args:
            picture: SHA-256 of the file, in hexadecimal.
            pipeline: what makes them.
        """
        with errors_as_sentences(self._path):
            row = self._database.execute(
                "SELECT annotation FROM described WHERE picture = ? AND pipeline = ?",
                (bytes.fromhex(picture), pipeline),
            ).fetchone()
        return AltTexts.from_json(row[0]) if row else None

    def described(self, picture: str, pipeline: str, annotation: AltTexts) -> None:
        """Keep the texts about these bytes."""
        with errors_as_sentences(self._path), self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO described VALUES (?, ?, ?)",
                (bytes.fromhex(picture), pipeline, annotation.as_json()),
            )

    def done_before(
        self, path: Path, target: WriteTarget, pipeline: str, stamp: Stamp
    ) -> tuple[OutcomeKind, str] | None:
        """Result for an unchanged picture, and the digest of its bytes; or None."""
        with errors_as_sentences(self._path):
            row = self._database.execute(
                "SELECT kind, picture FROM done WHERE path = ? AND target = ? AND pipeline = ?"
                " AND size = ? AND modified = ?",
                (os.fsencode(path), target, pipeline, stamp.size, stamp.modified),
            ).fetchone()
        return (OutcomeKind(row[0]), bytes(row[1]).hex()) if row else None

    def done(
        self,
        path: Path,
        target: WriteTarget,
        pipeline: str,
        stamp: Stamp,
        kind: OutcomeKind,
        picture: str,
    ) -> None:
        """Remember what was done about a picture."""
        row = (os.fsencode(path), target, pipeline, stamp.size, stamp.modified, kind)
        with errors_as_sentences(self._path), self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, bytes.fromhex(picture)),
            )

    def forget(self, path: Path, picture: str) -> None:
        """Forget a picture and the texts about it."""
        with errors_as_sentences(self._path), self._database:
            self._database.execute("DELETE FROM done WHERE path = ?", (os.fsencode(path),))
            self._database.execute(
                "DELETE FROM described WHERE picture = ?", (bytes.fromhex(picture),)
            )

    def _open(self) -> sqlite3.Connection:
        with errors_as_sentences(self._path):
            database = sqlite3.connect(self._path)
            database.execute("PRAGMA journal_mode = WAL")
            # Without a flush for each step: a power cut may cost steps, never the file.
            database.execute("PRAGMA synchronous = NORMAL")
            database.executescript(_TABLES)
            with database:
                row = ("id", uuid.uuid4().hex[:8])
                database.execute("INSERT OR IGNORE INTO own VALUES (?, ?)", row)
                self._tidy(database)
            return database

    def _tidy(self, database: sqlite3.Connection) -> None:
        """Delete what a run that was killed has left beside pictures."""
        for (name,) in database.execute("SELECT path FROM parts").fetchall():
            part = Path(os.fsdecode(name))
            with suppress(OSError):
                if part.parent.is_dir():  # else the disk is not there now: next time
                    part.unlink(missing_ok=True)
                    database.execute("DELETE FROM parts WHERE path = ?", (name,))


@contextmanager
def errors_as_sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise AssistantError(
            f"The journal {path} cannot be written: {error}. Make room there and run it again."
        ) from error
    except sqlite3.DatabaseError as error:
        raise AssistantError(
            f"The journal {path} is damaged. Move it away and run it again; no picture is harmed."
        ) from error


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
