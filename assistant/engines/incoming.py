"""An answer is anybody's text: plain sentences, without markup or control characters, that end."""

import re
import time
from collections.abc import Iterable, Iterator

from assistant import untrusted
from assistant.engines import faults
from assistant.engines.protocol import Answer, Result

_LONGEST = 20_000  # characters of an answer
_SENTENCE = 400  # characters after which one is cut between words
_SHORT = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|vs|e\.g|i\.e|approx|No|[A-Z])\.$")
_END = re.compile(r"[.!?…][\"'”’)\]*_]*(?=\s)|\n")
# What a reasoning model thinks aloud is no answer.
_THINKING = re.compile(r"<(think|thinking|reasoning)>", re.IGNORECASE)
_THOUGHT = re.compile(rf"{_THINKING.pattern}.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>|<\|[^<>]{0,60}\|>")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_BEGIN = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+•]\s+|\d{1,2}[.)]\s+|\|)")
_RULE = re.compile(r"^\s*(?:[-*_=|:~`]\s*){3,}\w*\s*$")  # a line across, edges of tables and code
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3}|~~|`{1,3})(?=\S)(.*?\S)\1")
_LATEX = re.compile(r"\\(?:boxed|text|mathbf|textbf)\{([^{}]{0,300})\}")
_UNIT = 150  # characters of what is said again and again, at most
_TIMES = 5  # that often, and
_LEAST = 60  # characters of it: "ha ha ha ha ha" may be
_CLOSING = 20  # characters in which the end of a thought has room


def answer(name: str, model: str, pieces: Iterable[str]) -> Answer:
    """The sentences of an answer, as soon as each is whole, and in the end the result.

    Args:
        name: the engine's.
        model: which of its models answers.
        pieces: its letters, as they come.

    Raises:
        EngineError: it says nothing, far too much, or the same again and again.
    """
    start, first = time.monotonic(), 0.0
    said = Sentences()
    for sentence in _checked(name, said, pieces):
        first = first or time.monotonic() - start
        yield sentence
    if not said.text:
        raise faults.empty(name)
    return Result(said.text, name, model, first, time.monotonic() - start)


def _checked(name: str, said: "Sentences", pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield from said.add(piece)
        if said.is_endless():
            raise faults.endless(name)
        if len(said.text) > _LONGEST:
            raise faults.too_much(name)
    yield from said.finish()


class Sentences:
    """Puts pieces of a stream together to whole clean sentences, as soon as each is whole."""

    def __init__(self) -> None:
        self._rest = ""
        self._told: list[str] = []

    @property
    def text(self) -> str:
        """Everything that was given out."""
        return " ".join(self._told)

    def add(self, piece: str) -> Iterator[str]:
        """The sentences that are whole now."""
        self._rest = _THOUGHT.sub(" ", self._rest + piece)
        if thinking := _THINKING.search(self._rest):  # no more of it is kept than its end needs
            self._rest = self._rest[: thinking.end()] + self._rest[thinking.end() :][-_CLOSING:]
            return
        while (end := _end(self._rest)) is not None:
            raw, self._rest = self._rest[:end], self._rest[end:]
            yield from self._given(raw)

    def finish(self) -> Iterator[str]:
        """The rest, though it may be no whole sentence."""
        raw, self._rest = _THINKING.split(self._rest)[0], ""
        yield from self._given(raw)

    def is_endless(self) -> bool:
        """Whether the same is said again and again."""
        recent = f"{' '.join(self._told[-40:])} {self._rest}".strip() + " "
        if any(_ends_with_the_same(recent, unit) for unit in range(1, _UNIT + 1)):
            return True
        last = self._told[-3:]
        return len(last) == 3 and len({sentence.lower() for sentence in last}) == 1

    def _given(self, raw: str) -> Iterator[str]:
        if sentence := plain(raw):
            self._told.append(sentence)
            yield sentence


def plain(text: str) -> str:
    """One line without markup: what stars, tags and links are around stays, they go."""
    if _RULE.match(text):
        return ""
    text = _LATEX.sub(r"\1", _LINK.sub(r"\1", _TAG.sub(" ", text)))
    text = _BEGIN.sub("", text)
    for _ in range(3):  # stars within underscores
        text = _EMPHASIS.sub(r"\2", text)
    text = re.sub(r"\s*\|\s*", ", ", text.strip().strip("|")) if text.count("|") > 1 else text
    text = untrusted.plain(text.replace("**", "").replace("`", ""), _LONGEST)
    return text if any(character.isalnum() for character in text) else ""


def _ends_with_the_same(text: str, unit: int) -> bool:
    """Whether its last characters are the same ``unit`` of them often enough."""
    size = unit * max(_TIMES, -(-_LEAST // unit))
    tail = text[-size:]
    return len(tail) == size and tail[unit:] == tail[:-unit]


def _end(text: str) -> int | None:
    """Where the first whole sentence ends, if there is one."""
    for match in _END.finditer(text):
        if match[0] == "\n" or not _SHORT.search(text[: match.end()].rstrip("\"'”’)]*_")):
            return match.end()
    if len(text) > _SENTENCE:
        space = text.rfind(" ", 0, _SENTENCE)
        return space + 1 if space > 0 else _SENTENCE
    return None
