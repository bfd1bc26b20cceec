"""Adding and removing engines: the book and the key ring together."""

from dataclasses import replace
from pathlib import Path

from assistant.engines import key_ring, obtaining, opening
from assistant.engines.book import Book, Entry, check_name
from assistant.engines.catalogue import OFFERS, Offer
from assistant.engines.faults import NoEntryError
from assistant.engines.parts import Part, PartError
from assistant.errors import AssistantError, EngineError, ShouldStop, never
from assistant.models import Model, store

_SHOWN = 12  # names of models in a sentence


def models(entry: Entry, key: str = "", should_stop: ShouldStop = never) -> list[str]:
    """The models of a server that is not in the book yet.

    Raises:
        EngineError: it does not tell, or has none.
        Cancelled: ``should_stop`` said so.
    """
    place = entry.place
    assert place is not None
    try:
        names = opening.server(entry, key=key).models(should_stop)
    except NoEntryError as error:  # there is no engine yet that could be removed
        wrong = f"{place.host} does not accept this key. Give it the right one."
        raise PartError(wrong if key else f"{place.host} wants a key.", Part.KEY) from error
    if not names:
        raise EngineError(f"{place.host} has no models yet. Get one there first.")
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
        key_ring.put(entry.name, place, key)
        entry = replace(entry, has_key=True)
    try:
        book.add(entry)
    except AssistantError:
        if key:
            key_ring.forget(entry.name, place)
        raise
    return entry


def add_folder(book: Book, name: str, folder: Path) -> Entry:
    """Put a model in a folder of this computer into the book; what it is now is noted.

    Raises:
        EngineError: there is no model that Glimpse can use, or the name cannot be.
    """
    return _add_folder(book, name, folder, folder.resolve().name)


def add_downloaded(book: Book, name: str, offer: Offer, folder: Path) -> Entry:
    """Put what was downloaded into the book; where it is there already, its new files are noted.

    Raises:
        EngineError: there is no model that Glimpse can use, or the name cannot be.
    """
    place = str(folder.resolve())
    for entry in book:
        if entry.folder == place:
            book.remove(entry.name)
            name = entry.name
    return _add_folder(book, name, folder, offer.title)


def _add_folder(book: Book, name: str, folder: Path, title: str) -> Entry:
    from assistant.engines import local

    check_name(name, (other.name for other in book))
    kind = local.model_type(folder)
    obtaining.check(folder)
    total = local.checksum(folder)
    place = str(folder.resolve())
    entry = Entry(name, "local", f"{title} ({kind})", folder=place, checksum=total)
    book.add(entry)
    return entry


def remove(book: Book, name: str) -> int:
    """Take an engine out of the book, and its key out of the key ring; delete what was downloaded.

    Returns:
        How many bytes are free again.

    Raises:
        EngineError: there is none of this name, or that cannot be saved.
        ModelError: what was downloaded cannot be deleted now.
    """
    if offer := _unfinished(book, name):
        return store.remove_files(offer)
    entry = book[name]
    book.remove(entry.name)
    if entry.has_key and entry.place:
        key_ring.forget(entry.name, entry.place)
    if not entry.folder or any(other.folder == entry.folder for other in book):
        return 0
    return obtaining.remove(Path(entry.folder))


def _unfinished(book: Book, name: str) -> Model | None:
    """A download of that name that never came to its end."""
    if name.lower() in (entry.name.lower() for entry in book) or name.lower() not in OFFERS:
        return None
    return obtaining.begun(OFFERS[name.lower()])


def _only(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    some = ", ".join(names[:_SHOWN]) + (" and more" if len(names) > _SHOWN else "")
    raise PartError(f"It has several models: {some}. Choose one that sees.", Part.MODEL)
