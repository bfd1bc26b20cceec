"""Reasons why a picture was found: "dog: fairly sure, on the left; beach: a scene, unsure"."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.pipeline import nouns
from assistant.pipeline.evidence import Sureness
from assistant.search.facts import Dated
from assistant.search.match import Matcher, fts_phrase, text_columns
from assistant.search.query import Query
from assistant.search.store import TEXTS
from assistant.search.term import Term
from assistant.wording import phrases

_SURENESS = {s.rank: s.value for s in Sureness}
_KINDS = {
    "scene": "the place",
    "action": "what is done",
    "medium": "the kind of picture",
    "light": "the light",
}
_NAMES = {"name": "in the file's name", "folder": "in the folder's name"}
_DATED = {
    Dated.FILE: "file changed on {}",
    Dated.CAMERA: "taken on {}",
    Dated.NAME: "taken on {}, by its name",
}
_SIDES = (("on the left", 0b001001001), ("on the right", 0b100100100))
_LEVELS = (("near the top", 0b000000111), ("near the bottom", 0b111000000))
_OWN = {
    "keywords": "it has the keyword",
    "people": "it names",
    "places": "its place is given as",
}
_HIT = "\x02"  # marks a word that was searched for
_SHOWN = 40  # characters of what was read, around the words


@dataclass(frozen=True)
class _Sight:
    label: str
    kind: str
    sureness: int
    count: int | None
    cells: int


class Reasons:
    """Tells why.

    Args:
        database: the index.
        matcher: that found the pictures.
        query: what was searched for.
    """

    def __init__(self, database: sqlite3.Connection, matcher: Matcher, query: Query) -> None:
        self._database = database
        self._matcher = matcher
        self._query = query

    def of(self, picture: int) -> str:
        """The reasons for one picture, one for each word of the search."""
        told = [self._reason(term, picture) for term in self._query.terms]
        for term in self._query.without:
            told += [f"there could be {self._name(s)}" for s in self._sights(term.labels, picture)]
        return "; ".join(told) or self._taken(picture)

    def _reason(self, term: Term, picture: int) -> str:
        for sight in self._sights(term.labels, picture):
            return self._seen(term, sight)
        if written := next(self._written(term, picture), ""):
            return written
        for sight in self._sights(term.broader - term.labels, picture):
            perhaps = f"perhaps {nouns.article(term.name)}"
            return f"{self._seen(term, sight)}, {perhaps}"
        if possible := self._matcher.possible(term, picture):
            near = "" if possible in term.labels else f" ({possible})"
            return f"{term.name}{near}: possible, but too doubtful to be described"
        return f"{term.name}: not found"

    def _seen(self, term: Term, sight: _Sight) -> str:
        facts = [_KINDS.get(sight.kind, ""), _SURENESS[sight.sureness]]
        where = _where(sight.cells) if sight.kind != "colour" else ""
        if term.counted:
            several = nouns.number(sight.count) if sight.count else "not counted"
            facts.append(several)
        if term.cells and not sight.cells:
            facts.append("I can't tell where")
        elif term.cells & sight.cells and not where:
            facts.append(f"also {term.where}")
        return f"{sight.label}: {', '.join(filter(None, [*facts, where]))}"

    def _sights(self, labels: frozenset[str], picture: int) -> list[_Sight]:
        """Sightings of these labels, the surest first."""
        ids = self._matcher.ids(labels)
        if not ids:
            return []
        rows = self._database.execute(
            "SELECT l.label, l.kind, o.sureness, o.count, o.cells FROM observations AS o"
            " JOIN labels AS l ON l.id = o.label"
            f" WHERE o.picture = ? AND o.label IN ({', '.join('?' * len(ids))})"
            " ORDER BY o.sureness DESC, o.score DESC",
            (picture, *ids),
        )
        return [_Sight(*row) for row in rows]

    def _written(self, term: Term, picture: int) -> Iterator[str]:
        for columns, _ in text_columns(term):
            for column in columns.split():
                if phrase := fts_phrase(term.words, column):
                    at = TEXTS.index(column)
                    row = self._database.execute(
                        f"SELECT snippet(texts, {at}, '', '', '…', 8),"
                        f" highlight(texts, {at}, '{_HIT}', '')"
                        " FROM texts WHERE texts MATCH ? AND rowid = ?",
                        (phrase, picture),
                    ).fetchone()
                    if row:
                        yield (
                            _own(column, row[1]) or f"{term.name}: {_where_written(column, row[0])}"
                        )

    def _taken(self, picture: int) -> str:
        """Reason where there is none but its time."""
        row = self._database.execute(
            "SELECT taken, dated FROM pictures WHERE id = ?", (picture,)
        ).fetchone()
        return _DATED[Dated(row[1])].format(row[0][:10])

    def _name(self, sight: _Sight) -> str:
        return nouns.counted(sight.label, sight.count)


def _own(column: str, marked: str) -> str:
    """A person's words as a reason; empty for all else."""
    lines = marked.split("\n")
    line = next((line for line in lines if _HIT in line), "").replace(_HIT, "")
    if column == "captions":
        return f"its caption says: {phrases.quoted(line, _SHOWN)}"
    return f"{_OWN[column]}: {_short(line)}" if column in _OWN else ""


def _where_written(column: str, text: str) -> str:
    if column in _NAMES:
        return _NAMES[column]
    words = phrases.quoted(text, _SHOWN)
    return f"read in it: {words}" if column == "read" else f"in its description: {words}"


def _where(cells: int) -> str:
    """The cells in words, as long as they say something."""
    parts = [
        next((said for said, mask in table if cells and not cells & ~mask), "")
        for table in (_SIDES, _LEVELS)
    ]
    middle = "in the middle" if cells == 1 << 4 else ""
    return ", ".join(filter(None, [*parts, middle]))


def _short(line: str) -> str:
    return phrases.quoted(line, _SHOWN).strip("“”")
