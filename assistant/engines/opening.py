"""From an entry of the book to a working engine."""

from pathlib import Path

from assistant.engines import key_ring
from assistant.engines.book import Entry
from assistant.engines.protocol import Engine
from assistant.engines.server import ServerEngine


def opened(entry: Entry) -> Engine:
    """The engine, ready to be asked. It asks for no consent: :func:`consent.require` does.

    Args:
        entry: which.

    Raises:
        EngineError: its key cannot be had.
    """
    if entry.kind == "server":
        return server(entry)
    from assistant.engines.local import LocalEngine

    return LocalEngine(entry.name, Path(entry.folder), entry.checksum)


def server(entry: Entry, key: str | None = None) -> ServerEngine:
    """The engine behind a server.

    Args:
        entry: which.
        key: of an engine that is not in the book yet; else its own is looked up.

    Raises:
        EngineError: its key cannot be had.
    """
    place = entry.place
    if place is None:
        raise ValueError(f"{entry.name} is no server")
    if key is None:
        key = key_ring.get(entry.name, place) if entry.has_key else ""
    return ServerEngine(entry.name, place, entry.model, key)
