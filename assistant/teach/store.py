"""The user's taught things: names, small pictures of the views, and their numbers.

It lies in the user's own folder and nowhere else. ``things.json`` names the things and is replaced
whole at each change; each thing has a folder with its views (``01.jpg`` …) and ``numbers.npy``.
"""

import json
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from assistant import paths, saving
from assistant.errors import AssistantError
from assistant.pipeline.arrays import Floats
from assistant.teach import naming
from assistant.untrusted import plain

INDEX = "things.json"
"""The list of things, in the folder and in what is exported."""
_NUMBERS = "numbers.npy"
_SCHEMA = 1
_QUALITY = 92  # of the JPEGs


@dataclass(frozen=True)
class View:
    """One look at a thing: a square picture, and its numbers (cuts, 1280)."""

    picture: Image.Image
    numbers: Floats


@dataclass(frozen=True)
class TaughtThing:
    """One taught thing.

    Attributes:
        key: the name of its folder.
        name: as the user called it.
        views: how many there are.
        version: of the backbone that made the numbers.
    """

    key: str
    name: str
    views: int
    version: str


class ThingStore:
    """The taught things of this computer's user.

    Args:
        folder: where they lie; the user's data folder if it is not told.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or paths.data_dir() / "things"

    @property
    def stamp(self) -> tuple[int, int]:
        """Another one after each change; (0, 0) while nothing was ever taught."""
        try:
            told = (self.folder / INDEX).stat()
        except FileNotFoundError:
            return 0, 0
        return told.st_mtime_ns, told.st_ino

    def things(self) -> tuple[TaughtThing, ...]:
        """All things, by name.

        Raises:
            AssistantError: the list cannot be read.
        """
        path = self.folder / INDEX
        try:
            rows = json.loads(path.read_text("utf-8"))["things"]
            found = [TaughtThing(r["key"], r["name"], r["views"], r["version"]) for r in rows]
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise AssistantError(
                f"What you taught cannot be read: {path} is damaged. Restore it, or remove it."
            ) from error
        return tuple(sorted(found, key=lambda thing: thing.name.casefold()))

    def named(self, name: str) -> TaughtThing | None:
        """The thing of this name, however it is written; None without one."""
        wanted = naming.key(name)
        return next((t for t in self.things() if naming.key(t.name) == wanted), None)

    def one(self, name: str) -> TaughtThing:
        """The thing of this name.

        Raises:
            AssistantError: there is none.
        """
        found = self.named(name)
        if found is None:
            known = ", ".join(thing.name for thing in self.things())
            told = f"You taught me: {known}." if known else "You taught me nothing yet."
            raise AssistantError(f"I don't know “{plain(name)}”. {told}")
        return found

    def numbers(self, thing: TaughtThing) -> Floats:
        """The numbers of its views, (views, cuts, 1280).

        Raises:
            AssistantError: they cannot be read.
        """
        path = self.folder / thing.key / _NUMBERS
        try:
            found: Floats = np.load(path, allow_pickle=False).astype(np.float32)
        except (OSError, ValueError) as error:
            raise AssistantError(
                f"What you taught as {thing.name} is damaged. Delete it, and teach it again."
            ) from error
        return found

    def pictures(self, thing: TaughtThing) -> Iterator[Path]:
        """Its views, in the order in which they were taught."""
        yield from sorted((self.folder / thing.key).glob("*.jpg"))

    def add(self, name: str, views: Sequence[View], version: str) -> TaughtThing:
        """Teach a thing, or more of one that is there.

        Raises:
            AssistantError: it is no name, or nothing can be written.
        """
        name = naming.checked(name)
        thing = self.named(name) or TaughtThing(secrets.token_hex(6), name, 0, version)
        folder = self.folder / thing.key
        numbers = np.stack([view.numbers for view in views])
        if thing.views:
            numbers = np.concatenate([self.numbers(thing), numbers])
        with saving.errors_as_sentences(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for number, view in enumerate(views, thing.views + 1):
                with saving.replaced(folder / f"{number:02d}.jpg") as part:
                    view.picture.save(part, "JPEG", quality=_QUALITY)
            self._write_numbers(thing, numbers)
            thing = replace(thing, views=len(numbers), version=version)
            self._write([*(t for t in self.things() if t.key != thing.key), thing])
        return thing

    def renew(self, thing: TaughtThing, numbers: Floats, version: str) -> None:
        """Replace the numbers by those of another backbone.

        Raises:
            AssistantError: nothing can be written.
        """
        with saving.errors_as_sentences(self.folder):
            self._write_numbers(thing, numbers)
            self._change(thing, version=version)

    def rename(self, thing: TaughtThing, name: str) -> TaughtThing:
        """Give it another name.

        Raises:
            AssistantError: it is no name, another thing has it, or nothing can be written.
        """
        name = naming.checked(name)
        other = self.named(name)
        if other is not None and other.key != thing.key:
            raise AssistantError(f"There is {other.name} already. Choose another name.")
        with saving.errors_as_sentences(self.folder):
            return self._change(thing, name=name)

    def delete(self, thing: TaughtThing) -> None:
        """Forget it, with its pictures.

        Raises:
            AssistantError: it cannot be removed.
        """
        with saving.errors_as_sentences(self.folder):
            self._write([t for t in self.things() if t.key != thing.key])
            shutil.rmtree(self.folder / thing.key)

    def export(self, things: Sequence[TaughtThing], path: Path) -> None:
        """Write things with their pictures and numbers into a new ZIP file.

        Raises:
            AssistantError: it cannot be written.
        """
        with saving.written(path) as part, zipfile.ZipFile(part, "w") as archive:
            archive.writestr(INDEX, _told(things))
            for thing in things:
                for file in [*self.pictures(thing), self.folder / thing.key / _NUMBERS]:
                    archive.write(file, f"{thing.key}/{file.name}")

    def _change(self, thing: TaughtThing, **changes: str) -> TaughtThing:
        changed = replace(thing, **changes)  # type: ignore[arg-type] # only names and versions
        self._write([changed if t.key == thing.key else t for t in self.things()])
        return changed

    def _write(self, things: Sequence[TaughtThing]) -> None:
        with saving.replaced(self.folder / INDEX) as part:
            part.write_text(_told(things), encoding="utf-8")

    def _write_numbers(self, thing: TaughtThing, numbers: Floats) -> None:
        with saving.replaced(self.folder / thing.key / _NUMBERS) as part, part.open("wb") as file:
            np.save(file, numbers.astype(np.float16), allow_pickle=False)


def _told(things: Sequence[TaughtThing]) -> str:
    rows: list[dict[str, Any]] = [
        {"key": t.key, "name": t.name, "views": t.views, "version": t.version} for t in things
    ]
    return json.dumps({"schema": _SCHEMA, "things": rows}, ensure_ascii=False, indent=1)
