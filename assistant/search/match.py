"""Pictures that fit a search, and how well: evidence from the tables, joined in arrays.

A score counts first how many of the search's words fit, then how sure the evidence is. Sure beats
fairly sure, that beats unsure; what only might be it (a vehicle for a bicycle) fits by half and
comes after all of these. What the network only thought possible fits by its score, and by two
labels near the word more than by one (noisy or: Pearl, 1988). Several words are multiplied, as
chances are, so that a picture in which one of them is hardly possible comes late; a rare word
counts more than one that nearly every picture has. What a person wrote (keywords, names of people,
files and folders) counts nearly as sure, captions and text that was read somewhat less, by bm25
where several have it.
"""

import math
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.search.dates import When
from assistant.search.query import Query
from assistant.search.store import SCORE
from assistant.search.term import Term
from assistant.search.vocabulary import label_key

Points = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

FITS = 1 << 20  # points of a word that fits; below that is how sure its evidence is, at most 1000
_SHIFT = 21  # bits of the points of one word, where they share a number with the picture's
# Points of what was seen: sure 850 to 950, fairly sure 550 to 650, unsure 250 to 350.
_SEEN = "(250 + 300 * sureness + 100 * score)"
# In people's own keywords and names, in names of files, captions, in the picture, in our own words.
_OWN, _NAMED, _CAPTION, _READ, _TOLD = 850, 800, 700, 600, 500
_BEST = 90  # more by bm25
_FAINT = 0.9  # of a fit, at most, is what the network only thought possible
_LEAST = 100  # thousandths of a fit; less is not worth a result
# What is not seen may be there all the same: this much of a fit. And how many pictures must have a
# word before it counts as common. Both were chosen on part A of the photographs (see the page of
# help on speed for what came of it on part B).
_UNSEEN, _COMMON = 0.1, 5
_LESS, _MISS = 2, 10  # divide the points: not known whether it fits; it does not


@dataclass(frozen=True)
class Matches:
    """The pictures that fit, best first.

    Attributes:
        pictures: their numbers, as many as were wanted.
        all_fit: how many pictures fit every word.
        some_fit: how many fit only some, or only might.
    """

    pictures: tuple[int, ...]
    all_fit: int
    some_fit: int


class Matcher:
    """Matching of searches against the index.

    Args:
        database: the index.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        rows = database.execute("SELECT id, label, kind FROM labels").fetchall()
        self._labels: dict[str, list[int]] = {}
        self._scored: dict[str, int] = {}
        for number, label, kind in rows:
            if kind == SCORE:
                self._scored[label.lower()] = number
            else:
                self._labels.setdefault(label_key(label, kind), []).append(number)
        (last,) = database.execute("SELECT max(id) FROM pictures").fetchone()
        self._size = (last or 0) + 1

    def ids(self, labels: Iterable[str]) -> list[int]:
        """The numbers of labels that were seen."""
        return sorted({number for label in labels for number in self._labels.get(label, ())})

    def match(self, query: Query, most: int) -> Matches:
        """The pictures that fit best.

        Args:
            query: what is searched for.
            most: how many are wanted.
        """
        points = np.zeros(self._size, np.int64)
        ranks = np.zeros(self._size)
        for term in query.terms:
            new = self.points(term)
            points += new
            ranks += self._rank(new)
        allowed = self._allowed(query)
        for term in query.without:
            # What a folder is called says nothing of what is not in a picture.
            unwanted = self.points(replace(term, words=term.words if term.only else (), near={}))
            # Only perhaps there: behind those where nothing of the kind was seen.
            allowed &= unwanted < FITS + 550
            doubt = unwanted % (FITS // _LESS)
            points -= doubt
            ranks -= doubt / FITS
        if not query.terms:
            return self._newest(allowed, points, most)
        points[~allowed] = 0
        number = len(query.terms)
        all_fit = int(np.count_nonzero(points >= number * FITS - 1000 * len(query.without)))
        some_fit = int(np.count_nonzero(points > 0)) - all_fit
        return Matches(tuple(_best(points > 0, ranks, most).tolist()), all_fit, some_fit)

    def points(self, term: Term) -> Points:
        """Points of each picture for a word, by its number: 0 where it does not fit."""
        points = self._thought_possible(term)
        for query, values in self._evidence(term):
            np.maximum.at(points, *self._rows(query, values))
        return points

    def _thought_possible(self, term: Term) -> Points:
        """Points for the scores alone: the chance that not all labels near the word are absent."""
        absent = np.ones(self._size)
        for label, weight in term.near.items():
            if (number := self._scored.get(label.lower())) is not None and not term.cells:
                fit = f"{FITS * weight / 1000} * score"
                query = (
                    f"SELECT {_packed('picture', fit)} FROM scores WHERE label = ? AND score >= ?"
                )
                pictures, fits = self._rows(query, (number, _LEAST / weight))
                absent[pictures] *= 1 - fits / FITS
        return np.asarray(FITS * _FAINT * (1 - absent), np.int64)

    def _rows(self, query: str, values: tuple[object, ...]) -> tuple[Points, Points]:
        """The pictures that a query gives, and the points of each."""
        (packed,) = self._database.execute(query, values).fetchone()
        # One number a row, all in one text: three times as fast as fetching rows.
        found = np.fromstring(packed or "", np.int64, sep=",")
        return found >> _SHIFT, found & ((1 << _SHIFT) - 1)

    def possible(self, term: Term, picture: int) -> str:
        """The label whose score speaks most for a word in this picture; empty without one."""
        best = ("", 0.0)
        for label, weight in term.near.items():
            row = self._database.execute(
                "SELECT score FROM scores WHERE label = ? AND picture = ?",
                (self._scored.get(label.lower()), picture),
            ).fetchone()
            if row and weight * row[0] > best[1]:
                best = label, weight * row[0]
        return best[0]

    def _evidence(self, term: Term) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Queries that give what was told, or written, of a word: picture and points in one."""
        exact = self.ids(term.labels)
        for labels, part in ((exact, 1), (self.ids(term.broader - term.labels), _LESS)):
            if labels:
                marks = ", ".join("?" * len(labels))
                yield (
                    f"SELECT {_packed('picture', _seen(term, part))} FROM observations"
                    f" WHERE label IN ({marks})",
                    tuple(labels),
                )
        for columns, base in text_columns(term):
            if phrase := fts_phrase(term.words, columns):
                best = f"{base} + {_BEST} * -rank / (1 - rank)"
                points = f"({best}) / {_LESS}" if term.counted or term.cells else best
                inner = "SELECT rowid AS picture, rank FROM texts WHERE texts MATCH ?"
                yield f"SELECT {_packed('picture', f'{FITS} + {points}')} FROM ({inner})", (phrase,)

    def _rank(self, points: Points) -> Ranks:
        """The logarithm of each picture's chance to show a word, weighted by how rare that is.

        The weight is inverse document frequency (Spärck Jones, 1972), of expected pictures.
        """
        fits = points / FITS
        weight = math.sqrt(1 + math.log((self._size + _COMMON) / (fits.sum() + _COMMON)))
        return np.asarray(weight * np.log(fits + _UNSEEN), np.float64)

    def _allowed(self, query: Query) -> Mask:
        """Where its time fits; and where there is a picture at all, if no word tells that."""
        allowed = np.ones(self._size, np.bool_)
        for when in query.times or ((When(),) if not query.terms else ()):
            here = np.zeros(self._size, np.bool_)
            condition, values = _taken(when)
            sql = f"SELECT group_concat(id) FROM pictures WHERE {condition}"
            (packed,) = self._database.execute(sql, values).fetchone()
            if packed:
                here[np.fromstring(packed, np.int64, sep=",")] = True
            allowed &= here
        return allowed

    def _newest(self, allowed: Mask, points: Points, most: int) -> Matches:
        """Without a word to rank by, the newest come first; after them those with a doubt."""
        number = int(np.count_nonzero(allowed))
        chosen: list[int] = []
        for clear in (True, False):
            rows = self._database.execute("SELECT id FROM pictures ORDER BY taken DESC, id")
            for (picture,) in rows:
                if len(chosen) == most:
                    break
                if allowed[picture] and (points[picture] == 0) == clear:
                    chosen.append(picture)
        return Matches(tuple(chosen), number, 0)


