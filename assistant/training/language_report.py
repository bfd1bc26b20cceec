"""What language models write: ``python -m assistant.training.language_report --text DIR --model``.

For each model (a folder as ``resources/models/compact/gpt2``) and the same held-out captions: how
often its sentence is the caption's own (the same order, "and" or "with", and the place where the
caption has it), how often the order alone is, the mean length in words and the time a sentence
takes; then length and time for made-up sets of things, which are also printed with ``--read``.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, median

import numpy as np
import torch

from assistant import paths
from assistant.pipeline import nouns
from assistant.pipeline.evidence import Observation
from assistant.pipeline.gpt2 import Writer
from assistant.training import language_data as data


def shuffled(told: data.Story, clause: bool, dice: np.random.Generator) -> list[Observation]:
    """The story's things in any order, its place last."""
    seen = told.observations(clause)
    number = len(told.things)
    return [seen[int(i)] for i in (*dice.permutation(number), *range(number, len(seen)))]


def order(text: str, told: data.Story) -> list[str]:
    """The labels in the order in which a sentence names them."""
    padded = f" {text.rstrip('.').replace(',', ' ')} "
    phrases = {t.label: nouns.counted(t.label, t.count) for t in told.things}
    if told.place:
        phrases[told.place] = told.place
    return sorted(phrases, key=lambda label: padded.find(f" {phrases[label]} "))


def held_out(texts: Sequence[str], most: int) -> list[data.Story]:
    """Stories of captions that are never learnt from, with at least two things or a place."""
    dice = np.random.default_rng(1)
    told = (data.story(text) for text in texts if data.is_held_out(text))
    kept = [s for s in told if s and len(s.things) + (s.place is not None) > 1]
    chosen = dice.permutation(len(kept))[:most]
    return [data.counted(kept[int(i)], dice) for i in chosen]


def figures(writer: Writer, stories: Sequence[data.Story]) -> dict[str, float]:
    """Of the stories' sentences; half of them as whole clauses."""
    dice = np.random.default_rng(2)
    same, ordered, lengths, times = [], [], [], []
    for number, told in enumerate(stories):
        clause = number % 2 == 1
        seen = shuffled(told, clause, dice)
        start = time.perf_counter()
        text = writer(seen).text
        times.append(1000 * (time.perf_counter() - start))
        own = data.sentence(told, clause).strip()
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


def made_up(writer: Writer, count: int) -> Iterator[str]:
    """Sentences of things that no caption put together."""
    dice = np.random.default_rng(3)
    for number in range(count):
        told = data.made_up(dice)
        yield writer(shuffled(told, number % 3 == 2, dice)).text


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.language_report", description=__doc__)
    shipped = paths.resources() / "models" / "compact" / "gpt2"
    parser.add_argument("--text", type=Path, required=True, help="the captions' folder")
    parser.add_argument("--model", type=Path, action="append", help="a folder; can be repeated")
    parser.add_argument("--count", type=int, default=1000, help="held-out captions")
    parser.add_argument("--read", action="store_true", help="print 60 of the made-up sentences")
    options = parser.parse_args()
    torch.set_num_threads(2)
    stories = held_out(data.captions(options.text), options.count)
    for folder in options.model or [shipped]:
        writer = Writer(folder, folder / "prompt.json")
        found = figures(writer, stories)
        texts = list(made_up(writer, 300))
        found["words of made-up sets"] = fmean(len(text.split()) for text in texts)
        _say(f"\n{folder}\n\n| figure | value |\n| --- | --- |")
        for name, value in found.items():
            _say(f"| {name} | {value:.3f} |")
        for text in texts[:60] if options.read else ():
            _say(text)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
