"""Claims of a sentence of an answer: things with count and colour, actions, text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.engines import lexicon
from assistant.pipeline import nouns

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
} | {"both": 2, "pair": 2, "couple": 2, "one": 1, "single": 1}
_NOT = frozenset("no not without never neither nor isn't aren't doesn't don't cannot none".split())
_COLOURS = {
    **{c: c for c in "black grey white beige brown red pink orange yellow green blue".split()},
    "gray": "grey", "purple": "purple", "violet": "purple", "turquoise": "turquoise",
    "teal": "turquoise", "olive": "green", "magenta": "pink", "golden": "yellow",
}  # fmt: skip
_BEFORE = 4  # words before a noun that tell of it
_DENIED = 6  # words after "no" for which it holds
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,200})[”\"]|(?<!\w)'([^']{3,200})'(?!\w)")


class ClaimKind(StrEnum):
    """Sort of a claim."""

    THING = "thing"
    ACTION = "action"
    COLOUR = "colour"
    TEXT = "text"


@dataclass(frozen=True)
class Claim:
    """One thing that an answer says of the picture.

    Attributes:
        kind: what sort of claim.
        said: as it can be told: "a boat", "two dogs", "riding", "a red ball".
        word: the noun or action in lower case, or the quoted text.
        labels: what it means by the table; of a colour, those of the thing that has it.
        count: how many, where the sentence says so.
        colour: which colour, for a claim about one.
        denied: it says that this is not there.
    """

    kind: ClaimKind
    said: str
    word: str
    labels: tuple[str, ...] = ()
    count: int | None = None
    colour: str = ""
    denied: bool = False


def found(sentence: str) -> list[Claim]:
    """The claims of a sentence, in its order, each once; what is quoted is text only."""
    quoted = [(a or b).strip() for a, b in _QUOTED.findall(sentence)]
    texts = [Claim(ClaimKind.TEXT, f"the text “{text}”", text) for text in quoted if _is_text(text)]
    # A comma between two words keeps "no dog, a cat" apart.
    words = re.findall(r"[a-z][a-z'’-]*|\d+|[,;:.]", _QUOTED.sub(" , ", sentence).lower())
    return list(dict.fromkeys([*_things(words), *_actions(words), *texts]))


def _things(words: Sequence[str]) -> Iterator[Claim]:
    last = 0
    for noun in lexicon.nouns_in(words):
        before = list(words[max(last, noun.start - _BEFORE) : noun.start])
        last = noun.end
        while before and (stop := _stop(before)) is not None:
            before = before[stop + 1 :]
        count = next((_number(w) for w in reversed(before) if _number(w)), None)
        denied = _is_denied(words, noun.start)
        colours = [_COLOURS[w] for w in before if w in _COLOURS]
        name = nouns.plural(noun.word) if noun.plural else nouns.article(noun.word)
        several = f"{nouns.number(count)} {nouns.plural(noun.word)}" if count and count > 1 else ""
        yield Claim(ClaimKind.THING, several or name, noun.word, noun.labels, count, denied=denied)
        if colours and not denied:
            said = nouns.article(f"{colours[-1]} {noun.word}")
            yield Claim(ClaimKind.COLOUR, said, noun.word, noun.labels, colour=colours[-1])


def _actions(words: Sequence[str]) -> Iterator[Claim]:
    taken = {i for noun in lexicon.nouns_in(words) for i in range(noun.start, noun.end)}
    for place, word in enumerate(words):
        action = lexicon.action(word) if place not in taken else ""
        if action and word.endswith(("ing", "s")):  # "a painted wall" paints nobody
            yield Claim(
                ClaimKind.ACTION, action, action, (action,), denied=_is_denied(words, place)
            )


def _stop(before: Sequence[str]) -> int | None:
    return next((i for i, word in enumerate(before) if word in ",;:."), None)


def _number(word: str) -> int:
    return _NUMBERS.get(word, int(word) if word.isdecimal() and 0 < int(word) < 100 else 0)


def _is_denied(words: Sequence[str], place: int) -> bool:
    for word in reversed(words[max(0, place - _DENIED) : place]):
        if word in ",;:.":
            return False
        if word.replace("’", "'") in _NOT:
            return True
    return False


def _is_text(text: str) -> bool:
    return sum(character.isalnum() for character in text) > 1
