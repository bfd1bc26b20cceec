"""Searches understood: a small, explicit grammar, and no language model.

Words are things, places, colours, counts, parts of the picture, times, folders; what is left is
looked up in names and texts.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from assistant.ask.patterns import APOSTROPHES
from assistant.errors import SourceError
from assistant.search import dates
from assistant.search.dates import When
from assistant.search.term import Term
from assistant.search.terms import TermReader
from assistant.search.vocabulary import Vocabulary

LONGEST = 300  # characters
_FOLDER = r"(?:(?:in|from|of) )?(?:(?:the|my|a) )?(?:folder|album|directory)(?: (?:called|named))?"
_ENDS = r"(?= ?,| (?:19|20)\d\d\b| (?:in|from|with|without|and|but|since|before|after)\b|$)"
_ITS_FOLDER = (
    r"(?:(?:in|from|of) )?(?:(?:the|my|our) )?(?!(?:the|my|our|a|in|from|of|this|that|folder)\b)"
    rf"(?P<word>\x02\d+|(?!\x02)[^\s,]+) (?:folder|album|directory){_ENDS}"
)
_FILE = r"(?:(?:with )?(?:the )?(?:files? ?)?(?:name|named|called)|file)"
_QUOTE = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")
_NAMED = (
    ("folder", re.compile(rf"(?<!\w){_ITS_FOLDER}")),  # "my pets folder"
    *(
        (where, re.compile(rf"(?<!\w){start}[: ]+(?P<word>\x02\d+|(?!\x02)[^\s,]+)"))
        for where, start in (("folder", _FOLDER), ("name", _FILE))
    ),
)
_MINUS = re.compile(r"(?<!\S)-(?=[^\W\d_])")
_SAYS = re.compile(r"[^\W_]|[,\x02]")  # in what is no mere mark
_GAP = " , "


@dataclass(frozen=True)
class Query:
    """Meaning of a query.

    Attributes:
        terms: what should be there.
        without: what should not.
        times: when; all of them must fit.
        notes: what was not understood as it was meant, in sentences.
    """

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    times: tuple[When, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """In words: "dog on the left; beach; no person; in July 2022"."""
        parts = [term.said for term in self.terms]
        parts += [f"no {term.said}" for term in self.without]
        return "; ".join([*parts, *(time.said for time in self.times)])


def parse(text: str, vocabulary: Vocabulary, today: date) -> Query:
    """Understand a search; any text will do.

    Args:
        text: as typed.
        vocabulary: the words that can be searched for.
        today: what "last week" counts from.

    Raises:
        SourceError: there is nothing in it to search for, or too much.
    """
    if len(text) > LONGEST:
        raise SourceError(f"That is too long to search for; use at most {LONGEST} characters.")
    plain = unicodedata.normalize("NFKC", text).translate(APOSTROPHES)
    quotes: list[str] = []

    def keep(match: re.Match[str]) -> str:
        quotes.append(" ".join(match[1].split()))
        return f" \x02{len(quotes) - 1} "

    plain = _QUOTE.sub(keep, plain.replace("\x02", " "))
    plain = _MINUS.sub("without ", plain)
    rest = " ".join(_plain(plain).split())
    rest, named = _names(rest, quotes)
    rest, times = _times(rest, today)
    reader = TermReader(vocabulary, quotes)
    reader.read([word for word in rest.split() if _SAYS.search(word)])
    query = Query((*reader.terms, *named), tuple(reader.without), tuple(times), tuple(reader.notes))
    if not (query.terms or query.without or query.times):
        raise SourceError("Name something to search for, such as: dog on a beach")
    return query


def _plain(text: str) -> str:
    """Lower case; commas stay, for they part things; points only inside of words."""
    text = re.sub(r"[,;]|\.(?!\w)", _GAP, text.lower())
    return re.sub(r"[^\w\s'.:,\x02-]|(?<!\w)\.", " ", text)


def _names(text: str, quotes: list[str]) -> tuple[str, list[Term]]:
    """Folders and names that are asked for as such, and the text without them."""
    found: list[Term] = []
    for where, pattern in _NAMED:

        def take(match: re.Match[str], where: str = where) -> str:
            word = match["word"]
            word = quotes[int(word[1:])] if word.startswith("\x02") else word
            found.append(Term(word, words=(word,), only=where))
            return _GAP

        text = pattern.sub(take, text)
    return text, found


def _times(text: str, today: date) -> tuple[str, list[When]]:
    """All times that are named, and the text without them."""
    found = []
    while time := dates.find(text, today):
        when, start, end = time
        found.append(when)
        text = text[:start] + _GAP + text[end:]
    return text, found
