"""Folders → the pictures in them, each once, and what had to be left out."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SourceError
from assistant.paths import data_dir
from assistant.sources.files import title
from assistant.sources.folder import expand, is_service
from assistant.sources.unread import unreadable

_SERVICE = "{} is a thumbnail or rubbish of a disk or program; name the photographs themselves."


@dataclass(frozen=True)
class Found:
    """A picture, as it was named and as it really is (links followed)."""

    path: Path
    real: Path


@dataclass(frozen=True)
class LeftOut:
    """Something that could not be searched or is no picture, and why, in one sentence.

    Attributes:
        path: where it is.
        why: the sentence.
        failed: whether something is wrong with it; not with a picture of a kind that is not read.
    """

    path: Path
    why: str
    failed: bool = True


def walk(paths: Iterable[str]) -> Iterator[Found | LeftOut]:
    """The pictures that these names stand for; a picture reached twice is told once.

    Args:
        paths: pictures and folders; folders are searched with all folders in them.
    """
    seen: set[bytes] = set()
    own = data_dir().resolve()  # private copies come and go there
    for name in paths:
        left_out: list[LeftOut] = []

        def leave(path: Path, why: str, left_out: list[LeftOut] = left_out) -> None:
            left_out.append(LeftOut(path, why, failed=not unreadable(path)))

        try:
            for path in expand([name], leave):
                yield from _drained(left_out)
                real = Path(os.path.realpath(path))
                if any(map(is_service, path.parents)):
                    leave(path, _SERVICE.format(title(path)))
                elif os.fsencode(real) not in seen and not real.is_relative_to(own):
                    seen.add(os.fsencode(real))
                    yield Found(path, real)
        except SourceError as error:
            left_out.append(LeftOut(Path(name), error.message))
        yield from _drained(left_out)


def _drained(left_out: list[LeftOut]) -> Iterator[LeftOut]:
    while left_out:
        yield left_out.pop(0)
