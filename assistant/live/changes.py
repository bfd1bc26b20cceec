"""News while a camera or film goes on: told once, and only when it is steady.

Each sentence counts for itself, so that a second face does not make the dog be told again:

1. A sentence is known by what it rests on, not by its words: that something sure has become only
   fairly sure, or that the words came in another order, is no news.
2. It is told when it was there in 2 of the last 3 results and the last of them, unless what it
   would replace was there a moment ago: then the two take turns, and neither is news.
3. Once told, it is not told again while it goes on, even with gaps of some results. It is over
   when something else was told in its place.
4. What comes and goes all the same must last twice as long each time before it is told again.
"""

from collections import deque
from collections.abc import Hashable

from assistant.pipeline.evidence import Explanation, Level, Sentence, Sureness

STEADY = 2  # results with it, of 3: a label that flickers around its threshold is not spoken
_OVER = 8  # results without it: 1.6 s at 5 a second, which there are while it is unsettled
_REMEMBERED = 60  # results back that a telling counts as the same coming and going
_LONGEST = 3  # times the wait doubles

Keyed = dict[Hashable, Sentence]


class Changes:
    """Picks the sentences that should be told now out of each live result.

    Args:
        steady: results with a sentence that make it steady; 1 tells whatever is new at once.
    """

    def __init__(self, steady: int = STEADY) -> None:
        self._steady = steady
        self._results: deque[Keyed] = deque(maxlen=_window(steady**_LONGEST))
        self._standing: dict[Hashable, _Told] = {}
        self._tellings: deque[tuple[int, Hashable]] = deque()
        self._number = 0

    @property
    def unsettled(self) -> bool:
        """Whether more results are needed: something may be new, or what was told may be over."""
        return bool(self._results) and self._results[-1].keys() != self._standing.keys()

    def new(self, explanation: Explanation, level: Level) -> tuple[Sentence, ...]:
        """The sentences to tell now, often none; they count as told."""
        now = _keyed(explanation, level)
        before = self._results[-1] if self._results else {}
        self._results.append(now)
        self._number += 1
        self._forget(now)
        news = {
            key: sentence
            for place, (key, sentence) in enumerate(now.items())
            if key not in self._standing
            and self._is_steady(key)
            and not self._takes_turns(sentence, place == 0, before, now)
        }
        first = next(iter(now))
        for key, sentence in news.items():
            self._replace(sentence, key == first, now)
            self._standing[key] = _Told(sentence)
            self._tellings.append((self._number, key))
        return tuple(news.values())

    def tell(self, explanation: Explanation, level: Level) -> None:
        """All of it was told, for example because the user asked: none of it is new now."""
        now = _keyed(explanation, level)
        self._standing = {key: _Told(sentence) for key, sentence in now.items()}

    def _forget(self, now: Keyed) -> None:
        """Let go what has been over for long."""
        for key, told in list(self._standing.items()):
            told.missed = 0 if key in now else told.missed + 1
            if told.missed >= _OVER:
                del self._standing[key]
        while self._tellings and self._number - self._tellings[0][0] > _REMEMBERED:
            self._tellings.popleft()

    def _is_steady(self, key: Hashable) -> bool:
        times = sum(key == told for _, told in self._tellings)
        needed: int = self._steady ** min(max(1, times), _LONGEST)
        recent = list(self._results)[-_window(needed) :]
        return sum(key in result for result in recent) >= needed

    def _takes_turns(self, sentence: Sentence, is_first: bool, before: Keyed, now: Keyed) -> bool:
        if self._steady == 1:
            return False
        gone = [t.sentence for key, t in self._standing.items() if key in before and key not in now]
        return any(is_first or _kind(other) == _kind(sentence) for other in gone)

    def _replace(self, sentence: Sentence, is_first: bool, now: Keyed) -> None:
        """A new first sentence is another view; any other stands for those of its own kind."""
        for key, told in list(self._standing.items()):
            if key not in now and (is_first or _kind(told.sentence) == _kind(sentence)):
                del self._standing[key]


class _Told:
    """A sentence that was told, and for how many results it has been missing."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.missed = 0


def _window(needed: int) -> int:
    """2 of 3, 4 of 5, 8 of 9; 1 of 1."""
    return needed + (needed > 1)


def _keyed(explanation: Explanation, level: Level) -> Keyed:
    """Sentences by what they rest on; a second one on the same, such as of its place, by words."""
    keyed: Keyed = {}
    for sentence in explanation.sentences[level]:
        seen = frozenset(
            (o.kind, o.label, o.count, o.content, o.sureness == Sureness.UNSURE)
            for o in sentence.evidence
        )
        key: Hashable = seen if seen and seen not in keyed else sentence.text
        keyed.setdefault(key, sentence)
    return keyed


def _kind(sentence: Sentence) -> str:
    return sentence.evidence[0].kind if sentence.evidence else ""
