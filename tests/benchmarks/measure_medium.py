"""How often a photograph is called a page, a screenshot, a chart or a drawing, and the reverse.

``python -m tests.benchmarks.measure_medium --data DIR [--most N] [--each N] [--fit]``

Photographs are the training photographs, as they are and enlarged with grain and JPEG as a phone's
would be; all else is made by ``tests/benchmarks/truth`` from seeds, but for the scanned receipts.
``--fit`` fits the model of ``assistant/senses/medium.py`` on the tuning half and writes
``resources/models/medium.json``; the report is always of the other half. The own window is never
fitted on.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from assistant import paths
from assistant.pipeline.frame import Frame, Pixels
from assistant.senses import drawn, medium
from tests.benchmarks.truth import degrade, photographs, screens, specimens

LABELS = ("photograph", "page of text", "screenshot", "chart", "drawing")
PHOTOGRAPH = (LABELS[0], "")
_WORN = 6  # copies of each window, of other sizes and compressed
_PHOTOGRAPHS_COUNT = 3.0  # a photograph that is silenced is worse than a chart that is described
_RIDGE = 1e-4


@dataclass(frozen=True)
class Measured:
    """The numbers of one group of pictures and what they are."""

    group: str
    label: str
    test: bool
    numbers: np.ndarray


def measured(data: Path, most: int, each: int) -> Iterator[Measured]:
    """Everything, group by group and half by half."""
    chosen = photographs.sample(
        [x for x in photographs.listed(data) if x["src"] not in photographs.NOT_PHOTOGRAPHS], most
    )
    receipts = [x for x in photographs.listed(data) if x["src"] == "receipts"]
    found: dict[tuple[str, str, bool], list[np.ndarray]] = {}
    desks: list[Pixels] = []
    for label, pixels in photographs.opened(data, chosen):
        half = photographs.is_test(label)
        rng = np.random.default_rng(int(label["id"].split(".")[0]))
        desks += [pixels] if len(desks) < each else []
        found.setdefault(("photograph", "photograph", half), []).append(_numbers(pixels))
        enlarged = _numbers(_enlarged(pixels, rng))
        found.setdefault(("photograph, enlarged", "photograph", half), []).append(enlarged)
    for label, pixels in photographs.opened(data, receipts):
        half = photographs.is_test(label)
        found.setdefault(("receipt", "page of text", half), []).append(_numbers(pixels))
    for i in range(each):
        for number, (name, (label, make)) in enumerate(specimens.MAKERS.items()):
            rng = np.random.default_rng([number, i])
            group = found.setdefault((name, label, bool(i % 2)), [])
            group += _fresh_and_worn(make(rng), rng)
        rng = np.random.default_rng([99, i])
        group = found.setdefault(("page on a photograph", "page of text", bool(i % 2)), [])
        group += _fresh_and_worn(specimens.page_by_phone(rng, desks[i]), rng)
    for i, (name, picture) in enumerate(screens.shot()):
        own, rng = name.startswith(screens.OWN), np.random.default_rng([7, i])
        title = "own window" if own else "other window"
        group = found.setdefault((title, "screenshot", own or bool(i % 2)), [])
        group += [_numbers(np.asarray(picture))]
        group += [_numbers(np.asarray(specimens.worn(picture, rng))) for _ in range(_WORN)]
    for (group, label, half), numbers in found.items():
        yield Measured(group, label, half, np.array(numbers))


def fit(parts: list[Measured]) -> medium.MediumModel:
    """Softmax regression with a ridge, every class weighing the same but photographs more."""
    numbers = np.concatenate([part.numbers for part in parts])
    truth = np.repeat([LABELS.index(p.label) for p in parts], [len(p.numbers) for p in parts])
    mean, scale = numbers.mean(axis=0).round(6), (numbers.std(axis=0) + 1e-4).round(6)
    inputs = torch.tensor(medium.standardised(numbers, mean, scale))
    target = torch.tensor(truth)
    weigh = np.array([_PHOTOGRAPHS_COUNT, 1, 1, 1, 1]) / np.bincount(truth)
    weigh = torch.tensor(weigh / (_PHOTOGRAPHS_COUNT + 4))[target]
    weights = torch.zeros(inputs.shape[1], len(LABELS), dtype=torch.double, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=400, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        each = torch.nn.functional.cross_entropy(inputs @ weights, target, reduction="none")
        value = (weigh * each).sum() + _RIDGE * weights[1:].square().sum()
        value.backward()
        return value

    search.step(loss)
    return medium.MediumModel(LABELS, mean, scale, weights.detach().numpy().round(4))


def report(model: medium.MediumModel, parts: list[Measured]) -> Iterator[str]:
    """A markdown table: each group, and what it was called."""
    yield "| pictures | number | right, sure | right, fairly sure | called photograph | else |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for part in parts:
        found = [model.verdict(row) for row in model.probabilities(part.numbers)]
        said = Counter((each[0], str(each[2])) if each else PHOTOGRAPH for each in found)
        right = [said.pop((part.label, sure), 0) for sure in ("sure", "fairly sure")]
        silent, total = said.pop(PHOTOGRAPH, 0), len(part.numbers)
        shares = " | ".join(f"{n / total:.1%}" for n in (*right, silent))
        others = (f"{label} ({sure}) {n / total:.2%}" for (label, sure), n in said.most_common())
        yield f"| {part.group} | {total} | {shares} | {', '.join(others)} |"


def _numbers(pixels: Pixels) -> np.ndarray:
    return drawn.measure(Frame(np.ascontiguousarray(pixels)))


def _fresh_and_worn(picture: Image.Image, rng: np.random.Generator) -> list[np.ndarray]:
    return [_numbers(np.asarray(p)) for p in (picture, specimens.worn(picture, rng))]


def _enlarged(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    times = rng.uniform(2, 5)
    size = (round(pixels.shape[1] * times), round(pixels.shape[0] * times))
    picture = Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC)
    grainy = degrade.noisy(np.asarray(picture), rng.uniform(0, 3), rng)
    return np.asarray(specimens.compressed(Image.fromarray(grainy), int(rng.integers(60, 95))))


def _write(model: medium.MediumModel) -> None:
    facts = {
        "made_by": "python -m tests.benchmarks.measure_medium --fit",
        "numbers": drawn.NAMES,
        "labels": model.labels,
        "mean": model.mean.tolist(),
        "scale": model.scale.tolist(),
        "weights": model.weights.tolist(),
    }
    text = json.dumps(facts, separators=(",", ":")).replace(',"', ',\n"').replace("],[", "],\n[")
    (paths.resources() / "models" / "medium.json").write_text(text + "\n", "utf-8")


def main() -> None:
    """Fit if asked to, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.measure_medium")
    parser.add_argument("--data", type=Path, required=True, help="folder with vision/")
    parser.add_argument("--most", type=int, default=4500, help="photographs of both halves")
    parser.add_argument("--each", type=int, default=150, help="specimens of each sort")
    parser.add_argument("--fit", action="store_true", help="write resources/models/medium.json")
    asked = parser.parse_args()
    parts = list(measured(asked.data, asked.most, asked.each))
    if asked.fit:
        _write(fit([part for part in parts if not part.test]))
        medium.model.cache_clear()
    for line in report(medium.model(), [part for part in parts if part.test]):
        print(line)


if __name__ == "__main__":
    main()