def text_columns(term: Term) -> Iterator[tuple[str, int]]:
    """A place where a word is looked up, and the points that it has there.

    Not in our own sentences where it is a thing that could be seen: what was seen is known better.
    """
    if term.only in ("name", "folder"):
        yield term.only, _NAMED
        return
    if term.only != "texts":
        yield "keywords people places", _OWN
        yield "name folder", _NAMED
    yield "captions", _CAPTION
    yield "read", _READ
    if term.only == "texts":
        yield "keywords people places name folder", _NAMED - 300
    if not term.labels:
        yield "whole", _TOLD


def fts_phrase(words: Iterable[str], columns: str) -> str:
    """A search of FTS5 for one of these phrases; empty where there are none."""
    phrases = (" ".join(re.findall(r"[^\W_]+", phrase)) for phrase in words)
    either = " OR ".join(f'"{phrase}"' for phrase in phrases if phrase)
    return f"{{{columns}}} : ({either})" if either else ""


def _seen(term: Term, part: int) -> str:
    """The points of an observation as SQL: all of it, or a part where it only might fit."""
    divide = [str(part)]
    fits = []
    if term.cells:
        divide.append(f"CASE WHEN cells = 0 THEN {_LESS} ELSE 1 END")
        fits.append(f"(cells = 0 OR cells & {term.cells})")
    if term.counted:
        divide.append(f"CASE WHEN count IS NULL THEN {_LESS} ELSE 1 END")
        fits.append(f"(count IS NULL OR count BETWEEN {term.least} AND {term.most})")
    points = f"{_SEEN} / ({' * '.join(divide)})"
    fitting = f"{FITS // part} + {points}"
    if not fits:
        return fitting
    return f"CASE WHEN {' AND '.join(fits)} THEN {fitting} ELSE {_SEEN} / {_MISS} END"


def _packed(picture: str, points: str) -> str:
    return f"group_concat(({picture} << {_SHIFT}) + CAST({points} AS INTEGER))"


def _taken(when: When) -> tuple[str, tuple[object, ...]]:
    values: tuple[object, ...] = (_iso(when.first), _iso(when.end))
    condition = "taken >= ? AND taken < ?"
    if when.months:
        condition += f" AND substr(taken, 6, 2) IN ({', '.join('?' * len(when.months))})"
        values += tuple(f"{month:02}" for month in when.months)
    return condition, values


def _iso(day: date) -> str:
    return day.isoformat()


def _best(fitting: Mask, ranks: Ranks, most: int) -> npt.NDArray[np.int64]:
    """The numbers of the best, best first; of equals the one that came later into the index."""
    found = np.flatnonzero(fitting)
    if len(found) > most:
        found = found[np.argpartition(ranks[found], -most)[-most:]]
    order = np.lexsort((-found, -ranks[found]))
    return found[order].astype(np.int64)
