"""A film file, before it is opened: ``assistant.video`` reads it."""

from pathlib import Path

from assistant.errors import SourceError
from assistant.sources import kind
from assistant.sources.files import open_file, title

FILMS = frozenset((
    ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv", ".flv", ".3gp",
    ".ogv", ".ts", ".mts", ".m2ts",
))  # fmt: skip
"""Endings, in small letters with the dot, of the files that are taken for films."""


def check_film(path: Path) -> None:
    """Look at a file before it is opened as a film.

    Raises:
        SourceError: it is missing, empty, may not be read, or is something else than a film.
    """
    with open_file(path, "film") as file:
        head = file.read(kind.HEAD)
    name = title(path)
    real = kind.kind_of(head)
    if real == "a sound recording":
        raise SourceError(f"{name} is a sound recording without pictures; choose a film.")
    # FFmpeg would even draw the letters of a text.
    if real and "film" not in real:
        raise SourceError(f"{name} is {real}, not a film; choose a film such as MP4 or WebM.")
    if kind.looks_like_picture(head):
        raise SourceError(f"{name} is a picture, not a film; open it as a picture.")
