"""The engines that this user has added, and what each may be sent. Keys are not in it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from assistant import paths, saving
from assistant.engines.addresses import Address, Reach, parsed
from assistant.engines.parts import Part, PartError
from assistant.engines.presets import PRESETS
from assistant.errors import EngineError

RESERVED = frozenset(("local", "ray"))
"""Names that the command line has for something else (``--engine``)."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,39}")


@dataclass(frozen=True)
class Entry:
    """One engine.

    Attributes:
        name: as the user calls it.
        kind: "server", or "local" for one that runs inside Glimpse.
        model: the model's name, as the server or the catalogue has it.
        address: of a server.
        preset: which kind of server.
        has_key: there is a key for it in the key ring.
        folder: of one that runs inside Glimpse.
        checksum: of that folder's files when it was added.
        allowed: what the user has agreed to, each with where it goes: "pictures http://…".
    """

    name: str
    kind: Literal["server", "local"]
    model: str
    address: str = ""
    preset: str = "other"
    has_key: bool = False
    folder: str = ""
    checksum: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def place(self) -> Address | None:
        """Address of the server; None for an engine inside Glimpse."""
        return parsed(self.address) if self.kind == "server" else None

    @property
    def reach(self) -> Reach:
        """Distance of the server."""
        return self.place.reach if self.place else Reach.HERE

    @property
    def company(self) -> str:
        """The company that gets the pictures, where it is known."""
        return PRESETS[self.preset].company if self.preset in PRESETS else ""

    @property
    def where(self) -> str:
        """Place of the server in words: "on this computer", "api.example.org, on the internet"."""
        return f"{self.place.host}, {self.reach}" if self.place else "inside Glimpse"


class Book:
    """All engines, in the order in which they were added; every change is written at once.

    Args:
        path: the file; the user's own if it is not told.

    Raises:
        EngineError: the file is damaged.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.config_dir() / "engines.json"
        self._entries = {entry.name: entry for entry in self._read()}

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries.values()))

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, name: str) -> Entry:
        """The engine of this name; capital letters do not matter.

        Raises:
            EngineError: there is none; the sentence says which there are.
        """
        found = [e for e in self._entries.values() if e.name.lower() == name.lower()]
        if found:
            return found[0]
        names = ", ".join(self._entries)
        there = f"There are: {names}." if names else "Add one, as in: glimpse engines add ollama"
        raise EngineError(f"There is no engine {name}. {there}")

    def chosen(self, name: str) -> Entry | None:
        """The engine of this name, or else the first one; None where there are none."""
        return self._entries.get(name) or next(iter(self), None)

    def add(self, entry: Entry) -> None:
        """Add one.

        Raises:
            EngineError: the name is taken or cannot be one, or it cannot be saved.
        """
        check_name(entry.name, self._entries)
        self._change({**self._entries, entry.name: entry})

    def allow(self, name: str, what: str) -> Entry:
        """Note that the user has agreed to something.

        Raises:
            EngineError: there is no such engine, or it cannot be saved.
        """
        return self._allowed(name, (*self[name].allowed, what))

    def withdraw(self, name: str) -> Entry:
        """Note that the user takes back all that was agreed to.

        Raises:
            EngineError: there is no such engine, or it cannot be saved.
        """
        return self._allowed(name, ())

    def remove(self, name: str) -> None:
        """Forget one.

        Raises:
            EngineError: there is none of this name, or that cannot be saved.
        """
        gone = self[name].name
        self._change({n: e for n, e in self._entries.items() if n != gone})

    def _allowed(self, name: str, allowed: Iterable[str]) -> Entry:
        changed = replace(self[name], allowed=tuple(dict.fromkeys(allowed)))
        self._change({**self._entries, changed.name: changed})
        return changed

    def _change(self, entries: dict[str, Entry]) -> None:
        rows = [asdict(entry) for entry in entries.values()]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with saving.replaced(self._path) as part:
                part.write_text(json.dumps({"engines": rows}, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise EngineError(
                f"The engines cannot be saved in {self._path.parent}: {error.strerror}."
            ) from error
        self._entries = entries

    def _read(self) -> list[Entry]:
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))["engines"]
            return [_entry(row) for row in rows]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise EngineError(f"{self._path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError, AttributeError, EngineError) as error:
            raise EngineError(
                f"The list of engines is damaged. Mend or delete {self._path}."
            ) from error


def check_name(name: str, taken: Iterable[str] = ()) -> None:
    """See that an engine can be called so.

    Raises:
        PartError: it cannot; the sentence says why.
    """
    if not _NAME.fullmatch(name):
        raise PartError(
            "Give the engine a short name of letters and numbers, such as ollama.", Part.NAME
        )
    if name.lower() in RESERVED:
        raise PartError(f"No engine can be called {name}. Choose another name.", Part.NAME)
    if name.lower() in (n.lower() for n in taken):
        raise PartError(f"There is an engine {name} already. Choose another name.", Part.NAME)


def _entry(row: dict[str, Any]) -> Entry:
    entry = Entry(**{**row, "allowed": tuple(row.get("allowed", ()))})
    check_name(entry.name)
    texts = (entry.model, entry.address, entry.preset, entry.folder, *entry.allowed)
    if entry.kind not in ("server", "local") or not all(isinstance(t, str) for t in texts):
        raise ValueError(f"no engine: {row!r}")
    if entry.kind == "server":
        parsed(entry.address)
    return entry
