"""Sentences as they would read with perfect eyes: the words of captions as observations.

What at least two of five people name is taken as seen, with the number that they tell; the
sentence made of it is compared with the five captions. So this measures the wording alone, and is
an upper bound: the words are those of the captions it is measured with.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean, median_low

import numpy as np

from assistant import wording
from assistant.pipeline import usages
from assistant.pipeline.description import describe
from assistant.pipeline.evidence import Description, Kind, Level, Observation, Sentence, Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.training.judging import captioning
from assistant.training.language import clauses
from assistant.training.picture import data

_AGREEING = 2  # people
_CAPTIONS = 5

Write = Callable[[Sequence[Observation]], Sentence]


def seen(captions: Sequence[str]) -> Description:
    """Things with numbers, actions and places that several of them name."""
    named: Counter[tuple[str, Kind]] = Counter()
    numbers: dict[str, list[int]] = defaultdict(list)
    for caption in captions:
        parsed = clauses.parse(caption)
        things: Counter[tuple[str, Kind]] = Counter()
        for noun in parsed.nouns:
            things[noun.label, noun.kind] += noun.count or 2
        for (label, _), number in things.items():
            numbers[label].append(number)
        named.update(things.keys())
        named.update({(c.action, "action") for c in parsed.clauses if c.action})
    agreed = [item for item in named.items() if item[1] >= _AGREEING]
    found = tuple(
        Hypothesis(label, times / len(captions), "people", kind, Sureness.SURE)
        for (label, kind), times in agreed
    )
    d = describe(Features(np.zeros(1, np.float32), found))
    return Description(tuple(_counted(o, numbers[o.label]) for o in d.observations))


def _counted(o: Observation, numbers: Sequence[int]) -> Observation:
    return replace(o, count=median_low(numbers)) if o.kind == "object" else o


def figures(write: Write, folder: Path, most: int) -> dict[str, float]:
    """Measure so many pictures with five captions: CIDEr-D and BLEU-4, and how much is told."""
    rows = [row for row in data.rows(folder) if len(row.captions) >= _CAPTIONS]
    chosen = np.random.default_rng(6).permutation(len(rows))[:most]
    texts, captions, lengths, actions = [], [], [], []
    for index in chosen:
        row = rows[int(index)]
        d = seen(row.captions)
        told = wording.spoken(d)
        text = wording.sentences(d, write(told) if told else None)[Level.STANDARD]
        texts.append(" ".join(sentence.text for sentence in text))
        captions.append(row.captions)
        lengths.append(len(texts[-1].split()))
        if any(usages.is_alive(o.label) for o in d.of_kind("object")):
            actions.append(any(o.kind == "action" for o in told))
    scores = {name: value or 0.0 for name, value in captioning.scores(texts, captions).items()}
    return {
        **{f"{name}, perfect eyes": value for name, value in scores.items()},
        "words, perfect eyes": fmean(lengths),
        "with an action, perfect eyes": fmean(actions),
    }
