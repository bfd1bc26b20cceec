"""The figures of a calibrated network on pictures that nothing was fitted to, as tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from assistant.training import batches, judge, labels, temper, validate
from assistant.training.levels import TARGETS
from assistant.training.metrics import PRESENT, Floats, Truth, average_precision

_GROUPS = {
    "men": ("man", "men", "boy", "boys", "guy", "male"),
    "women": ("woman", "women", "girl", "girls", "lady", "ladies", "female"),
}
_SHOWN = 8  # true pictures from which a label has a line of its own


def tables(
    told: Mapping[str, Any],
    material: batches.Material,
    chosen: Sequence[int],
    seen: validate.Seen,
) -> Iterator[str]:
    """The lines of the tables of objects and scenes, in Markdown.

    Args:
        told: the content of ``cnn.json``.
        material: all pictures.
        chosen: those to report on.
        seen: what the network says of them.
    """
    grid = told["grid"]
    scores = judge.joined(seen, [grid["pooled"], grid["peak"], grid["offset"]])
    answers = validate.truth(material, chosen)
    presence = np.nanmean(validate.presence(scores, answers))
    boxes = np.nanmean(validate.boxes(seen, material, chosen))
    yield f"{len(chosen)} pictures; presence AP {presence:.3f}, boxes AP50 {boxes:.3f}\n"
    yield from object_lines(told["heads"]["objects"], scores, answers)
    yield from _people(told["heads"]["objects"], material, chosen, scores)
    yield ""
    tagged = judge.right(validate.tag_truth(material, chosen))
    yield from _lines(told["heads"]["tags"], judge.sigmoid(seen.tags), tagged)
    yield ""
    scenes = judge.scene_truth(material, chosen)
    known, chances = ~np.isnan(scenes[:, 0]), judge.softmax(seen.scenes)
    yield from _lines(told["heads"]["scene"], chances[known], scenes[known])
    stated = np.array([material.scenes[index] for index in chosen])
    top = (chances.argmax(1) == stated)[stated >= 0]
    yield f"\nScene, first guess of {len(labels.SCENES)}: {top.mean():.1%} of {len(top)} right."
    for name, (found, right) in judged(told, material, chosen, seen).items():
        error = temper.error(found, right, 0.1)
        yield f"Calibration error of {name}, scores from 0.1 on: {error:.3f}"


def _people(
    head: Mapping[str, Any], material: batches.Material, chosen: Sequence[int], scores: Floats
) -> Iterator[str]:
    """Whether some people are overlooked more than others: by the words of the captions."""
    if "person" not in head["labels"]:
        return
    person = head["labels"].index("person")
    lowest = min(head["label_levels"].get("person", head["levels"]).values(), default=2.0)
    texts = [" . ".join(material.rows[index].captions) for index in chosen]
    for group, words in _GROUPS.items():
        others = [w for name, listed in _GROUPS.items() if name != group for w in listed]
        mine = [
            line
            for line, text in enumerate(texts)
            if labels.names(text, words) and not labels.names(text, others)
        ]
        seen = sum(float(scores[line, person]) >= lowest for line in mine)
        yield f"Person, where captions name {group} alone: seen in {seen} of {len(mine)}."


def judged(
    told: Mapping[str, Any],
    material: batches.Material,
    chosen: Sequence[int],
    seen: validate.Seen,
) -> dict[str, tuple[Floats, Floats]]:
    """Head → scores (N,) and whether they are right (N,), where that is known."""
    grid = told["grid"]
    scores = judge.joined(seen, [grid["pooled"], grid["peak"], grid["offset"]])
    heads = {
        "objects": (scores, judge.known(validate.truth(material, chosen))),
        "tags": (judge.sigmoid(seen.tags), judge.known(validate.tag_truth(material, chosen))),
        "scene": (judge.softmax(seen.scenes), judge.scene_truth(material, chosen)),
    }
    return {
        name: (found[~np.isnan(right)], right[~np.isnan(right)])
        for name, (found, right) in heads.items()
    }


def object_lines(head: Mapping[str, Any], scores: Floats, answers: Truth) -> Iterator[str]:
    """The table of objects."""
    yield from _lines(head, scores, judge.right(answers))
    said = np.zeros(answers.shape, bool)
    for i, label in enumerate(head["labels"]):
        levels = head["label_levels"].get(label, head["levels"])
        lowest = levels.get("fairly sure", levels.get("sure", 2.0))
        said[:, i] = scores[:, i] >= lowest
    true = (said & (answers == PRESENT)).any(1).mean()
    wrong = (said & (judge.right(answers) == 0)).any(1).mean()
    yield f"\nSomething said plainly or as fairly sure and true: {true:.0%} of the pictures; "
    yield f"something wrong among it: {wrong:.0%}."


def _lines(head: Mapping[str, Any], scores: Floats, right: Floats) -> Iterator[str]:
    yield (
        "| label | true | AP | "
        + " | ".join(f"{n}: right of said" for n in TARGETS)
        + " | recall |"
    )
    yield "| --- " * (len(TARGETS) + 4) + "|"
    total = dict.fromkeys(TARGETS, (0.0, 0))
    for i, label in enumerate(head["labels"]):
        levels = head["label_levels"].get(label, head["levels"])
        cells, recalled, above = [], 0.0, np.inf
        for name in TARGETS:
            lowest = levels.get(name, above)
            band = (scores[:, i] >= lowest) & (scores[:, i] < above)
            hits = float(right[band, i].sum())
            cells.append(f"{hits:g} of {band.sum()}")
            total[name] = (total[name][0] + hits, total[name][1] + int(band.sum()))
            recalled += float((right[band, i] == 1).sum())
            above = lowest
        true = int((right[:, i] == 1).sum())
        if true >= _SHOWN:
            precision = average_precision(
                scores[:, i], np.where(right[:, i] == 0.5, -1, right[:, i]).astype(np.int8)
            )
            cells.append(f"{recalled / true:.2f}")
            yield f"| {label} | {true} | {precision:.2f} | {' | '.join(cells)} |"
    shares = (f"{h:g} of {n} ({h / max(n, 1):.0%})" for h, n in total.values())
    yield f"| all labels | {int((right == 1).sum())} | | {' | '.join(shares)} | |"
