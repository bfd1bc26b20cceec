"""Sentences of language models, measured: ``assistant.training.language_report --text DIR``.

For each model (a folder as ``resources/models/compact/gpt2``) and the same held-out captions: how
often its sentence is the caption's own (the same order, "and" or "with", and the place where the
caption has it), how often the order alone is, the mean length in words and the time a sentence
takes. Then for sets of things without a caption, half of them seen in photographs (``--data``),
half thrown together: how often who and what lives comes before what does not, where there is both.
``--read`` prints sixty of those. With ``--data`` also what the wording makes of what people saw
(``perfect_eyes``).
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, median

import numpy as np
import torch

from assistant import paths
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation
from assistant.pipeline.gpt2 import Writer
from assistant.training.judging import perfect_eyes
from assistant.training.judging.metrics import SEEN
from assistant.training.language import sentences, words
from assistant.training.language import stories as data
from assistant.training.picture import data as pictures
from assistant.training.picture import labels
from assistant.training.picture.speech import SPEAK


def shuffled(told: data.Story, dice: np.random.Generator) -> list[Observation]:
    """The story's things in any order, its place last."""
    seen = told.observations()
    number = len(told.things)
    return [seen[int(i)] for i in (*dice.permutation(number), *range(number, len(seen)))]


def order(text: str, told: data.Story) -> list[str]:
    """The labels in the order in which a sentence names them."""
    padded = f" {text.rstrip('.').replace(',', ' ')} "
    phrases = {
        t.label: (nouns.counted(t.label, t.count), nouns.plural(t.label), t.label)
        for t in told.things
    }
    if told.place:
        phrases[told.place] = (nouns.place(told.place), nouns.article(told.place), told.place)
    where = {label: max(padded.find(f" {f} ") for f in forms) for label, forms in phrases.items()}
    return sorted(where, key=lambda label: where[label])


def held_out(texts: Sequence[str], most: int) -> list[data.Story]:
    """Stories of captions that are never learnt from, with at least two things or a place."""
    dice = np.random.default_rng(1)
    told = (data.story(text) for text in texts if data.is_held_out(text))
    kept = [s for s in told if s and s.size > 1]
    chosen = dice.permutation(len(kept))[:most]
    return [data.counted(kept[int(i)], dice) for i in chosen]


def figures(writer: Writer, stories: Sequence[data.Story]) -> dict[str, float]:
    """Measure the stories' sentences."""
    dice = np.random.default_rng(2)
    same, ordered, lengths, times = [], [], [], []
    for told in stories:
        seen = shuffled(told, dice)
        start = time.perf_counter()
        text = writer(seen).text
        times.append(1000 * (time.perf_counter() - start))
        own = sentences.sentence(told).strip()
        same.append(text == own)
        ordered.append(order(text, told) == order(own, told))
        lengths.append(len(text.split()))
    return {
        "sentences": len(stories),
        "same sentence": fmean(same),
        "same order": fmean(ordered),
        "words": fmean(lengths),
        "ms": median(times),
    }


def seen_together(folder: Path, count: int) -> Iterator[data.Story]:
    """The labels of photographs, as the teacher's boxes and the sources' tags have them."""
    names = [SPEAK.get(name, name) for name in pictures.names(folder, "coco80.json")]
    rows = pictures.rows(folder)
    for index in np.random.default_rng(4).permutation(len(rows)):
        row = rows[int(index)]
        seen = Counter(names[int(box[0])] for box in row.boxes if box[1] >= SEEN)
        place = labels.scene(row)
        if len(seen) > 1 and count:
            things = tuple(data.Thing(label, n) for label, n in seen.most_common(data.MOST))
            known = place if words.sayable().get(place or "") == "scene" else None
            yield data.Story(things, len(things), known)
            count -= 1


def thrown_together(count: int) -> Iterator[data.Story]:
    """Any two to five things, half of them at any place."""
    dice = np.random.default_rng(3)
    while count:
        told = data.made_up(dice)
        if len(told.things) > 1:
            yield told
            count -= 1


def living_first(writer: Writer, stories: Sequence[data.Story]) -> tuple[float, list[str]]:
    """The share of sentences that name who and what lives before the rest, and all sentences."""
    dice = np.random.default_rng(5)
    right, texts = [], []
    for told in stories:
        text = writer(shuffled(told, dice)).text
        texts.append(text)
        alive = {t.label for t in told.things if data.rank(t.label) <= 1}
        named = [label in alive for label in order(text, told)]
        if 0 < sum(named) < len(told.things):
            right.append(all(named[: sum(named)]))
    return fmean(right), texts


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.language_report", description=__doc__)
    shipped = paths.resources() / "models" / "compact" / "gpt2"
    parser.add_argument("--text", type=Path, required=True, help="the captions' folder")
    parser.add_argument("--data", type=Path, help="the photographs' folder")
    parser.add_argument("--model", type=Path, action="append", help="a folder; can be repeated")
    parser.add_argument("--count", type=int, default=1000, help="held-out captions")
    parser.add_argument("--read", action="store_true", help="print 60 sentences of sets")
    options = parser.parse_args()
    torch.set_num_threads(2)
    stories = held_out(data.captions(options.text), options.count)
    sets = list(seen_together(options.data, 150) if options.data else ())
    sets += thrown_together(300 - len(sets))
    for folder in options.model or [shipped]:
        writer = Writer(folder, folder / "prompt.json")
        found = figures(writer, stories)
        found["living first"], texts = living_first(writer, sets)
        found["words of sets"] = fmean(len(text.split()) for text in texts)
        if options.data:
            found |= perfect_eyes.figures(writer, options.data, options.count)
        _say(f"\n{folder}\n\n| figure | value |\n| --- | --- |")
        for name, value in found.items():
            _say(f"| {name} | {value:.3f} |")
        for text in (*texts[:30], *texts[-30:]) if options.read else ():
            _say(text)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
