"""Nouns and actions among the words of an answer, and the labels that they claim.

The table ``resources/words/claims.json`` is made by ``assistant.training.claim_words``; what the
networks know beside it is found by the words of questions (:mod:`assistant.ask.question_words`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant import paths
from assistant.pipeline import nouns

_LONGEST = 4  # words of a noun
# In answers mostly verbs, colours, or about the picture itself.
_NO_NOUN = frozenset(
    "watch watches orange oranges fly flies top body heel sweet form crossing stand stands light "
    "lights picture pictures image images photo photos photograph photographs view scene scenes "
    "background foreground front back middle centre center side sides left right colour color "
    "colours colors set sets match play plays drive rest rests close lead leads".split()
)
_SEVERAL = frozenset("group groups couple family crowd pair pairs".split())  # "a couple of dogs"


@dataclass(frozen=True)
class LexiconNoun:
    """One noun as it stands in a sentence.

    Attributes:
        word: in singular, lower case.
        start: its first word's number in the sentence.
        end: the number after its last word's.
        plural: it stands there in plural.
        labels: what it claims by the table.
    """

    word: str
    start: int
    end: int
    plural: bool
    labels: tuple[str, ...]


def nouns_in(words: Sequence[str]) -> list[LexiconNoun]:
    """The nouns among words in lower case, the longest that are known: no dog in "hot dog"."""
    found = []
    start = 0
    while start < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if _key(words, start, n) in _forms()), 0)
        if size:
            word = _forms()[_key(words, start, size)]
            after = words[start + size] if start + size < len(words) else ""
            labels = _table()[word]
            if labels is not None and not _is_none(words[start], size, after):
                plural = _key(words, start, size) != tuple(word.split(" "))
                found.append(LexiconNoun(word, start, start + size, plural, tuple(labels)))
        start += max(size, 1)
    return found


def action(word: str) -> str:
    """The action that a word in lower case names: "rides" → "riding"; empty for none."""
    return _actions().get(word, "")


def _is_none(word: str, size: int, after: str) -> bool:
    return size == 1 and (word in _NO_NOUN or (word in _SEVERAL and after == "of"))


def _key(words: Sequence[str], start: int, size: int) -> tuple[str, ...]:
    return tuple(words[start : start + size])


@cache
def _forms() -> Mapping[tuple[str, ...], str]:
    forms = {tuple(nouns.plural(word).lower().split(" ")): word for word in _table()}
    return forms | {tuple(word.split(" ")): word for word in _table()}


def _table() -> Mapping[str, Sequence[str] | None]:
    table: Mapping[str, Sequence[str] | None] = _facts()["nouns"]
    return table


def _actions() -> Mapping[str, str]:
    return _facts()["actions"]


@cache
def _facts() -> Mapping[str, Mapping[str, str]]:
    path = paths.resources() / "words" / "claims.json"
    facts: Mapping[str, Mapping[str, str]] = json.loads(path.read_text("utf-8"))
    return facts
