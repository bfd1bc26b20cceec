"""Learn where in a picture faces may be: ``python -m assistant.training.face_places``.

``--data DIR --out DIR``: has the cascades search all of the pictures with people
(``out/faces.jsonl``, ten minutes on one core; what is there is kept), learns where they find
faces that are told (as long again), places the threshold by part A, prints on part B how many of
the faces are passed over and how much is searched, and writes
``resources/models/faces/places.onnx``, whose logits are above zero where a face may be.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant import opencv
from assistant.bundled import PLACES
from assistant.pipeline.frame import Pixels
from assistant.senses.face_places import LARGE, SCALES, Marked, Places, given
from assistant.senses.faces import CascadeDetector
from assistant.sessions import OnnxNetwork
from assistant.training.export import write_sums
from assistant.training.faces import finds, network
from assistant.training.faces.finds import Everywhere, Found
from assistant.training.faces.views import Floats, Views, truth
from assistant.training.picture import data, split
from assistant.training.picture.split import LEARN, PART_A, PART_B

LEARNT = 2900
"""Pictures that are learnt from."""

MISSED = 0.04
"""Share of the faces of part A that are told and may be passed over: by chance the cascades find
some such, and with 0.01, six tenths of each picture would be searched for these."""

_STEPS, _BATCH, _RATE, _DECAY = 1500, 16, 4e-3, 0.01
_CLIPPED = 5.0
_EASY = 0.5  # how little what is marked already counts: the root of what is missing
_MARGIN = 0.05  # below the score of the face that is just not passed over
_SEARCH = CascadeDetector.LONGEST
_WINDOWS = [round(CascadeDetector.WINDOW * CascadeDetector.STEP**step) for step in range(1, 17)]


def train(material: Sequence[Found]) -> network.Places:
    """Learn it."""
    torch.manual_seed(0)
    places, views, lost = network.Places(), Views(material, 0), 0.0
    # In two thirds of the time. The method's types do not know of the order of the channels.
    places.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(places.parameters(), _RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, _STEPS)
    for step in range(1, _STEPS + 1):
        shown, true = zip(*(views.view() for _ in range(_BATCH)), strict=True)
        grey = torch.from_numpy(given(np.stack(shown)))
        logits = places(grey.contiguous(memory_format=torch.channels_last))
        answers = [torch.from_numpy(np.stack(scale)) for scale in zip(*true, strict=True)]
        loss = torch.stack([_loss(*pair) for pair in zip(logits, answers, strict=True)]).sum()
        optimiser.zero_grad()
        (loss / _BATCH).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(places.parameters(), _CLIPPED)
        optimiser.step()
        schedule.step()
        lost += loss.item() / _BATCH
        if step % 100 == 0:
            sys.stdout.write(f"step {step}: loss {lost / 100:.2f}\n")
            sys.stdout.flush()
            lost = 0.0
    return places.eval()


def _loss(logits: Tensor, true: Tensor) -> Tensor:
    """Cross entropy, the hard places above all, as the many easy ones are without faces.

    After the focal loss (Lin et al., "Focal Loss for Dense Object Detection", 2017).
    """
    lost = functional.binary_cross_entropy_with_logits(
        logits, torch.nan_to_num(true), reduction="none"
    )
    chance = torch.sigmoid(logits.detach())
    weight = torch.where(true == 1, (1 - chance) ** _EASY, chance)
    return (lost * weight)[~torch.isnan(true)].sum()


class Judged:
    """Judgement of the written network on some pictures.

    Attributes:
        best: (N,) of each face that is told, but the largest, which are found anyway: the highest
            logit of a place that is its own.
        searched: (M,) of each picture without any, the share of windows that are looked at.
    """

    def __init__(self, material: Sequence[Found]) -> None:
        look, best, searched = OnnxNetwork(PLACES), [], []
        for one in material:
            grey = _reduced(one.grey)
            logits = look({"grey": given(grey[None])})
            best += [
                _best(logits, box, grey.shape, one.grey.shape)
                for box in one.told
                if box[3] * max(grey.shape) < LARGE * max(one.grey.shape)
            ]
            if not len(one.told):
                shape = (grey.shape[0], grey.shape[1])
                whole = _positions(Everywhere(grey))
                searched.append(_positions(Marked(logits, shape)) / max(1.0, whole))
        self.best, self.searched = np.array(best), np.array(searched)

    def __str__(self) -> str:
        return (
            f"{(self.best <= 0).sum()} of {len(self.best)} faces passed over; "
            f"of {len(self.searched)} pictures without any {self.searched.mean():.1%} searched, "
            f"nothing in {(self.searched == 0).mean():.0%}"
        )


def _reduced(grey: Pixels) -> Pixels:
    """A picture as the cascade searches it."""
    cv2 = opencv.load()
    share = _SEARCH / max(grey.shape)
    size = tuple(round(side * share) for side in grey.shape[::-1])
    method = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    copy: Pixels = cv2.resize(grey, size, interpolation=method)
    return copy


def _best(
    logits: dict[str, Floats], box: Floats, copy: tuple[int, ...], shape: tuple[int, ...]
) -> float:
    """The highest logit of a face's own places."""
    share = np.array((1, *(2 * (copy[1] / shape[1], copy[0] / shape[0]))), np.float32)
    true = truth(np.ones(copy, bool), (box * share)[None])
    return max(
        float(logits[scale.name][0][answer == 1].max(initial=-np.inf))
        for scale, answer in zip(SCALES, true, strict=True)
    )


def _positions(places: Places) -> float:
    """Windows that are looked at, about."""
    return sum(
        max(0.0, right - left - window) * max(0.0, bottom - top - window) / window**2
        for window in _WINDOWS
        for left, top, right, bottom in places.around(window)
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="assistant.training.face_places", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    every = data.rows(options.data)
    parts = split.kept(options.data, options.out, every)
    rows, path = finds.chosen(every, parts, LEARNT), options.out / "faces.jsonl"
    finds.find(options.data, rows, path)
    part = dict(zip((row.id for row in every), parts, strict=True))

    def material(wanted: int) -> list[Found]:
        return finds.load(options.data, [row for row in rows if part[row.id] == wanted], path)

    PLACES.parent.mkdir(exist_ok=True)
    places = train(material(LEARN))
    network.write(places, PLACES)
    held_out = material(PART_A)
    places.lower(float(np.quantile(Judged(held_out).best, MISSED, method="lower")) - _MARGIN)
    network.write(places, PLACES)
    write_sums(PLACES.parent)
    for name, told in (("A", held_out), ("B", material(PART_B))):
        sys.stdout.write(f"part {name}: {Judged(told)}\n")


if __name__ == "__main__":
    main()
