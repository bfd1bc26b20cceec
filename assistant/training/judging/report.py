"""The figures of a calibrated network on pictures that nothing was fitted to, as tables."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from assistant.training import calibrate
from assistant.training.judging import judge, temper
from assistant.training.judging.levels import EDGES
from assistant.training.judging.metrics import Floats, average_precision
from assistant.training.picture import labels
from assistant.training.picture.look import Seen
from assistant.training.picture.material import HEADS, SPOKEN, Indices, Material

_GROUPS = {
    "men": ("man", "men", "boy", "boys", "guy", "male"),
    "women": ("woman", "women", "girl", "girls", "lady", "ladies", "female"),
}
_SHOWN = 8  # true pictures from which a label has a line of its own


def tables(
    told: Mapping[str, Any], material: Material, chosen: Indices, seen: Seen
) -> Iterator[str]:
    """The lines of the tables, in Markdown.

    Args:
        told: the content of ``cnn.json``.
        material: all pictures.
        chosen: those to report on.
        seen: what the network says of them.
    """
    peaks = seen.peaks(len(material.names))
    yield f"{len(chosen)} pictures\n"
    for head in SPOKEN:
        scores = calibrate.scored(seen.pooled, peaks, told, head)
        right = judge.right(material, chosen, head)
        yield from _lines(told["heads"][head], scores, right)
        yield ""
    yield from _people(
        told, material, chosen, calibrate.scored(seen.pooled, peaks, told, "objects")
    )
    for name, (found, right) in judged(told, material, chosen, seen).items():
        error = temper.error(found, right, 0.1)
        yield f"Calibration error of {name}, scores from 0.1 on: {error:.3f}"


def _people(
    told: Mapping[str, Any], material: Material, chosen: Indices, scores: Floats
) -> Iterator[str]:
    """Whether some people are overlooked more than others: by the words of the captions."""
    head = told["heads"]["objects"]
    if "person" not in head["labels"]:
        return
    person = head["labels"].index("person")
    lowest = min(head["label_levels"]["person"].values(), default=2.0)
    texts = [" . ".join(material.rows[index].captions) for index in chosen]
    for group, words in _GROUPS.items():
        others = [w for name, listed in _GROUPS.items() if name != group for w in listed]
        mine = [
            line
            for line, text in enumerate(texts)
            if labels.names(text, words) and not labels.names(text, others)
        ]
        found = sum(float(scores[line, person]) >= lowest for line in mine)
        yield f"Person, where captions name {group} alone: seen in {found} of {len(mine)}."


def judged(
    told: Mapping[str, Any], material: Material, chosen: Indices, seen: Seen
) -> dict[str, tuple[Floats, Floats]]:
    """Head → scores (N,) and whether they are right (N,), where that is known."""
    found, peaks = {}, seen.peaks(len(material.names))
    for head in HEADS:
        scores = calibrate.scored(seen.pooled, peaks, told, head)
        right = judge.right(material, chosen, head)
        known = (right == 0) | (right == 1)
        found[head] = scores[known], right[known]
    return found


def _lines(head: Mapping[str, Any], scores: Floats, right: Floats) -> Iterator[str]:
    bands = " | ".join(f"{name}: right of said" for name in EDGES)
    yield f"| label | true | AP | {bands} | recall |"
    yield "| --- " * (len(EDGES) + 4) + "|"
    total = dict.fromkeys(EDGES, (0.0, 0))
    for i, label in enumerate(head["labels"]):
        known = ~np.isnan(right[:, i])
        mine, true = scores[known, i], right[known, i]
        cells, recalled, above = [], 0.0, np.inf
        for name in EDGES:
            lowest = head["label_levels"][label].get(name, above)
            band = (mine >= lowest) & (mine < above)
            hits = float(true[band].sum())
            cells.append(f"{hits:g} of {band.sum()}")
            total[name] = (total[name][0] + hits, total[name][1] + int(band.sum()))
            recalled += float((true[band] == 1).sum())
            above = lowest
        there = int((true == 1).sum())
        if there >= _SHOWN:
            marks = np.where((true > 0) & (true < 1), -1, true).astype(np.int8)
            precision = average_precision(mine, marks)
            cells.append(f"{recalled / there:.2f}")
            yield f"| {label} | {there} | {precision:.2f} | {' | '.join(cells)} |"
    shares = (f"{h:g} of {n} ({h / max(n, 1):.0%})" for h, n in total.values())
    yield f"| all labels | {int((right == 1).sum())} | | {' | '.join(shares)} | |"
