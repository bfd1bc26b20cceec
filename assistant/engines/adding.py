"""Adding and removing engines: the book and the key ring together."""

from dataclasses import replace
from pathlib import Path

from assistant.engines import keys, opening
from assistant.engines.book import Book, Entry, check_name
from assistant.engines.protocol import ShouldStop, never
from assistant.errors import AssistantError, EngineError

_SHOWN = 12  # names of models in a sentence


def models(entry: Entry, key: str = "", should_stop: ShouldStop = never) -> list[str]:
    """The models of a server that is not in the book yet.

    Raises:
        EngineError: it does not tell, or has none.
        Cancelled: ``should_stop`` said so.
    """
    names = opening.server(entry, key=key).models(should_stop)
    if not names:
        raise EngineError(f"{entry.where} has no models yet. Get one there first.")
    return names


def add(book: Book, entry: Entry, key: str = "", should_stop: ShouldStop = never) -> Entry:
    """Put an engine into the book, and its key into the key ring; nothing where either fails.

    Args:
        book: the user's.
        entry: without a model the server's only one is taken.
        key: empty where none is needed.
        should_stop: asked while the server is.

    Raises:
        EngineError: it cannot be added; the sentence says why.
        Cancelled: ``should_stop`` said so.
    """
    check_name(entry.name, (other.name for other in book))
    place = entry.place
    assert place is not None
    if not entry.model:
        entry = replace(entry, model=_only(models(entry, key, should_stop)))
    if key:
        keys.put(entry.name, place, key)
        entry = replace(entry, has_key=True)
    try:
        book.add(entry)
    except AssistantError:
        if key:
            keys.forget(entry.name, place)
        raise
    return entry


def add_folder(book: Book, name: str, folder: Path) -> Entry:
    """Put a model in a folder of this computer into the book; what it is now is noted.

    Raises:
        EngineError: there is no model that Glimpse can use, or the name cannot be.
    """
    from assistant.engines import local

    check_name(name, (other.name for other in book))
    kind = local.model_type(folder)
    total = local.checksum(folder)
    place = str(folder.resolve())
    entry = Entry(name, "local", f"{folder.resolve().name} ({kind})", folder=place, checksum=total)
    book.add(entry)
    return entry


def remove(book: Book, name: str) -> Entry:
    """Take an engine out of the book, and its key out of the key ring.

    Raises:
        EngineError: there is none of this name, or that cannot be saved.
    """
    entry = book[name]
    book.remove(entry.name)
    if entry.has_key and entry.place:
        keys.forget(entry.name, entry.place)
    return entry


def _only(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    some = ", ".join(names[:_SHOWN]) + (" and more" if len(names) > _SHOWN else "")
    raise EngineError(f"It has several models: {some}. Choose one that sees.")
