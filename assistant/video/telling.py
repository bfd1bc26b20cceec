"""Choice of what is told of a film, and what is not told a second time.

A look is known by the things, places, people and texts in it, not by its words: that something
sure has become only fairly sure is no news. It is told when something in it has not been in view
for :data:`FORGOTTEN` seconds. So two people who are shown in turns are told once each; light and
colours alone are never news.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.pipeline.evidence import Explanation, Level, Observation, Sentence, Sureness
from assistant.video.stretches import Stretch
from assistant.wording import CANT_TELL

FORGOTTEN = 60.0  # seconds out of view, after which a thing is told again

_ALIKE = 0.8  # of two texts: the same text, read once more


@dataclass(frozen=True, eq=False)
class ToldDescription:
    """One description.

    Attributes:
        look: the stretch of film that it describes.
        explanation: with the evidence behind each sentence.
        texts: level → what is said, from the level that was asked for down to brief.
    """

    look: Stretch
    explanation: Explanation
    texts: Mapping[Level, str]

    @property
    def level(self) -> Level:
        """The level that was asked for."""
        return next(iter(self.texts))

    @property
    def text(self) -> str:
        """Text at that level."""
        return self.texts[self.level]


# Kinds that are told beside something new, and are no news by themselves.
_NO_NEWS = ("light", "colour", "setting")


class _Key(NamedTuple):
    """Key by which one thing is known."""

    kind: str
    label: str
    content: str = ""
    unsure: bool = False
    number: int | None = None


class Memory:
    """Remembers what has been in view and when.

    Args:
        level: the most that is said of a look.
    """

    def __init__(self, level: Level) -> None:
        levels = list(Level)
        self._levels = levels[levels.index(level) :: -1]
        self._seen: dict[_Key, float] = {}

    def news(self, look: Stretch, explanation: Explanation) -> ToldDescription | None:
        """The description of a look, or None when nothing in it is new."""
        texts = {level: _text(_sayable(explanation.sentences[level])) for level in self._levels}
        self._seen = {k: end for k, end in self._seen.items() if look.start - end < FORGOTTEN}
        keys = {self._known(key, look.cut) for key in self._keys(explanation)}
        new = keys - self._seen.keys()
        self._seen |= dict.fromkeys(keys, look.end)
        return ToldDescription(look, explanation, texts) if new else None

    def _keys(self, explanation: Explanation) -> list[_Key]:
        """Observations that the sentences name; guesses only where there is nothing else."""
        sentences = _sayable(explanation.sentences[self._levels[0]])
        seen = [o for s in sentences for o in s.evidence if o.kind not in _NO_NEWS]
        keys = [_key(o) for o in seen]
        firm = [key for key in keys if not key.unsure] or keys
        unknown = [_Key("", CANT_TELL) for s in sentences if s.text == CANT_TELL]
        return [*firm, *unknown] or [_Key("", sentences[0].text)]

    def _known(self, key: _Key, cut: bool) -> _Key:
        """The same thing as it is remembered.

        A text that is read once more may differ in some letters; and while the camera goes on, one
        more or one less of a kind is no news.
        """
        for known in reversed(self._seen):
            if known == key or (key.kind == "text" and _is_same_text(known, key)):
                return known
            if not cut and known._replace(number=key.number) == key:
                return known
        return key


def _key(o: Observation) -> _Key:
    if o.kind == "text":
        return _Key(o.kind, "", "".join(c for c in o.content.casefold() if c.isalnum()))
    # Faces come and go as people turn.
    count = None if o.kind == "people" else o.count
    return _Key(o.kind, o.label, o.content, o.sureness == Sureness.UNSURE, count)


def _is_same_text(one: _Key, other: _Key) -> bool:
    if one.kind != "text":
        return False
    return SequenceMatcher(None, one.content, other.content).ratio() >= _ALIKE


def _sayable(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Without texts that may be misread: in a film they are mostly shop signs in the distance."""
    return [s for s in sentences if not _may_be_misread(s)] or [Sentence(CANT_TELL)]


def _may_be_misread(sentence: Sentence) -> bool:
    quoted = [o for o in sentence.evidence if o.kind == "text"]
    return bool(quoted) and all(o.sureness != Sureness.SURE for o in quoted)


def _text(sentences: Sequence[Sentence]) -> str:
    """As one paragraph; of a refusal only what is the matter: nobody can film it again."""
    evidence = sentences[0].evidence
    if len(sentences) == 1 and evidence and evidence[0].kind == "quality":
        return sentences[0].text.partition(". ")[0].rstrip(".") + "."
    return " ".join(sentence.text for sentence in sentences)
