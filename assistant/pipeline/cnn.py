"""f = CNN(x), compact profile: one small backbone with several heads, and a grid of places.

Everything about the model stands in the model folder's ``cnn.json``: input size, normalisation,
heads, labels, how they are spoken, which scores mean what, and how the grid is read.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from assistant import opencv
from assistant.errors import ModelError, PipelineError
from assistant.pipeline.arrays import Corners, Floats
from assistant.pipeline.boxes import apart, shared
from assistant.pipeline.cnn_boxes import FoundBoxes, decode, sigmoid
from assistant.pipeline.cnn_facts import DAMAGED, FAILED, Grid, Head
from assistant.pipeline.cnn_hypotheses import once, read, spoken, surest
from assistant.pipeline.cnn_numbers import Numbers, Signs
from assistant.pipeline.evidence import Box, Sureness
from assistant.pipeline.features import Features, Hypothesis
from assistant.pipeline.frame import Frame
from assistant.pipeline.shrinking import squashed
from assistant.sessions import NetworkError, OnnxNetwork

if TYPE_CHECKING:
    from assistant.pipeline.cnn_first import FirstLook

_FLOOR = 0.03  # of scores that a search may use


class Placed(NamedTuple):
    """One thing that the grid sees: score 0..1, box, and what the score means, if it is spoken."""

    score: float
    box: Box
    sureness: Sureness | None


class CompactCNN:
    """The compact network out of one folder with ``cnn.json`` and ``cnn.onnx``.

    What the file must have: an input ``pixels`` (1, 3, H, W), RGB, normalised by the JSON's mean
    and std; outputs ``embedding`` (1, D), for each of the JSON's heads the logits (1, labels) under
    its name, ``grid`` (1, labels, rows, columns) and ``sides`` (1, 4, rows, columns), as
    :func:`~assistant.pipeline.cnn_boxes.decode` wants them. How the network works is its own
    affair.

    Attributes:
        heads: of the JSON, by name.

    Raises:
        ModelError: a file is missing or damaged, or the two do not belong together.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            facts = json.loads((folder / "cnn.json").read_text(encoding="utf-8"))
            self.version: str = facts["name"]
            self.heads: Mapping[str, Head] = {
                name: Head.of(row) for name, row in facts["heads"].items()
            }
            self.known = frozenset[str]().union(*(head.known for head in self.heads.values()))
            self._grid = Grid(**facts["grid"])
            self._numbers = Numbers(**facts["numbers"]) if "numbers" in facts else None
            picture = facts["input"]
            self._size: tuple[int, int] = (picture["width"], picture["height"])
            self._scale = 1 / (255 * np.array(picture["std"], np.float32))
            self._offset = np.array(picture["mean"], np.float32) * 255 * self._scale
            self._network = OnnxNetwork(folder / "cnn.onnx")
            self._check(len(self.heads[self._grid.head].labels))
        except (OSError, ValueError, KeyError, TypeError, NetworkError) as error:
            raise ModelError(DAMAGED.format(folder)) from error

    def _check(self, placed: int) -> None:
        """Compare the network's inputs and outputs with the JSON.

        Raises:
            ValueError: they do not fit.
        """
        width, height = self._size
        shapes = self._network.outputs
        wanted = {name: [1, len(head.labels)] for name, head in self.heads.items()}
        fits = self._network.inputs == {"pixels": [1, 3, height, width]}
        fits &= all(shapes[name] == shape for name, shape in wanted.items())
        if self._numbers:
            nothing = Signs(*[0.0] * len(Signs._fields))
            for label in self.heads[self._numbers.head].labels:
                self._numbers.chances(label, nothing)
                fits &= label in self.heads[self._grid.head].labels
        if not fits or shapes["grid"][1] != placed or shapes["sides"][1] != 4:
            raise ValueError("cnn.onnx and cnn.json do not belong together")

    def __call__(self, frame: Frame) -> Features:
        """What is in the frame.

        Raises:
            PipelineError: the network failed.
        """
        return self.read(self._outputs(frame))

    def first_look(self) -> "FirstLook":
        """One that tells in a third of the time most of what this network would say.

        Raises:
            ModelError: it is missing or damaged.
        """
        from assistant.pipeline.cnn_first import FirstLook  # only libraries need it

        return FirstLook(self, self._folder)

    def places(self, frame: Frame, labels: Collection[str], share: float) -> list[Placed]:
        """Places in the grid of things with these spoken labels, the best first.

        Args:
            frame: the picture.
            labels: as they are spoken.
            share: of the lowest score with which a label is spoken; what has less is left out.

        Raises:
            PipelineError: the network failed.
        """
        said = self._outputs(frame)
        head, pooled = self.heads[self._grid.head], said[self._grid.head]
        names = [label for label in head.labels if head.spoken(label) in labels]
        wanted = [head.labels.index(name) for name in names]
        found = decode(said["grid"][wanted], said["sides"], self._grid.lowest, self._grid.overlap)
        scores = self._grid.joined(pooled[wanted][found.labels], found.scores)
        order = np.argsort(-scores, kind="stable").tolist()
        return [
            Placed(
                float(scores[i]),
                _box(found.corners[i]),
                head.sureness(names[int(found.labels[i])], float(scores[i])),
            )
            for i in order
            if scores[i] >= share * head.lowest(names[int(found.labels[i])])
        ]

    @property
    def placed(self) -> frozenset[str]:
        """Spoken labels whose place the grid tells, and that are ever said."""
        head = self.heads[self._grid.head]
        return frozenset(map(head.spoken, head.labels)) & head.known

    def _outputs(self, frame: Frame) -> dict[str, Floats]:
        """What the network says of one frame, without the batch's dimension."""
        try:
            said = self._network({"pixels": self.prepare(frame)})
        except NetworkError as error:
            raise PipelineError(FAILED) from error
        return {name: values[0] for name, values in said.items()}

    def read(self, said: Mapping[str, Floats]) -> Features:
        """Read the network's outputs, by name and without the batch's dimension."""
        boxes = decode(said["grid"], said["sides"], self._grid.lowest, self._grid.overlap)
        found = [
            hypothesis
            for name, head in self.heads.items()
            if head.kind and name != self._grid.head
            for hypothesis in read(name, head, said[name])
        ]
        found = list(self._believed(list(once(found, list(self._things(said, boxes))))))
        often = {head.spoken(label) for head in self.heads.values() for label in head.several}
        found += [replace(h, more=True) for h in found if not h.box and h.label in often]
        found.sort(key=surest)
        if self._numbers:
            placed = self.heads[self._grid.head].labels
            labels, logits = self.heads[self._numbers.head].labels, said[self._numbers.head]
            signs = {
                label: Signs.of(logit, boxes, placed.index(label))
                for label, logit in zip(labels, logits.tolist(), strict=True)
            }
            found = self._numbers.counted(found, signs)
        return Features(said["embedding"], tuple(found), self._possible(self._scores(said)))

    def read_first(self, said: Mapping[str, Floats]) -> Features:
        """Read what the first look tells: the embedding, and logits of heads as they are joined.

        Where things are it does not tell, so there may always be one more.
        """
        told = {name: head for name, head in self.heads.items() if name in said}
        found = [h for name, head in told.items() for h in read(name, head, said[name])]
        found = list(self._believed(list(once(found, ()))))
        found += [replace(h, more=True) for h in found if h.kind == "object"]
        found.sort(key=surest)
        scores = {name: head.activated(said[name]) for name, head in told.items()}
        return Features(said["embedding"], tuple(found), self._possible(scores))

    def _believed(self, found: Sequence[Hypothesis]) -> Iterator[Hypothesis]:
        """Without what is rather something else that was surely seen."""
        sure = {h.label for h in found if h.sureness == Sureness.SURE}
        for h in found:
            rivals = (self.heads[h.head].beside or {}).get(h.label, {})
            levels = [levels for other, levels in rivals.items() if other in sure]
            reached = [h.sureness, *(Sureness.of(h.score, one) for one in levels)]
            if all(reached):
                yield replace(h, sureness=min(filter(None, reached), key=lambda s: s.rank))

    def _scores(self, said: Mapping[str, Floats]) -> dict[str, Floats]:
        """The scores (labels,) of each head that is spoken; those of the grid's joined with it."""
        scores = {n: head.activated(said[n]) for n, head in self.heads.items() if head.kind}
        name = self._grid.head
        peaks = said["grid"].reshape(len(said[name]), -1).max(1)
        scores[name] = self._grid.joined(said[name], sigmoid(peaks))
        return scores

    def _possible(self, scores: Mapping[str, Floats]) -> dict[str, float]:
        """Spoken label → score of all that have one from the floor on; the higher of two."""
        possible: dict[str, float] = {}
        for name, values in scores.items():
            head = self.heads[name]
            for label in np.flatnonzero(values >= _FLOOR).tolist():
                word = head.spoken(head.labels[label])
                possible[word] = max(possible.get(word, 0.0), float(values[label]))
        return possible

    def _things(self, said: Mapping[str, Floats], found: FoundBoxes) -> Iterator[Hypothesis]:
        """What the grid and its head see together: one hypothesis a box, or one without."""
        grid, name = self._grid, self._grid.head
        head, pooled = self.heads[name], said[name]
        scores = grid.joined(pooled[found.labels], found.scores).tolist()
        same = shared(apart(found.corners, found.labels))
        seen = set[int]()
        for index, label in enumerate(found.labels.tolist()):
            peak = float(found.scores[index])
            again = grid.again.get(head.labels[label], np.inf)
            lowest = grid.further(head.labels[label], float(same[index]))
            if label not in seen or peak >= lowest:
                box = _box(found.corners[index]) if peak >= grid.placed else None
                more = label in seen and peak < again
                yield from spoken(name, head, label, scores[index], box, more)
            seen.add(label)
        alone = grid.joined(pooled, np.zeros_like(pooled))
        for label in head.reached(alone):
            if label not in seen:
                yield from spoken(name, head, label, float(alone[label]))

    def prepare(self, frame: Frame) -> Floats:
        """The whole picture squashed to the network's size: (1, 3, H, W), normalised."""
        planes = opencv.load().split(squashed(frame.pixels, self._size))
        pixels = np.empty((1, 3, *self._size[::-1]), np.float32)
        for plane, colour, scale, offset in zip(  # by planes: five times as quick as by pixels
            pixels[0], planes, self._scale, self._offset, strict=True
        ):
            np.multiply(colour, scale, out=plane)
            plane -= offset
        return pixels


def _box(corners: Corners) -> Box:
    left, top, right, bottom = corners.tolist()
    return left, top, right - left, bottom - top
