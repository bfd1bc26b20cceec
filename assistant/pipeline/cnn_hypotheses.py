"""From scores to hypotheses: those that are high enough to be spoken, each label once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.pipeline.arrays import Floats
from assistant.pipeline.cnn_facts import Head
from assistant.pipeline.evidence import Box
from assistant.pipeline.features import Hypothesis


def surest(h: Hypothesis) -> tuple[int, float, str]:
    """Key to sort by: the surest first."""
    return -h.sureness.rank, -h.score, h.label


def once(whole: Sequence[Hypothesis], placed: Sequence[Hypothesis]) -> Iterator[Hypothesis]:
    """Each label once: of two heads that know it the surer; what has places keeps them.

    Args:
        whole: what is said of the whole picture.
        placed: what the grid says, each thing by itself.
    """
    best: dict[tuple[str, str], Hypothesis] = {}
    for h in whole:
        other = best.get((h.kind, h.label))
        if other is None or (h.sureness.rank, h.score) > (other.sureness.rank, other.score):
            best[h.kind, h.label] = h
    first = set[str]()
    for h in placed:
        other = best.pop((h.kind, h.label), None) if h.label not in first else None
        surer = other is not None and other.sureness.rank > h.sureness.rank
        yield replace(h, sureness=other.sureness, score=other.score) if other and surer else h
        first.add(h.label)
    yield from best.values()


def read(name: str, head: Head, logits: Floats) -> Iterator[Hypothesis]:
    """Hypotheses of a head about the whole picture, by its logits (labels,)."""
    scores = head.activated(logits)
    for label in head.reached(scores):
        yield from spoken(name, head, label, float(scores[label]))


def spoken(
    name: str,
    head: Head,
    label: int,
    score: float,
    box: Box | None = None,
    more: bool = False,
) -> Iterator[Hypothesis]:
    """One hypothesis, or none when the score is too low to be spoken."""
    trained = head.labels[label]
    sureness = head.sureness(trained, score)
    if sureness and head.kind:
        yield Hypothesis(head.spoken(trained), score, name, head.kind, sureness, box, more)
