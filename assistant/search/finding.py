"""A search, from its words to its results."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import SourceError
from assistant.search import database, likeness
from assistant.search.match import Matcher
from assistant.search.query import parse
from assistant.search.reasons import Reasons
from assistant.search.store import Stamp
from assistant.search.vocabulary import Vocabulary
from assistant.sources.files import title

_ALIKE = ((0.9, "very much alike"), (0.7, "much alike"), (0.5, "somewhat alike"))


@dataclass(frozen=True)
class Result:
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
    """What a search found.

    Attributes:
        said: how the search was understood.
        notes: what the user should hear beside, in sentences.
        results: best first.
        all_fit: how many pictures fit everything; 0 for "more like this".
        some_fit: how many fit only some words.
        searched: how many pictures there are.
    """

    said: str
    notes: tuple[str, ...]
    results: tuple[Result, ...]
    all_fit: int
    some_fit: int
    searched: int

    @property
    def nothing(self) -> str:
        """The sentence for a search that found nothing."""
        return f"I found no picture for: {self.said}. I searched {self.searched} pictures."


def find(
    opened: sqlite3.Connection, words: str, most: int = 10, today: date | None = None
) -> Results:
    """Search by words.

    Args:
        opened: the index, from :func:`database.reading`.
        words: as typed.
        most: results at most.
        today: what "last week" counts from.

    Raises:
        SourceError: there is nothing in the words to search for.
    """
    query = parse(words, _vocabulary(opened), today or date.today())
    matcher = Matcher(opened)
    found = matcher.match(query, most)
    reasons = Reasons(opened, matcher, query)
    each = [_result(opened, picture, reasons.of(picture)) for picture in found.pictures]
    here, notes = _still_there(each)
    return Results(
        query.said, (*query.notes, *notes), here, found.all_fit, found.some_fit, _count(opened)
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
        AssistantError: it cannot be read, or the models are missing.
    """
    itself = _known(opened, picture)
    number, version, vector = itself or (0, _newest_version(opened), b"")
    vector = vector or _looked(picture, profile)
    near = likeness.nearest(opened, vector, version, most, number)
    each = [_result(opened, found, _alike(cosine)) for found, cosine in near]
    here, notes = _still_there(each)
    return Results(f"pictures like {title(picture)}", notes, here, 0, len(near), _count(opened))


def _vocabulary(opened: sqlite3.Connection) -> Vocabulary:
    known = (label for (label,) in opened.execute("SELECT label FROM known"))
    seen = (label for (label,) in opened.execute("SELECT label FROM labels"))
    return Vocabulary(known, seen)


def _known(opened: sqlite3.Connection, picture: Path) -> tuple[int, int, bytes] | None:
    """The picture's number, version and vector, where the index has it as it is now."""
    whole = Path(picture).resolve()
    try:
        stamp = Stamp.of(whole)
    except OSError:
        return None  # opening it will tell what is wrong
    row: tuple[int, int, bytes] | None = opened.execute(
        "SELECT id, version, vector FROM pictures JOIN embeddings ON picture = id"
        " WHERE path = ? AND size = ? AND modified = ?",
        (database.encoded(whole), stamp.size, stamp.modified),
    ).fetchone()
    return row


def _looked(picture: Path, profile: str) -> bytes:
    from assistant.search.looking import Looker, Setup  # the networks' company is heavy

    if not profile:
        raise SourceError(f"The index does not know {title(picture)} as it is now. Index it again.")
    return Looker(Setup(profile, frozenset())).embedding(picture)


def _newest_version(opened: sqlite3.Connection) -> int:
    (version,) = opened.execute("SELECT max(id) FROM versions").fetchone()
    return int(version or 0)


def _count(opened: sqlite3.Connection) -> int:
    (count,) = opened.execute("SELECT count(*) FROM pictures").fetchone()
    return int(count)


def _result(opened: sqlite3.Connection, picture: int, reason: str) -> Result:
    path, taken, text, whole = opened.execute(
        "SELECT path, taken, brief, whole FROM pictures JOIN texts ON texts.rowid = id"
        " WHERE id = ?",
        (picture,),
    ).fetchone()
    return Result(database.decoded(path), text, whole, reason, taken)


def _still_there(found: list[Result]) -> tuple[tuple[Result, ...], tuple[str, ...]]:
    """Without those that are gone, and what to say of them."""
    here = tuple(result for result in found if result.path.exists())
    gone = len(found) - len(here)
    if not gone:
        return here, ()
    are = "One picture is" if gone == 1 else f"{gone} pictures are"
    return here, (f"{are} not there any more. To renew the index, index again.",)


def _alike(cosine: float) -> str:
    said = next((said for least, said in _ALIKE if cosine >= least), "a little alike")
    return f"{said} ({max(0, round(100 * cosine))} of 100)"
