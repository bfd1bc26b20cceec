"""Does the language model know better? ``python -m assistant.training.rescore --data DIR``.

The compact GPT-2 as the judge of what the picture network supposes: the score of each label is
moved by how much likelier its noun is beside the other confident nouns than alone::

    logit(p) + weight * (log P(noun | the others) - log P(noun | nothing))

The one weight is chosen on validation part A; average precision of presence, and precision at the
recall that the plain scores have at 0.5, are printed for part B. Two tables of how often two things
are named or seen together (naive Bayes over the others), one of the captions and one of the
pictures that the network learns from, show what a simpler judge would do.

Presence is judged as in ``validate``: what is unknown is left out.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file

from assistant import paths
from assistant.training import batches, calibrate, judge, labels, language_data, temper, validate
from assistant.training.language_judge import Judge
from assistant.training.metrics import ABSENT, PRESENT, Floats, Truth
from assistant.training.network import CompactNetwork
from assistant.training.split import LEARN, PART_A, PART_B, split
from assistant.training.train import HEADS

WEIGHTS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
CONFIDENT, PLACE = 0.5, 0.7  # calibrated scores from which something is among "the others"
_SMOOTH = 5.0  # pairs that were never counted are as frequent as if counted so often by chance
Odds = Callable[[tuple[str, ...]], Floats]
"""Confident nouns, surest first → (labels,) what each label's log-odds gain by them."""


@dataclass(frozen=True)
class Supposed:
    """What the picture network supposes of N pictures, and what is there.

    Attributes:
        scores: (N, labels) probabilities.
        places: for each picture the place it is sure of, or None.
        true: (N, labels).
    """

    scores: Floats
    places: list[str | None]
    true: Truth


def context(seen: Supposed, index: int, names: Sequence[str]) -> tuple[str, ...]:
    """The nouns of one picture that are confident, surest first, at most those of a sentence."""
    row = seen.scores[index]
    order = [int(i) for i in np.argsort(-row, kind="stable")[: language_data.MOST]]
    nouns = [names[i] for i in order if row[i] >= CONFIDENT]
    place = seen.places[index]
    return (*nouns, place) if place else tuple(nouns)


def gains(seen: Supposed, names: Sequence[str], odds: Odds) -> Floats:
    """(N, labels): what each label gains by the other confident nouns of its picture."""
    kept: dict[tuple[str, ...], Floats] = {(): np.zeros(len(names), np.float32)}

    def known(nouns: tuple[str, ...]) -> Floats:
        if nouns not in kept:
            kept[nouns] = odds(nouns)
        return kept[nouns]

    found = np.zeros_like(seen.scores)
    for index in range(len(found)):
        nouns = context(seen, index, names)
        found[index] = known(nouns)
        for noun in nouns:
            if noun in names:
                own = names.index(noun)
                found[index, own] = known(tuple(n for n in nouns if n != noun))[own]
    return found


def table(lists: Iterable[Iterable[str]], names: Sequence[str]) -> Odds:
    """Naive Bayes: the sum of each pair's log P(both) - log P(one) - log P(other), smoothed."""
    index: dict[str, int] = {}
    rows = [frozenset(row) for row in lists]
    for row in rows:
        for noun in row:
            index.setdefault(noun, len(index))
    together = np.zeros((len(index), len(index)))
    for row in rows:
        places = [index[noun] for noun in row]
        together[np.ix_(places, places)] += 1
    alone = np.diag(together)
    chance = np.outer(alone, alone) / max(len(rows), 1)
    link = np.log((together + _SMOOTH) / (chance + _SMOOTH))
    mine = np.array([index.get(name, -1) for name in names])

    def odds(nouns: tuple[str, ...]) -> Floats:
        known = [index[noun] for noun in nouns if noun in index]
        gain = link[:, known].sum(1) if known else np.zeros(len(index))
        return np.where(mine >= 0, gain[mine], 0.0).astype(np.float32)

    return odds


def moved(seen: Supposed, gain: Floats, weight: float) -> Floats:
    """The scores after judging, as logits."""
    return np.asarray(judge.logit(seen.scores, 1e-6).numpy() + weight * gain, np.float32)


def mean_precision(scores: Floats, true: Truth) -> float:
    """Mean average precision of presence over the labels."""
    return float(np.nanmean(validate.presence(scores, true)))


def precision_at(scores: Floats, true: Truth, recall: float) -> float:
    """Precision over all labels together where so many of the true ones are found."""
    known = (true == PRESENT) | (true == ABSENT)
    hits = (true[known] == PRESENT)[np.argsort(-scores[known], kind="stable")]
    found = int(np.searchsorted(np.cumsum(hits), recall * hits.sum())) + 1
    return float(hits[:found].mean())


def recall_of(scores: Floats, true: Truth) -> float:
    """The share of the true ones that reach the score at which something is confident."""
    return float((scores[true == PRESENT] >= CONFIDENT).mean())


