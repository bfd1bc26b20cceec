"""Answers: what was said of one picture, and how much of it is right."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from assistant import wording
from assistant.pipeline import kinds, nouns
from assistant.pipeline.evidence import Explanation, Level, Observation, Sentence, Sureness
from assistant.pipeline.features import Hypothesis
from assistant.training.judging.annotations import Annotation
from assistant.training.judging.truth import Truth
from assistant.training.picture import labels

_NAMED = frozenset(("object", "action", "scene", "medium", "people"))
_QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True)
class Noun:
    """One noun of the standard text.

    Attributes:
        sureness: the highest that it was said with.
        score: as the network or sense gave it; None for a noun without evidence.
        right: as ``Truth.verdict`` has it.
        seen: the same, but for what somebody saw who looked where captions and lists are silent.
        action: it is no noun but what somebody does.
    """

    sureness: Sureness
    score: float | None
    right: bool | None
    seen: bool | None
    action: bool = False

    @property
    def claimed(self) -> bool:
        """Whether it was said plainly or fairly surely, not as a guess."""
        return self.sureness != Sureness.UNSURE


@dataclass(frozen=True)
class Answer:
    """One picture.

    Attributes:
        annotation: what is known of it.
        truth: the same, to be asked.
        text: the standard text.
        brief: the brief text.
        nouns: what the standard text names, by label.
        slipped: those of them that no observation stands behind.
        outcome: "refused", "no photograph", "can't tell", "guesses only" or "told".
        hypotheses: what the network found above its thresholds.
        known: every label that could have been said.
        milliseconds: until the first sentence.
    """

    annotation: Annotation
    truth: Truth
    text: str
    brief: str
    nouns: Mapping[str, Noun]
    slipped: frozenset[str]
    outcome: str
    hypotheses: tuple[Hypothesis, ...]
    known: frozenset[str]
    milliseconds: float

    @property
    def judged(self) -> list[Noun]:
        """The nouns of which it is known whether they are right."""
        return [noun for noun in self.nouns.values() if noun.right is not None]


def answer(
    explanation: Explanation, annotation: Annotation, hypotheses: Iterable[Hypothesis] = ()
) -> Answer:
    """Judge what the standard text names."""
    truth = Truth(annotation)
    sentences = explanation.sentences[Level.STANDARD]
    best: dict[str, Observation] = {}
    for seen in _evidence(sentences):
        label = "person" if seen.kind == "people" else seen.label
        if label not in best or _order(seen) > _order(best[label]):
            best[label] = seen
    said = {
        label: Noun(
            o.sureness,
            o.score,
            truth.verdict(label, o.kind),
            truth.seen(label, o.kind),
            o.kind == "action",
        )
        for label, o in best.items()
    }
    slipped = frozenset(slips(sentences, explanation.known)) - said.keys()
    said |= {
        label: Noun(Sureness.SURE, None, truth.verdict(label), truth.seen(label))
        for label in slipped
    }
    return Answer(
        annotation=annotation,
        truth=truth,
        text=explanation.text(Level.STANDARD),
        brief=explanation.text(Level.BRIEF),
        nouns=said,
        slipped=slipped,
        outcome=_outcome(explanation, said),
        hypotheses=tuple(hypotheses),
        known=explanation.known,
        milliseconds=explanation.timings.get("first", 0.0),
    )


def slips(sentences: Iterable[Sentence], known: frozenset[str]) -> Iterator[str]:
    """The nouns in sentences about things that none of the sentence's observations carries.

    The colour of an observation is no noun: an orange ball is no orange.

    Sentences about the light, colours, text and codes are fixed and not looked at, nor is what
    stands in quotation marks.

    Args:
        sentences: of one explanation.
        known: the labels of the profile; the words of questions and captions are known anyway.
    """
    for sentence in sentences:
        if sentence.evidence and not any(o.kind in _NAMED for o in sentence.evidence):
            continue
        names = {name for o in sentence.evidence for name in (o.label, o.narrows, o.colour) if name}
        allowed = {form for name in names for form in _own(name)}
        forms = _sayable(known | {o.label for o in sentence.evidence})
        text = _words(_QUOTED.sub("", sentence.text))
        start = 0
        while start < len(text):
            size = next((n for n in range(5, 0, -1) if text[start : start + n] in forms), 0)
            found = text[start : start + size]
            if found and found not in allowed and not _implied(forms[found], sentence.evidence):
                yield forms[found]
            start += max(size, 1)


def _implied(noun: str, evidence: Iterable[Observation]) -> bool:
    return any(kinds.is_a(o.label, noun) for o in evidence)


def _evidence(sentences: Iterable[Sentence]) -> Iterator[Observation]:
    return (o for sentence in sentences for o in sentence.evidence if o.kind in _NAMED)


def _order(o: Observation) -> tuple[int, float]:
    return o.sureness.rank, o.score


def _outcome(explanation: Explanation, said: Mapping[str, Noun]) -> str:
    if wording.refusal(explanation.description.observations):
        return "refused"
    if any(o.kind == "medium" for o in _evidence(explanation.sentences[Level.STANDARD])):
        return "no photograph"
    if any(noun.claimed for noun in said.values()):
        return "told"
    return "guesses only" if said else "can't tell"


def _own(label: str) -> Iterator[tuple[str, ...]]:
    """The ways in which an observation is written: a person, people, a crowd, a face."""
    for word in (label, *(("crowd", "face") if label in ("person", "face") else ())):
        yield _words(word)
        yield _words(nouns.plural(word))
    if label == "graphic":
        yield _words("drawn or written picture")


@cache
def _sayable(known: frozenset[str]) -> dict[tuple[str, ...], str]:
    tables = kinds.words()
    words = known | tables.same.keys() | tables.kinds.keys() | tables.narrower.keys()
    words |= {w.lower() for children in tables.kinds.values() for w in children}
    words |= {w for others in labels.SYNONYMS.values() for w in others}
    forms = {_words(nouns.plural(word)): word for word in sorted(words)}
    return forms | {_words(word): word for word in sorted(words)}


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", text.lower()))
