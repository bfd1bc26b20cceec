"""Indexed folders, and how many pictures of each can be found."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from assistant.search import database
from assistant.search.database import NoIndex, decoded, inside


@dataclass(frozen=True)
class Folder:
    """A folder that the index follows.

    Attributes:
        path: where it is.
        pictures: how many of the index are in it, folders in it included.
        here: whether it is there now; a disk may be unplugged.
    """

    path: Path
    pictures: int
    here: bool


@dataclass(frozen=True)
class Overview:
    """All that is indexed.

    Attributes:
        folders: by their paths.
        pictures: how many can be found; one in two of the folders counts once.
    """

    folders: tuple[Folder, ...] = ()
    pictures: int = 0


def overview() -> Overview:
    """Overview of what is indexed now; empty where nothing is.

    Raises:
        AssistantError: the index cannot be read.
    """
    try:
        with database.reading() as opened, closing(opened.cursor()) as cursor:
            paths = cursor.execute("SELECT path FROM folders ORDER BY path").fetchall()
            (every,) = cursor.execute("SELECT count(*) FROM pictures").fetchone()
            found = []
            for path in (decoded(path) for (path,) in paths):
                (number,) = cursor.execute(
                    "SELECT count(*) FROM pictures WHERE path > ? AND path < ?", inside(path)
                ).fetchone()
                found.append(Folder(path, number, path.is_dir()))
    except NoIndex:
        return Overview()
    return Overview(tuple(found), every)