def lines(
    judges: dict[str, Odds], first: Supposed, second: Supposed, names: Sequence[str]
) -> Iterable[str]:
    """The table in Markdown: weights from the first part, figures on the second."""
    recall = recall_of(second.scores, second.true)
    yield f"{len(second.scores)} pictures; precision at recall {recall:.3f}\n"
    yield (
        "| judge | weight | presence AP | precision | AP at twice the weight |\n"
        + "| --- " * 5
        + "|"
    )
    plain = mean_precision(second.scores, second.true)
    yield f"| none | | {plain:.4f} | {precision_at(second.scores, second.true, recall):.4f} | |"
    for name, odds in judges.items():
        learnt = gains(first, names, odds)
        weight = max(WEIGHTS, key=lambda w: mean_precision(moved(first, learnt, w), first.true))
        gain = gains(second, names, odds)
        scores, double = moved(second, gain, weight), moved(second, gain, 2 * weight)
        yield (
            f"| {name} | {weight} | {mean_precision(scores, second.true):.4f} | "
            f"{precision_at(scores, second.true, recall):.4f} | "
            f"{mean_precision(double, second.true):.4f} |"
        )


def suppose(
    network: CompactNetwork,
    material: batches.Material,
    chosen: Sequence[int],
    parameters: Sequence[float] | None = None,
) -> tuple[Supposed, Sequence[float]]:
    """Look at the chosen pictures; how the two object heads are joined is learnt if not given."""
    seen = validate.look(network, material, chosen, calibrate.SIDE)
    true = validate.truth(material, chosen)
    if parameters is None:
        heads = judge.logit(seen.pooled, 1e-6), judge.logit(seen.peaks(), validate.LOWEST)
        parameters = temper.scaled(heads, judge.known(true), judge.weigh(material, chosen))
    best = seen.scenes.argmax(1)
    sure = judge.softmax(seen.scenes).max(1) >= PLACE
    spoken = [labels.SCENES[int(i)] if ok else None for i, ok in zip(best, sure, strict=True)]
    places = [place if place in _KNOWN else None for place in spoken]
    return Supposed(judge.joined(seen, parameters), places, true), parameters


_KNOWN = frozenset("bedroom bathroom kitchen street forest mountain sea".split())


def main() -> None:
    """The command."""
    options = _options()
    material = batches.load(options.data, options.out)
    parts = split(material.rows, material.pictures, options.out / "split.npy")
    network = CompactNetwork({**HEADS, "objects": len(material.names)}, len(material.names))
    network.load_state_dict(load_file(options.network or options.out / "cnn.safetensors"))
    names = [calibrate.SPEAK.get(name, name) for name in material.names]
    a, b = (_some(parts == part, options.most) for part in (PART_A, PART_B))
    first, parameters = suppose(network, material, a)
    second, _ = suppose(network, material, b, parameters)
    judges: dict[str, Odds] = {"GPT-2": Judge(options.model, names).odds}
    judges["table of pictures"] = table(_seen(material, parts == LEARN, names), names)
    if options.text:
        learn = (
            t for t in language_data.captions(options.text) if not language_data.is_held_out(t)
        )
        told = (language_data.story(text) for text in learn)
        judges["table of captions"] = table(
            ([t.label for t in s.things] + [s.place or ""] for s in told if s), names
        )
    for line in lines(judges, first, second, names):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _some(chosen: npt.NDArray[np.bool_], most: int) -> list[int]:
    found: list[int] = np.flatnonzero(chosen).tolist()
    return np.random.default_rng(0).permutation(found)[:most].tolist() if most else found


def _seen(
    material: batches.Material, chosen: npt.NDArray[np.bool_], names: Sequence[str]
) -> Iterable[list[str]]:
    indices = np.flatnonzero(chosen).tolist()
    for start in range(0, len(indices), 2048):
        part = indices[start : start + 2048]
        for index, row in zip(part, validate.truth(material, part) == PRESENT, strict=True):
            place = material.scenes[index]
            where = [labels.SCENES[place]] if place >= 0 else []
            yield [names[int(i)] for i in np.flatnonzero(row)] + where


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assistant.training.rescore", description=__doc__)
    compact = paths.resources() / "models" / "compact" / "gpt2"
    parser.add_argument("--data", type=Path, required=True, help="the photographs' folder")
    parser.add_argument("--text", type=Path, help="the captions' folder, for a table of them")
    parser.add_argument("--out", type=Path, default=Path(".train"))
    parser.add_argument("--network", type=Path, help="picture network, else out/cnn.safetensors")
    parser.add_argument("--model", type=Path, default=compact, help="the language model's folder")
    parser.add_argument("--most", type=int, default=0, help="pictures of each part; 0: all")
    return parser.parse_args()


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
