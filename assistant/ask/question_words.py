"""Meanings of the nouns in a question: synonyms, kinds, plurals, one-letter slips."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.pipeline import kinds, nouns

_DETAIL = re.compile(
    r" (?:of|in|on|at|with|without|under|behind|over|by|beside|near|next|for|from|who|that|wearing|"
    r"holding)\b"
)
SLIP = 4  # letters of the shortest word in which one letter may be missing or too many
_LONG = 7  # letters of the shortest word in which one may be another: "house" is no "horse"


@dataclass(frozen=True)
class Concept:
    """Meaning of an asked noun.

    Attributes:
        said: the noun in singular, as the user said it.
        labels: what is such a thing.
        broader: labels of things that might be one: a dog might be a poodle, an animal a dog.
        corrected: the word that was taken for a slip of the finger, else empty.
    """

    said: str
    labels: frozenset[str]
    broader: frozenset[str] = frozenset()
    corrected: str = ""


class Lexicon:
    """All that can be asked for.

    Args:
        labels: everything that the networks and senses could say, or have said.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self._tables = kinds.words()
        self._labels = {label.lower(): label for label in labels}
        t = self._tables
        words = {*self._labels, *t.same, *t.kinds, *t.narrower, *t.other_things}
        words |= {child.lower() for children in t.kinds.values() for child in children}
        words |= {label.lower() for labels in t.same.values() for label in labels}
        self._singular = {nouns.plural(word): word for word in words} | {w: w for w in words}

    def concept(self, phrase: str) -> Concept | None:
        """The meaning of a noun in lower case, without its article; None for an unknown word."""
        word = self._singular.get(phrase)
        if word is not None:
            return self._concept(word)
        if ending := self._ending(_DETAIL.split(phrase, maxsplit=1)[0]):
            start, form, word = ending
            found = self._concept(word)
            said = phrase[:start] + word + phrase[start + len(form) :]
            return Concept(said, frozenset(), found.labels | found.broader)
        return self._slip(phrase)

    def _ending(self, head: str) -> tuple[int, str, str] | None:
        """The longest known noun at the end: "a small red car" is a car, "cup of tea" a cup.

        Returns:
            where it starts, as it stands there, and in singular.
        """
        starts = [0, *(i + 1 for i, c in enumerate(head) if c == " ")]
        forms = ((start, head[start:]) for start in starts)
        return next(
            ((start, f, self._singular[f]) for start, f in forms if f in self._singular), None
        )

    def _concept(self, word: str) -> Concept:
        labels = frozenset(self._expand(word, set()))
        broader = {self._labels[kind] for kind in kinds.kinds_of(word) if kind in self._labels}
        # As it is spoken: a T-shirt is written with a capital letter.
        return Concept(self._labels.get(word, word), labels, frozenset(broader - labels))

    def _expand(self, word: str, seen: set[str]) -> set[str]:
        """The word's labels, and those of everything that is such a thing."""
        if word in seen:
            return set()
        seen.add(word)
        t = self._tables
        labels = {self._labels.get(word, word), *t.same.get(word, ())}
        labels |= {
            label
            for lower, label in self._labels.items()
            if lower.endswith(f" {word}") and lower not in t.other_things
        }
        for child in (*t.kinds.get(word, ()), *t.same.get(word, ())):
            labels |= self._expand(child.lower(), seen)
        return labels

    def _slip(self, word: str) -> Concept | None:
        """The only known word that is one slip of the finger away."""
        if " " in word or not word.isalpha() or word in self._tables.words:
            return None
        near = {
            singular
            for form, singular in self._singular.items()
            if _is_slip(word, form) and self._expand(singular, set()) & {*self._labels.values()}
        }
        if len(near) != 1:
            return None
        found = self._concept(near.pop())
        return Concept(found.said, found.labels, found.broader, corrected=found.said)


def _is_slip(typed: str, meant: str) -> bool:
    """Two neighbours swapped, or one letter missing, too many or, in long words, another.

    The first letter must be right: people look at that, and "able" is no "table".
    """
    if typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 1 or len(typed) < SLIP - 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), -1)
    if start < 0:  # one has a letter more at its end
        return len(typed) != len(meant) and min(len(typed), len(meant)) >= SLIP
    rest, aim = typed[start:], meant[start:]
    if len(rest) == len(aim):
        swapped = rest[1:2] + rest[:1] == aim[:2] and rest[2:] == aim[2:]
        return swapped or (len(typed) >= _LONG and rest[1:] == aim[1:])
    return min(len(typed), len(meant)) >= SLIP and (rest[1:] == aim or rest == aim[1:])


@lru_cache(4)
def lexicon(labels: frozenset[str]) -> Lexicon:
    """The lexicon for these labels, made once."""
    return Lexicon(labels)
