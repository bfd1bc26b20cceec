"""A search, from its words to its results."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import ShouldStop, SourceError, never
from assistant.search import database, likeness
from assistant.search.match import Matcher
from assistant.search.query import parse
from assistant.search.reasons import Reasons
from assistant.search.store import IndexStamp
from assistant.search.vocabulary import Vocabulary
from assistant.sources.files import title
from assistant.teach import naming
from assistant.teach.store import TaughtThing, ThingStore
from assistant.work import Setup

_SPARE = 100  # that are found beyond those wanted, as some files may be gone
_ALIKE = ((0.9, "very much alike"), (0.7, "much alike"), (0.5, "somewhat alike"))


@dataclass(frozen=True)
class FoundPicture:
    """One picture that was found.

    Attributes:
        path: where it is.
        text: the brief description.
        whole: everything that was said of it.
        reason: why it was found, in words.
        taken: when, as ISO 8601, to the minute.
    """

    path: Path
    text: str
    whole: str
    reason: str
    taken: str


@dataclass(frozen=True)
class Results:
    """Results of a search.

    Attributes:
        said: how the search was understood.
        notes: what the user should hear beside, in sentences.
        results: best first.
        all_fit: how many pictures fit everything; 0 for "more like this".
        some_fit: how many fit only some words, or only might.
        searched: how many pictures there are.
    """

    said: str
    notes: tuple[str, ...]
    results: tuple[FoundPicture, ...]
    all_fit: int
    some_fit: int
    searched: int

    @property
    def nothing(self) -> str:
        """The sentence for a search that found nothing."""
        number = "one picture" if self.searched == 1 else f"{self.searched} pictures"
        return f"I found no picture for: {self.said}. I searched {number}."


def find(
    opened: sqlite3.Connection,
    words: str,
    most: int = 10,
    today: date | None = None,
    should_stop: ShouldStop = never,
) -> Results:
    """Search by words.

    Args:
        opened: the index, from :func:`database.reading`.
        words: as typed.
        most: results at most.
        today: what "last week" counts from.
        should_stop: asked where pictures are looked at anew, for a thing of the user's own.

    Raises:
        Cancelled: ``should_stop`` said so.
        SourceError: there is nothing in the words to search for.
        NoIndex: no picture is indexed.
    """
    searched = _count(opened)
    if thing := ThingStore().named(words):
        return _own(opened, thing, searched, most, should_stop)
    query = parse(words, _vocabulary(opened), today or date.today())
    matcher = Matcher(opened)
    found = matcher.match(query, most + _SPARE)
    reasons = Reasons(opened, matcher, query)
    here, notes = _still_there(opened, found.pictures, most)
    results = tuple(_result(opened, picture, reasons.of(picture)) for picture in here)
    return Results(
        query.said, (*query.notes, *notes), results, found.all_fit, found.some_fit, searched
    )


def like(opened: sqlite3.Connection, picture: Path, profile: str = "", most: int = 10) -> Results:
    """Search for pictures that look like one.

    Args:
        opened: the index.
        picture: a picture file.
        profile: whose networks look at it, where the index does not know it; without one, that is
            told.
        most: results at most.

    Raises:
        AssistantError: it cannot be read, the models are missing, or no picture is indexed.
    """
    searched = _count(opened)
    itself = _known(opened, picture)
    number, version, vector = itself or (0, _newest_version(opened), b"")
    vector = vector or _looked(picture, profile)
    near = dict(likeness.nearest(opened, vector, version, most + _SPARE, number))
    here, notes = _still_there(opened, near, most)
    results = tuple(_result(opened, found, _alike(near[found])) for found in here)
    return Results(f"pictures like {title(picture)}", notes, results, 0, len(results), searched)


def _own(
    opened: sqlite3.Connection,
    thing: TaughtThing,
    searched: int,
    most: int,
    should_stop: ShouldStop,
) -> Results:
    """Pictures of a thing that the user has taught."""
    from assistant.search import taught  # as heavy

    known = taught.find(opened, thing, _newest_version(opened), should_stop)
    here, notes = _still_there(opened, known.reasons, most)
    results = tuple(_result(opened, picture, known.reasons[picture]) for picture in here)
    told = tuple(filter(None, (known.note, *notes)))
    return Results(naming.spoken(thing.name), told, results, len(known.reasons), 0, searched)


def _vocabulary(opened: sqlite3.Connection) -> Vocabulary:
    known = (label for (label,) in opened.execute("SELECT label FROM known"))
    seen = (label for (label,) in opened.execute("SELECT label FROM labels"))
    return Vocabulary(known, seen)


def _known(opened: sqlite3.Connection, picture: Path) -> tuple[int, int, bytes] | None:
    """The picture's number, version and vector, where the index has it as it is now."""
    whole = Path(picture).resolve()
    try:
        stamp = IndexStamp.of(whole)
    except OSError:
        return None  # opening it will tell what is wrong
    row: tuple[int, int, bytes] | None = opened.execute(
        "SELECT id, version, vector FROM pictures JOIN embeddings ON picture = id"
        " WHERE path = ? AND size = ? AND modified = ?",
        (database.encoded(whole), stamp.size, stamp.modified),
    ).fetchone()
    return row


def _looked(picture: Path, profile: str) -> bytes:
    from assistant.search.observing import Observer  # the networks' company is heavy

    if not profile:
        raise SourceError(f"The index does not know {title(picture)} as it is now. Index it again.")
    return Observer(Setup(profile, frozenset())).embedding(picture)


def _newest_version(opened: sqlite3.Connection) -> int:
    (version,) = opened.execute("SELECT max(id) FROM versions").fetchone()
    return int(version or 0)


def _count(opened: sqlite3.Connection) -> int:
    """Count the pictures that can be searched.

    Raises:
        NoIndex: none; all folders may have been forgotten.
    """
    (count,) = opened.execute("SELECT count(*) FROM pictures").fetchone()
    if not count:
        raise database.NoIndex(database.NONE)
    return int(count)


def _result(opened: sqlite3.Connection, picture: int, reason: str) -> FoundPicture:
    path, taken, text, whole = opened.execute(
        "SELECT path, taken, brief, whole FROM pictures JOIN texts ON texts.rowid = id"
        " WHERE id = ?",
        (picture,),
    ).fetchone()
    return FoundPicture(database.decoded(path), text, whole, reason, taken)


def _still_there(
    opened: sqlite3.Connection, found: Iterable[int], most: int
) -> tuple[list[int], tuple[str, ...]]:
    """The first of these whose files are there, and what to say of those that are gone."""
    here: list[int] = []
    gone = 0
    for picture in found:
        if len(here) == most:
            break
        if database.path_of(opened, picture).exists():
            here.append(picture)
        else:
            gone += 1
    if not gone:
        return here, ()
    are = "One picture is" if gone == 1 else f"{gone} pictures are"
    return here, (f"{are} not there any more. To renew the index, index again.",)


def _alike(cosine: float) -> str:
    said = next((said for least, said in _ALIKE if cosine >= least), "a little alike")
    return f"{said} ({max(0, round(100 * cosine))} of 100)"
