"""Questions understood: a small, explicit grammar, and no language model."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from assistant.ask import patterns

LONGEST = 200  # characters of a question
_LONGEST_NOUN = 40  # characters, with its adjectives
_MOST_WORDS = 6  # of a noun with its adjectives
_BARE_WORDS = 3  # of a noun that is asked by itself: "red car?"
_MOST_NOUNS = 3  # "a cat, a dog or a bird"


class QuestionKind(StrEnum):
    """Subject of a question, with an example."""

    PRESENT = "is there a dog"
    COUNT = "how many dogs"
    WHERE = "where is the dog"
    COLOUR = "what colour is it"
    REGION = "what is on the left"
    READ = "what does it say"
    PEOPLE = "is anyone there"
    DOING = "what is the person doing"
    LIGHT = "is it dark"
    LAMP = "is the light on"
    SHARP = "is it blurred"
    WHAT = "what is this"
    SORT = "what animal is it"
    PLACE = "where am I"
    ROOM = "what room is this"
    INDOORS = "is it indoors"
    DAY = "is it day or night"
    WEATHER = "is it sunny"
    SAFETY = "is there anything dangerous"
    DEPTH = "what is in the background"
    WEARING = "what is he wearing"
    HOLDING = "what is he holding"
    IDENTITY = "who is it"
    UNKNOWN = "not understood"


@dataclass(frozen=True)
class Noun:
    """A thing that is asked for.

    Attributes:
        text: lower case, without its article.
        article: what stood before it: "a", "my", "any", …; may be empty.
    """

    text: str
    article: str = ""


@dataclass(frozen=True)
class Question:
    """One question, understood.

    Attributes:
        kind: what it is about.
        nouns: what is asked for; none where it is "this".
        region: "left", "top", …: the words for a part of the picture.
        verbs: what somebody is asked to do: "riding"; "sitting" or "standing".
    """

    kind: QuestionKind
    nouns: tuple[Noun, ...] = ()
    region: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()


_QUOTES = re.compile(r"(?<![\w-])'|'(?![\w-])")  # what is left are apostrophes
UNKNOWN = Question(QuestionKind.UNKNOWN)


def parse(text: str) -> Question:
    """Understand a question; kind UNKNOWN if it is not clear. Any text will do."""
    if len(text) > 10 * LONGEST:  # before any work is done on it
        return UNKNOWN
    asked = _plain(text)
    if not asked or len(asked) > LONGEST:
        return UNKNOWN
    for name, pattern in patterns.PATTERNS:
        if match := re.fullmatch(pattern, asked):
            return _question(QuestionKind[name], match)
    return UNKNOWN


def _plain(text: str) -> str:
    """Lower case, one space between words, no marks, no contractions, no courtesies."""
    text = unicodedata.normalize("NFKC", text).translate(patterns.APOSTROPHES)
    shown = (c if unicodedata.category(c)[0] in "LMNPSZ" else " " for c in text)
    text = _bare(_QUOTES.sub("", " ".join("".join(shown).lower().split())))
    for pattern, replacement in patterns.SHORT:
        text = pattern.sub(replacement, text)
    text = patterns.POLITE.sub("", text)
    text = _bare(patterns.TAIL.sub("", text)) or text
    return patterns.INDIRECT.sub(r"\1 \3 \2", text)


def _bare(text: str) -> str:
    """Without the marks around it."""
    marks = {c for c in text if unicodedata.category(c)[0] in "PSZ"}
    return text.strip("".join(marks))


def _question(kind: QuestionKind, match: re.Match[str]) -> Question:
    found = {name: value for name, value in match.groupdict().items() if value is not None}
    region = frozenset(found.get("side", "").replace("-", " ").split()) & patterns.DIRECTIONS
    asked, verbs = found.get("noun", ""), tuple(filter(None, found.get("verbs", "").split(" or ")))
    if kind == QuestionKind.DOING:
        return Question(kind, _nouns(asked, found.get("article", "")), region, verbs)
    if not asked or patterns.IT.fullmatch(f"{found.get('article', '')} {asked}".strip()):
        return Question(kind, (), region) if kind in _WITHOUT else UNKNOWN
    nouns = _nouns(asked, found.get("article", ""))
    if not nouns or ("bare" in found and not _is_bare(asked)):
        return UNKNOWN
    return Question(kind, nouns, region)


_WITHOUT = frozenset(QuestionKind) - {
    QuestionKind.PRESENT,
    QuestionKind.COUNT,
    QuestionKind.WHERE,
}  # may have no noun


def _nouns(text: str, article: str) -> tuple[Noun, ...]:
    """ "cat or a dog" → cat, dog; none where a part is no noun."""
    parts = re.split(r",? (?:or|and) |, ", text)
    found = [patterns.NOUN.fullmatch(part) for part in [f"{article} {parts[0]}", *parts[1:]]]
    nouns = [Noun(m["noun"], m["article"] or "") for m in found if m]
    sound = len(nouns) == len(parts) <= _MOST_NOUNS and all(map(_is_noun, nouns))
    return tuple(nouns) if sound else ()


def _is_noun(noun: Noun) -> bool:
    text = noun.text
    letters = all(c.isalnum() or c in " '-" or unicodedata.combining(c) for c in text)
    return letters and len(text) <= _LONGEST_NOUN and len(text.split()) <= _MOST_WORDS


def _is_bare(text: str) -> bool:
    words = text.split()
    return len(words) <= _BARE_WORDS and not patterns.VERBS & set(words)
